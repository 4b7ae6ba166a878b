"""What any reader can work out from everything published of a register, or a reader who knows some of its people."""

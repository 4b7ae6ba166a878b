"""Numbers that expose nobody: what is published about people of a register, and what a reader could work out of it."""

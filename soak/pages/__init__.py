"""Every page × language × width × theme, as a browser shows it."""

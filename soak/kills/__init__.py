"""Processes killed under write load; afterwards everything that was acknowledged must be there, once."""

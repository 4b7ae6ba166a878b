"""Seating over several rounds: mixed tables, and new faces each time."""

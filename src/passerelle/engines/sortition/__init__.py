"""Sortition: a draw in which everybody's chance is as equal as the quotas allow, with the proof of it."""

"""Measurements in one run on one machine: each thing beside what it should be compared with."""

"""After the draw: who stands by, who stands in, who replaces.

`alternates`, `stand_in`, `dropout` and `replacement`.
"""

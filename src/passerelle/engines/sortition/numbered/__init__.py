"""From types to people, and to the numbered panels of which three digits pick one.

`spread` (a lottery over people) and `uniform` (the numbered panels) over `rounding`, `exchange`, `places`, `homes`.
"""

"""Deadlines bound to a project's dates: rules as people write them, the days they come to, and what an amendment moves.

Pure: dates in, dates out. `rules` reads "M14" or "end-2m", `plan` works out a whole plan and compares two periods,
`moments` finds the last moment of a deadline in its own zone, also over a night when the clocks change.
"""

from passerelle.engines.planning.moments import last_moment, on_the_clock
from passerelle.engines.planning.plan import AFTER_THE_END, Circular, Deadline, Move, Period, amend, resolve
from passerelle.engines.planning.rules import Anchor, NotARule, Rule, parse

__all__ = [
    "AFTER_THE_END",
    "Anchor",
    "Circular",
    "Deadline",
    "Move",
    "NotARule",
    "Period",
    "Rule",
    "amend",
    "last_moment",
    "on_the_clock",
    "parse",
    "resolve",
]

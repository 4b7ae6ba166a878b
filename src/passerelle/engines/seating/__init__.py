"""Seating over several rounds: mixed tables, and new faces each time.

`seat` makes a plan, `score` says how good a plan is, `improve` betters one in which some seats are settled.
"""

from passerelle.engines.seating.balance import Imbalance, nearest
from passerelle.engines.seating.limits import Bounds, bounds
from passerelle.engines.seating.model import Cell, Impossible, Need, Plan, Score, Task, score, tables_of, task
from passerelle.engines.seating.planning import Seated, improve, seat

__all__ = [
    "Bounds",
    "Cell",
    "Imbalance",
    "Impossible",
    "Need",
    "Plan",
    "Score",
    "Seated",
    "Task",
    "bounds",
    "improve",
    "nearest",
    "score",
    "seat",
    "tables_of",
    "task",
]

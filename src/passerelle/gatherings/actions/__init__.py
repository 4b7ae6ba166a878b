"""Every change of gatherings. Screens, commands and jobs call these and nothing else."""

from passerelle.gatherings.actions.found import index_all
from passerelle.gatherings.actions.gatherings import (
    add_gathering,
    as_it_stands,
    cancel_gathering,
    change_gathering,
    note_held,
    plan_again,
    undo_change,
)
from passerelle.gatherings.actions.same_people import merge, unmerge
from passerelle.gatherings.actions.tables import take_back_gatherings, take_in_gatherings

__all__ = [
    "add_gathering",
    "as_it_stands",
    "cancel_gathering",
    "change_gathering",
    "index_all",
    "merge",
    "note_held",
    "plan_again",
    "take_back_gatherings",
    "take_in_gatherings",
    "undo_change",
    "unmerge",
]

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
from passerelle.gatherings.actions.preparing import make_task
from passerelle.gatherings.actions.publishing import (
    add_speaker,
    attach_material,
    furnish,
    publish,
    remove_material,
    remove_speaker,
    unpublish,
)
from passerelle.gatherings.actions.registering import (
    Given,
    change_registration,
    erase_registration,
    note_told,
    register,
    take_back_withdrawal,
    withdraw_registration,
)
from passerelle.gatherings.actions.same_people import merge, unmerge
from passerelle.gatherings.actions.tables import take_back_gatherings, take_in_gatherings

__all__ = [
    "Given",
    "add_gathering",
    "add_speaker",
    "as_it_stands",
    "attach_material",
    "cancel_gathering",
    "change_gathering",
    "change_registration",
    "erase_registration",
    "furnish",
    "index_all",
    "make_task",
    "merge",
    "note_held",
    "note_told",
    "plan_again",
    "publish",
    "register",
    "remove_material",
    "remove_speaker",
    "take_back_gatherings",
    "take_back_withdrawal",
    "take_in_gatherings",
    "undo_change",
    "unmerge",
    "unpublish",
    "withdraw_registration",
]

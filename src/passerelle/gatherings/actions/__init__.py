"""Every change of gatherings. Screens, commands and jobs call these and nothing else."""

from passerelle.gatherings.actions.asking import ask_along, ask_for_feedback, stop_asking_along
from passerelle.gatherings.actions.attendance_tables import take_back_attendance, take_in_attendance
from passerelle.gatherings.actions.attending import (
    Line,
    Typed,
    change_attendance,
    check_in,
    close_door,
    count_heads,
    mode_of,
    note_present,
    open_door,
    put_back,
    take_back,
    type_in,
)
from passerelle.gatherings.actions.found import follow_project, index_all
from passerelle.gatherings.actions.gatherings import (
    add_gathering,
    as_it_stands,
    cancel_gathering,
    change_gathering,
    note_held,
    plan_again,
    undo_change,
)
from passerelle.gatherings.actions.paper import add_sheet, open_sheet, remove_sheet
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
from passerelle.gatherings.actions.same_people import are_two, ask_again, merge, unmerge
from passerelle.gatherings.actions.tables import take_back_gatherings, take_in_gatherings

__all__ = [
    "Given",
    "Line",
    "Typed",
    "add_gathering",
    "add_sheet",
    "add_speaker",
    "are_two",
    "as_it_stands",
    "ask_again",
    "ask_along",
    "ask_for_feedback",
    "attach_material",
    "cancel_gathering",
    "change_attendance",
    "change_gathering",
    "change_registration",
    "check_in",
    "close_door",
    "count_heads",
    "erase_registration",
    "follow_project",
    "furnish",
    "index_all",
    "make_task",
    "merge",
    "mode_of",
    "note_held",
    "note_present",
    "note_told",
    "open_door",
    "open_sheet",
    "plan_again",
    "publish",
    "put_back",
    "register",
    "remove_material",
    "remove_sheet",
    "remove_speaker",
    "stop_asking_along",
    "take_back",
    "take_back_attendance",
    "take_back_gatherings",
    "take_back_withdrawal",
    "take_in_attendance",
    "take_in_gatherings",
    "type_in",
    "undo_change",
    "unmerge",
    "unpublish",
    "withdraw_registration",
]

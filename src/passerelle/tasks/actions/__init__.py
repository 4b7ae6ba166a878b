"""Every change in what is owed. Screens, commands and jobs call these and nothing else."""

from passerelle.tasks.actions.amending import amend_plan, follow_period, may_be_undone, undo_amendment
from passerelle.tasks.actions.calendars import make_calendar_key, revoke_calendar_key
from passerelle.tasks.actions.found import index_all
from passerelle.tasks.actions.items import (
    FACTS,
    assign_item,
    attach_file,
    change_item,
    create_item,
    drop_item,
    finish_item,
    remove_file,
    reopen_item,
    spawn,
    submit_item,
    wait_for,
)
from passerelle.tasks.actions.money import Used, note_uses, remove_use, share_out, state_of_budget
from passerelle.tasks.actions.notes import comment, keep_note, remove_comment, remove_note
from passerelle.tasks.actions.packages import add_package, change_package, remove_package
from passerelle.tasks.actions.reminding import choose_digest, remind
from passerelle.tasks.actions.tables import take_back_plan, take_in_plan
from passerelle.tasks.actions.undoing import as_it_stands, undo_change

__all__ = [
    "FACTS",
    "Used",
    "add_package",
    "amend_plan",
    "as_it_stands",
    "assign_item",
    "attach_file",
    "change_item",
    "change_package",
    "choose_digest",
    "comment",
    "create_item",
    "drop_item",
    "finish_item",
    "follow_period",
    "index_all",
    "keep_note",
    "make_calendar_key",
    "may_be_undone",
    "note_uses",
    "remind",
    "remove_comment",
    "remove_file",
    "remove_note",
    "remove_package",
    "remove_use",
    "reopen_item",
    "revoke_calendar_key",
    "share_out",
    "spawn",
    "state_of_budget",
    "submit_item",
    "take_back_plan",
    "take_in_plan",
    "undo_amendment",
    "undo_change",
    "wait_for",
]

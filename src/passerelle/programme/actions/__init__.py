"""Every change of the programme."""

from passerelle.programme.actions.campaigns import (
    add_campaign,
    bring_back_campaign,
    change_campaign,
    correct_reach,
    note_reach,
    put_away_campaign,
    put_reach_back,
    take_in_reach,
    take_reach_back,
    translate_message,
)
from passerelle.programme.actions.found import follow_project, index_all, show_overdue
from passerelle.programme.actions.processes import (
    add_process,
    bring_back_process,
    change_process,
    put_away_process,
)
from passerelle.programme.actions.questions import (
    answer,
    bring_back,
    mend,
    merge,
    take_answer_back,
    take_back,
    take_down,
    translate,
    withdraw,
)
from passerelle.programme.actions.series import (
    add_series,
    bring_back_series,
    change_series,
    put_away_series,
)

__all__ = [
    "add_campaign",
    "add_process",
    "add_series",
    "answer",
    "bring_back",
    "bring_back_campaign",
    "bring_back_process",
    "bring_back_series",
    "change_campaign",
    "change_process",
    "change_series",
    "correct_reach",
    "follow_project",
    "index_all",
    "mend",
    "merge",
    "note_reach",
    "put_away_campaign",
    "put_away_process",
    "put_away_series",
    "put_reach_back",
    "show_overdue",
    "take_answer_back",
    "take_back",
    "take_down",
    "take_in_reach",
    "take_reach_back",
    "translate",
    "translate_message",
    "withdraw",
]

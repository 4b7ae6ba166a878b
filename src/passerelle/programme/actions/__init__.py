"""Every change of the programme."""

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
    "add_series",
    "answer",
    "bring_back",
    "bring_back_series",
    "change_series",
    "mend",
    "merge",
    "put_away_series",
    "take_answer_back",
    "take_back",
    "take_down",
    "translate",
    "withdraw",
]

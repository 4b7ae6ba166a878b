"""Every change of evidence. Screens, commands and jobs call these and nothing else."""

from passerelle.evidence.actions.chain import (
    add_result,
    bring_result_back,
    change_result,
    choose_priorities,
    drop_priority,
    remove_result,
    tick,
)
from passerelle.evidence.actions.editing import as_it_stands, kept_of, put_into, undo_change
from passerelle.evidence.actions.indicators import (
    add_indicator,
    bring_indicator_back,
    change_indicator,
    correct_figure,
    enter_figure,
    put_figure_back,
    remove_indicator,
    take_figure_back,
)
from passerelle.evidence.actions.snapshots import freeze

__all__ = [
    "add_indicator",
    "add_result",
    "as_it_stands",
    "bring_indicator_back",
    "bring_result_back",
    "change_indicator",
    "change_result",
    "choose_priorities",
    "correct_figure",
    "drop_priority",
    "enter_figure",
    "freeze",
    "kept_of",
    "put_figure_back",
    "put_into",
    "remove_indicator",
    "remove_result",
    "take_figure_back",
    "tick",
    "undo_change",
]

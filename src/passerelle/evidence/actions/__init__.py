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
from passerelle.evidence.actions.matrix import (
    answer,
    ask_for_answers,
    change_question,
    put_question,
    remove_question,
    task_title,
)
from passerelle.evidence.actions.snapshots import freeze
from passerelle.evidence.actions.tables import take_back, take_in

__all__ = [
    "add_indicator",
    "add_result",
    "answer",
    "as_it_stands",
    "ask_for_answers",
    "bring_indicator_back",
    "bring_result_back",
    "change_indicator",
    "change_question",
    "change_result",
    "choose_priorities",
    "correct_figure",
    "drop_priority",
    "enter_figure",
    "freeze",
    "kept_of",
    "put_figure_back",
    "put_into",
    "put_question",
    "remove_indicator",
    "remove_question",
    "remove_result",
    "take_back",
    "take_figure_back",
    "take_in",
    "task_title",
    "tick",
    "undo_change",
]

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
from passerelle.evidence.actions.found import take_found
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
    bring_question_back,
    change_question,
    put_question,
    remove_question,
    task_title,
)
from passerelle.evidence.actions.reports import (
    ask_for_files,
    begin_report,
    call_off_files,
    change_report,
    count_again,
    drop_template,
    remove_report,
    send_report,
    take_template,
    write_text,
)
from passerelle.evidence.actions.snapshots import freeze
from passerelle.evidence.actions.tables import take_back, take_in

__all__ = [
    "add_indicator",
    "add_result",
    "answer",
    "as_it_stands",
    "ask_for_answers",
    "ask_for_files",
    "begin_report",
    "bring_indicator_back",
    "bring_question_back",
    "bring_result_back",
    "call_off_files",
    "change_indicator",
    "change_question",
    "change_report",
    "change_result",
    "choose_priorities",
    "correct_figure",
    "count_again",
    "drop_priority",
    "drop_template",
    "enter_figure",
    "freeze",
    "kept_of",
    "put_figure_back",
    "put_into",
    "put_question",
    "remove_indicator",
    "remove_question",
    "remove_report",
    "remove_result",
    "send_report",
    "take_back",
    "take_figure_back",
    "take_found",
    "take_in",
    "take_template",
    "task_title",
    "tick",
    "undo_change",
    "write_text",
]

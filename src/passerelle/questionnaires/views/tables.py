"""Answers to take away: one row for each response, in keys or in words; and the counts that may leave the project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from passerelle.core.screens import screen
from passerelle.core.taking import sheet
from passerelle.core.visit import Visit
from passerelle.engines.questions import DECLINED, Question
from passerelle.engines.questions.conditions import asked
from passerelle.questionnaires import actions, policies, queries
from passerelle.questionnaires.models import Asking, Response
from passerelle.questionnaires.words import Words, published

# What stands in a cell without an answer, the same in every language, so that tables can be laid together.
NOT_SAID, NOT_ASKED = "-98", "-99"


@screen(may=policies.may_read_words, of=Asking)
def answers(request: Visit, asking: Asking, table: str) -> HttpResponse:
    """Every response as a row; several choices and the lines of a matrix have a column each. ?in=words: as people read
    them. The journal knows that the table was taken."""
    words = published(asking.version, queries.reader())
    in_words = request.GET.get("in") == "words"
    form = queries.told_of(request.actor, asking)
    # What was answered with a registration stands without anything that the list of registrations says, too.
    heads = [_("Number"), *([_("How it was answered"), _("Language"), _("Day")] if asking.alone else [])]
    columns = [column for question in form for column in _columns(question)]
    for question, part in columns:
        name = f"{question.key}-{part}" if part else question.key
        heads.append(_head(question, part, words) if in_words else name)
    rows = []
    for response, told in queries.rows_of(request.actor, asking):
        there = asked(form, told.answers)
        way: Any = Response.Channel(response.channel).label if in_words else response.channel
        row: list[Any] = [response.code, *([way, response.language, response.on] if asking.alone else [])]
        row += [
            _cell(question, part, told.answers, question.key in there, words if in_words else None)
            for question, part in columns
        ]
        rows.append(row)
    actions.note_taken(request.actor, asking, rows=len(rows))
    return sheet(f"answers-{asking.code}", heads, rows, table)


def _columns(question: Question) -> Iterator[tuple[Question, str]]:
    parts = question.choices if question.kind == "multiple" else question.rows
    if not parts:
        yield question, ""
    yield from ((question, part) for part in parts)


def _head(question: Question, part: str, words: Words) -> str:
    said = words[question.key].text
    return f"{said}: {words[f'{question.key}-{part}'].text}" if part else said


def _cell(question: Question, part: str, answers: Any, there: bool, words: Words | None) -> Any:
    if not there:
        return _("not asked") if words else NOT_ASKED
    if question.key not in answers:
        return ""
    value = answers[question.key]
    if value is DECLINED:
        return _("would rather not say") if words else NOT_SAID
    if question.kind == "multiple":
        return (_("yes") if words else 1) if part in value else (_("no") if words else 0)
    if question.kind == "matrix":
        value = value.get(part, "")
    if question.kind in ("scale", "number"):
        return float(value) if "." in str(value) else int(value)
    if question.choices and words and value:
        return words.choice(question.key, value).text
    return value


@screen(may=policies.may_see, of=Asking)
def counts(request: Visit, asking: Asking, table: str) -> HttpResponse:
    """Counts without small numbers, to hand on; whoever takes them sees no more than anybody else."""
    words = published(asking.version, queries.reader())
    found = queries.results(request.actor, asking, safe=True)
    hidden = _("hidden")
    rows: list[list[Any]] = []

    def add(question: Question, line: str, said: Any, n: int | None) -> None:
        rows.append([question.key, words[question.key].text, line, str(said), hidden if n is None else n])

    for question in found.form:
        told = found.tallies[question.key]
        for choice, n in told.counts.items():
            add(question, "", words.choice(question.key, choice).text or choice, n)
        for line, counts in told.rows.items():
            for choice, n in counts.items():
                add(
                    question, words[f"{question.key}-{line}"].text, words.choice(question.key, choice).text, n
                )
        for label, n in (
            (_("Answered"), told.answered),
            (_("Would rather not say"), told.declined),
            (_("Left empty"), told.empty),
            (_("Not asked"), told.not_asked),
        ):
            add(question, "", label, n)
    heads = [_("Question"), _("Words"), _("Line"), _("Answer"), _("How many")]
    return sheet(f"counts-{asking.code}", heads, rows, table)

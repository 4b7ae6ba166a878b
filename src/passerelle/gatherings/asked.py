"""Questionnaires about a gathering: what is asked when and what can be, and what somebody answered when they registered,
as they themselves read it and as the form shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from passerelle.core.actor import Actor
from passerelle.gatherings import reading
from passerelle.gatherings.actions.asking import subject_of
from passerelle.gatherings.models import Gathering, Registration
from passerelle.network.models import Project
from passerelle.questionnaires import queries
from passerelle.questionnaires.forms_of_answers import FormWithin, readable
from passerelle.questionnaires.models import Instrument
from passerelle.questionnaires.words import Said, published


def form_of(
    one: Gathering, data: Any = None, *, mine: Registration | None = None, lenient: bool = False
) -> FormWithin | None:
    """The questions that somebody who registers is asked now, in the reader's language; None where there are none.

    mine: a registration that is being changed, with what was answered before."""
    asking = queries.asked_within(subject_of(one))
    if asking is None:
        return None
    given: Mapping[str, Any] = {}
    if mine is not None and mine.response is not None:
        for row, told in queries.answered_within([mine.response]).values():
            given = told.answers if row.asking.version_id == asking.version_id else {}
    return FormWithin(asking, reading.reader(), data, given, lenient=lenient)


def facts_of(responses: list[UUID]) -> list[list[dict[str, Any]]]:
    """What each of these responses says, question by question, in the reader's language."""
    found = []
    for row, told in queries.answered_within(responses).values():
        form = row.asking.version.questions
        words = published(row.asking.version, reading.reader())
        asked = [one for one in form if one.key in told.answers]
        found.append(
            [{"term": one.question, "value": one.answer} for one in readable(asked, words, told.answers)]
        )
    return found


def portrait(person: UUID) -> dict[str, Any]:
    """For a person's own data: what they answered when they registered."""
    rows = Registration.objects.unscoped(reason="for the person themselves").filter(
        participant__person=person
    )
    found = facts_of([one for one in rows.values_list("response", flat=True) if one])
    told = [
        [{"label": str(fact["term"]), "text": str(fact["value"])} for fact in facts]
        for facts in found
        if facts
    ]
    return {"sections": [{"title": _("What you answered when you registered"), "rows": told}]} if told else {}


def to_choose_from(actor: Actor, project: Project) -> dict[str, tuple[Instrument, str]]:
    """The questionnaires of a project that have a question, by code, with what they are called; three queries."""
    rows = list(queries.listed(actor, project))
    newest = queries.newest(rows)
    titles = queries.called(list(newest.values()))
    return {
        one.code: (one, _called(titles.get(newest[one.pk].pk)))
        for one in rows
        if len(newest[one.pk].questions)
    }


def occasions(one: Gathering) -> list[dict[str, Any]]:
    """What is or was asked about it, the newest first: {asking, title}; two queries."""
    rows = queries.askings_for(subject_of(one))
    titles = queries.called([row.version for row in rows])
    return [{"asking": row, "title": _called(titles.get(row.version.pk))} for row in rows]


def _called(title: Said | None) -> str:
    return title.text if title else _("No title yet")

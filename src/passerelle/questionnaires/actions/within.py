"""Answers given together with something of a room above, such as a registration: kept, changed and gone with it.

These are steps of that room's actions: under its policy, in its transaction, told by its line in the journal. That room
alone knows which response belongs to what; here it is nobody's, as every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Problem
from passerelle.questionnaires.actions.answering import Told, forget, keep, seal
from passerelle.questionnaires.models import Asking, Response


@dataclass(frozen=True, slots=True)
class Within:
    """What somebody answered together with something else, and the language they read the questions in."""

    asking: Asking
    answers: Mapping[str, Any]
    language: str


def keep_within(said: Within, *, channel: str, entered_by: UUID | None = None) -> UUID:
    """Keep them; gives the response's id. Raises Problem when it is not asked any more."""
    if said.asking.alone or not said.asking.is_open:
        raise Problem(
            "not asked",
            _("These questions are not asked any more. Look at the form once more, then send it again."),
        )
    typed = entered_by if channel != Response.Channel.SELF else None
    told = Told(said.answers)
    pk = uuid4()
    keep(said.asking, told, attempt=pk, language=said.language, channel=channel, entered_by=typed)
    return pk


def change_within(response: UUID | None, said: Within, *, channel: str) -> UUID:
    """Put other answers in their place; those to another questionnaire go, once these are there."""
    row = Response.objects.filter(pk__in=[response]).select_related("asking__version").first()
    if row is None or row.asking_id != said.asking.pk:
        made = keep_within(said, channel=channel)
        if row is not None:
            forget([row.pk])
        return made
    seal(row, Told(said.answers))
    row.language = said.language
    row.save(update_fields=["answers", "language"])
    return row.pk


def set_aside(response: UUID | None, *, aside: bool = True) -> None:
    """Count it no more, or again."""
    if response is not None:
        Response.objects.filter(pk=response).update(set_aside=aside)

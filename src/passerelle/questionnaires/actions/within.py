"""Answers given together with something of a room above, such as a registration: kept, changed and gone with it.

These are steps of that room's actions: under its policy, in its transaction, told by its line in the journal. That room
alone knows which response belongs to what; here it is nobody's, as every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.questionnaires.actions.answering import Told, forget, keep, seal
from passerelle.questionnaires.models import Asking, Response


@dataclass(frozen=True, slots=True)
class Within:
    """What somebody answered together with something else, and the language they read the questions in."""

    asking: Asking
    answers: Mapping[str, Any]
    language: str


def keep_within(
    said: Within, *, channel: str, collected_by: UUID | None, entered_by: UUID | None = None
) -> UUID:
    """Keep them, as collected by this organisation; gives the response's id. Raises Problem when it is not asked any
    more."""
    if said.asking.alone or not said.asking.is_open:
        raise Problem(
            "not asked",
            _("These questions are not asked any more. Look at the form once more, then send it again."),
        )
    typed = entered_by if channel != Response.Channel.SELF else None
    here, told, pk = _collected(said.asking, collected_by), Told(said.answers), uuid4()
    keep(here, told, attempt=pk, language=said.language, channel=channel, entered_by=typed)
    return pk


def change_within(response: UUID | None, said: Within, *, channel: str, collected_by: UUID | None) -> UUID:
    """Put other answers in their place; those to another questionnaire go, once these are there."""
    row = Response.objects.filter(pk__in=[response]).select_related("asking__version").first()
    if row is None or row.asking.version_id != said.asking.version_id:
        made = keep_within(said, channel=channel, collected_by=collected_by)
        if row is not None:
            forget([row.pk])
        return made
    seal(row, Told(said.answers))
    row.language = said.language
    row.save(update_fields=["answers", "language"])
    return row.pk


def _collected(asking: Asking, organisation: UUID | None) -> Asking:
    """The same occasion as this organisation collects it: once another one answers for what it is about, what people
    say is told to no organisation that asked before."""
    if asking.collected_by_id == organisation:
        return asking
    about = {
        name: getattr(asking, name) for name in ("subject_kind", "subject", "door", "version", "project")
    }
    there = Asking.objects.filter(**about, collected_by=organisation).first()
    return there or Asking.objects.create(
        **about,
        code=new_code(),
        purpose=asking.purpose,
        label=asking.label,
        opens_at=timezone.now(),
        closes_at=asking.closes_at,
        collected_by_id=organisation,
    )


def set_aside(response: UUID | None, *, aside: bool = True) -> None:
    """Count it no more, or again."""
    if response is not None:
        Response.objects.filter(pk=response).update(set_aside=aside)

"""Every read that leaves the room, cut to what the actor may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import translation

from passerelle.core import keys
from passerelle.core.actor import Actor
from passerelle.questionnaires.models import Asking, Response, Version


def reader() -> str:
    return translation.get_language() or "en"


def asked_under(code: str) -> Asking | None:
    """The occasion with this address; the link is the permission. One query."""
    rows = Asking.objects.unscoped(reason="whoever has the link may answer")
    return rows.filter(code=code).select_related("version__instrument", "project").first()


def is_answered(asking: Asking, attempt: UUID) -> bool:
    """Whether this attempt was sent already."""
    rows = Response.objects.unscoped(reason="somebody pressed twice")
    return rows.filter(pk=attempt, asking=asking).exists()


def whose_texts(actor: Actor) -> tuple[Any, Any]:
    """The versions whose words an actor works on, and those everybody has read: none is public for good."""
    rows = Version.objects.unscoped(reason="cut by project right here")
    mine = rows if actor.has("administrator") else rows.filter(instrument__project__in=actor.projects())
    return mine.values("pk"), rows.none().values("pk")


def replay_deletions() -> int:
    """Delete once more what was deleted since the data that were put back. Safe to run twice; returns how many."""
    rows = Response.objects.unscoped(reason="replay of deletions").filter(pk__in=keys.withdrawals())
    return rows.delete()[1].get("questionnaires.Response", 0)

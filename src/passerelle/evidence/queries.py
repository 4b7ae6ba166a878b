"""Every read of evidence that leaves the room, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from passerelle.core.actor import Actor
from passerelle.core.models import Entry, StoredFile
from passerelle.evidence.models import (
    Answer,
    HandFigure,
    Indicator,
    Priority,
    Question,
    Result,
    Snapshot,
    Tick,
)
from passerelle.network.models import Project

MOST_ENTRIES = 2000  # of the journal that are looked at


def chain(actor: Actor, project: Project) -> list[tuple[int, Result]]:
    """(depth, result), each before what serves it, with what it serves at hand."""
    rows = list(Result.objects.visible_to(actor).filter(project=project))
    known = {one.pk: one for one in rows}
    below: dict[UUID | None, list[Result]] = {}
    for one in sorted(rows, key=lambda one: (Result.LEVELS.index(one.level), one.order)):
        below.setdefault(one.parent_id, []).append(one)
    told: list[tuple[int, Result]] = []
    waiting = [(0, one) for one in reversed(below.get(None, []))]
    while waiting:
        depth, one = waiting.pop()
        if one.parent_id is not None:
            one.parent = known[one.parent_id]
        told.append((depth, one))
        waiting += [(depth + 1, low) for low in reversed(below.get(one.pk, []))]
    return told


def just_begun(project: UUID) -> Project:
    """A project that the actor has begun in this very transaction: they hold no role in it yet."""
    found: Project = Project.objects.unscoped(reason="begun by the actor just now").get(pk=project)
    return found


def indicators(actor: Actor, project: Project) -> QuerySet[Indicator]:
    """The indicators of a project with result and owner at hand."""
    rows = Indicator.objects.visible_to(actor).filter(project=project)
    return rows.select_related("result", "owner", "project").order_by(
        "result__order", "order", "created_at", "pk"
    )


def priorities(actor: Actor, project: Project) -> list[Priority]:
    return list(Priority.objects.visible_to(actor).filter(project=project))


def ticks(actor: Actor, project: Project) -> list[Tick]:
    rows = Tick.objects.visible_to(actor).filter(result__project=project)
    return list(rows.select_related("priority"))


def hand_figures(actor: Actor, indicator: Indicator) -> QuerySet[HandFigure]:
    """All that were ever entered for an indicator, those that no longer stand included."""
    rows = HandFigure.objects.visible_to(actor).filter(indicator=indicator)
    return rows.select_related("organisation", "replaces", "replaced_by").order_by("-on", "-entered_at")


def snapshots(actor: Actor, project: Project) -> QuerySet[Snapshot]:
    """Frozen reports, the newest first; their figures stay in the database."""
    return (
        Snapshot.objects.visible_to(actor).filter(project=project).defer("figures").select_related("restates")
    )


def questions(actor: Actor, project: Project) -> list[Question]:
    return list(Question.objects.visible_to(actor).filter(project=project))


def answers(actor: Actor, questions: Sequence[Question]) -> dict[tuple[UUID, UUID], Answer]:
    """By question and organisation."""
    rows = Answer.objects.visible_to(actor).filter(question__in=[one.pk for one in questions])
    return {(row.question_id, row.organisation_id): row for row in rows}


def files_of(figures: Sequence[UUID]) -> dict[UUID, list[StoredFile]]:
    """Files that show figures entered by hand."""
    found: dict[UUID, list[StoredFile]] = {}
    for file in StoredFile.objects.filter(owner_kind=Indicator.FILES, owner__in=figures).order_by("at"):
        found.setdefault(file.owner, []).append(file)
    return found


def done_since(
    moment: datetime, until: datetime | None, subjects: set[str], actions: Collection[str]
) -> list[tuple[str, str, Any]]:
    """(subject, code of the action, details) of which of these actions the journal says were done to these records, the
    newest first."""
    rows = Entry.objects.filter(at__gt=moment, action__in=actions).filter(
        Q(subject__in=subjects) | Q(details__gathering__in=list(subjects))
    )
    if until is not None:
        rows = rows.filter(at__lte=until)
    return list(rows.order_by("-id").values_list("subject", "action", "details")[:MOST_ENTRIES])

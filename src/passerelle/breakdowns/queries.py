"""Every read of breakdowns that leaves the room, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet, prefetch_related_objects

from passerelle.breakdowns.models import Breakdown, Released, Residents
from passerelle.core.actor import Actor
from passerelle.network.models import Project


def all_of(actor: Actor, project: Project) -> QuerySet[Breakdown]:
    """The breakdowns of a project, with the last quarter released of each."""
    rows = Breakdown.objects.visible_to(actor).filter(project=project)
    return rows.annotate(newest=Max("releases__quarter")).order_by("created_at", "pk")


def public_of(projects: Iterable[UUID]) -> QuerySet[Breakdown]:
    """What everybody may read of these projects, with all releases and numbers of residents."""
    rows = Breakdown.objects.unscoped(reason="shown to everybody").filter(
        public=True, project__in=list(projects), project__state=Project.State.PUBLISHED
    )
    return with_numbers(rows)


def with_numbers(rows: QuerySet[Breakdown]) -> QuerySet[Breakdown]:
    """With releases, newest first, and residents."""
    return rows.prefetch_related(*_numbers())


def number(one: Breakdown) -> None:
    """The same for one that was looked up; two queries."""
    prefetch_related_objects([one], *_numbers())


def _numbers() -> list[Prefetch]:
    why = "of a breakdown that was cut"
    return [
        Prefetch("releases", Released.objects.unscoped(reason=why).order_by("-quarter")),
        Prefetch("residents", Residents.objects.unscoped(reason=why)),
    ]

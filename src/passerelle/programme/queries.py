"""Every read of the programme that leaves the room, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from passerelle.core.actor import Actor
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from passerelle.programme import participation
from passerelle.programme.models import Series


def series_of(actor: Actor, project: Project) -> QuerySet[Series]:
    """The project's series; those put away come last."""
    rows = Series.objects.visible_to(actor).filter(project=project)
    return rows.order_by(F("archived_at").asc(nulls_first=True), "created_at", "pk")


def dated(
    actor: Actor, project: Project, kinds: Iterable[str], *, counted: bool = False
) -> list[dict[str, Any]]:
    """The gatherings of these kinds that were not cancelled, with what a series needs of them; one query.

    counted: with how many are registered."""
    rows = Gathering.objects.visible_to(actor).filter(project=project, kind__in=sorted(set(kinds)))
    found = rows.exclude(state=Gathering.State.CANCELLED).order_by("begins_at", "pk")
    told: Any = found.annotate(key=F("code"), **(participation.counts() if counted else {}))
    names = ("key", "kind", "state", "starts", "ends", "title", "language", "town")
    return [dict(row) for row in told.values(*names, *(("registered", "from_abroad") if counted else ()))]


def registered(actor: Actor, one: Gathering) -> participation.Registered:
    """How many have a place at a gathering, and how many of them come from abroad; one query."""
    rows: Any = Gathering.objects.visible_to(actor).filter(pk=one.pk).annotate(**participation.counts())
    return participation.Registered.of(rows.values("registered", "from_abroad").get())


def series_with(actor: Actor, one: Gathering) -> list[Series]:
    """The series in which a gathering counts by its kind; none for one that is cancelled. One query."""
    if one.state == Gathering.State.CANCELLED:
        return []
    rows = Series.objects.visible_to(actor).filter(project=one.project_id, archived_at=None)
    return [series for series in rows if one.kind in series.of_kinds]

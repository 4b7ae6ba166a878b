"""Every read of gatherings that leaves the room, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from passerelle.core.actor import Actor
from passerelle.gatherings import presence
from passerelle.gatherings.models import Gathering
from passerelle.language.sorting import name_order, places_by
from passerelle.network.models import City, Controllership, Partnership, Project
from passerelle.people.models import Person

WHEN = ("coming", "past", "cancelled", "all")
MOST_SOON = 20  # on the page that begins the week; the list has them all
SORTS = ("when", "title", "town", "host")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of a list asked for; the same for the screen and for every file of the list.

    when: one of WHEN. host: a code, "" for any, "none" for those without."""

    words: str = ""
    when: str = "coming"
    kind: str = ""
    host: str = ""
    sort: str = "when"
    backwards: bool = False
    language: str = "en"  # by whose rules names are sorted

    def but(self, **other: Any) -> Asked:
        return replace(self, **other)


def gatherings(actor: Actor, project: Project | None, asked: Asked | None = None) -> QuerySet[Gathering]:
    """The gatherings this actor sees (of one project, or of all they work in), narrowed and sorted.

    With project, host and package at hand."""
    asked = asked or Asked(when="all")
    rows = Gathering.objects.visible_to(actor).select_related("project", "host", "package")
    if project is not None:
        rows = rows.filter(project=project)
    return ordered(narrowed(rows, asked), asked)


def narrowed(rows: QuerySet[Gathering], asked: Asked) -> QuerySet[Gathering]:
    """What is left of `rows`."""
    if asked.words:
        rows = rows.filter(
            Q(title__icontains=asked.words) | Q(place__icontains=asked.words) | Q(town__icontains=asked.words)
        )
    if asked.when == "coming":
        rows = rows.filter(over_at__gte=timezone.now(), state=Gathering.State.PLANNED)
    elif asked.when == "past":
        past = Q(over_at__lt=timezone.now()) | Q(state=Gathering.State.HELD)
        rows = rows.filter(past).exclude(state=Gathering.State.CANCELLED)
    elif asked.when == "cancelled":
        rows = rows.filter(state=Gathering.State.CANCELLED)
    if asked.kind in Gathering.Kind.values:
        rows = rows.filter(kind=asked.kind)
    if asked.host == "none":
        return rows.filter(host=None)
    return rows.filter(host__code=asked.host) if asked.host else rows


def ordered(rows: QuerySet[Gathering], asked: Asked) -> QuerySet[Gathering]:
    """In the order of one of SORTS; what has no host comes last, either way."""
    if asked.sort in ("title", "town"):
        first: Any = places_by(rows, asked.language, asked.sort)
    else:
        first = F(name_order(asked.language, "host__name")[0] if asked.sort == "host" else "begins_at")
    turned = first.desc(nulls_last=True) if asked.backwards else first.asc(nulls_last=True)
    return rows.order_by(turned, "begins_at", "over_at", "title", "pk")


def soon(actor: Actor, projects: Collection[UUID], days: int) -> list[Gathering]:
    """What is planned in these projects and goes on now or begins within so many days, the soonest first."""
    now = timezone.now()
    rows = Gathering.objects.visible_to(actor).filter(
        project__in=projects,
        state=Gathering.State.PLANNED,
        over_at__gte=now,
        begins_at__lt=now + timedelta(days=days),
    )
    return list(rows.order_by("begins_at", "title", "pk")[:MOST_SOON])


def for_calendar(actor: Actor, project: UUID | None) -> QuerySet[Gathering]:
    """Those of a project that are not cancelled; without one, those that the actor's organisations host in the projects
    that go on."""
    rows = Gathering.objects.visible_to(actor).exclude(state=Gathering.State.CANCELLED)
    rows = rows.filter(project__closed_at=None)
    rows = rows.filter(project=project) if project else rows.filter(host__in=actor.organisations())
    return rows.select_related("project", "host").order_by("begins_at", "pk")


def people_in(project: Project) -> list[Person]:
    """Everybody with a place in a project, as bare ids; names are people's to tell."""
    rows = Person.objects.unscoped(reason="bare ids; names are cut elsewhere")
    return list(rows.filter(places__project=project.pk, erased_at=None))


def may_have_material(actor: Actor, gathering: UUID) -> bool:
    """Material is everybody's while the gathering is public, and its project's people's."""
    row = (
        Gathering.objects.unscoped(reason="whose material it is")
        .select_related("project")
        .filter(pk=gathering)
    )
    one = row.first()
    return one is not None and (
        one.is_public or one.project_id in actor.projects() or actor.has("administrator")
    )


def where_partners_are(project: UUID) -> list[tuple[str, list[tuple[str, str]]]]:
    """The country of every partner of a project, and code and name of the cities its town is called like; one query."""
    called_so = City.objects.unscoped(reason="a list of towns that everybody reads").filter(
        name=OuterRef("organisation__town")
    )
    rows = Partnership.objects.filter(project=project).annotate(
        cities=ArraySubquery(called_so.values(told=JSONObject(code="code", name="name")))
    )
    found = rows.values_list("organisation__country", "cities")
    return [(country, [(city["code"], city["name"]) for city in cities]) for country, cities in found]


def counted_by(project: UUID, organisation: UUID) -> Q:
    """What of a gathering this organisation answers for, as a condition on rows that have one: see
    `presence.controller_of`."""
    named = Controllership.objects.filter(project=project, category=presence.CATEGORY)
    lead = Partnership.objects.filter(project=project, lead=True, organisation=organisation)
    told = Project.objects.unscoped(reason="who answers for what").filter(pk=project)
    found = told.values_list(Subquery(named.values("organisation")[:1]), Exists(lead)).first()
    answers, leads = found if found else (None, False)
    if answers is not None:
        return Q() if answers == organisation else Q(pk__in=[])
    hosts = Q(gathering__host=organisation)
    return hosts | Q(gathering__host=None) if leads else hosts

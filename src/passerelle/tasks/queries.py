"""Every read of what is owed that leaves the room, cut to what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from passerelle.core import files
from passerelle.core.actor import Actor
from passerelle.core.codes import digest
from passerelle.core.models import StoredFile
from passerelle.language.sorting import name_order, order_by_name, places_by
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Organisation, Partnership, Project
from passerelle.people.models import Person
from passerelle.tasks import policies, schedule
from passerelle.tasks.models import CalendarKey, Helper, Item, Note, PlanVersion, WorkPackage
from passerelle.tasks.roles import WORKERS

LEFT = "left"
SORTS = ("due", "number", "title", "package", "responsible", "state", "submitted")
STATES = ("open", "late", "done", "dropped", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of a list asked for; the same for the screen and for every file of the list.

    state: one of STATES. package, responsible: codes, "" for any, "none" for those without; responsible also
    LEFT: see `left_behind`. mine: the reader's own."""

    words: str = ""
    kind: str = ""
    package: str = ""
    responsible: str = ""
    state: str = "open"
    mine: bool = False
    own: bool = False  # only what one's organisation keeps for itself
    sort: str = "due"
    backwards: bool = False
    language: str = "en"  # by whose rules names are sorted

    def but(self, **other: Any) -> Asked:
        return replace(self, **other)


def items(actor: Actor, project: Project | None, asked: Asked | None = None) -> QuerySet[Item]:
    """The items this actor sees (of one project, or of all they work in), narrowed and sorted.

    With package, responsible, waiting_for and keeper at hand; helpers and files come by `furnish`."""
    asked = asked or Asked()
    rows = Item.objects.visible_to(actor).select_related(
        "project", "package", "responsible", "waiting_for", "keeper", "person"
    )
    if project is not None:
        rows = rows.filter(project=project)
    return ordered(
        narrowed(actor, rows, asked), asked.sort, backwards=asked.backwards, language=asked.language
    )


def narrowed(actor: Actor, rows: QuerySet[Item], asked: Asked) -> QuerySet[Item]:
    """What is left of `rows`."""
    if asked.words:
        rows = rows.filter(
            Q(title__icontains=asked.words)
            | Q(number__istartswith=asked.words)
            | Q(description__icontains=asked.words)
        )
    if asked.kind in Item.Kind.values:
        rows = rows.filter(kind=asked.kind)
    rows = _named(rows, "package", asked.package)
    rows = (
        rows.filter(left_behind())
        if asked.responsible == LEFT
        else _named(rows, "responsible", asked.responsible)
    )
    if asked.state in Item.State.values:
        rows = rows.filter(state=asked.state)
    elif asked.state == "late":
        rows = rows.filter(late())
    if asked.mine:
        rows = rows.filter(concerning(actor))
    if asked.own:
        rows = rows.exclude(keeper=None)
    return rows


def _named(rows: QuerySet[Item], name: str, wanted: str) -> QuerySet[Item]:
    if wanted == "none":
        return rows.filter(**{f"{name}__isnull": True})
    return rows.filter(**{f"{name}__code": wanted}) if wanted else rows


def left_behind() -> Q:
    """What is with a partner that left the project, or with somebody whose roles there have all ended."""
    partner = Partnership.objects.filter(project=OuterRef("project"), organisation=OuterRef("responsible"))
    roles = Appointment.objects.filter(project=OuterRef("project"), person=OuterRef("person"))
    gone = Q(responsible__isnull=False) & ~Exists(partner)
    return gone | (Exists(roles.filter(active=False)) & ~Exists(roles.filter(active=True)))


def ordered(
    rows: QuerySet[Item], sort: str, *, backwards: bool = False, language: str = "en"
) -> QuerySet[Item]:
    """In the order of one of SORTS; what has no date or number comes last, either way."""
    first: dict[str, list[Any]] = {
        "due": [F("due_at")],
        "number": [F("kind"), F("order")],
        "package": [F("package__order")],
        "responsible": [F(name_order(language, "responsible__name")[0])],
        "state": [F("state")],
        "submitted": [F("submitted_on")],
    }
    chosen = [places_by(rows, language, "title")] if sort == "title" else first.get(sort, first["due"])
    turned = [f.desc(nulls_last=True) if backwards else f.asc(nulls_last=True) for f in chosen]
    return rows.order_by(*turned, "order", "title", "pk")


def promised(actor: Actor, project: Project) -> QuerySet[Item]:
    """The deliverables and milestones of a project, by work package and number: what the funder was promised."""
    rows = items(actor, project, Asked(state="all")).exclude(kind=Item.Kind.TASK)
    return rows.order_by(F("package__order").asc(nulls_last=True), "package", "due_at", "order", "pk")


def in_packages(actor: Actor, project: Project) -> QuerySet[Item]:
    """Everything joint of a project, by work package, number and deadline."""
    rows = items(actor, project, Asked(state="all")).filter(keeper=None)
    return rows.order_by(
        F("package__order").asc(nulls_last=True), "package", "order", "due_at", "created_at", "pk"
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """One deadline before and after an amendment. held: its rule lies outside the project then."""

    item: Item
    old: date | None
    new: date | None
    held: bool

    @property
    def moves(self) -> bool:
        return self.old != self.new


def what_moves(actor: Actor, project: Project, starts: str, ends: str) -> list[Moved]:
    """What these dates would do to the plan; nothing is changed. Of items the actor does not see, nothing is told."""
    rules, numbers, _items = schedule.rules_of(project.pk)
    # As the project's own dates are read: without an end, its length in months counts.
    after = schedule.period(starts, ends, project.months)
    new = schedule.resolved(rules, numbers, after)
    seen = Item.objects.visible_to(actor).filter(project=project).exclude(due_rule="")
    rows = ordered(seen.select_related("keeper").defer("description"), "due")
    return [
        Moved(
            item,
            item.due,
            new[item.pk].day if item.pk in new else None,
            item.pk in new and new[item.pk].held,
        )
        for item in rows
    ]


def versions_of(actor: Actor, project: Project) -> QuerySet[PlanVersion]:
    """The earlier plans of a project, the newest first."""
    return PlanVersion.objects.visible_to(actor).filter(project=project).select_related("project")


def for_calendar(actor: Actor, *, own: bool = False) -> QuerySet[Item]:
    """Open joint items with a deadline, in projects that go on. own: those the actor answers for or helps with, and
    what the funder was promised by their organisations.

    Never what an organisation keeps for itself: calendars are copied to other companies' servers."""
    rows = Item.objects.visible_to(actor).filter(
        keeper=None, state=Item.State.OPEN, due__isnull=False, project__closed_at=None
    )
    if own:
        promised = ~Q(kind=Item.Kind.TASK) & Q(responsible__in=actor.organisations())
        rows = rows.filter(concerning(actor) | promised)
    return rows.select_related("project", "responsible").order_by("due_at", "order", "pk")


def oneself(actor: Actor) -> Person:
    """The person behind the actor."""
    assert actor.person is not None
    return Person.objects.get(pk=actor.person)


def calendar_since(actor: Actor) -> datetime | None:
    """Since when the actor's calendar has an address; None when it has none."""
    return CalendarKey.objects.visible_to(actor).values_list("created_at", flat=True).first()


def reader_of_calendar(secret: str) -> tuple[Actor, str] | None:
    """Whose calendar this secret opens, with the grants they hold now, and their language; None for nobody's."""
    key = CalendarKey.objects.filter(digest=digest(secret)).select_related("person").first()
    if key is None or key.person.erased_at is not None:
        return None
    language = key.person.language
    return Actor(person=key.person_id, grants=grants_of(key.person_id), language=language), language


def late() -> Q:
    """Open after its last moment."""
    return Q(state=Item.State.OPEN, due_at__lt=timezone.now())


def concerning(actor: Actor) -> Q:
    """What this person answers for or helps with."""
    if actor.person is None:
        return Q(pk__in=[])
    helped = Helper.objects.filter(person=actor.person).values("item")
    return Q(person=actor.person) | Q(pk__in=helped)


def items_from(actor: Actor, kind: str, origin: UUID) -> QuerySet[Item]:
    """What a record of another room led to."""
    return Item.objects.visible_to(actor).filter(origin_kind=kind, origin=origin)


def packages_of(actor: Actor, project: Project) -> list[WorkPackage]:
    """The work packages of a project in the order of their numbers."""
    rows = WorkPackage.objects.visible_to(actor).filter(project=project)
    return list(rows.select_related("lead").order_by("order"))


def partners_of(actor: Actor, project: Project, language: str) -> list[Organisation]:
    """The partners of a project, by name in the reader's order."""
    partners = Organisation.objects.visible_to(actor).filter(partnerships__project=project)
    return list(order_by_name(partners, language))


def files_of(items: list[UUID]) -> dict[UUID, list[StoredFile]]:
    """The files of items the actor has already been shown; one query."""
    found: dict[UUID, list[StoredFile]] = {}
    for file in StoredFile.objects.filter(owner_kind=Item.FILES, owner__in=items).order_by("at"):
        found.setdefault(file.owner, []).append(file)
    return found


def helpers_of(item: Item) -> list[Helper]:
    """Who helps, organisations first."""
    return list(
        item.helpers.select_related("organisation", "person").order_by("person", "organisation__name")
    )


def keepers_for(actor: Actor, project: Project) -> list[Organisation]:
    """The organisations for which the actor may keep something to themselves in this project."""
    theirs = {
        g.organisation
        for g in actor.grants
        if g.role in policies.WORKERS and g.project == project.pk and g.organisation
    }
    return list(Organisation.objects.filter(pk__in=theirs).order_by("name")) if theirs else []


def workers_of(project: Project, organisation: Organisation | None = None) -> list[Person]:
    """Who may answer for an item: everybody with a role in the project, or there for one organisation."""
    here = Appointment.objects.filter(project=project, active=True)
    if organisation is not None:
        here = here.filter(organisation=organisation)
    return list(Person.objects.filter(pk__in=here.values("person"), erased_at=None))


def acting_for(actor: Actor, project: Project) -> QuerySet[Organisation]:
    """The organisations for which this actor does the project's work."""
    own = [g.organisation for g in actor.grants if g.role in WORKERS and g.project == project.pk]
    return Organisation.objects.visible_to(actor).filter(pk__in=[one for one in own if one]).order_by("name")


def note_files(notes: list[Note]) -> dict[UUID, list[StoredFile]]:
    """The files of notes the actor has already been shown; one query."""
    found: dict[UUID, list[StoredFile]] = {}
    rows = StoredFile.objects.filter(
        files.are_available(), owner_kind=Note.FILES, owner__in=[n.pk for n in notes]
    )
    for file in rows.order_by("at"):
        found.setdefault(file.owner, []).append(file)
    return found

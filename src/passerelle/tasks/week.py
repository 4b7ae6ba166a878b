"""What waits, for whom and since when: the page that begins a week, and the mail that says the same.

Read in one query whatever the number of items, cut to what the actor may see; the sections are sorted out in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from passerelle.core.actor import Actor
from passerelle.network.models import Project
from passerelle.network.policies import LEAD, LOCAL
from passerelle.tasks import policies
from passerelle.tasks.models import Item, Reminder
from passerelle.tasks.queries import concerning

AHEAD = timedelta(days=7)
BEHIND = timedelta(days=7)
MOST = 1500  # rows looked at; whoever owes more than that reads the plan, not a page for ten minutes

ALL, OURS, MINE = "all", "ours", "mine"
WHOSE = (ALL, OURS, MINE)

FACTS = (
    "pk", "code", "number", "title", "language", "kind", "project_id", "keeper_id", "responsible_id", "person_id",
    "waiting_for_id", "waiting_since", "due", "due_at", "due_time", "due_zone", "state", "done_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing owed, with what policies ask of an item. days: how long it is late (0 for less than a day), or for
    what is not late yet, how long until it is due."""

    pk: UUID
    code: str
    number: str
    title: str
    language: str
    kind: str
    project_id: UUID
    keeper_id: UUID | None
    responsible_id: UUID | None
    person_id: UUID | None
    waiting_for_id: UUID | None
    waiting_since: date | None
    due: date | None
    due_at: datetime | None
    due_time: Any
    due_zone: str
    state: str
    done_at: datetime | None
    project: Project
    organisation: str
    waited_for: str
    reminded: datetime | None
    times_reminded: int
    today: date
    now: datetime

    @property
    def joint(self) -> bool:
        return self.keeper_id is None

    @property
    def late(self) -> bool:
        return self.state == Item.State.OPEN and self.due_at is not None and self.due_at < self.now

    @property
    def days(self) -> int:
        return abs((self.today - self.due).days) if self.due else 0

    @property
    def waited(self) -> int:
        """For how many days somebody has been waiting for it."""
        since = self.waiting_since if self.waiting_for_id else self.due
        return max((self.today - since).days, 0) if since else 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one organisation owes to others, the oldest first. days: for how long somebody waits for the oldest."""

    organisation: UUID
    name: str
    lines: tuple[Line, ...]

    @property
    def days(self) -> int:
        return self.lines[0].waited


@dataclass(frozen=True, slots=True)
class Week:
    """The sections of the page. whose: which of ALL, OURS and MINE it was cut to."""

    today: date
    whose: str
    late: list[Line] = field(default_factory=list)
    soon: list[Line] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    done: list[Line] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether something asks for somebody; what is done does not."""
        return bool(self.late or self.soon or self.waiting)

    @property
    def people(self) -> set[UUID]:
        return {line.person_id for line in (*self.late, *self.soon, *self.done) if line.person_id}


def usual(actor: Actor) -> str:
    """What somebody looks at first: whoever leads, everything; coordinators, what their organisation owes; others, their
    own."""
    if actor.holds(LEAD):
        return ALL
    return OURS if actor.holds(LOCAL) else MINE


def read(actor: Actor, projects: Collection[Project], whose: str) -> Week:
    """The week of these projects as the actor may see it; nothing waits in one that is closed. One query."""
    here = {project.pk: project for project in projects if project.closed_at is None}
    now = timezone.now()
    today = timezone.localdate()
    week = Week(today, whose)
    if not here:
        return week
    waiting: dict[UUID, tuple[str, list[Line]]] = {}
    ours = actor.organisations()
    for line in _lines(actor, here, whose, now, today):
        if line.state == Item.State.DONE:
            week.done.append(line)
            continue
        if line.late:
            week.late.append(line)
        elif line.due_at is not None and line.due_at < now + AHEAD:
            week.soon.append(line)
        if (owing := _owing(line)) and owing[0] not in ours:
            waiting.setdefault(owing[0], (owing[1], []))[1].append(line)
    week.waiting.extend(
        Waiting(pk, name, tuple(sorted(lines, key=lambda line: -line.waited)))
        for pk, (name, lines) in waiting.items()
    )
    week.waiting.sort(key=lambda one: (-one.days, one.name))
    week.done.sort(key=lambda line: line.done_at or now, reverse=True)
    return week


def _owing(line: Line) -> tuple[UUID, str] | None:
    """The organisation somebody waits for: the one it says, else the responsible one once it is late."""
    if line.waiting_for_id:
        return line.waiting_for_id, line.waited_for
    return (line.responsible_id, line.organisation) if line.late and line.responsible_id else None


def _lines(
    actor: Actor, projects: Mapping[UUID, Project], whose: str, now: datetime, today: date
) -> Iterable[Line]:
    asked = Q(state=Item.State.OPEN) & (Q(due_at__lt=now + AHEAD) | Q(waiting_for__isnull=False))
    rows = (
        Item.objects.visible_to(actor)
        .filter(asked | Q(state=Item.State.DONE, done_at__gte=now - BEHIND), project__in=projects)
        .filter(_cut(actor, whose))
        .annotate(
            organisation=F("responsible__name"),
            waited_for=F("waiting_for__name"),
            reminded=Subquery(_reminders().annotate(last=Max("at")).values("last")),
            times_reminded=Coalesce(Subquery(_reminders().annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("due_at", "order", "title", "pk")
        .values(*FACTS, "organisation", "waited_for", "reminded", "times_reminded")
    )
    for row in rows[:MOST]:
        yield Line(**row, project=projects[row["project_id"]], today=today, now=now)


def _reminders() -> Any:
    """The reminders of the item a row is about."""
    return (
        Reminder.objects.unscoped(reason="counted for items the actor sees")
        .filter(item=OuterRef("pk"))
        .order_by()
        .values("item")
    )


def _cut(actor: Actor, whose: str) -> Q:
    if whose == MINE:
        return concerning(actor)
    if whose == OURS:
        return concerning(actor) | Q(responsible__in=actor.organisations())
    return Q()


def step(actor: Actor, line: Line) -> str:
    """The one action that helps with this line: "done", "submit", "assign", "remind", "move" or "open"."""
    like_item: Any = line  # a line carries what the policies of an item look at
    mine = actor.person is not None and line.person_id == actor.person
    finishes = policies.may_finish(actor, like_item)
    if mine or (finishes and line.responsible_id in actor.organisations()) or (finishes and not line.joint):
        return "submit" if line.kind == Item.Kind.DELIVERABLE else "done"
    if line.responsible_id is None and line.person_id is None:
        return "assign" if policies.may_change(actor, like_item) else "open"
    if may_remind_of(actor, line):
        # Asked twice in vain: the day itself no longer holds.
        return (
            "move"
            if line.late and line.times_reminded > 1 and policies.may_change(actor, like_item)
            else "remind"
        )
    return "open"


def may_remind_of(actor: Actor, line: Line) -> bool:
    like_item: Any = line
    return policies.may_remind(actor, like_item)

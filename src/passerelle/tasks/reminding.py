"""Who is asked for what: one letter per person and project, in the receiver's language, looked at before it leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone

from passerelle.core.actor import Actor
from passerelle.messages.recipients import Recipient, resolve_many
from passerelle.messages.rendering import Rendered, render
from passerelle.network.models import Appointment, Organisation, Project
from passerelle.network.policies import COORDINATORS
from passerelle.tasks import week
from passerelle.tasks.models import Reminder
from passerelle.tasks.week import Line, Week

REST = timedelta(days=5)  # so that who is reminded every Monday is not stopped by last Monday's
TEMPLATE = "tasks/mail/reminder"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person will get about one project. last: when they were last reminded of any of it, within REST."""

    project: Project
    who: Recipient
    organisation: str
    lines: tuple[Line, ...]
    last: datetime | None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.project.code}.{self.who.id}"

    @property
    def rests(self) -> bool:
        return self.last is not None


@dataclass(frozen=True, slots=True)
class Nobody:
    """Things for which nobody can be asked: no person answers, and nobody acts there for the organisation."""

    project: Project
    organisation: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Everything that would be asked, before somebody says yes. sender: the name of who asks."""

    sender: str = ""
    letters: tuple[Letter, ...] = ()
    nobody: tuple[Nobody, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which part of what is late: of one organisation, or one item. Ids; None for all."""

    organisation: UUID | None = None
    item: str = ""

    def takes(self, line: Line) -> bool:
        if self.item:
            return line.code == self.item
        asked = line.waiting_for_id or line.responsible_id
        return self.organisation is None or self.organisation == asked


def round_of(actor: Actor, owed: Week, narrowed: Narrowed) -> Round:
    """Who would get what for these lines; four queries whatever their number.

    Asked is who answers for an item; where an item waits for an organisation, or nobody answers, the coordinators of
    that organisation. What an organisation keeps for itself is asked of nobody."""
    lines = [line for line in asked_for(owed, narrowed) if week.may_remind_of(actor, line)]
    acting = _acting({line.project_id for line in lines})
    asked: dict[tuple[UUID, UUID], list[Line]] = {}
    nobody: dict[tuple[UUID, str], list[Line]] = {}
    for line in lines:
        people = _people(line, acting) - {actor.person}
        for person in people:
            asked.setdefault((line.project_id, person), []).append(line)
        if not people and not (actor.person and actor.person in _people(line, acting)):
            nobody.setdefault((line.project_id, line.waited_for or line.organisation), []).append(line)
    projects = {line.project_id: line.project for line in lines}
    receivers = {person for _project, person in asked}
    # Who asks is looked up among those who are asked, which costs no question more.
    asker = {actor.person} if actor.person else set()
    known = resolve_many("person", receivers | asker) if receivers else {}
    sender = known.get(actor.person) if actor.person else None
    return Round(
        sender.name if sender else "",
        _letters(asked, acting, projects, known),
        tuple(Nobody(projects[pk], name, tuple(of)) for (pk, name), of in nobody.items()),
    )


def asked_for(owed: Week, narrowed: Narrowed) -> list[Line]:
    """What is late, and what an organisation is waited for; of one item or organisation also what is due soon."""
    found = {line.pk: line for line in owed.late}
    found |= {line.pk: line for one in owed.waiting for line in one.lines}
    if narrowed.item:
        found |= {line.pk: line for line in owed.soon}
    return [line for line in found.values() if narrowed.takes(line)]


@dataclass(frozen=True, slots=True)
class _Acting:
    """Who has a role where: of one person in one project."""

    person: UUID
    project: UUID
    organisation: UUID | None
    name: str
    coordinates: bool


def _acting(projects: Collection[UUID]) -> list[_Acting]:
    """One query."""
    if not projects:
        return []
    rows = Appointment.objects.filter(project__in=projects, active=True, person__erased_at=None)
    told = rows.order_by("since").values_list(
        "person", "project", "organisation", "organisation__name", "role"
    )
    return [
        _Acting(person, project, organisation, name or "", role in COORDINATORS)
        for person, project, organisation, name, role in told
    ]


def _people(line: Line, acting: Iterable[_Acting]) -> set[UUID]:
    here = [one for one in acting if one.project == line.project_id]
    if line.person_id and not line.waiting_for_id and any(one.person == line.person_id for one in here):
        return {line.person_id}
    wanted = line.waiting_for_id or line.responsible_id
    theirs = [one for one in here if wanted is not None and one.organisation == wanted]
    return {one.person for one in theirs if one.coordinates} or {one.person for one in theirs}


def _letters(
    asked: Mapping[tuple[UUID, UUID], list[Line]],
    acting: Iterable[_Acting],
    projects: Mapping[UUID, Project],
    known: Mapping[UUID, Recipient],
) -> tuple[Letter, ...]:
    last = lately({person for _project, person in asked}, {line.pk for of in asked.values() for line in of})
    names = {(one.project, one.person): one.name for one in acting}
    made = [
        Letter(
            projects[project], known[person], names.get((project, person), ""), tuple(lines), last.get(person)
        )
        for (project, person), lines in asked.items()
        if person in known
    ]
    return tuple(sorted(made, key=lambda one: (one.project.acronym, one.organisation, one.who.name)))


def lately(people: Collection[UUID], items: Collection[UUID]) -> dict[UUID, datetime]:
    """When these people were last reminded of any of these items, of those who were within REST. One query."""
    rows = Reminder.objects.unscoped(reason="nobody is asked too often").filter(
        person__in=people, item__in=items, at__gt=timezone.now() - REST
    )
    return dict(rows.order_by().values_list("person").annotate(last=Max("at")))


def words_for(letter: Letter, sender: str) -> Rendered:
    """The letter as its receiver will read it."""
    return render(TEMPLATE, letter.who, context_of(letter.project, letter.lines, sender))


def context_of(project: Project, lines: Collection[Line], sender: str) -> dict[str, Any]:
    """What the templates of a reminder know. sender: the name of who asks."""
    late = [line for line in lines if line.late]
    return {
        "project": project.acronym,
        "sender": sender,
        "count": len(lines),
        "late": late,
        "soon": [line for line in lines if not line.late and not line.waiting_for_id],
        "waiting": [line for line in lines if line.waiting_for_id and not line.late],
    }


def organisation_of(actor: Actor, code: str) -> Organisation | None:
    """The organisation an address names; None when there is none."""
    return Organisation.objects.visible_to(actor).filter(Q(code=code)).first() if code else None

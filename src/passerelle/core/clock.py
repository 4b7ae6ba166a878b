"""The retention clock: what has been kept long enough goes, once, unless a legal hold keeps it.

Every rule of every room, in one transaction per batch; holds are read under the same lock that placing one takes, so
that whatever is held before a batch begins stays. Running it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BooleanField, Case, DateTimeField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.utils import timezone

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.keeping import Keeping
from passerelle.core.models import Hold
from passerelle.core.rooms import rooms

CLOCK = SystemActor(reason="retention clock")
_LOCK = 0x686F6C6473  # "holds"


@dataclass(slots=True)
class Plan:
    """What of one rule goes when: counts only, nobody's row."""

    rule: Keeping
    due: int = 0  # at the clock's next round
    held: int = 0  # would go, were there no legal hold
    months: dict[date, int] = field(default_factory=dict)  # first day of a month: how many go in it

    @property
    def later(self) -> int:
        return sum(self.months.values())

    @property
    def coming(self) -> list[tuple[date, int]]:
        """The next months in which something goes, three at most."""
        return sorted(self.months.items())[:3]

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule.key,
            "label": str(self.rule.label),
            "days": self.rule.how_long.days,
            "since": str(self.rule.since),
            "happens": str(self.rule.happens),
            "due": self.due,
            "held": self.held,
            "later": [
                {"month": f"{month:%Y-%m}", "rows": rows} for month, rows in sorted(self.months.items())
            ],
        }


def rules() -> Iterator[Keeping]:
    """Every rule of every room."""
    return (rule for room in rooms() for rule in room.keepings)


def rule_named(key: str) -> Keeping | None:
    return next((rule for rule in rules() if rule.key == key), None)


def due(rule: Keeping, now: datetime, holds: Holds) -> QuerySet[Any]:
    """The rows of a rule whose time is over and which nothing holds."""
    return rule.rows().filter(since__lte=now - rule.how_long).exclude(holds.on(rule))


def run(now: datetime | None = None, only: str = "") -> dict[str, int]:
    """Let go what is due; returns how many rows per rule. Safe to run twice, and beside itself."""
    moment = now or timezone.now()
    gone: dict[str, int] = {}
    for rule in rules():
        if only and rule.key != only:
            continue
        waiting = list(due(rule, moment, Holds.now()).values_list("pk", flat=True))
        batches = (waiting[at : at + rule.batch] for at in range(0, len(waiting), rule.batch))
        gone[rule.key] = sum(_round(rule, some, moment) for some in batches)
    return gone


def _round(rule: Keeping, some: Iterable[Any], now: datetime) -> int:
    """One batch, looked at again under the lock: a hold may have come, or another clock been here."""
    with transaction.atomic():
        alone()
        still = list(due(rule, now, Holds.now()).filter(pk__in=list(some)).values_list("pk", flat=True))
        if still:
            _let_go(CLOCK, rule, still)
        return len(still)


def _is_house(actor: Actor, *_: Any, **__: Any) -> bool:
    return isinstance(actor, SystemActor)


@action(may=_is_house, says="kept long enough")
def _let_go(actor: Actor, rule: Keeping, keys: list[Any]) -> None:
    journal.tell(rule=rule.key, rows=len(keys))
    rule.go(keys)


def plan(now: datetime | None = None) -> list[Plan]:
    """What would go at the next round and in the months after it, per rule; one question to the database."""
    moment, holds = now or timezone.now(), Holds.now()
    told = {rule.key: Plan(rule) for rule in rules()}
    parts, values = [], []
    for rule in rules():
        held = Case(When(holds.on(rule), then=Value(True)), default=Value(False), output_field=BooleanField())
        ends = ExpressionWrapper(F("since") + Value(rule.how_long), output_field=DateTimeField())
        rows = rule.rows().order_by().annotate(held=held, ends=ends).values_list("ends", "held")
        query, given = rows.query.sql_with_params()
        parts.append(f"SELECT %s AS rule, r.* FROM ({query}) AS r(ends, held)")  # noqa: S608 - Django's own query
        values += [rule.key, *given]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rule, ends <= %s AS due, held, date_trunc('month', ends)::date, count(*)"  # noqa: S608
            f" FROM ({' UNION ALL '.join(parts)}) AS every WHERE ends IS NOT NULL GROUP BY 1, 2, 3, 4",
            [moment, *values],
        )
        for key, is_due, is_held, month, rows in cursor.fetchall():
            one = told[key]
            if is_held:
                one.held += rows if is_due else 0
            elif is_due:
                one.due += rows
            else:
                one.months[month] = one.months.get(month, 0) + rows
    return list(told.values())


@dataclass(frozen=True, slots=True)
class Holds:
    """The legal holds of this moment: what nothing may let go."""

    people: frozenset[UUID]
    projects: frozenset[UUID]
    categories: frozenset[str]

    @classmethod
    def now(cls) -> Holds:
        """Those in force; a project's hold covers everybody who has a place in it."""
        found = list(Hold.in_force().values_list("person", "project", "category"))
        people = {person for person, _project, _category in found if person}
        projects = {project for _person, project, _category in found if project}
        for room in rooms():
            if projects and room.people_of is not None:
                people |= room.people_of(projects)
        return cls(frozenset(people), frozenset(projects), frozenset(c for _p, _q, c in found if c))

    def on(self, rule: Keeping) -> Q:
        """The rows of a rule that are held, as a condition."""
        if rule.key in self.categories:
            return ~Q(pk__in=[])
        held = Q(pk__in=[])
        if rule.person and self.people:
            held |= Q(**{f"{rule.person}__in": self.people})
        if rule.project and self.projects:
            held |= Q(**{f"{rule.project}__in": self.projects})
        return held


def hold_on(person: UUID) -> Hold | None:
    """The legal hold that forbids to erase this person: on them, on a project of theirs, or on all people; of several
    the one that lasts longest."""
    projects = {project for room in rooms() if room.projects_of for project in room.projects_of(person)}
    on = Q(person=person) | Q(project__in=projects) | Q(category__in=_of_people())
    return Hold.in_force().filter(on).order_by("-until").first()


def _of_people() -> list[str]:
    """Rules whose end is the erasure of the person: holding one of them holds people."""
    return [rule.key for rule in rules() if rule.erases]


def alone() -> None:
    """Nobody else places a hold, runs the clock or erases somebody until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def fields_without_end() -> list[str]:
    """Personal fields that name no rule of the clock, or one that does not exist; the tests hold it empty."""
    from passerelle.core.fields import Keep, field_name, personal_fields

    known = {rule.key for rule in rules()}
    return [
        field_name(one.field)
        for one in personal_fields()
        if not isinstance(one.holds.keep, Keep) or one.holds.keep.rule not in known
    ]

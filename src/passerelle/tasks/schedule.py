"""From rules to days: a project's period, what its items come to, and the last moment of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core.dates import parse_partial
from passerelle.core.errors import Problem
from passerelle.engines import planning
from passerelle.engines.planning.moments import zone
from passerelle.engines.planning.rules import shifted
from passerelle.network.models import Project
from passerelle.tasks.models import Item

# The Commission's programmes close at 17:00 Brussels time (EU Funding & Tenders Portal, calls for proposals); a day
# without a time is a day there, too.
ZONE, CLOSING = "Europe/Brussels", time(17)
RULE_HELP = _(
    "M14 is the end of the project’s month 14. Also start+30d, end-2m, end+60d, D2.3+14d, or a day: 2027-05-31."
)


def period_of(project: Project) -> planning.Period:
    """The first and last day a project's dates can mean; the length in months stands in for an end not given."""
    return period(project.starts, project.ends, project.months)


def period(starts: str, ends: str, months: int | None = None) -> planning.Period:
    """As `period_of`, of dates as they are stored ("2026-03"). Raises ValueError when they run backwards."""
    start = parse_partial(starts).first_day() if starts else None
    end: date | None = parse_partial(ends).last_day() if ends else None
    if end is None and start is not None and months:
        end = shifted(start, months, "m") - timedelta(days=1)
    return planning.Period(start, end)


def rule_of(text: str) -> planning.Rule | None:
    """The rule behind what somebody typed; None for nothing. Raises Problem."""
    if not text.strip():
        return None
    try:
        return planning.parse(text)
    except planning.NotARule:
        raise Problem(
            "not a rule",
            _(
                "“%(text)s” cannot be read as a deadline. Write M14 for the end of month 14, start+30d, end-2m, "
                "D2.3+14d, or a day such as 2027-05-31."
            ),
            field="due_rule",
            text=text.strip()[:40],
        ) from None


def check_zone(name: str) -> str:
    """The name of a time zone that exists. Raises Problem."""
    try:
        zone(name)
    except ValueError:
        raise Problem(
            "no such zone", _("There is no such time zone. Choose one of the list."), field="due_zone"
        ) from None
    return name


def today(name: str = ZONE) -> date:
    """Which day it is where deadlines are counted."""
    return timezone.now().astimezone(zone(name)).date()


def set_due(item: Item, day: date | None) -> Item:
    """Give an item its day, and with it its last moment."""
    item.due = day
    item.due_at = moment(day, item.due_time, item.due_zone)
    return item


def moment(day: date | None, at: time | None, name: str) -> datetime | None:
    return planning.last_moment(day, at, name) if day else None


def rules_of(project: UUID) -> tuple[dict[UUID, planning.Rule], dict[str, UUID], dict[UUID, Item]]:
    """What the engine takes: every item's rule, which item a number names, and the items themselves; one query.

    All of them, an organisation's own included: what moves by rule moves whoever sees it."""
    rows = Item.objects.unscoped(reason="deadlines move by rule").filter(project=project)
    items = {
        item.pk: item
        for item in rows.only("id", "number", "due_rule", "due", "due_time", "due_zone", "due_at", "state")
    }
    rules = {pk: planning.parse(item.due_rule) for pk, item in items.items() if item.due_rule}
    return rules, {item.number.upper(): pk for pk, item in items.items() if item.number}, items


def resolved(
    rules: dict[UUID, planning.Rule], numbers: dict[str, UUID], period: planning.Period
) -> dict[UUID, planning.Deadline]:
    """The plan worked out. Raises Problem when items hang on each other."""
    try:
        return planning.resolve(rules, numbers, period)
    except planning.Circular:
        raise Problem(
            "circular",
            _(
                "These deadlines hang on each other in a circle. Give one of them a day or a month of its own."
            ),
            field="due_rule",
        ) from None


def replan(
    project: Project, period: planning.Period | None = None, coming: Iterable[Item] = ()
) -> list[Item]:
    """Work out the whole plan anew and write what changed; returns the items that moved. Two queries.

    coming: items with their days still to find, new ones or changed; whoever calls writes them afterwards."""
    rules, numbers, items = rules_of(project.pk)
    own = {item.pk: item for item in coming}
    for pk, item in own.items():
        rules.pop(pk, None)
        if item.due_rule:
            rules[pk] = planning.parse(item.due_rule)
        if item.number:
            numbers[item.number.upper()] = pk
    items |= own
    days = resolved(rules, numbers, period or period_of(project))
    moved: list[Item] = []
    for pk, item in items.items():
        before = item.due, item.due_at
        deadline = days.get(pk)
        set_due(item, deadline.day if deadline else None)
        if (item.due, item.due_at) != before and pk not in own:
            moved.append(item)
    _write(moved)
    return moved


def _write(moved: Iterable[Item]) -> None:
    """One statement for all of them; the ORM's own takes seconds for two thousand."""
    rows = list(moved)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tasks_item SET due = new.due, due_at = new.due_at"
            " FROM unnest(%s::uuid[], %s::date[], %s::timestamptz[]) AS new (id, due, due_at)"
            " WHERE tasks_item.id = new.id",
            [[row.pk for row in rows], [row.due for row in rows], [row.due_at for row in rows]],
        )

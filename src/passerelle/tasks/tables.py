"""Rows of a table held against the plan: what each means, what it changes, and where its deadline falls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.importables import Planned, Row
from passerelle.engines import planning
from passerelle.engines.tables.words import loose
from passerelle.network.models import Organisation, Project
from passerelle.tasks import schedule
from passerelle.tasks.models import Item, WorkPackage

PACKAGE = "package"
OF_PACKAGE = ("number", "title", "responsible", "first_month", "last_month")
OF_ITEM = (
    "kind", "number", "title", "package", "responsible", "person", "due", "state", "submitted_on", "planned_days",
    "description",
)  # fmt: skip
NUMBER = re.compile(r"\s*([A-Za-z]{1,4})[\s.\-]*(\d+(?:\.\d+)*)\s*[:.\-–]*\s*(.*)")
"""Letters, figures, and what may stand behind them."""
_APART: tuple[tuple[str, ...], ...] = ((), ("responsible",), ("due",), ("responsible", "due"))
_BY_NUMBER = (("wp", PACKAGE), ("d", "deliverable"), ("ms", "milestone"), ("m", "milestone"), ("t", "task"))


def spelled(number: str) -> str:
    """One spelling of a number: "D 2.3", "d2.3:" and "D2.3" are the same."""
    found = NUMBER.fullmatch(number)
    return (f"{found[1]}{found[2]}" if found and not found[3] else number).upper()[:12]


def fitting(told: dict[str, Any]) -> dict[str, Any]:
    """Without what this kind of thing has not: a work package no deadline, a task no months."""
    fields = OF_PACKAGE if told["kind"] == PACKAGE else OF_ITEM
    return {key: value for key, value in told.items() if key in (*fields, "kind")}


def facts_of(one: Item | WorkPackage, names: Any) -> dict[str, Any]:
    """These facts of what is there, as a table tells them."""
    if isinstance(one, WorkPackage):
        return {name: getattr(one, "lead" if name == "responsible" else name) for name in names}
    own = {
        "package": lambda: one.package.number if one.package else "",
        "person": lambda: one.person_id,
        "due": lambda: one.due_rule,
        "submitted_on": lambda: one.submitted_on.isoformat() if one.submitted_on else "",
        "planned_days": lambda: None if one.planned_days is None else float(one.planned_days),
        "done_at": lambda: one.done_at.isoformat() if one.done_at else "",
    }
    return {name: own[name]() if name in own else getattr(one, name) for name in names}


def before(one: Item | WorkPackage, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be put back where a table changes this: with the state, when that came about."""
    return facts_of(one, [*changes, "done_at"] if "state" in changes else changes)


def as_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are kept for undoing: organisations by code, people by id."""
    told = {}
    for name, value in facts.items():
        if isinstance(value, Organisation):
            value = value.code
        told[name] = str(value) if isinstance(value, UUID) else value
    return told


def _kind_of(number: str) -> str:
    """What a number says it is: WP1, D1.1, MS1; whatever says nothing is a task."""
    letters = re.match(r"[a-z]*", number.casefold())
    return next((kind for sign, kind in _BY_NUMBER if letters and letters[0] == sign), Item.Kind.TASK.value)


def _called(facts: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    """What an item without number goes by. names: what else tells it apart from others of its title."""
    title, package = loose(facts.get("title") or ""), spelled(facts.get("package") or "")
    return title, package, *(facts.get(name) or None for name in names)


class Known:
    """What is in the plan before a table comes in; joint things only, for no table may touch an organisation's own."""

    def __init__(self, actor: Actor, project: Project) -> None:
        self.project = project
        self.packages = {
            spelled(one.number): one
            for one in WorkPackage.objects.visible_to(actor).filter(project=project).select_related("lead")
        }
        items = Item.objects.visible_to(actor).filter(project=project, keeper=None)
        # Prefetched, for thousands of items have a dozen packages and partners between them.
        self.items = list(items.prefetch_related("package", "responsible"))
        self.by_number = {spelled(one.number): one for one in self.items if one.number}

    def titled(self, rows: Sequence[Row]) -> dict[int, Item]:
        """Row number → the item without number that it means: the same title in the same work package.

        Where several are called alike ("Send the time sheets", for each partner), who answers for them and when they
        are due tells them apart; those alike in all of it are taken in their order."""
        asking = [one for one in rows if not one.values.get("number") and one.values.get("kind") != PACKAGE]
        free = [one for one in self.items if not one.number]
        titles = {_called(facts_of(one, ("title", "package")), ()) for one in free}
        asking = [one for one in asking if _called(one.values, ()) in titles]  # all others are new
        found: dict[int, Item] = {}
        for names in _APART:
            known: dict[Any, list[Item]] = {}
            for item in free:
                known.setdefault(_called(facts_of(item, ("title", "package", *names)), names), []).append(
                    item
                )
            wanted: dict[Any, list[int]] = {}
            for row in asking:
                wanted.setdefault(_called(row.values, names), []).append(row.number)
            for key, numbers in wanted.items():
                alike = known.get(key, [])
                if len(numbers) == len(alike) == 1 or names == _APART[-1]:
                    found |= dict(zip(numbers, alike, strict=False))
            taken = {one.pk for one in found.values()}
            asking = [one for one in asking if one.number not in found]
            free = [one for one in free if one.pk not in taken]
        return found

    def meant(self, told: Mapping[str, Any], titled: Item | None) -> tuple[str, Item | WorkPackage | None]:
        """The kind of thing a row means, and that thing, or None for a new one. titled: as `titled` says.

        What is there keeps its kind unless the row says another; of what is new the number says the kind."""
        number, said = told.get("number", ""), told.get("kind", "")
        guess = said or _kind_of(number)
        if guess == PACKAGE and (said or number in self.packages or number not in self.by_number):
            return PACKAGE, self.packages.get(number)
        item = self.by_number.get(number) if number else titled
        if item is None and not said and number in self.packages:
            return PACKAGE, self.packages[number]
        return said or (item.kind if item else guess), item

    def changes(self, target: Item | WorkPackage, told: Mapping[str, Any]) -> dict[str, Any]:
        """What a row says otherwise; cells that are empty change nothing, nor does another spelling of a number."""
        names = [name for name in told if name != "kind" or isinstance(target, Item)]
        there = facts_of(target, names)
        there |= {name: spelled(there[name]) for name in ("number", "package") if name in there}
        return {name: told[name] for name in names if told[name] != there[name]}

    def deadlines(self, planned: Sequence[Planned]) -> Iterator[tuple[int, str, str]]:
        """(row, rule, problem) of each deadline that cannot be worked out or falls outside the project."""
        rules, numbers, _items = schedule.rules_of(self.project.pk)
        asked: dict[UUID, Planned] = {}
        for one in planned:
            if one.row.values["kind"] == PACKAGE:
                continue
            pk, told = one.target.pk if one.target else uuid4(), one.row.values
            if told.get("number") and one.target is None:
                numbers[told["number"]] = pk
            if "due" in told:
                asked[pk], rules[pk] = one, planning.parse(told["due"])
        for pk in [pk for pk, rule in rules.items() if rule.item and numbers.get(rule.item) not in rules]:
            rule = rules.pop(pk)
            if pk in asked:
                told_so = _("There is no item %(number)s with a deadline on which this one could hang.")
                yield asked[pk].row.number, str(rule), told_so % {"number": rule.item}
        yield from self._outside(rules, numbers, asked)

    def _outside(
        self, rules: dict[UUID, planning.Rule], numbers: dict[str, UUID], asked: Mapping[UUID, Planned]
    ) -> Iterator[tuple[int, str, str]]:
        period = schedule.period_of(self.project)
        try:
            found = schedule.resolved(rules, numbers, period)
        except Problem as problem:
            for one in list(asked.values())[:1]:
                yield one.row.number, one.row.values["due"], str(problem)
            return
        for pk, one in asked.items():
            if pk in found and found[pk].held:
                outside = _("%(rule)s lies outside the project, which lasts from %(first)s to %(last)s.")
                told = {"rule": one.row.values["due"], "first": _day(period.start), "last": _day(period.end)}
                yield one.row.number, one.row.values["due"], outside % told


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"

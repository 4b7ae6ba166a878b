"""Rows of a table held against the plan: what each means, what it changes, and where its deadline falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from passerelle.core import files
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.importables import Change, Planned
from passerelle.engines import planning
from passerelle.engines.tables.words import loose
from passerelle.network.models import Organisation, Project
from passerelle.tasks import schedule
from passerelle.tasks.models import Item, WorkPackage

OF_PACKAGE = ("number", "title", "responsible", "first_month", "last_month")
OF_ITEM = (
    "kind", "number", "title", "package", "responsible", "person", "due", "state", "submitted_on", "planned_days",
    "description",
)  # fmt: skip


def fitting(told: dict[str, Any], package: str) -> dict[str, Any]:
    """Without what this kind of thing has not: a work package no deadline, a task no months."""
    fields = OF_PACKAGE if told["kind"] == package else OF_ITEM
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
    }
    return {name: own[name]() if name in own else getattr(one, name) for name in names}


def as_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are kept for undoing: organisations by code, people by id."""
    told = {}
    for name, value in facts.items():
        if isinstance(value, Organisation):
            value = value.code
        told[name] = str(value) if isinstance(value, UUID) else value
    return told


class Known:
    """What is in the plan before a table comes in; joint things only, for no table may touch an organisation's own."""

    def __init__(self, actor: Actor, project: Project) -> None:
        self.project = project
        self.packages = {
            one.number.upper(): one
            for one in WorkPackage.objects.visible_to(actor).filter(project=project).select_related("lead")
        }
        items = Item.objects.visible_to(actor).filter(project=project, keeper=None)
        self.items = list(items.select_related("package", "responsible"))
        self.by_number = {one.number.upper(): one for one in self.items if one.number}
        self.by_title: dict[tuple[str, str], list[Item]] = {}
        for one in self.items:
            if not one.number:
                where = one.package.number.upper() if one.package else ""
                self.by_title.setdefault((loose(one.title), where), []).append(one)

    def meant(self, told: Mapping[str, Any], package: str) -> Item | WorkPackage | None:
        """The one thing that a row means, or None for something new."""
        number = told.get("number", "")
        if told["kind"] == package:
            return self.packages.get(number)
        if number:
            return self.by_number.get(number)
        alike = self.by_title.get((loose(told.get("title", "")), told.get("package", "")), [])
        return alike[0] if len(alike) == 1 else None

    def changes(self, target: Item | WorkPackage, told: Mapping[str, Any]) -> dict[str, Any]:
        """What a row says otherwise; cells that are empty change nothing."""
        names = [name for name in told if name != "kind" or isinstance(target, Item)]
        before = facts_of(target, names)
        return {name: told[name] for name in names if told[name] != before[name]}

    def deadlines(self, planned: Sequence[Planned]) -> Iterator[tuple[int, str, str]]:
        """(row, rule, problem) of each deadline that cannot be worked out or falls outside the project."""
        rules, numbers, _items = schedule.rules_of(self.project.pk)
        asked: dict[UUID, Planned] = {}
        for one in planned:
            if isinstance(one.target, WorkPackage) or one.row.values["kind"] == "package":
                continue
            pk, told = one.target.pk if one.target else uuid4(), one.row.values
            if told.get("number"):
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


def hindrances(actor: Actor, project: UUID | None, changes: Sequence[Change]) -> list[str]:
    """Why what a table brought cannot be taken back any more, one sentence each."""
    ids = [one["id"] for one in changes]
    items = {str(one.pk): one for one in Item.objects.visible_to(actor).filter(project=project, pk__in=ids)}
    packages = {str(one.pk): one for one in WorkPackage.objects.visible_to(actor).filter(pk__in=ids)}
    new = {one["id"] for one in changes if one["was"] is None}
    kept = {str(one) for one in files.owners(Item.FILES, [items[one].pk for one in new & items.keys()])}
    found = []
    for change in changes:
        one = items.get(change["id"]) or packages.get(change["id"])
        if one is None:
            found.append(_("Something of this table is no longer in the plan."))
        elif isinstance(one, Item):
            if one.revision != change["now"].get("revision"):
                found.append(_("%(name)s was changed since.") % {"name": one})
            elif change["id"] in kept:
                found.append(_("%(name)s has a file by now.") % {"name": one})
        elif change["was"] is None and (
            one.items.exclude(pk__in=ids).exists() or one.budgets.exists() or one.uses.exists()
        ):
            found.append(_("%(name)s holds other things by now.") % {"name": one})
    return found

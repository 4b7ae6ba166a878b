"""A whole chain at once: taken in from a table, and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.engines.tables.words import loose
from passerelle.evidence import policies
from passerelle.evidence.actions import editing
from passerelle.evidence.actions.chain import check as check_result
from passerelle.evidence.actions.chain import in_turn
from passerelle.evidence.actions.indicators import check as check_indicator
from passerelle.evidence.models import Indicator, Result
from passerelle.evidence.models.indicators import OTHER
from passerelle.network.models import Organisation, Project

INDICATOR = "indicator"
Facts = Mapping[str, Any]
"""Facts by field of the table, as JSON: figures as text, days in ISO 8601, the owner by code."""


@action(may=policies.may_plan, says="results taken in")
def take_in(
    actor: Actor,
    project: Project,
    added: Sequence[Facts],
    changed: Sequence[tuple[Result | Indicator, Facts]] = (),
    *,
    language: str,
) -> list[dict[str, Any]]:
    """Add and change by a table, checked before (see `evidence.importables`): what stands above first. Says what it did,
    as `core.importables.Change`s. Raises Problem."""
    owners = {one.code: one for one in Organisation.objects.filter(partnerships__project=project)}
    known = _Known(project)
    done: list[dict[str, Any]] = []
    levels = (*Result.LEVELS, INDICATOR)
    places = {model: in_turn(model, project) for model in (Result, Indicator)}
    for told in sorted(added, key=lambda one: levels.index(one["level"])):
        row: Result | Indicator
        if told["level"] == INDICATOR:
            row = Indicator(project=project, code=new_code(), language=language, unit=OTHER)
        else:
            row = Result(project=project, code=new_code(), language=language, level=told["level"])
        row.order = places[type(row)]
        places[type(row)] += 1
        _set(row, told, known, owners)
        row.save(force_insert=True)
        known.add(row)
        done.append({"id": str(row.pk), "was": None, "now": {"revision": row.revision}})
    for one, told in changed:
        before = editing.as_it_stands(one)
        _set(one, told, known, owners)
        editing.save(one, editing.FACTS[type(one)], one.revision)
        now = editing.as_it_stands(one)
        was = {name: value for name, value in before.items() if now[name] != value}
        done.append({"id": str(one.pk), "was": was, "now": {"revision": one.revision}})
    journal.tell(added=len(added), changed=len(changed))
    return done


class _Known:
    """Results by number and title, those of the table included."""

    def __init__(self, project: Project) -> None:
        self.by_name: dict[str, Result] = {}
        for one in Result.objects.filter(project=project):
            self.add(one)

    def add(self, one: Result | Indicator) -> None:
        if isinstance(one, Result):
            self.by_name[loose(one.title)] = one
            if one.number:
                self.by_name[loose(one.number)] = one


def _set(row: Result | Indicator, told: Facts, known: _Known, owners: Mapping[str, Organisation]) -> None:
    if "title" in told:
        editing.words(row, told["title"], row.language)
    above = known.by_name.get(loose(told["serves"])) if told.get("serves") else None
    if isinstance(row, Result):
        row.level = told.get("level", row.level)
        row.number = told.get("number", row.number)
        row.parent = above if above and above != row else row.parent
        check_result(row)
        return
    row.result = above or row.result
    row.unit = told.get("unit", row.unit)
    row.source = told.get("source", row.source)
    for name in ("baseline", "target"):
        if told.get(name) is not None:
            setattr(row, name, Decimal(told[name]))
    if told.get("due"):
        row.due = date.fromisoformat(told["due"])
    if told.get("owner"):
        row.owner = owners.get(told["owner"])
    check_indicator(row)


@action(may=policies.may_plan, says="results taken back")
def take_back(
    actor: Actor, project: Project, added: Sequence[str], changed: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    """Remove what a table added and put back what it changed. Whoever calls has looked that nothing stands against it."""
    for model in (Indicator, Result):
        for pk, was in changed:
            row = model.objects.filter(project=project, pk=pk).first()
            if row is not None:
                editing.as_it_was(row, was)
                editing.save(row, was, row.revision)
    Indicator.objects.filter(project=project, pk__in=added).delete()
    rows = Result.objects.filter(project=project, pk__in=added)
    for level in reversed(Result.LEVELS):
        rows.filter(level=level).delete()
    journal.tell(removed=len(added), changed=len(changed))

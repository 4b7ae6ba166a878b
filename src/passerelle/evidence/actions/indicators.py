"""Indicators and their counting rules; figures entered by hand, corrected and taken back, never overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.evidence import policies
from passerelle.evidence.actions import editing
from passerelle.evidence.actions.chain import in_turn
from passerelle.evidence.models import HandFigure, Indicator, Result
from passerelle.evidence.models.indicators import PERCENT, units
from passerelle.evidence.rules import Rule, checked
from passerelle.network.models import Organisation, Project

NAMES = {
    "result",
    "unit",
    "baseline",
    "target",
    "source",
    "owner",
    "due",
    "rule",
    "claimed",
    "draft",
}


@action(may=policies.may_plan, says="indicator added")
def add_indicator(
    actor: Actor, project: Project, *, result: Result, title: str, language: str, unit: str, **facts: Any
) -> Indicator:
    """What shows that a result is reached. facts: see NAMES; rule: a `Rule`.

    Raises Problem that names the field: the rule counts another unit, the owner is no partner …"""
    row = Indicator(project=project, code=new_code(), order=in_turn(Indicator, project))
    _fill(row, {"title": title, "language": language, "result": result, "unit": unit, **facts})
    row.save(force_insert=True)
    return row


@action(may=policies.may_change, says="indicator changed")
def change_indicator(actor: Actor, indicator: Indicator, *, revision: int, **facts: Any) -> Indicator:
    """Change an indicator or how it is counted. Raises Problem as `add_indicator` does, and when somebody saved another
    version meanwhile."""
    _fill(indicator, facts)
    journal.tell(fields=sorted(facts))
    return editing.save(indicator, set(facts) - {"title", "language"}, revision)


@action(may=policies.may_change, says="indicator removed")
def remove_indicator(actor: Actor, indicator: Indicator) -> Indicator:
    """Take an indicator out. Raises Problem once figures were entered for it; `bring_indicator_back` undoes it."""
    if indicator.by_hand.exists():
        raise Problem("has figures", _("Figures were entered for this indicator. Take them back first."))
    journal.tell(indicator=indicator.code)
    pk = indicator.pk
    indicator.delete()
    indicator.pk = pk
    return indicator


@action(may=policies.may_plan, says="indicator brought back")
def bring_indicator_back(actor: Actor, project: Project, kept: Mapping[str, Any]) -> Indicator:
    """Undo of `remove_indicator`. kept: what `editing.kept_of` said of it."""
    return editing.bring_back(Indicator, kept, project=project)


def _fill(row: Indicator, facts: Mapping[str, Any]) -> None:
    told = dict(facts)
    if "title" in told or "language" in told:
        editing.words(row, told.pop("title", row.title), told.pop("language", row.language))
    if unknown := set(told) - NAMES:
        raise TypeError(f"an indicator has no {', '.join(sorted(unknown))}")
    if "rule" in told:
        told["rule"] = told["rule"].as_json()
    if "source" in told:
        told["source"] = plain_line(told["source"] or "")[:300]
    for name, value in told.items():
        setattr(row, name, value)
    check(row)


def check(row: Indicator) -> None:
    """Raises Problem that names the field."""
    if row.unit not in dict(units()):
        raise Problem("no unit", _("Choose a unit."), field="unit")
    if row.result.project_id != row.project_id:
        raise Problem("other project", _("Choose a result of this project."), field="result")
    if row.owner is not None and not row.owner.partnerships.filter(project=row.project_id).exists():
        raise Problem("no partner", _("Choose a partner of the project."), field="owner")
    for name in ("baseline", "target"):
        value = getattr(row, name)
        if value is not None and not _fits(row.unit, value):
            raise Problem("no such figure", _("Write a number from 0 on; per cent end at 100."), field=name)
    checked(Rule.read(row.rule), row.unit)


def _fits(unit: str, value: Decimal | float) -> bool:
    return 0 <= value < 10**12 and not (unit == PERCENT and value > 100)


@action(may=policies.may_enter, says="figure entered")
def enter_figure(
    actor: Actor,
    indicator: Indicator,
    *,
    value: Decimal,
    on: date,
    source: str,
    organisation: Organisation | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    upload: Any = None,
) -> HandFigure:
    """A figure with its source, of a day. low, high: its interval, both or none. upload: a file that shows it.

    Raises Problem that names the field."""
    if not Rule.read(indicator.rule).by_hand:
        raise Problem(
            "counted here", _("This indicator is counted from records. Say first that it is entered by hand.")
        )
    row = HandFigure(indicator=indicator, code=new_code(), entered_by=actor.person, organisation=organisation)
    return _keep(actor, row, value, on, source, low, high, upload)


@action(may=policies.may_correct, says="figure corrected")
def correct_figure(
    actor: Actor,
    figure: HandFigure,
    *,
    reason: str,
    value: Decimal,
    on: date,
    source: str,
    low: Decimal | None = None,
    high: Decimal | None = None,
    upload: Any = None,
) -> HandFigure:
    """Put another figure in the place of one. The old one stays readable, with the reason. Raises Problem."""
    _stands(figure)
    reason = _reason(reason)
    row = HandFigure(
        indicator=figure.indicator,
        code=new_code(),
        entered_by=actor.person,
        organisation=figure.organisation,
        replaces=figure,
        reason=reason,
    )
    journal.tell(replaces=figure.code)
    return _keep(actor, row, value, on, source, low, high, upload)


@action(may=policies.may_correct, says="figure taken back")
def take_figure_back(actor: Actor, figure: HandFigure, *, reason: str) -> HandFigure:
    """It counts no more, and stays readable; `put_figure_back` undoes it. Raises Problem."""
    _stands(figure)
    figure.reason, figure.taken_back_at = _reason(reason), timezone.now()
    figure.save(update_fields=["reason", "taken_back_at"])
    return figure


@action(may=policies.may_correct, says="figure put back")
def put_figure_back(actor: Actor, figure: HandFigure) -> HandFigure:
    """Undo of `take_figure_back`."""
    figure.taken_back_at = None
    figure.save(update_fields=["taken_back_at"])
    return figure


def _stands(figure: HandFigure) -> None:
    if figure.taken_back_at is not None or HandFigure.objects.filter(replaces=figure).exists():
        raise Problem("not standing", _("This figure was corrected or taken back already."))


def _reason(reason: str) -> str:
    reason = plain_line(reason)[:300]
    if not reason:
        raise Problem("no reason", _("Write in a few words why it is not right."), field="reason")
    return reason


def _keep(
    actor: Actor,
    row: HandFigure,
    value: Decimal,
    on: date,
    source: str,
    low: Decimal | None,
    high: Decimal | None,
    upload: Any,
) -> HandFigure:
    if not _fits(row.indicator.unit, value):
        raise Problem("no such figure", _("Write a number from 0 on; per cent end at 100."), field="value")
    if (low is None) != (high is None):
        raise Problem("half an interval", _("An interval has both ends, or none."), field="high")
    if low is not None and high is not None and not low <= value <= high:
        raise Problem("outside", _("The figure lies outside its own interval."), field="low")
    if on > timezone.localdate():
        raise Problem("to come", _("This day is still to come."), field="on")
    row.source = plain_line(source)[:300]
    if not row.source:
        raise Problem("no source", _("Say where the figure comes from."), field="source")
    partners = Organisation.objects.filter(partnerships__project=row.indicator.project_id)
    if row.organisation is not None and not partners.filter(pk=row.organisation.pk).exists():
        raise Problem("no partner", _("Choose a partner of the project."), field="organisation")
    row.value, row.on, row.low, row.high = value, on, low, high
    row.save(force_insert=True)
    if upload:
        files.store(actor, owner_kind=Indicator.FILES, owner=row.pk, upload=upload)
    return row

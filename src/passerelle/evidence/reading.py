"""How results, indicators and numbers are read on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from passerelle.core.countables import Unit, countables
from passerelle.core.dates import short_day
from passerelle.core.templatetags.look import foreign, number
from passerelle.evidence import counting
from passerelle.evidence.actions.chain import known_kinds
from passerelle.evidence.counting import Standing
from passerelle.evidence.models import Indicator, Result
from passerelle.evidence.models.chain import Mode
from passerelle.evidence.models.indicators import PERCENT, units
from passerelle.evidence.models.worded import Worded
from passerelle.evidence.rules import Rule
from passerelle.language.rows import in_a_row
from passerelle.tasks.drawing import APART, TOGETHER
from passerelle.tasks.reading import reader

Cell = Any  # what parts/table.html takes


def words(row: Worded) -> SafeString:
    """The title for the reader, in its own direction; older than the original where it is so."""
    said = row.said(reader())
    told = format_html("<bdi{}>{}</bdi>", foreign(said.language), said.words)
    if said.state == "outdated":
        return format_html('{} <small class="soft">({})</small>', told, _("older than the original"))
    return told


def link(row: Result | Indicator) -> SafeString:
    name = "desk_indicator" if isinstance(row, Indicator) else "desk_result"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.code]), words(row))


def plain(value: Decimal | float | None) -> Any:
    """A figure as a number without needless noughts; None stays None."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def figure(value: Decimal | float | None, unit: str = "") -> str:
    """A figure as it is read: "1,284", "62.5 %", "–"."""
    if value is None:
        return "–"
    told = str(number(plain(value)))
    # In a page from right to left the sign would come before the number: both stay as they are written.
    return f"{APART['ltr']}{told} %{TOGETHER}" if unit == PERCENT else told


def unit_of(one: Indicator) -> str:
    return str(dict(units()).get(one.unit, one.unit))


def why_not(standing: Standing) -> str:
    """Why there is no number."""
    return {
        counting.NO_RULE: _("Nobody has said yet how it is counted"),
        counting.NO_FIGURE: _("No figure was entered yet"),
        counting.NOBODY_COUNTS: _("What it counts is not counted here any more"),
    }.get(standing.why, "")


def value_cell(one: Indicator, standing: Standing) -> Cell:
    """The number as a link to what is behind it, or why there is none."""
    if standing.value is None:
        return {"state": "missing", "word": why_not(standing)}
    told = format_html(
        '<a href="{}">{}<span class="offscreen">{}</span></a>',
        reverse("desk_indicator_records", args=[one.code]),
        figure(standing.value, one.unit),
        ": " + _("open the records"),
    )
    if standing.low is not None:
        told = format_html('{} <small class="soft">({})</small>', told, interval(standing, one.unit))
    return told


def interval(standing: Any, unit: str) -> SafeString:
    return format_html(
        '<bdi class="num" dir="ltr">{}–{}</bdi>', figure(standing.low, unit), figure(standing.high, unit)
    )


def rule_in_words(rule: Rule, names: Mapping[str, str]) -> list[str]:
    """A rule as sentences and rows of names. names: of organisations and cities, by their ids."""
    if rule.by_hand:
        said = (
            _("Figures entered by hand with their source, added up.")
            if rule.adds
            else _("The newest figure entered by hand, with its source.")
        )
        return [said]
    if not rule:
        return [_("Nobody has said yet how it is counted")]
    told = [str(one.says) for one in rule.known]
    kinds, modes = known_kinds(), dict(Mode.choices) if rule.modes else {}
    for label, keys, known in (
        (_("Only these kinds"), rule.kinds, kinds),
        (_("Only on site or online"), rule.modes, modes),
        (_("Only what these organisations host"), tuple(map(str, rule.organisations)), names),
        (_("Only in these cities"), tuple(map(str, rule.cities)), names),
    ):
        if keys:
            told.append(f"{label}: {in_a_row(str(known.get(key, '–')) for key in keys)}")
    if rule.since:
        told.append(f"{_('From')}: {short_day(rule.since, reader())}")
    if rule.until:
        told.append(f"{_('Until')}: {short_day(rule.until, reader())}")
    return told


def direct(unit: Unit) -> bool:
    """Whether it says that somebody took part themselves."""
    return unit in (Unit.PEOPLE, Unit.ATTENDANCES, Unit.HEADS)


def counted_label(key: str) -> str:
    found = countables().get(key)
    return str(found.label) if found else key

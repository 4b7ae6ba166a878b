"""A number told apart: by month, gathering, host, city, kind, mode and channel, as rows, a picture and its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from passerelle.core.actor import Actor
from passerelle.core.dates import format_partial, parse_partial
from passerelle.core.templatetags.look import direction, foreign
from passerelle.evidence import counting, reading
from passerelle.evidence.actions.chain import known_kinds
from passerelle.evidence.drawing import Bar, bars
from passerelle.evidence.models import Indicator
from passerelle.evidence.models.chain import Mode
from passerelle.evidence.rules import Rule
from passerelle.network.models import City, Organisation

NAMES = {
    "month": gettext_lazy("By month"),
    "subject": gettext_lazy("By gathering"),
    "organisation": gettext_lazy("By host"),
    "city": gettext_lazy("By city"),
    "kind": gettext_lazy("By kind"),
    "mode": gettext_lazy("On site and online"),
    "channel": gettext_lazy("By themselves or with help"),
}
MOST = 24  # bars of one picture; the table has them all


@dataclass(frozen=True, slots=True)
class Apart:
    """A number told apart. note: what must be known to read it."""

    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    picture: SafeString
    note: str
    more: int


def told(actor: Actor, one: Indicator, rule: Rule, part: str, numbers: Mapping[str, int]) -> Apart:
    """A rule's number by one of its parts; one question to the database at most. numbers: of `counting.by_part`."""
    cut = rule.cut(one.project_id)
    names = _names(actor, rule, cut, part, numbers)
    keys = sorted(numbers) if part == "month" else sorted(numbers, key=lambda key: (-numbers[key], key))
    shown = [
        Bar(names.get(key, ("–", "", ""))[0], numbers[key], language=names.get(key, ("", "", ""))[1])
        for key in keys
    ]
    turned = direction(reading.reader()) == "rtl"
    title = f"{one.said(reading.reader()).words}: {NAMES[part]}"
    picture = bars(
        shown[-MOST:] if part == "month" else shown[:MOST],
        turned=turned,
        title=title,
        description=_("Bars begin at nought. The table beside the picture has the same numbers."),
    )
    rows = [[_cell(names.get(key, ("–", "", ""))), numbers[key]] for key in keys]
    note = (
        ""
        if counting.adds_up(rule)
        else _("Who came several times is counted once in each part, so the parts are more than the whole.")
    )
    return Apart(
        [{"label": NAMES[part]}, {"label": reading.unit_of(one), "end": True}],
        rows,
        picture if rows else SafeString(),
        note,
        max(0, len(keys) - MOST),
    )


def _cell(name: tuple[str, str, str]) -> Any:
    words, language, url = name
    said = format_html("<bdi{}>{}</bdi>", foreign(language), words)
    return format_html('<a href="{}">{}</a>', url, said) if url else said


def _names(
    actor: Actor, rule: Rule, cut: Any, part: str, numbers: Mapping[str, int]
) -> dict[str, tuple[str, str, str]]:
    """{key: (words, their language, address)} for the reader; what they may not open has no name."""
    none = {"": (pgettext("part of a number", "Not said"), "", "")}
    if part == "month":
        return none | {
            key: (format_partial(parse_partial(key), reading.reader()), "", "") for key in numbers if key
        }
    if part == "kind":
        return none | {key: (str(label), "", "") for key, label in known_kinds().items()}
    if part == "mode":
        return none | {key: (str(label), "", "") for key, label in Mode.choices}
    if part == "channel":
        words = {
            "self": pgettext("channel", "By themselves"),
            "assisted": pgettext("channel", "With help"),
            "paper": pgettext("channel", "On paper"),
            "table": pgettext("channel", "From a table"),
        }
        return none | {key: (said, "", "") for key, said in words.items()}
    if part == "subject":
        return none | {
            str(behind.id): (behind.title, behind.language, behind.url)
            for counted in rule.known
            for behind in (counted.subjects or counted.behind)(actor, cut, numbers)
        }
    ids = [UUID(key) for key in numbers if key]
    if part == "organisation":
        rows = Organisation.objects.visible_to(actor).filter(pk__in=ids)
        return none | {str(one.pk): (one.name, "", "") for one in rows}
    return none | {
        str(one.pk): (str(one), "", "") for one in City.objects.visible_to(actor).filter(pk__in=ids)
    }


def names_of(actor: Actor, rule: Rule) -> dict[str, str]:
    """Organisations and cities that a rule names, by their ids."""
    found: dict[str, str] = {}
    if rule.organisations:
        rows = Organisation.objects.visible_to(actor).filter(pk__in=rule.organisations)
        found |= {str(one.pk): one.name for one in rows}
    if rule.cities:
        found |= {str(one.pk): str(one) for one in City.objects.visible_to(actor).filter(pk__in=rule.cities)}
    return found


def over_time(one: Indicator, rows: list[Any]) -> SafeString:
    """Figures entered by hand as bars, the oldest first, each with its interval where it has one."""
    shown = [
        Bar(
            format_partial(parse_partial(row.on.isoformat()), reading.reader()),
            float(row.value),
            None if row.low is None else float(row.low),
            None if row.high is None else float(row.high),
        )
        for row in reversed(rows[:MOST])
    ]
    return bars(
        shown,
        turned=direction(reading.reader()) == "rtl",
        title=one.said(reading.reader()).words,
        description=_(
            "Bars begin at nought; a line with two ends is an interval. The table has the same numbers."
        ),
        target=None if one.target is None else float(one.target),
        target_word=_("Target"),
        key="hand",
    )

"""Breakdowns in the reader's words: one set of released numbers for table, picture, file and comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.breakdowns import counts
from passerelle.breakdowns.counts import Numbers, Shown
from passerelle.breakdowns.models import THRESHOLD, Breakdown, Residents
from passerelle.core.describing import Attribute, Source, sources
from passerelle.core.templatetags.look import direction, number
from passerelle.engines.evidence.representation import Ratio, ratios
from passerelle.evidence.drawing import Bar, bars


@dataclass(frozen=True, slots=True)
class Table:
    """What `parts/table.html` shows."""

    caption: str
    note: str
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    total: list[Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One breakdown with its newest released numbers, or the quarter that was chosen."""

    one: Breakdown
    title: str
    attributes: list[Attribute]
    released: Shown | None
    table: Table | None
    picture: Any
    comparisons: list[Compared]


@dataclass(frozen=True, slots=True)
class Compared:
    """Who takes part against who lives here, by one attribute."""

    attribute: Attribute
    source: str
    year: int
    table: Table
    picture: Any


def title_of(source: Source | None, attributes: Sequence[Attribute]) -> str:
    """What is counted, by what."""
    what = str(source.label) if source else _("What was counted here is no longer there")
    by = ", ".join(str(one.label) for one in attributes)
    return _("%(what)s, by: %(by)s") % {"what": what, "by": by}


def quarter_in_words(text: str) -> str:
    """ "2027-Q2" as the reader's language says it."""
    year, number_ = text.split("-Q")
    return _("quarter %(number)s of %(year)s") % {"number": number_, "year": year}


def told(one: Breakdown, source: Source | None, quarter: str = "") -> Told:
    """A breakdown with releases and residents (see queries.with_numbers). source: of counts.source_of."""
    attributes = counts.attributes_of(one, source)
    releases = list(one.releases.all())
    found = next((row for row in releases if row.quarter == quarter), releases[0] if releases else None)
    released = counts.shown(found) if found else None
    title = title_of(source, attributes)
    if released is None:
        return Told(one, title, attributes, None, None, None, [])
    attributes = [_with_past(attribute, released) for attribute in attributes]
    table = numbers_as_table(
        released.numbers,
        attributes,
        _("%(title)s, until the end of %(quarter)s")
        % {"title": title, "quarter": quarter_in_words(released.quarter)},
        how_made(),
    )
    residents = list(one.residents.all())
    comparisons = [
        compared
        for attribute in attributes
        if (compared := _compared(one, released, attributes, attribute, residents)) is not None
    ]
    return Told(one, title, attributes, released, table, _picture(one, released, attributes), comparisons)


def all_told(project: UUID, found: Iterable[Breakdown]) -> list[Told]:
    """Breakdowns of one project; what can be counted is looked up once."""
    known = sources(project)
    return [told(one, known.get(one.source)) for one in found]


def how_made() -> str:
    """The one sentence that stands beside released numbers, wherever they are."""
    return ngettext(
        "Rounded so that nobody can be found: all numbers are multiples of %(n)s, rounded once and for good.",
        "Rounded so that nobody can be found: all numbers are multiples of %(n)s, rounded once and for good.",
        THRESHOLD,
    ) % {"n": THRESHOLD}


def numbers_as_table(numbers: Numbers, attributes: Sequence[Attribute], caption: str, note: str) -> Table:
    """Rows of the first attribute, columns of the second where there is one, and totals."""
    first, second = attributes[0], attributes[1] if len(attributes) > 1 else None
    columns: list[dict[str, Any]] = [{"label": first.label}]
    across: list[str | None] = [*second.values, None] if second else [None]
    for value in across:
        named = second is not None and value is not None
        columns.append({"label": second.values[value] if named else _("All"), "end": True})  # type: ignore[index,union-attr]

    def line(value: str | None, label: Any) -> list[Any]:
        places = [((value, other) if second else (value,)) for other in across]
        return [label, *(number(numbers.get(place, 0)) for place in places)]

    rows = [line(value, label) for value, label in first.values.items()]
    return Table(caption, note, columns, rows, line(None, _("All")))


def _with_past(attribute: Attribute, released: Shown) -> Attribute:
    """With values that were there when it was released and are not declared any more."""
    values = {value: attribute.values.get(value, value) for value in released.values.get(attribute.key, ())}
    return Attribute(attribute.key, attribute.label, values)


def totals(released: Shown, attributes: Sequence[Attribute], attribute: Attribute) -> dict[str, int]:
    """The released number of each value of one attribute, over all values of the others."""
    at = [one.key for one in attributes].index(attribute.key)
    return {
        value: released.numbers.get(
            tuple(value if place == at else None for place in range(len(attributes))), 0
        )
        for value in attribute.values
    }


def _picture(one: Breakdown, released: Shown, attributes: Sequence[Attribute]) -> Any:
    first = attributes[0]
    off = released.margin(first.key)
    shown = [
        Bar(str(first.values[value]), n, max(0, n - off), n + off)
        for value, n in totals(released, attributes, first).items()
    ]
    return bars(
        shown,
        turned=_turned(),
        title=str(first.label),
        description=_("Numbers by %(attribute)s, with their margin.") % {"attribute": first.label},
        key=f"b-{one.code}",
    )


def margin_in_words(released: Shown, *attributes: str) -> str:
    """By how much such a number may be off."""
    off = int(released.margin(*attributes))
    return ngettext(
        "In 95 of 100 cases off by %(n)s person at most",
        "In 95 of 100 cases off by %(n)s people at most",
        off,
    ) % {"n": off}


def _compared(
    one: Breakdown,
    released: Shown,
    attributes: Sequence[Attribute],
    attribute: Attribute,
    residents: Iterable[Residents],
) -> Compared | None:
    here = [row for row in residents if row.attribute == attribute.key]
    if not here:
        return None
    numbers = {row.value: row.number for row in here}
    lives = {value: numbers[value] for value in attribute.values if value in numbers}
    if len(lives) < 2:
        return None
    took = totals(released, attributes, attribute)
    found = ratios(took, released.margin(attribute.key), released.margin(), lives)
    rows = [
        [
            attribute.values[value],
            number(took[value]),
            number(people),
            _decimal(found[value]),
            _interval(found[value]),
            claim_in_words(found[value]),
        ]
        for value, people in lives.items()
    ]
    columns: list[dict[str, Any]] = [
        {"label": attribute.label},
        {"label": _("Took part"), "end": True},
        {"label": _("Live here"), "end": True},
        {"label": _("Ratio"), "end": True},
        {"label": _("Between"), "end": True},
        {"label": _("What it says")},
    ]
    caption = _("Who takes part against who lives here, by: %(attribute)s") % {"attribute": attribute.label}
    note = _(
        "1 means: as many as their share among residents. Whoever did not say is left out and never guessed."
    )
    picture = bars(
        [
            Bar(str(attribute.values[value]), round(ratio.value, 2), ratio.low, ratio.high)
            for value, ratio in found.items()
            if ratio is not None
        ],
        turned=_turned(),
        title=caption,
        description=note,
        target=1,
        target_word=_("their share"),
        key=f"r-{one.code}-{attribute.key}",
    )
    table = Table(caption, note, columns, rows, [])
    return Compared(attribute, here[0].source, here[0].year, table, picture)


def claim_in_words(ratio: Ratio | None) -> str:
    """A claim only where the whole interval says so."""
    if ratio is None:
        return _("Nothing can be said")
    return {
        "more": _("More than their share"),
        "fewer": _("Fewer than their share"),
        "none": _("No claim: the interval spans 1"),
    }[ratio.claim]


def open_rows(found: Iterable[Told]) -> Iterator[dict[str, Any]]:
    """Released numbers as open data: a row for each number of the newest quarter, codes and no words."""
    for one in found:
        if one.released is None:
            continue
        keys = [attribute.key for attribute in one.attributes]
        for place, value in one.released.numbers.items():
            names = tuple(key for key, at in zip(keys, place, strict=True) if at is not None)
            yield {
                "breakdown": one.one.code,
                "counted": one.one.source,
                "until": one.released.quarter,
                "by": " ".join(names),
                "values": " ".join(str(at) for at in place if at is not None),
                "number": value,
                "margin": one.released.margin(*names),
                "rounded_to": THRESHOLD,
            }


def sources_note(compared: Compared) -> str:
    """Where the numbers of residents come from."""
    return _("Residents: %(source)s, %(year)s") % {"source": compared.source, "year": compared.year}


def _decimal(ratio: Ratio | None) -> str:
    return "–" if ratio is None else _hundredths(ratio.value)


def _interval(ratio: Ratio | None) -> str:
    if ratio is None:
        return "–"
    return f"{_hundredths(ratio.low)}–{_hundredths(ratio.high)}"


def _hundredths(value: float) -> str:
    """As in the picture beside it: rounded, and with the signs that counts have in the same table."""
    return str(number(round(value, 2)))


def _turned() -> bool:
    return direction(translation.get_language() or "en") == "rtl"

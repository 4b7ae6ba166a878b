"""A report as a book of sheets: every number a number, so that whoever checks can add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, pgettext

from passerelle.core.sheets import Leaf, as_book
from passerelle.engines.documents.model import rtl
from passerelle.evidence.reports.document import figures
from passerelle.evidence.reports.model import Report, Sheet, Split


def book(report: Report) -> bytes:
    """The report as XLSX, in its own language."""
    with translation.override(report.language):
        leaves = [
            Leaf(gettext("Report"), (gettext("What"), ""), list(_about(report))),
            Leaf(gettext("Gatherings"), _heads(), [_row(one) for one in report.sheets]),
            Leaf(gettext("Breakdowns"), _split_heads(), list(_splits(report))),
            Leaf(gettext("Indicators"), _line_heads(), [_line(one) for one in report.lines]),
            Leaf(
                gettext("Texts"),
                (gettext("What"), gettext("Language"), gettext("Text")),
                list(_texts(report)),
            ),
            Leaf(
                gettext("People"),
                (gettext("Role"), gettext("Organisation"), gettext("Name"), gettext("People")),
                [(one.role, one.organisation, one.name, one.people) for one in report.people],
            ),
        ]
        return as_book(leaves, turned=rtl(report.language), title=report.title)


def _about(report: Report) -> Iterator[Sequence[Any]]:
    if report.invented:
        yield gettext("Invented for the demonstration"), ""
    yield gettext("Report"), report.title
    yield gettext("Project"), report.project
    yield gettext("Title"), report.project_title.words
    yield gettext("Programme"), report.programme
    yield gettext("Grant number"), report.grant
    yield gettext("Lead"), report.lead
    yield gettext("This report is about"), report.period
    yield gettext("As of"), report.made
    for key, label, value in figures(report.counts):
        yield (f"{label} ({gettext('claimed')})" if key == report.claims else label), value
    for label in report.hands:
        yield label, ""
    if report.funder:
        yield gettext("Funding"), report.funder.statement
        yield "", report.funder.disclaimer


def _heads() -> tuple[str, ...]:
    return (
        gettext("Number"),
        gettext("Gathering"),
        gettext("Kind"),
        gettext("Begins"),
        gettext("Ends"),
        gettext("Place"),
        gettext("Town"),
        gettext("Country"),
        gettext("Mode"),
        gettext("Host"),
        gettext("Languages"),
        gettext("People who came"),
        gettext("Heads, counted in the room"),
        gettext("Registrations"),
    )


def _row(one: Sheet) -> tuple[Any, ...]:
    return (
        one.number,
        one.title,
        one.kind,
        one.starts,
        one.ends or one.starts,
        one.place,
        one.town,
        one.country_name,
        one.mode,
        one.host,
        one.spoken,
        one.counts.people,
        one.counts.heads,
        one.counts.registrations,
    )


def _split_heads() -> tuple[str, ...]:
    units = (pgettext("unit", "People"), pgettext("unit", "Attendances"), pgettext("unit", "Heads"))
    return (gettext("Number"), gettext("Gathering"), gettext("Breakdown"), gettext("What"), *units)


def _splits(report: Report) -> Iterator[tuple[Any, ...]]:
    """Those of each gathering, then those of all together."""
    for one in report.sheets:
        yield from _parts(one.number, one.title, one.splits)
    yield from _parts("", gettext("All together"), report.splits)


def _parts(number: Any, title: str, found: Sequence[Split]) -> Iterator[tuple[Any, ...]]:
    for split in found:
        for part in split.parts:
            yield number, title, split.caption, part.label, part.people, part.attendances, part.heads


def _line_heads() -> tuple[str, ...]:
    return (
        gettext("Indicator"),
        gettext("Unit"),
        gettext("Baseline"),
        gettext("Target"),
        gettext("Reached"),
        gettext("Lowest"),
        gettext("Highest"),
        gettext("How it is counted"),
        gettext("Source"),
        gettext("Told to the funder"),
        gettext("Why there is no number"),
    )


def _line(one: Any) -> tuple[Any, ...]:
    told = (one.baseline, one.target, one.reached, one.low, one.high)
    claimed = gettext("claimed") if one.claimed else gettext("not claimed")
    numbers = ("" if value is None else float(value) for value in told)
    return (one.title.words, one.unit_label, *numbers, one.rule, one.source, claimed, one.why)


def _texts(report: Report) -> Iterator[tuple[Any, ...]]:
    for section in report.sections:
        if section.kind == "text":
            yield section.heading, section.text.language, section.text.words
    for one in report.sheets:
        if one.text.words:
            yield f"{one.number}. {one.title}", one.text.language, one.text.words

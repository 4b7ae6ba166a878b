"""A report as a document: what DOCX and PDF are made of, and what takes the place of {{events}} in a template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.utils import translation
from django.utils.translation import gettext, pgettext

from passerelle.core import papers
from passerelle.core.dates import format_partial
from passerelle.core.markdown import Piece, headings
from passerelle.core.templatetags.look import number
from passerelle.engines.documents import (
    NO_LANGUAGE,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Run,
    Table,
    of_name,
)
from passerelle.engines.documents import Funder as Said
from passerelle.engines.documents import Part as InState
from passerelle.engines.documents.model import Block, Words
from passerelle.engines.text.segments import blocks as segments
from passerelle.evidence.reports.model import Counts, Line, Part, Report, Section, Sheet, Split, Text

NOTHING = "–"


def document(report: Report) -> Document:
    """The whole report, in its own language whatever language is active."""
    with translation.override(report.language):
        blocks = [*_notes(report)]
        for section in report.sections:
            blocks += _section(section, report)
        blocks += funder(report)
        return Document(
            title=report.title,
            language=report.language,
            made=datetime.fromisoformat(report.made).replace(tzinfo=UTC),
            blocks=tuple(blocks),
            house=report.lead or "Passerelle",
            kicker=f"{report.project} · {report.programme}",
            short=report.title,
            foot=" · ".join(filter(None, (report.project, report.grant))),
            page=gettext("Page {page} of {pages}"),
            keywords=tuple(filter(None, (report.project, report.grant))),
        )


def _notes(report: Report) -> Iterator[Block]:
    if report.invented:
        says = gettext("No such project, no such organisations and no such people exist.")
        yield Note(gettext("Invented for the demonstration"), (Paragraph(says),))
    if not report.sent:
        says = gettext("Its numbers are as of %(day)s and may still change.")
        day = format_partial(report.made, report.language)
        yield Note(gettext("Not sent yet"), (Paragraph(says % {"day": day}),))


def _section(section: Section, report: Report) -> list[Block]:
    if section.kind == "text":
        return [Heading(section.heading), *words(section.text, report.language)]
    blocks = part(section.kind, report)
    # Each gathering has a sheet of its own, the first one too.
    begins: list[Block] = [PageBreak()] if section.kind == "events" else []
    return [*begins, Heading(section.heading), *blocks] if blocks else []


def part(kind: str, report: Report) -> list[Block]:
    """What is made of records (programmes.MADE), without its heading; the report's language is active."""
    made = {
        "facts": _facts,
        "partners": _partners,
        "figures": _figures,
        "events": _events,
        "indicators": _indicators,
        "by_hand": _hands,
        "people": _people,
    }
    return made[kind](report)


def words(text: Text, language: str) -> list[Block]:
    """What somebody wrote; that it is in another language is said over it, that nothing is there in its place."""
    if not text.words.strip():
        return [Paragraph(gettext("Nothing is written here yet."), kind="small")]
    there = segments(text.words)
    # Below the heading of the part, and never jumping over one on the way down.
    levels = iter(headings(one.level for one in there if one.kind == "heading"))
    pieces = [
        Piece(one.kind, next(levels) + 1 if one.kind == "heading" else one.level, one.text, one.number)
        for one in there
    ]
    found = papers.blocks(pieces)
    if text.language == language:
        return list(found)
    return [InState(found, text.language, "missing", text.said)]


# ---------------------------------------------------------------- facts, partners, people


def _facts(report: Report) -> list[Block]:
    title = report.project_title
    told: list[tuple[str, Words]] = [
        (gettext("Project"), (Run(report.project, of_name(report.project)),)),
        (gettext("Title"), (Run(title.words, title.language),)),
        (gettext("Programme"), report.programme),
        (gettext("Grant number"), (Run(report.grant, NO_LANGUAGE),)),
        (gettext("Lead"), (Run(report.lead, of_name(report.lead or "–")),)),
        (gettext("The project runs"), report.runs),
        (gettext("This report is about"), report.period),
        (gettext("As of"), format_partial(report.made, report.language)),
    ]
    return [Facts(tuple((term, what) for term, what in told if _says(what)))]


def _says(what: Words) -> bool:
    return bool(what if isinstance(what, str) else what[0].text)


def _partners(report: Report) -> list[Block]:
    rows = tuple(
        (
            (
                Run(one.name, of_name(one.name)),
                *((Run(f" ({gettext('lead partner')})"),) if one.lead else ()),
            ),
            one.kind,
            (Run(one.town, of_name(one.town or "–")),),
            one.country,
        )
        for one in report.partners
    )
    head = (gettext("Organisation"), gettext("Kind"), gettext("Town"), gettext("Country"))
    return [Table(gettext("Partners, the lead first"), head, rows, widths=(4, 3, 2.5, 2))] if rows else []


def _people(report: Report) -> list[Block]:
    rows = tuple(
        (
            one.role,
            (Run(one.organisation, of_name(one.organisation)),) if one.organisation else NOTHING,
            (Run(one.name, of_name(one.name)),) if one.name else NOTHING,
            number(one.people),
        )
        for one in report.people
    )
    if not rows:
        return []
    head = (gettext("Role"), gettext("Organisation"), gettext("Name"), gettext("People"))
    says = gettext("By name stands here whoever agreed to be shown; the others by role and organisation.")
    return [
        Paragraph(says, kind="small"),
        Table(gettext("Who did what"), head, rows, widths=(2.8, 3.6, 2.8, 1.4)),
    ]


def _hands(report: Report) -> list[Block]:
    if not report.hands:
        return []
    says = gettext("The funder asks for these numbers. They are not recorded here: enter them yourselves.")
    head = (gettext("What is asked for"), gettext("Number"))
    rows = tuple((one, "") for one in report.hands)
    return [Paragraph(says, kind="small"), Table(gettext("To enter by hand"), head, rows, widths=(4, 1))]


# ---------------------------------------------------------------- numbers


def _figures(report: Report) -> list[Block]:
    says = gettext(
        "Three numbers that are never added up: people are counted once by a code of their own, attendances once for "
        "each gathering, heads where nobody was asked for a code."
    )
    return [Paragraph(says), *_counts(report.counts, report.claims), *splits(report.splits, together=True)]


def _counts(counts: Counts, claims: str) -> list[Block]:
    rows = tuple(
        ((Run(label, strong=key == claims),), number(value), gettext("Claimed") if key == claims else "")
        for key, label, value in figures(counts)
    )
    head = (gettext("What"), gettext("Number"), gettext("Told to the funder"))
    return [Table(gettext("Who took part"), head, rows, widths=(4, 1.5, 2.5))]


def figures(counts: Counts) -> list[tuple[str, str, int]]:
    """(key, label, number), in the language that is active."""
    return [
        ("people", gettext("People, counted once"), counts.people),
        ("attendances", pgettext("unit", "Attendances"), counts.attendances),
        ("heads", gettext("Heads, counted in the room"), counts.heads),
        ("registrations", gettext("Registrations"), counts.registrations),
    ]


def splits(found: Sequence[Split], *, together: bool = False) -> list[Block]:
    """Breakdowns as tables. together: of several gatherings, where people and attendances are different numbers."""
    heads = split_heads(together=together)
    made: list[Block] = []
    for one in found:
        if not one.parts:
            continue
        rows = tuple((part.label, *map(number, numbers(part, together=together))) for part in one.parts)
        head = (gettext("What"), *heads)
        made.append(Table(one.caption, head, rows, widths=(4, *(1.5 for _head in heads))))
    return made


def split_heads(*, together: bool) -> list[str]:
    """What the columns of a breakdown are called."""
    heads = [pgettext("unit", "People"), pgettext("unit", "Attendances"), pgettext("unit", "Heads")]
    return heads if together else [heads[0], heads[2]]


def numbers(part: Part, *, together: bool) -> tuple[int, ...]:
    """At one gathering people are attendances."""
    return (part.people, part.attendances, part.heads) if together else (part.people, part.heads)


def _events(report: Report) -> list[Block]:
    return [
        block for at, one in enumerate(report.sheets) for block in sheet(one, report.language, apart=at > 0)
    ]


def sheet_facts(one: Sheet) -> list[tuple[str, Words]]:
    """When, where, what and how many, as far as it is known."""
    named = [Run(part, of_name(part)) for part in (one.place, one.town) if part]
    named += [Run(one.country_name)] if one.country_name else []
    where = tuple(run for at, part in enumerate(named) for run in ((Run(", "), part) if at else (part,)))
    told: list[tuple[str, Words]] = [
        (gettext("When"), one.when),
        (gettext("Where"), where or ""),
        (gettext("Kind"), one.kind),
        (gettext("Mode"), one.mode),
        (gettext("Host"), (Run(one.host, of_name(one.host or NOTHING)),)),
        (gettext("Languages"), one.spoken),
        (gettext("People who came"), number(one.counts.people)),
        (gettext("Heads, counted in the room"), number(one.counts.heads)),
        (gettext("Registrations"), number(one.counts.registrations)),
    ]
    return [(term, what) for term, what in told if _says(what)]


def sheet(one: Sheet, language: str, *, apart: bool = False) -> list[Block]:
    """One gathering on its own sheet. apart: it begins on a new page."""
    spoken = one.language or of_name(one.title)
    blocks: list[Block] = [PageBreak()] if apart else []
    blocks += [
        Heading(
            (Run(f"{one.number}. ", NO_LANGUAGE), Run(one.title, spoken if spoken != language else "")), 2
        ),
        Facts(tuple(sheet_facts(one))),
    ]
    if one.text.words.strip():
        blocks += words(one.text, language)
    return [*blocks, *splits(one.splits)]


def _indicators(report: Report) -> list[Block]:
    if not report.lines:
        return []
    rows = tuple(line(one, report.language) for one in report.lines)
    caption = gettext("What was to be reached, and what was")
    return [Table(caption, line_head(), rows, widths=(3.4, 2.3, 1.8, 1.7, 1.9, 2.9))]


def line_head() -> tuple[str, ...]:
    """What the columns of the indicators are called."""
    return (
        gettext("Indicator"),
        gettext("Unit"),
        gettext("Baseline"),
        gettext("Target"),
        gettext("Reached"),
        gettext("How it is counted"),
    )


def line(one: Line, language: str) -> tuple[Words, ...]:
    """One indicator as a row."""
    title = (
        Run(
            one.title.words, one.title.language if one.title.language != language else "", strong=one.claimed
        ),
        *((Run(f" ({one.title.said})"),) if one.title.said else ()),
        *(() if one.claimed else (Run(f" – {gettext('not claimed')}"),)),
    )
    reached = decimal(one.reached)
    if one.low is not None and one.high is not None:
        reached = f"{reached} ({decimal(one.low)}–{decimal(one.high)})"
    return (title, one.unit_label, decimal(one.baseline), decimal(one.target), reached, one.why or one.rule)


def decimal(value: str | None) -> str:
    """A number told as decimal text, as the active language writes it."""
    if value is None:
        return NOTHING
    whole = float(value)
    return str(number(int(whole) if whole.is_integer() else whole))


def funder(report: Report) -> list[Block]:
    one = report.funder
    if one is None:
        return []
    beside = gettext("These words were not compared with the funder’s own in this language.")
    return [
        Said(
            one.statement,
            one.disclaimer,
            f"{one.acronym} {report.grant}" if report.grant else "",
            one.language if one.language != report.language else "",
            "eu" if one.emblem == "eu" else "",
            gettext("The flag of the European Union: twelve gold stars in a circle on blue"),
            "" if one.compared else beside,
        )
    ]

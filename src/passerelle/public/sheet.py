"""The sheet of a project: what its page says, on paper, with the funder's words in their language.

Composed from what everybody may read; names of people stand on the page only, where a consent can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from passerelle.core import papers
from passerelle.core.dates import Partial, format_partial, format_period, parse_partial
from passerelle.core.markdown import Piece
from passerelle.core.templatetags.look import number
from passerelle.engines.documents import (
    NO_LANGUAGE,
    Document,
    Facts,
    Funder,
    Heading,
    Note,
    Paragraph,
    Part,
    Run,
    Table,
    of_name,
    pdf,
)
from passerelle.engines.documents.model import Block
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import country_name
from passerelle.network.actions import owner_of
from passerelle.network.models import Organisation, Partnership, Project
from passerelle.network.programmes import programme
from passerelle.network.queries import countries_in, partners_of
from passerelle.public import queries
from passerelle.public.sections import Page, Section, named, sections

LONGEST = 60_000  # letters of a project's text on its sheet, about twenty pages: under a second to set


def sheet(project: Project, language: str) -> Document:
    """The sheet in the reader's language; what is not translated stands there in its own, and says so.

    At most five questions to the database. `language` is one the interface has, and active."""
    found = queries.editions(owner_of(project), language)
    text = sections(found.shown, found.source, language)
    partners = partners_of(project, language)
    countries = countries_in({p.organisation.country for p in partners} or set(project.countries), language)
    shown, whole = _cut(text.sections)
    title, spoken = (
        (found.shown.title, found.shown.title_language)
        if found.shown and found.shown.title
        else (project.acronym, of_name(project.acronym))
    )
    blocks: list[Block] = [
        Facts(_facts(project, partners, countries, language, title)),
        *_notes(project, text, language),
        *_text(shown, language),
    ]
    if not text.sections:
        blocks.append(Paragraph(gettext("This project has no text yet.")))
    if not whole:
        blocks.append(Note(gettext("The text goes on"), (Paragraph(_where(project, language)),)))
    if partners:
        blocks += [Heading(gettext("Partners")), _partners(partners, language)]
    blocks += _sources(project)
    document = _dressed(project, language, title, spoken, len(partners) or len(countries), blocks)
    if missing := pdf.undrawable(document):
        sentence = gettext(
            "This file cannot show these signs; the project’s page can. Their number: %(count)s"
        )
        blocks.append(Paragraph(sentence % {"count": number(len(missing))}, kind="small"))
    blocks += _funder(project, language)
    return _dressed(project, language, title, spoken, len(partners) or len(countries), blocks)


def _dressed(
    project: Project, language: str, title: str, spoken: str, planks: int, blocks: list[Block]
) -> Document:
    return Document(
        title=title,
        title_language=spoken,
        language=language,
        made=datetime.combine(timezone.localdate(), time(), UTC),
        blocks=tuple(blocks),
        kicker=gettext("Project sheet"),
        planks=planks,
        short=project.acronym,
        foot=project.acronym,
        page=gettext("Page {page} of {pages}"),
        keywords=(project.acronym,),
    )


def _facts(
    project: Project, partners: Sequence[Partnership], countries: Sequence[str], language: str, title: str
) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    lead = next((p.organisation.name for p in partners if p.lead), project.lead_name)
    funding = programme(project.programme)
    address = _address(project, language)
    told = (
        (gettext("Acronym"), _name(project.acronym if project.acronym != title else "")),
        (gettext("Lead"), _name(lead)),
        (gettext("Period"), (Run(_period(project, language)),)),
        (gettext("State"), (Run(_stage(project)),)),
        (gettext("Programme"), (Run(funding.name(language) if funding else project.programme),)),
        (gettext("Grant number"), (Run(project.grant_number, NO_LANGUAGE),)),
        (gettext("Countries"), (Run(in_a_row(countries, language)),)),
        (gettext("Page on the web"), (Run(address, NO_LANGUAGE, link=address),)),
        (gettext("As of"), (Run(format_partial(timezone.localdate().isoformat(), language)),)),
    )
    return tuple((term, value) for term, value in told if value[0].text)


def _name(name: str) -> tuple[Run, ...]:
    return (Run(name, of_name(name)),)


def _period(project: Project, language: str) -> str:
    if project.starts or project.ends:
        return format_period(project.starts, project.ends, language)
    if project.months:
        months = ngettext("%(count)s month", "%(count)s months", project.months)
        return months % {"count": number(project.months)}
    return ""


def _stage(project: Project) -> str:
    """Where a project stands today; nothing when its dates leave that open."""
    today = timezone.localdate()
    starts, ends = _read(project.starts), _read(project.ends)
    if starts and today < starts.first_day():
        return gettext("Not begun yet")
    if ends and today > ends.last_day():
        return gettext("Ended")
    if starts and ends and starts.last_day() <= today <= ends.first_day():
        return gettext("Under way")
    return ""


def _read(value: str) -> Partial | None:
    return parse_partial(value) if value else None


def _notes(project: Project, text: Page, language: str) -> list[Block]:
    notes: list[Block] = []
    if project.invented:
        says = gettext("No such project, no such organisations and no such people exist.")
        notes.append(Note(gettext("Invented for the demonstration"), (Paragraph(says),)))
    if text.source and text.source != language:
        title = gettext("Written in %(source)s. You are reading %(reader)s.")
        names = {"source": named(text.source, language), "reader": named(language, language)}
        notes.append(Note(title % names, (Paragraph(" ".join(text.told)),)))
    return notes


def _cut(found: Sequence[Section]) -> tuple[list[Section], bool]:
    """As many whole paragraphs as fit on a sheet, in their sections, and whether these are all."""
    room, shown = LONGEST, list[Section]()
    for section in found:
        fitting: list[Piece] = []
        for piece in section.pieces:
            room -= len(piece.text)
            if room < 0:
                return [*shown, *([replace(section, pieces=tuple(fitting))] if fitting else [])], False
            fitting.append(piece)
        shown.append(section)
    return shown, True


def _text(found: Sequence[Section], language: str) -> list[Block]:
    blocks: list[Block] = []
    for section in found:
        body = papers.blocks(section.pieces)
        spoken = section.language if section.language != language else ""
        state = "" if section.title else section.mark
        blocks.append(Part(body, spoken, state, section.word if state else "", section.say if state else ""))  # type: ignore[arg-type]
    return blocks


def _partners(partners: Sequence[Partnership], language: str) -> Table:
    rows = tuple(
        (
            (
                *_name(one.organisation.name),
                *((Run(f" ({gettext('lead partner')})"),) if one.lead else ()),
            ),
            str(Organisation.Kind(one.organisation.kind).label),
            _name(one.organisation.town),
            country_name(one.organisation.country, language),
        )
        for one in partners
    )
    head = (gettext("Organisation"), gettext("Kind"), gettext("Town"), gettext("Country"))
    return Table(gettext("Partners, the lead first"), head, rows, widths=(4, 3, 2.5, 2))


def _sources(project: Project) -> list[Block]:
    if not project.sources:
        return []
    told: list[Block] = [Heading(gettext("Where these facts come from"))]
    for source in project.sources:
        address = source.get("address", "")
        by = source.get("organisation", "")
        said = f"{source.get('title', '')} – {by}" if by else source.get("title", "")
        told.append(Paragraph((Run(said, source.get("language", ""), link=address),), kind="small"))
    return told


def _funder(project: Project, language: str) -> list[Block]:
    funding = programme(project.programme)
    if funding is None:
        return []
    statement, disclaimer = funding.acknowledgement(language), funding.disclaimer(language)
    compared = statement.official and disclaimer.official
    beside = (
        "" if compared else gettext("These words were not compared with the funder’s own in this language.")
    )
    return [
        Funder(
            statement.text,
            disclaimer.text,
            f"{funding.acronym} {project.grant_number}" if project.grant_number else "",
            statement.language if statement.language != language else "",
            "eu" if funding.emblem == "eu" else "",
            gettext("The flag of the European Union: twelve gold stars in a circle on blue"),
            beside,
        )
    ]


def _where(project: Project, language: str) -> tuple[Run, ...]:
    address = _address(project, language)
    return (
        Run(gettext("The whole text is on the project’s page:")),
        Run(" "),
        Run(address, NO_LANGUAGE, link=address),
    )


def _address(project: Project, language: str) -> str:
    with translation.override(language):
        return f"{settings.ADDRESS}{reverse('project', args=[project.code, project.slug])}"

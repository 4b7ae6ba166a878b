"""What a funder would find missing in a report, by name, with where it is mended and who can do it. No question asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from passerelle.core.templatetags.look import foreign, number
from passerelle.evidence.models import Report
from passerelle.evidence.reports.composing import OF_EVENT
from passerelle.evidence.reports.model import Part, Section, Sheet, Text
from passerelle.evidence.reports.model import Report as Told
from passerelle.language.rows import in_a_row

HELD, PLANNED = "held", "planned"


@dataclass(frozen=True, slots=True)
class Missing:
    """what: by its name, in `language`; says: what is not there, in the language `spoken`, "" for the reader's.
    url: where it is mended, "" for nowhere here. who: whose it is."""

    what: str
    says: str
    url: str
    who: str
    language: str = ""
    spoken: str = ""


def missing(report: Report, told: Told) -> list[Missing]:
    """In the order of the report; empty: nothing is."""
    return [
        *_about_project(report, told),
        *(one for section in told.sections for one in _about_section(report, told, section)),
    ]


def _about_project(report: Report, told: Told) -> Iterator[Missing]:
    facts, lead = reverse("desk_facts", args=[report.project.code]), gettext("The lead")
    if not told.grant:
        yield Missing(gettext("Grant number"), gettext("It is not written down."), facts, lead)
    if not told.runs:
        yield Missing(gettext("Dates of the project"), gettext("They are not written down."), facts, lead)
    if told.funder is None:
        says = gettext("No programme is chosen, so nothing is said of who funds it.")
        yield Missing(gettext("Funding programme"), says, facts, lead)
    elif not told.funder.compared:
        says = gettext("These words were not compared with the funder’s own in this language.")
        yield Missing(gettext("The funder’s words"), says, "", lead)
    if told.hands:
        yield Missing(gettext("Numbers to enter by hand"), _hands(report, told), "", lead)


def _hands(report: Report, told: Told) -> SafeString:
    """The numbers stand in the report in its own language, and are named here as they stand there."""
    says = gettext("The funder asks for numbers that are not recorded here: %(names)s.")
    names = in_a_row((f"{{{at}}}" for at in range(len(told.hands))), style="unit")
    tag = foreign(report.language)
    return format_html(
        says % {"names": names}, *(format_html("<bdi{}>{}</bdi>", tag, one) for one in told.hands)
    )


def _about_section(report: Report, told: Told, section: Section) -> Iterator[Missing]:
    if section.kind == "text":
        url = reverse("desk_report_write", args=[report.code, section.key])
        who = gettext("Coordinators")
        if not section.text.words.strip():
            yield Missing(section.heading, gettext("Nothing is written here yet."), url, who, report.language)
            return
        if section.limit and len(section.text.words) > section.limit:
            says = ngettext(
                "It is %(n)s character too long.",
                "It is %(n)s characters too long.",
                len(section.text.words) - section.limit,
            )
            over = number(len(section.text.words) - section.limit)
            yield Missing(section.heading, says % {"n": over}, url, who, report.language)
        yield from _elsewhere(report, section.text, Missing(section.heading, "", url, who, report.language))
    elif section.kind == "events":
        if not told.sheets:
            says = gettext("No gathering lies in this period.")
            yield Missing(
                section.heading,
                says,
                reverse("desk_gatherings", args=[report.project.code]),
                "",
                report.language,
            )
        for one in told.sheets:
            yield from _about_gathering(report, one)
    elif section.kind == "indicators":
        yield from _about_indicators(report, told, section)


def _about_indicators(report: Report, told: Told, section: Section) -> Iterator[Missing]:
    lead = gettext("The lead")
    if not told.lines:
        url = reverse("desk_indicators", args=[report.project.code])
        yield Missing(section.heading, gettext("No indicator yet"), url, lead, report.language)
    for line in told.lines:
        if line.reached is None:
            url = reverse("desk_indicator", args=[line.code]) if line.code else ""
            yield Missing(line.title.words, line.why, url, lead, line.title.language, report.language)


def _about_gathering(report: Report, one: Sheet) -> Iterator[Missing]:
    url = reverse("desk_gathering", args=[one.code])
    says: list[str] = []
    if one.state == PLANNED:
        says.append(gettext("Nobody has noted yet whether it took place."))
    elif not one.counts.attendances and not one.counts.heads:
        says.append(gettext("Nobody who came is written down, and no heads are counted."))
    if not one.host:
        says.append(gettext("It has no host."))
    if not one.town or not one.country:
        says.append(gettext("Its town or country is not known."))
    unknown = sum(part.attendances + part.heads for part in _unsaid(one))
    if unknown:
        told = ngettext(
            "Of %(n)s who came nobody knows from which country.",
            "Of %(n)s who came nobody knows from which country.",
            unknown,
        )
        says.append(told % {"n": number(unknown)})
    if says:
        yield Missing(one.title, " ".join(says), url, one.host or gettext("The lead"), one.language)
    write = reverse("desk_report_write", args=[report.code, f"{OF_EVENT}{one.code}"])
    who = gettext("Coordinators")
    if not one.text.words.strip():
        yield Missing(one.title, gettext("Nothing is written about it yet."), write, who, one.language)
    else:
        yield from _elsewhere(report, one.text, Missing(one.title, "", write, who, one.language))


def _unsaid(one: Sheet) -> list[Part]:
    return [part for split in one.splits if split.by == "country" for part in split.parts if not part.key]


def _elsewhere(report: Report, text: Text, found: Missing) -> Iterator[Missing]:
    """found: what it would be, were nothing said of it."""
    if text.said:
        yield replace(found, says=text.said, spoken=report.language)

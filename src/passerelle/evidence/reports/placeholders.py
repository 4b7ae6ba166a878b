"""What somebody's own Word template can say: {{project.title}}, {{figures.people}}, rows for events, parts of texts.

The names are English and stay the same in every language, so that a template serves reports in all of them.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation

from passerelle.core.dates import format_partial
from passerelle.core.templatetags.look import number
from passerelle.engines.documents import NO_LANGUAGE, Run, of_name
from passerelle.engines.documents.filling import Given
from passerelle.engines.documents.model import Block, Words
from passerelle.evidence.reports import document, programmes
from passerelle.evidence.reports.model import Report

# Names of what is written or made of records; a template may use any, whatever its report's form asks for.
TEXTS = tuple(
    key
    for key in (
        *("summary", "objectives", "cooperation", "activities", "participants", "results", "dissemination"),
        *("lasting", "changes", "ethics", "equality", "conclusions"),
    )
)
COLUMNS = {
    "event": (
        *("number", "title", "kind", "when", "place", "town", "country", "mode", "host", "languages"),
        *("people", "heads", "registrations", "text"),
    ),
    "indicator": ("title", "unit", "baseline", "target", "reached", "rule", "source"),
    "partner": ("name", "kind", "town", "country"),
    "country": ("name", "people", "attendances", "heads"),
    "person": ("role", "organisation", "name"),
}


def given(report: Report) -> Given:
    """Everything a template can ask of this report."""
    with translation.override(report.language):
        return Given(
            language=report.language,
            words=_words(report),
            rows=_rows(report),
            blocks=_blocks(report),
            house=report.lead or "Passerelle",
            columns=COLUMNS,
        )


def _words(report: Report) -> dict[str, Words]:
    funder = report.funder
    said = funder.language if funder else ""
    told: dict[str, Words] = {
        "report.title": report.title,
        "report.period": report.period,
        "report.date": format_partial(report.made, report.language),
        "project.acronym": (_name(report.project),),
        "project.title": (Run(report.project_title.words, report.project_title.language),),
        "project.period": report.runs,
        "project.lead": (_name(report.lead),),
        "grant.number": (Run(report.grant, NO_LANGUAGE),),
        "programme.name": report.programme,
        "funder.acknowledgement": (Run(funder.statement if funder else "", said),),
        "funder.disclaimer": (Run(funder.disclaimer if funder else "", said),),
        "figures.events": number(len(report.sheets)),
        "figures.partners": number(len(report.partners)),
        "figures.countries": number(len({one.country for one in report.sheets if one.country})),
    }
    for key, _label, value in document.figures(report.counts):
        told[f"figures.{key}"] = number(value)
    return told


def _rows(report: Report) -> dict[str, list[dict[str, Words]]]:
    countries = next((one for one in report.splits if one.by == "country"), None)
    return {
        "event": [_event(one) for one in report.sheets],
        "indicator": [
            {
                "title": (Run(one.title.words, one.title.language),),
                "unit": one.unit_label,
                "baseline": document.decimal(one.baseline),
                "target": document.decimal(one.target),
                "reached": document.decimal(one.reached),
                "rule": one.why or one.rule,
                "source": one.source,
            }
            for one in report.lines
        ],
        "partner": [
            {"name": (_name(one.name),), "kind": one.kind, "town": (_name(one.town),), "country": one.country}
            for one in report.partners
        ],
        "country": [
            {
                "name": one.label,
                "people": number(one.people),
                "attendances": number(one.attendances),
                "heads": number(one.heads),
            }
            for one in (countries.parts if countries else ())
        ],
        "person": [
            {"role": one.role, "organisation": (_name(one.organisation),), "name": (_name(one.name),)}
            for one in report.people
        ],
    }


def _event(one: Any) -> dict[str, Words]:
    return {
        "number": number(one.number),
        "title": (Run(one.title, one.language or of_name(one.title)),),
        "kind": one.kind,
        "when": one.when,
        "place": (_name(one.place),),
        "town": (_name(one.town),),
        "country": one.country_name,
        "mode": one.mode,
        "host": (_name(one.host),),
        "languages": one.spoken,
        "people": number(one.counts.people),
        "heads": number(one.counts.heads),
        "registrations": number(one.counts.registrations),
        "text": (Run(one.text.words, one.text.language),),
    }


def _blocks(report: Report) -> dict[str, tuple[Block, ...]]:
    written = {one.key: one.text for one in report.sections if one.kind == "text"}
    told: dict[str, tuple[Block, ...]] = {
        f"text.{key}": tuple(document.words(written[key], report.language)) if key in written else ()
        for key in TEXTS
    }
    for key in sorted(programmes.MADE):
        told[key] = tuple(document.part(key, report))
    told["funder"] = tuple(document.funder(report))
    return told


def _name(name: str) -> Run:
    return Run(name, of_name(name) if name else "")

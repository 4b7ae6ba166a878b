"""How reports are read on a screen."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from passerelle.core import markdown
from passerelle.core.dates import format_period
from passerelle.core.markdown import Piece
from passerelle.core.templatetags.look import number
from passerelle.engines.documents.filling import Fault, Given, Where
from passerelle.engines.text.segments import blocks as segments
from passerelle.evidence.models import Report
from passerelle.evidence.reports import document, making, programmes
from passerelle.evidence.reports.composing import OF_EVENT
from passerelle.evidence.reports.missing import Missing
from passerelle.evidence.reports.model import Report as Told
from passerelle.evidence.reports.model import Sheet, Split, Text
from passerelle.language.tongues import name_in

_FILES = {"pdf": "PDF", "docx": "Word (DOCX)", "xlsx": "Excel (XLSX)", "json": "JSON"}
_BRIDGES = {"draft": "draft", "sent": "reviewed"}


def state_of(report: Report) -> dict[str, str]:
    return {"state": _BRIDGES[report.state], "word": report.get_state_display()}


def columns() -> list[dict[str, Any]]:
    return [{"label": _("Report")}, {"label": _("Form")}, {"label": _("Period")}, {"label": _("State")}]


def row_of(report: Report, language: str) -> list[Any]:
    form = programmes.definition(report.definition)
    return [
        {"text": report.title, "url": reverse("desk_report", args=[report.code]), "lang": report.language},
        f"{form.name(language)} ({form.year})" if form else report.definition,
        period_of(report, language),
        state_of(report),
    ]


def period_of(report: Report, language: str) -> str:
    if not report.starts_on and not report.ends_on:
        return _("The whole project")
    since, until = (day.isoformat() if day else "" for day in (report.starts_on, report.ends_on))
    return format_period(since, until, language)


def facts(report: Report, told: Told) -> list[dict[str, Any]]:
    language = translation.get_language() or "en"
    form = programmes.definition(report.definition)
    pairs = [
        (_("Form"), f"{form.name(language)} ({form.year})" if form else report.definition),
        (_("Period"), period_of(report, language)),
        (_("Language"), _tongue(report.language, language)),
        (_("Gatherings"), number(len(told.sheets))),
    ]
    if report.snapshot_id and report.digest:
        pairs.append((_("Fingerprint"), format_html('<code class="code">{}</code>', report.digest[:16])))
    return [{"term": term, "value": value} for term, value in pairs]


def _tongue(code: str, language: str) -> str:
    return name_in(code, language)


def figures(told: Told) -> list[dict[str, Any]]:
    return [
        {"label": label, "value": value, "claimed": key == told.claims}
        for key, label, value in document.figures(told.counts)
    ]


def gap_row(one: Missing, *, mends: bool) -> list[Any]:
    """mends: whether the reader is led to where it is mended; in a closed project nothing is."""
    what = {"text": one.what, "lang": one.language}
    says = {"text": one.says, "lang": one.spoken} if one.spoken else one.says
    return [{**what, "url": one.url} if mends and one.url else what, says, one.who]


def links(report: Report) -> list[dict[str, str]]:
    """The files to take away."""
    made = [
        {"url": reverse("desk_report_file", args=[report.code, key]), "label": _FILES[key]}
        for key in ("pdf", "docx", "xlsx", "json")
    ]
    if report.done > len(making.FORMS):
        own = {"url": reverse("desk_report_file", args=[report.code, making.OWN])}
        made.append({**own, "label": _("Your own template, filled (DOCX)")})
    return made


# ---------------------------------------------------------------- the page


def preview(told: Told, sheets: list[Sheet]) -> dict[str, Any]:
    """What the page shows, in the report's language."""
    with translation.override(told.language):
        return {
            "words": {
                "figures": document.figures(told.counts),
                "together": [_table(one, together=True) for one in told.splits if one.parts],
                "lines": [[*map(_plain, document.line(one, told.language))] for one in told.lines],
                "line_head": [
                    {"label": label, "end": 1 < at < 5} for at, label in enumerate(document.line_head())
                ],
            },
            "sections": [
                {"one": one, "body": body(one.text), "empty": not one.text.words.strip()}
                for one in told.sections
            ],
            "sheets": [
                {
                    "one": one,
                    "facts": [
                        {"term": term, "value": _plain(what)} for term, what in document.sheet_facts(one)
                    ],
                    "tables": [_table(split, of=f"{one.number}. ") for split in one.splits if split.parts],
                    "body": body(one.text),
                }
                for one in sheets
            ],
        }


def _plain(words: Any) -> str:
    return words if isinstance(words, str) else "".join(run.text for run in words)


def _table(split: Split, *, of: str = "", together: bool = False) -> dict[str, Any]:
    """of: the number of its event; without it, tables of one kind would be called alike by what reads aloud."""
    heads = document.split_heads(together=together)
    return {
        "caption": split.caption,
        "heard_as": f"{of}{split.caption}",
        "columns": [{"label": _("What")}, *({"label": one, "end": True} for one in heads)],
        "rows": [[part.label, *document.numbers(part, together=together)] for part in split.parts],
    }


def body(text: Text) -> Any:
    """The words of a part as safe HTML, its headings below those of the page."""
    there = segments(text.words)
    levels = iter(markdown.headings(one.level for one in there if one.kind == "heading"))
    pieces = [
        Piece(
            one.kind, min(next(levels) + 2, 6) if one.kind == "heading" else one.level, one.text, one.number
        )
        for one in there
    ]
    return markdown.render(pieces)


def part_of(report: Report, told: Told, key: str, language: str) -> dict[str, Any]:
    """What one is about to write: its heading, what belongs there, how long it may be."""
    if key.startswith(OF_EVENT):
        one = next(sheet for sheet in told.sheets if f"{OF_EVENT}{sheet.code}" == key)
        asks = _(
            "What happened there, in a few sentences: who spoke, what was worked on, what came out of it."
        )
        return {"heading": one.title, "heading_language": one.language, "asks": asks, "limit": 0}
    section = next(one for one in told.sections if one.key == key)
    return {
        "heading": programmes.heading(key, language),
        "heading_language": language,
        "asks": programmes.asks(key, language),
        "limit": section.limit,
    }


# ---------------------------------------------------------------- the own template


def placeholder_groups(given: Given) -> list[dict[str, Any]]:
    """Every placeholder there is, by how it is used."""
    rows = [f"{{{{{group}.{part}}}}}" for group in given.rows for part in given.parts_of(group)]
    return [
        {
            "title": _("Words and numbers, anywhere"),
            "names": [f"{{{{{one}}}}}" for one in sorted(given.words)],
        },
        {"title": _("In a row of a table: the row is repeated"), "names": rows},
        {
            "title": _("Alone in its paragraph: whole parts take its place"),
            "names": [f"{{{{{one}}}}}" for one in sorted(given.blocks)],
        },
    ]


def fault_row(one: Fault) -> list[Any]:
    name = f"{{{{{one.name}}}}}" if one.name else one.where.says
    return [{"text": name, "lang": "zxx"}, place(one.where), _todo(one)]


def place(where: Where) -> str:
    part = {
        "body": _("in the text"),
        "header": _("in the header"),
        "footer": _("in the footer"),
        "footnotes": _("in the footnotes"),
        "endnotes": _("in the endnotes"),
    }[where.part]
    if where.table:
        told = _("%(part)s, table %(table)d, row %(row)d, cell %(cell)d")
        numbers = {"table": where.table, "row": where.row, "cell": where.cell}
    elif where.box:
        told, numbers = _("%(part)s, in a text box"), {}
    else:
        told, numbers = _("%(part)s, paragraph %(n)d"), {"n": where.paragraph}
    return f"{told % {'part': part, **numbers}}: “{where.says}”"


def _todo(one: Fault) -> str:
    if one.code == "unknown":
        if one.proposal:
            return _("There is no such placeholder. Did you mean {{%(name)s}}?") % {"name": one.proposal}
        return _("There is no such placeholder. Choose one of those below.")
    return {
        "open": _("Its brackets do not close in the same paragraph."),
        "alone": _("It needs a paragraph of its own."),
        "row": _("It belongs into a row of a table, which is repeated."),
        "rows": _("One row can repeat only one thing. Use two tables."),
        "drawing": _("It stands in a drawing that cannot be filled. Move it into the text."),
    }[one.code]

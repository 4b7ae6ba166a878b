"""Tables to take away: the same rows as on the screen, in the same order, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from passerelle.core import sheets
from passerelle.network.programmes import programme
from passerelle.network.queries import cards
from passerelle.network.themes import Vocabulary
from passerelle.public import catalogue, queries
from passerelle.public.catalogue import Row

COLUMNS = [
    {"label": _("Acronym")},
    {"label": _("Title")},
    {"label": _("Language of the title")},
    {"label": _("Begins")},
    {"label": _("Ends")},
    {"label": _("Length in months")},
    {"label": _("State")},
    {"label": _("Lead partner")},
    {"label": _("Programme")},
    {"label": _("Grant number")},
    {"label": _("Countries")},
    {"label": _("Countries (ISO 3166-1)")},
    {"label": _("Partners")},
    {"label": _("Themes")},
    {"label": _("Address")},
]


def records(found: Sequence[Row], themes: Vocabulary, language: str) -> list[list[str]]:
    """These projects as rows of text; five queries whatever their number. Dates as in ISO 8601.

    themes: of which the names are."""
    today = catalogue.today()
    rows = {row.id: row for row in found}
    told = []
    for card in cards(queries.by_id([row.id for row in found]), language):
        project, row = card.project, rows[card.project.pk]
        funding = programme(project.programme)
        told.append(
            [
                project.acronym,
                card.title,
                card.title_language,
                project.starts,
                project.ends,
                str(project.months or ""),
                str(row.when(today).label),
                card.lead,
                funding.name(language) if funding else project.programme,
                project.grant_number,
                ", ".join(card.countries),
                " ".join(sorted(row.countries)),
                str(card.partners or ""),
                ", ".join(term.name for term in themes.named(row.themes)),
                reverse("project", args=[project.code, project.slug]),
            ]
        )
    return told


def answer(columns: Sequence[dict[str, Any]], rows: Sequence[Sequence[str]], file: str) -> HttpResponse:
    """A file to be kept: CSV in UTF-8."""
    response = HttpResponse(
        sheets.as_csv([column["label"] for column in columns], rows), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response

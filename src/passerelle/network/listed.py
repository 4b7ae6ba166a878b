"""A directory as one address asks for it: the same filter for the page and for the table to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from passerelle.core.lists import sort_of
from passerelle.core.taking import sheet
from passerelle.engines.text.collation import sort_key
from passerelle.language.spoken import told
from passerelle.language.tongues import name_in
from passerelle.network import directory
from passerelle.network.directory import Line
from passerelle.network.directory_forms import DirectoryFilter


class Listed:
    """form: the filter, filled. lines: those that fit, sorted. sort: the column in force, "-column" downwards.

    Only roles and languages that occur can be chosen: an empty answer then says something."""

    def __init__(self, request: HttpRequest, lines: Sequence[Line], language: str) -> None:
        roles = [(role, directory.role_name(role)) for role in directory.roles_in(lines)]
        codes = {code for line in lines for code in line.languages}
        spoken = [(code, name_in(code, language)) for code in codes]
        spoken.sort(key=lambda choice: sort_key(choice[1], language))
        self.form = DirectoryFilter(request, roles, spoken)
        sort, backwards = sort_of(request, directory.SORTS)
        found = directory.narrowed(
            lines,
            language,
            words=self.form.words,
            role=self.form.wanted_role,
            spoken=self.form.wanted_language,
            sort=sort,
        )
        self.lines = found[::-1] if backwards else found
        self.sort = f"-{sort}" if backwards else sort


def taken_away(lines: Sequence[Line], language: str, table: str) -> HttpResponse:
    """The lines as a download. table: "csv" or "xlsx"."""
    heads = [
        _("Name"),
        _("People"),
        _("Role"),
        _("Organisation"),
        _("Project"),
        _("Speaks"),
        _("Name in public"),
    ]
    rows = [_cells(line, language) for line in lines]
    return sheet("directory", heads, rows, table)


def _cells(line: Line, language: str) -> list[Any]:
    return [
        line.name,
        line.people,
        str(directory.role_name(line.role)),
        line.organisation,
        line.project.acronym,
        told(list(line.languages), language),
        _("yes") if line.shown else _("no"),
    ]

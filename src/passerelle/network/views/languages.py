"""The table of projects and languages: how far each is, and what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language import plain
from passerelle.network import policies
from passerelle.network.languages import Cover, Row, covered, translating
from passerelle.network.models import Project
from passerelle.network.workshop import reader, with_target


@screen(may=policies.may_translate_somewhere)
def all_languages(request: Visit) -> HttpResponse:
    """Every project one translates in, in every language, with the one thing to do next."""
    page = page_of(request, translating(request.actor, reader()))
    languages, rows = covered(list(page))
    heads = [{"label": plain.called(tag, reader())} for tag in languages]
    return render(
        request,
        "network/languages.html",
        {
            "columns": [{"label": _("Project")}, {"label": _("What next")}, *heads],
            "rows": [_row(row) for row in rows],
            "page": page,
            "tables": links("desk_languages_table", request),
        },
    )


@screen(may=policies.may_translate_somewhere)
def languages_table(request: Visit, table: str) -> HttpResponse:
    """The same to take away: a row for each project and language."""
    _languages, rows = covered(list(translating(request.actor, reader())))
    heads = [_("Project"), _("Language"), _("Current"), _("Outdated"), _("Missing")]
    told = [
        [row.project.acronym, plain.called(one.language, reader()), one.current, one.outdated, one.missing]
        for row in rows
        for one in row.covers
    ]
    return sheet("languages", heads, told, table)


def _row(row: Row) -> list[Any]:
    project = {"text": row.project.acronym, "url": reverse("desk_workshop", args=[row.project.code])}
    return [project, _next(row), *(_cell(row.project, one) for one in row.covers)]


def _next(row: Row) -> Any:
    one = row.next
    if one is None:
        return _("Nothing waits") if any(cover.total for cover in row.covers) else _("Nothing is written yet")
    name = plain.called(one.language, reader())
    if one.outdated:
        n, says = (
            one.outdated,
            ngettext(
                "%(language)s: look at %(n)s outdated paragraph",
                "%(language)s: look at %(n)s outdated paragraphs",
                one.outdated,
            ),
        )
    else:
        n, says = (
            one.missing,
            ngettext(
                "%(language)s: translate %(n)s paragraph",
                "%(language)s: translate %(n)s paragraphs",
                one.missing,
            ),
        )
    return _link(row.project, one, says % {"language": name, "n": n})


def _cell(project: Project, one: Cover) -> Any:
    if not one.total:
        return "–"
    if one.own:
        return _("Written in it")
    if one.current == one.total:
        return {"state": "reviewed", "word": _("All current")}
    told = _("%(current)s of %(total)s") % {"current": one.current, "total": one.total}
    if one.outdated:
        told += " " + ngettext("(%(n)s outdated)", "(%(n)s outdated)", one.outdated) % {"n": one.outdated}
    return _link(project, one, told)


def _link(project: Project, one: Cover, words: str) -> dict[str, str]:
    return {"text": words, "url": with_target(reverse("desk_workshop", args=[project.code]), one.language)}

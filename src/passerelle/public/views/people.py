"""The public directory: who does what, by name only with that person's consent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links
from passerelle.core.visit import Visit
from passerelle.language.spoken import told
from passerelle.network import directory
from passerelle.network.directory import Line
from passerelle.network.listed import Listed, taken_away
from passerelle.network.models import Project
from passerelle.public import queries
from passerelle.public.caching import kept_briefly

ON_A_PAGE = 50


@screen(open_to_all=True)
@require_safe
@kept_briefly
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of all published projects."""
    language = get_language() or "en"
    found = Listed(request, directory.in_public(queries.published()), language)
    context = _context(request, found, language, of_one=False) | {
        "tables": links("people_table", request),
        "here": reverse("people"),
    }
    return render(request, "public/people.html", context)


@screen(open_to_all=True)
@require_safe
@kept_briefly
def people_table(request: HttpRequest, table: str) -> HttpResponse:
    """The same lines in the same order as a table to take away."""
    language = get_language() or "en"
    return taken_away(
        Listed(request, directory.in_public(queries.published()), language).lines, language, table
    )


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project_people(request: Visit, project: Project, slug: str = "") -> HttpResponse:
    """Everybody of one project."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_team", code=project.code)
    language = get_language() or "en"
    found = Listed(request, directory.in_public([project]), language)
    address = (project.code, project.slug)
    context = _context(request, found, language, of_one=True) | {
        "project": project,
        "tables": links("project_people_table", request, *address),
        "here": reverse("project_people", args=address),
        "trail": [
            {"label": gettext("Projects"), "url": reverse("projects")},
            {"label": project.acronym, "url": reverse("project", args=address)},
            {"label": gettext("People"), "url": ""},
        ],
    }
    return render(request, "public/people.html", context)


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project_people_table(
    request: Visit, project: Project, slug: str = "", table: str = "csv"
) -> HttpResponse:
    """The same lines in the same order as a table to take away."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_team", code=project.code)
    language = get_language() or "en"
    return taken_away(Listed(request, directory.in_public([project]), language).lines, language, table)


def _context(request: HttpRequest, found: Listed, language: str, *, of_one: bool) -> dict[str, Any]:
    page = page_of(request, found.lines, ON_A_PAGE)
    return {
        "narrow": found.form,
        "page": page,
        "rows": [_cells(line, language) for line in page],
        "sort": found.sort,
        "columns": [
            {"label": gettext("Name"), "sort": "name"},
            {"label": gettext("Role"), "sort": "role"},
            {"label": gettext("Organisation"), "sort": "organisation"},
            *([] if of_one else [{"label": gettext("Project"), "sort": "project"}]),
            {"label": gettext("Speaks")},
        ],
        "of_one": of_one,
    }


def _cells(line: Line, language: str) -> list[Any]:
    page = reverse("project", args=[line.project.code, line.project.slug])
    return [
        line,
        directory.role_name(line.role),
        line.organisation,
        {"text": line.project.acronym, "url": page},
        told(list(line.languages), language),
    ]

"""Who takes part, as everybody reads it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle.breakdowns import counts, queries, reading
from passerelle.breakdowns.views.desk import as_sheet
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network.models import Project


@screen(of=Project, open_to_all=True)
@require_safe
def taking_part(request: Visit, project: Project, slug: str = "") -> HttpResponse:
    """Every breakdown of a project that is shown to everybody, with how its numbers were made."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_project", code=project.code)
    found = reading.all_told(project.pk, queries.public_of([project.pk]))
    address = [project.code, project.slug]
    context = {
        "project": project,
        "found": found,
        "trail": [
            {"label": _("Projects"), "url": reverse("projects")},
            {"label": project.acronym, "url": reverse("project", args=address)},
            {"label": _("Who takes part"), "url": ""},
        ],
    }
    return render(request, "breakdowns/public.html", context)


@screen(of=Project, open_to_all=True)
@require_safe
def taking_part_table(request: Visit, project: Project, slug: str, one: str, table: str) -> HttpResponse:
    """The same released numbers as a table to take away."""
    row = queries.public_of([project.pk]).filter(code=one).first()
    if row is None:
        raise Http404
    return as_sheet(reading.told(row, counts.source_of(row)), table)

"""The gatherings of a project as one list: what is still to come, what is past, narrowed and sorted."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.gatherings import importables, policies, queries, reading
from passerelle.gatherings.forms import GatheringFilter
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from passerelle.network.views import project as space
from passerelle.tasks import queries as tasks


@screen(may=policies.may_see_all, of=Project)
def gatherings(request: Visit, project: Project) -> HttpResponse:
    """What the project plans to come together for, and what it came together for."""
    narrow = _narrow(request, project)
    asked = narrow.asked
    page = page_of(request, queries.gatherings(request.actor, project, asked))
    columns = [
        {"label": _("Title"), "sort": "title"},
        {"label": _("When"), "sort": "when"},
        {"label": _("Kind")},
        {"label": _("Where"), "sort": "town"},
        {"label": _("Host"), "sort": "host"},
        {"label": _("State")},
    ]
    context: dict[str, Any] = {
        "narrow": narrow,
        "page": page,
        "rows": [_row(one) for one in page],
        "sort": f"-{asked.sort}" if asked.backwards else asked.sort,
        "columns": columns,
        "tables": links("desk_gatherings_table", request, project.code),
        "may_see_who": policies.may_see_who(request.actor, project),
        "offers": {
            "may_add": policies.may_add(request.actor, project),
            "may_plan": policies.may_plan(request.actor, project),
        },
    }
    return render(
        request, "gatherings/list.html", space.frame(request, project, "desk_gatherings", **context)
    )


@screen(may=policies.may_see_all, of=Project)
def gatherings_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """What the list shows, in columns in which it comes in again."""
    rows = queries.gatherings(request.actor, project, _narrow(request, project).asked)
    told = [importables.cells(one) for one in rows]
    return sheet(f"gatherings-{project.slug}", importables.heads(), told, table)


def _narrow(request: Visit, project: Project) -> GatheringFilter:
    return GatheringFilter(request, tasks.partners_of(request.actor, project, reading.reader()))


def _row(one: Gathering) -> list[Any]:
    return [
        reading.title_of(one),
        reading.when(one),
        one.get_kind_display(),
        reading.where(one),
        one.host.name if one.host else "–",
        reading.state_of(one),
    ]

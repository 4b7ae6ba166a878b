"""The plan of a project: its work packages with their deliverables and milestones, and everything owed as one list."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.network.models import Project
from passerelle.network.views import project as space
from passerelle.tasks import importables, policies, queries, reading
from passerelle.tasks.forms import ItemFilter
from passerelle.tasks.models import Item

WAYS = (
    ("desk_plan", gettext_lazy("Work packages"), policies.may_see_plan),
    ("desk_plan_items", gettext_lazy("Everything owed"), policies.may_see_plan),
    ("desk_plan_timeline", pgettext_lazy("plan", "Timeline"), policies.may_see_plan),
    ("desk_plan_versions", gettext_lazy("Amendments"), policies.may_see_plan),
)
PAGE = 150  # rows of the plan on one page: a whole plan for nearly everybody


def frame(request: Visit, project: Project, here: str, **context: Any) -> dict[str, Any]:
    """What every page of a plan shows: the working space, and the ways to look at the plan."""
    ways = [
        {"label": label, "url": reverse(name, args=[project.code]), "current": name == here}
        for name, label, may in WAYS
        if may(request.actor, project)
    ]
    offers = {
        "may_plan": policies.may_plan(request.actor, project),
        "may_add": policies.may_add(request.actor, project),
        **context.pop("offers", {}),
    }
    return space.frame(request, project, "desk_plan", offers=offers, ways=ways, **context)


@screen(may=policies.may_see_plan, of=Project)
def plan(request: Visit, project: Project) -> HttpResponse:
    """Work packages, each with its deliverables and milestones."""
    page = page_of(request, queries.promised(request.actor, project), per=PAGE)
    shown = list(page)
    known, files = reading.names(request.actor, shown), queries.files_of([item.pk for item in shown])
    rows = {
        package: [_promised(item, known, files, request) for item in items]
        for package, items in groupby(shown, key=lambda item: item.package_id)
    }
    packages = queries.packages_of(request.actor, project)
    first_page = page.number == 1
    parts = [
        {"package": one, "rows": rows.get(one.pk, [])} for one in packages if one.pk in rows or first_page
    ]
    if None in rows:
        parts.append({"package": None, "rows": rows[None]})
    columns = [
        {"label": _("Number")},
        {"label": _("Title")},
        {"label": _("Due")},
        {"label": _("Responsible")},
        {"label": _("State")},
        {"label": _("Handed in on")},
        {"label": _("Files")},
    ]
    context = {
        "parts": parts,
        "columns": columns,
        "page": page,
        "empty": not packages and not shown,
        "tables": links("desk_plan_table", request, project.code),
    }
    return render(request, "tasks/plan.html", frame(request, project, "desk_plan", **context))


def _promised(item: Item, known: Any, files: Any, request: Visit) -> list[Any]:
    return [
        {"text": item.number or item.get_kind_display(), "url": reverse("desk_item", args=[item.code])},
        {"text": item.title, "lang": item.language},
        reading.due_of(item),
        reading.who(item, known, request.actor),
        reading.state_of(item),
        reading.day(item.submitted_on),
        reading.files(files.get(item.pk, [])),
    ]


@screen(may=policies.may_see_plan, of=Project)
def items(request: Visit, project: Project) -> HttpResponse:
    """Everything owed in the project as one list, narrowed, sorted and paged."""
    narrow = _narrow(request, project)
    asked = narrow.asked
    page = page_of(request, queries.items(request.actor, project, asked))
    known = reading.names(request.actor, page)
    columns = [
        {"label": _("Title"), "sort": "title"},
        {"label": _("Kind")},
        {"label": _("Work package"), "sort": "package"},
        {"label": _("Due"), "sort": "due"},
        {"label": _("Responsible"), "sort": "responsible"},
        {"label": _("State"), "sort": "state"},
    ]
    context = {
        "narrow": narrow,
        "page": page,
        "rows": [_row(item, known, request) for item in page],
        "sort": f"-{asked.sort}" if asked.backwards else asked.sort,
        "columns": columns,
        "tables": links("desk_plan_items_table", request, project.code),
    }
    return render(request, "tasks/items.html", frame(request, project, "desk_plan_items", **context))


def _narrow(request: Visit, project: Project) -> ItemFilter:
    return ItemFilter(
        request,
        packages=queries.packages_of(request.actor, project),
        partners=queries.partners_of(request.actor, project, reading.reader()),
        own=bool(queries.keepers_for(request.actor, project)),
    )


@screen(may=policies.may_see_plan, of=Project)
def plan_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """The whole joint plan, each work package before what is in it, in columns in which it comes in again."""
    rows = queries.in_packages(request.actor, project)
    inside = {package: list(items) for package, items in groupby(rows, key=lambda item: item.package_id)}
    known = reading.names(request.actor, rows)
    told = []
    for package in (*queries.packages_of(request.actor, project), None):
        told += [importables.cells_of_package(package)] if package else []
        told += [importables.cells(item, known) for item in inside.get(package.pk if package else None, [])]
    return sheet(f"plan-{project.slug}", importables.heads(), told, table)


@screen(may=policies.may_see_plan, of=Project)
def items_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """What the list shows, in the same columns. What an organisation keeps for itself goes out only by itself: whoever
    takes the table in again would else make it joint without a thought."""
    asked = _narrow(request, project).asked
    rows = queries.items(request.actor, project, asked)
    told = list(rows if asked.own else rows.filter(keeper=None))
    known = reading.names(request.actor, told)
    return sheet(
        f"items-{project.slug}", importables.heads(), [importables.cells(one, known) for one in told], table
    )


def _row(item: Item, known: Any, request: Visit) -> list[Any]:
    return [
        reading.title_of(item, numbered=True),
        item.get_kind_display(),
        item.package.number if item.package else "–",
        reading.due_of(item),
        reading.who(item, known, request.actor),
        reading.state_of(item),
    ]

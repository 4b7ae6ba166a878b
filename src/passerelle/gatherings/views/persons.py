"""Who takes part in a project, as one organisation knows them: codes, and who is the same person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, policies, presence, rolls
from passerelle.gatherings.views.attendance import PER_PAGE, as_uuid
from passerelle.network.models import Project
from passerelle.network.views.project import frame


@screen(may=policies.may_see_who, of=Project)
def persons(request: Visit, project: Project) -> HttpResponse:
    """Everybody once, the newest first; what may be one person, to be looked at; merged and taken apart again."""
    if request.method == "POST":
        return _decided(request, project)
    words = request.GET.get("q", "")
    known = rolls.known(request.actor, project)
    listed = known.listed(words)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "q": words,
        "page": page,
        "rows": [_cells(known, one) for one in page],
        "columns": [
            {"label": _("Own code")},
            {"label": _("Counted as one with")},
            {"label": _("Came"), "end": True},
            {"label": _("Organisation")},
        ],
        "offers": {"alike": known.alike() if not words else [], "may_take_apart": True},
    }
    return render(request, "gatherings/persons.html", frame(request, project, "", **context))


def _cells(known: rolls.Known, one: Any) -> dict[str, Any]:
    return {
        "who": one,
        "code": presence.in_groups(one.code),
        "name": known.names.get(one.pk, ""),
        "came": len(known.came.get(one.pk, ())),
        "same": [
            {"pk": other.pk, "code": presence.in_groups(other.code), "name": known.names.get(other.pk, "")}
            for other in known.merged.get(one.pk, ())
        ],
    }


def _decided(request: Visit, project: Project) -> HttpResponse:
    rows = rolls.participants(request.actor, project)
    one = get_object_or_404(rows, pk=as_uuid(request.POST.get("one")))
    try:
        if request.POST.get("do") == "apart":
            actions.unmerge(request.actor, one)
            messages.success(request, _("They are counted as two people again."))
        elif request.POST.get("do") == "merge":
            other = get_object_or_404(rows, pk=as_uuid(request.POST.get("two")))
            actions.merge(request.actor, one, other)
            messages.success(request, _("They are counted as one person. You can undo that in the list."))
        else:
            raise Http404
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("desk_participants", project.code)

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
from passerelle.gatherings.models import Participant
from passerelle.gatherings.views.attendance import PER_PAGE, as_uuid
from passerelle.network.models import Project
from passerelle.network.views.project import frame


@screen(may=policies.may_see_who, of=Project)
def persons(request: Visit, project: Project) -> HttpResponse:
    """Everybody once, the newest first; what may be one person, to be looked at; merged and taken apart again; and
    pairs that somebody found to be two people."""
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
        "two": known.told_apart(words),
        "offers": {
            "alike": known.alike() if not words else [],
            "may_take_apart": True,
            "may_ask_again": True,
        },
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
    decide = DECIDES.get(request.POST.get("do", ""))
    if decide is None:
        raise Http404
    try:
        messages.success(request, decide(request, project))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("desk_participants", project.code)


def _one(request: Visit, project: Project, field: str = "one") -> Participant:
    return get_object_or_404(rolls.participants(request.actor, project), pk=as_uuid(request.POST.get(field)))


def _merge(request: Visit, project: Project) -> str:
    actions.merge(request.actor, _one(request, project), _one(request, project, "two"))
    return _("They are counted as one person. You can undo that in the list.")


def _take_apart(request: Visit, project: Project) -> str:
    actions.unmerge(request.actor, _one(request, project))
    return _("They are counted as two people again.")


def _are_two(request: Visit, project: Project) -> str:
    actions.are_two(request.actor, _one(request, project), _one(request, project, "two"))
    return _("They are two people and not suggested again. You can undo that below.")


def _ask_again(request: Visit, project: Project) -> str:
    pairs = rolls.told_apart(request.actor, project)
    actions.ask_again(request.actor, get_object_or_404(pairs, pk=as_uuid(request.POST.get("pair"))))
    return _("They are compared again.")


DECIDES = {"merge": _merge, "apart": _take_apart, "two": _are_two, "again": _ask_again}

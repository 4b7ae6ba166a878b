"""What goes when, and what a legal hold keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core import clock
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.lists import page_of
from passerelle.core.models import Hold
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import actions, policies
from passerelle.network.hold_forms import HoldForm
from passerelle.network.models import Project
from passerelle.people.models import Person


@screen(may=policies.may_see_retention)
def retention(request: Visit) -> HttpResponse:
    """The dry run of the clock, and the holds this reader may see, those in force first."""
    holds = Hold.objects.visible_to(request.actor).order_by("released_at", "-until")
    page = page_of(request, holds)
    context = {
        "plans": clock.plan(),
        "page": page,
        "rows": _named(request, list(page)),
        "may_place": policies.may_place_holds(request.actor),
    }
    return render(request, "network/retention.html", context)


@screen(may=policies.may_place_holds)
def place(request: Visit) -> HttpResponse:
    """Place a hold on a person, a project or a category."""
    form = HoldForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.place_hold(
                request.actor,
                given["on"],
                name=given["name"],
                ground=given["ground"],
                reason=given["reason"],
                until=given["until"],
            )
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The hold is in force. Nothing it names goes until it ends."))
            return redirect("desk_retention")
    return render(request, "network/hold.html", {"form": form})


@screen(may=policies.may_place_holds)
def release(request: Visit, hold: str) -> HttpResponse:
    """End a hold before its day, after the page that says what follows."""
    found = Hold.objects.visible_to(request.actor).filter(code=hold, released_at=None).first()
    if found is None:
        raise Http404
    if not policies.may_release_hold(request.actor, found):
        raise PermissionDenied
    if request.method == "POST":
        actions.release_hold(request.actor, found)
        messages.success(request, _("The hold is released. What is due goes with the clock’s next round."))
        return redirect("desk_retention")
    return render(request, "network/hold_release.html", {"hold": found, "row": _named(request, [found])[0]})


def _named(request: Visit, holds: list[Hold]) -> list[dict[str, Any]]:
    """Holds with what they are on: a code that leads to the person, the project's acronym, the category's label."""
    people = Person.objects.visible_to(request.actor).filter(pk__in=[h.person for h in holds if h.person])
    projects = Project.objects.visible_to(request.actor).filter(
        pk__in=[h.project for h in holds if h.project]
    )
    codes = dict(people.values_list("pk", "code")) if any(h.person for h in holds) else {}
    acronyms = {p.pk: p for p in projects} if any(h.project for h in holds) else {}
    return [
        {
            "hold": hold,
            "person": codes.get(hold.person) if hold.person else None,
            "project": acronyms.get(hold.project) if hold.project else None,
            "rule": clock.rule_named(hold.category) if hold.category else None,
            "may_release": policies.may_release_hold(request.actor, hold),
        }
        for hold in holds
    ]

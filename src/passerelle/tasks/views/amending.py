"""Amendments: what other dates would move, then the amendment, the earlier plans, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from passerelle.core.dates import format_period, runs_backwards
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import partial_date
from passerelle.core.visit import Visit
from passerelle.network.models import Project
from passerelle.tasks import actions, policies, queries, reading
from passerelle.tasks.forms import AmendForm
from passerelle.tasks.models import Item, PlanVersion
from passerelle.tasks.views.plan import frame

MOST_SHOWN = 200  # moves side by side; of the others the number is told


@screen(may=policies.may_plan, of=Project, changes=True)
def amend(request: Visit, project: Project) -> HttpResponse:
    """Give the project other dates: first what would move, old beside new, then the amendment."""
    names = ("starts", "ends", "revision")
    form = AmendForm(request.POST or None, initial={name: getattr(project, name) for name in names})
    moves: list[queries.Moved] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if runs_backwards(given["starts"] or None, given["ends"] or None):
            form.add_error("ends", _("The period ends before it begins. Look at the two dates once more."))
        elif "confirm" in request.POST:
            try:
                version = actions.amend_plan(request.actor, project, **given)
            except Problem as problem:
                tell(form, problem)
            else:
                messages.success(request, _("The plan is amended. The plan as it was is kept here."))
                return redirect("desk_plan_version", project.code, version.number)
        else:
            moves = queries.what_moves(request.actor, project, given["starts"], given["ends"])
    context: dict[str, Any] = {"form": form, "moves": None, "period": _period(project.starts, project.ends)}
    if moves is not None:
        told = [move for move in moves if move.moves or move.held]
        context |= {
            "moves": [_move(move) for move in told[:MOST_SHOWN]],
            "more": max(0, len(told) - MOST_SHOWN),
            "moving": sum(move.moves for move in moves),
            "held": sum(move.held for move in moves),
            "staying": sum(not move.moves for move in moves),
            "then": _period(form.cleaned_data["starts"], form.cleaned_data["ends"]),
            "columns": [
                {"label": _("Item")},
                {"label": _("Rule")},
                {"label": _("Today’s plan")},
                {"label": _("After the amendment")},
            ],
        }
    return render(request, "tasks/amend.html", frame(request, project, "desk_plan_versions", **context))


def _move(move: queries.Moved) -> list[Any]:
    new = reading.day(move.new)
    return [
        reading.title_of(move.item, numbered=True),
        move.item.due_rule,
        reading.day(move.old),
        reading.held(new) if move.held else new,
    ]


@screen(may=policies.may_see_plan, of=Project)
def versions(request: Visit, project: Project) -> HttpResponse:
    """Every plan that was, the newest first."""
    page = page_of(request, queries.versions_of(request.actor, project))
    rows = [
        [
            {
                "text": _("Plan %(number)s") % {"number": one.number},
                "url": reverse("desk_plan_version", args=[project.code, one.number]),
            },
            _period(one.starts, one.ends),
            partial_date(one.made_at.date()),
            one.reason or "–",
            {"state": "missing", "word": pgettext("amendment", "Undone")}
            if one.undone_at
            else {"state": "reviewed", "word": pgettext("amendment", "Holds")},
        ]
        for one in page
    ]
    columns = [
        {"label": _("Earlier plan")},
        {"label": _("Period of the project then")},
        {"label": _("Amended on")},
        {"label": _("Reason")},
        {"label": _("Amendment")},
    ]
    context = {"rows": rows, "columns": columns, "page": page}
    return render(request, "tasks/versions.html", frame(request, project, "desk_plan_versions", **context))


@screen(may=policies.may_see_plan, of=Project)
def version(request: Visit, project: Project, number: int) -> HttpResponse:
    """One earlier plan, as it was."""
    there: PlanVersion = get_object_or_404(queries.versions_of(request.actor, project), number=number)
    page = page_of(request, there.rows, per=100)
    context = {
        "version": there,
        "period": _period(there.starts, there.ends),
        "rows": [_kept(row) for row in page],
        "page": page,
        "offers": {"may_undo": policies.may_plan(request.actor, project) and actions.may_be_undone(there)},
        "columns": [
            {"label": _("Number")},
            {"label": _("Title")},
            {"label": _("Kind")},
            {"label": _("Work package")},
            {"label": _("Responsible")},
            {"label": _("Due")},
            {"label": _("State")},
        ],
    }
    return render(request, "tasks/version.html", frame(request, project, "desk_plan_versions", **context))


@screen(may=policies.may_plan, of=Project)
def undo(request: Visit, project: Project, number: int) -> HttpResponse:
    """Go back to the plan of this version."""
    there: PlanVersion = get_object_or_404(queries.versions_of(request.actor, project), number=number)
    if request.method == "POST":
        try:
            actions.undo_amendment(request.actor, there)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The amendment is undone. The plan is as it was."))
    return redirect("desk_plan_version", project.code, number)


def _kept(row: dict[str, Any]) -> list[Any]:
    states = {
        Item.State.OPEN: "draft",
        Item.State.DONE: "reviewed",
        Item.State.DROPPED: "missing",
    }
    state = Item.State(row["state"])
    return [
        row["number"] or "–",
        {"text": row["title"], "lang": row["language"]},
        Item.Kind(row["kind"]).label,
        row["package"] or "–",
        row["responsible"] or "–",
        reading.due_as_kept(row),
        {"state": states[state], "word": state.label},
    ]


def _period(starts: str, ends: str) -> str:
    return format_period(starts or None, ends or None, reading.reader())

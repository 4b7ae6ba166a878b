"""Processes: what has to be clear before people are asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, overtaken, tell
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import foreign, partial_date
from passerelle.core.visit import Visit
from passerelle.language.tongues import INTERFACE
from passerelle.network.models import Project
from passerelle.programme import actions, policies, queries
from passerelle.programme.checking import checked
from passerelle.programme.forms_processes import ProcessForm
from passerelle.programme.models import Process
from passerelle.programme.views.frame import carried_out, framed
from passerelle.tasks import queries as tasks
from passerelle.tasks.reading import reader

HERE = "desk_processes"


@screen(may=policies.may_see_all, of=Project)
def processes(request: Visit, project: Project) -> HttpResponse:
    """Every process, and what is still to be settled."""
    page = page_of(request, queries.processes(request.actor, project))
    context: dict[str, Any] = {
        "page": page,
        "rows": [_row(one) for one in page],
        "columns": [
            {"label": _("Process")},
            {"label": _("Opens")},
            {"label": _("Settled"), "end": True},
            {"label": _("Answer until")},
            {"label": _("State")},
        ],
        "offers": {"may_run": policies.may_run(request.actor, project)},
    }
    return render(request, "programme/processes.html", framed(request, project, HERE, **context))


def _row(one: Process) -> list[Any]:
    told = checked(one)
    words = format_html("<bdi{}>{}</bdi>", foreign(one.language), one.title)
    settled = sum(met for _check, met in told)
    return [
        format_html('<a href="{}">{}</a>', reverse("desk_process", args=[one.code]), words),
        partial_date(one.opens) if one.opens else "–",
        f"\u2066{settled} / {len(told)}\u2069",
        partial_date(one.answer_by) if one.answer_by else "–",
        _state(one),
    ]


def _state(one: Process) -> dict[str, Any]:
    if one.archived_at is not None:
        return {"state": "missing", "word": _("Put away")}
    if not one.promised:
        return {"state": "late", "word": _("No answer is promised")}
    if all(met for _check, met in checked(one)):
        return {"state": "reviewed", "word": _("All is settled")}
    return {"state": "wait", "word": _("Something is open")}


@screen(may=policies.may_see, of=Process)
def process(request: Visit, one: Process) -> HttpResponse:
    """One process with its list of what has to be clear before it opens."""
    one = queries.processes(request.actor, one.project).get(pk=one.pk)
    rows = [
        [
            str(check.says),
            _shown(one, check.key) if met else "–",
            {"state": "reviewed", "word": _("Settled")} if met else {"state": "late", "word": _("Open")},
        ]
        for check, met in checked(one)
    ]
    may_run = policies.may_run_this(request.actor, one)
    context: dict[str, Any] = {
        "one": one,
        "state": _state(one),
        "rows": rows,
        "columns": [{"label": _("What to settle")}, {"label": _("What is said")}, {"label": _("State")}],
        "offers": {"may_run": may_run},
        "may_put_away": may_run,
    }
    return render(request, "programme/process.html", framed(request, one.project, HERE, **context))


def _shown(one: Process, key: str) -> Any:
    if key in ("opens", "answer_by"):
        return partial_date(getattr(one, key))
    if key == "answers":
        return format_html("<bdi>{}</bdi>", one.answers.name if one.answers else "")
    return format_html("<bdi{}>{}</bdi>", foreign(one.language), getattr(one, key))


@screen(may=policies.may_run, of=Project, changes=True)
def new(request: Visit, project: Project) -> HttpResponse:
    """Write down a process before it opens."""
    initial = {"language": reader() if reader() in INTERFACE else "en"}
    partners = tasks.partners_of(request.actor, project, reader())
    form = ProcessForm(request.POST or None, initial=initial, partners=partners)
    made: list[Process] = []
    if accepted(
        request, form, lambda _given: made.append(actions.add_process(request.actor, project, **form.facts()))
    ):
        messages.success(request, _("It is written down. Here you see what is still to be settled."))
        return redirect("desk_process", made[0].code)
    return render(request, "programme/new_process.html", framed(request, project, HERE, form=form))


@screen(may=policies.may_run_this, of=Process, changes=True)
def change(request: Visit, one: Process) -> HttpResponse:
    """Change what was settled. Somebody else's newer version is never overwritten unseen."""
    partners = tasks.partners_of(request.actor, one.project, reader())
    form = (
        ProcessForm(request.POST, partners=partners)
        if request.method == "POST"
        else ProcessForm.filled(one, partners=partners)
    )
    theirs: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form.facts()
        try:
            actions.change_process(request.actor, one, revision=form.cleaned_data["revision"] or 0, **given)
        except Problem as problem:
            tell(form, problem)
            theirs = overtaken(request, form, problem, one, given)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("desk_process", one.code)
    context = {"form": form, "one": one, "theirs": theirs}
    return render(request, "programme/change_process.html", framed(request, one.project, HERE, **context))


@screen(may=policies.may_run_this, of=Process, on_closed=True)
def put_away(request: Visit, one: Process) -> HttpResponse:
    """It warns of nothing any more."""
    return carried_out(
        request,
        actions.put_away_process,
        one,
        _("It is put away. You can bring it back here."),
        "desk_process",
    )


@screen(may=policies.may_run_this, of=Process)
def bring_back(request: Visit, one: Process) -> HttpResponse:
    """Undo."""
    return carried_out(request, actions.bring_back_process, one, _("It is back."), "desk_process")

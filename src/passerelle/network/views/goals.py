"""Themes and goals of a project, and the report of evidence per target."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.core.taking import sheet
from passerelle.core.visit import Visit
from passerelle.network import actions, goals, policies, themes
from passerelle.network.goal_forms import EvidenceForm, GoalForm
from passerelle.network.models import Aim, Evidence, Project
from passerelle.network.views.project import frame


@screen(may=policies.may_work_in, of=Project)
def project_goals(request: Visit, project: Project) -> HttpResponse:
    """What the project is about, what it works towards, and what shows it: the report, with the ways to add."""
    language = _reader()
    lines = goals.report(request.actor, project)
    may = policies.may_coordinate(request.actor, project)
    taken = [line.aim.target for line in lines if not line.activity]
    form = GoalForm(request.POST or None, taken=taken) if may else None
    if request.method == "POST" and form is not None and form.is_valid():
        aim = actions.name_goal(request.actor, project, form.cleaned_data["target"])
        messages.success(request, _("The target stands here. Now add what shows it."))
        return redirect("desk_aim", aim.code)
    has = themes.themes_of(Project.KIND, project.pk)
    context = frame(
        request,
        project,
        "desk_goals",
        lines=[{"line": line, "name": line.goal.name(language)} for line in lines],
        without=sum(1 for line in lines if not line.evidence),
        themes=themes.vocabulary(language).named(has) if has else [],
        offers={"may_coordinate": may, "form": form},
    )
    return render(request, "network/goals.html", context)


@screen(may=policies.may_work_in, of=Project)
def goals_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """The report as a table to take away: one row for each piece of evidence, one for each target without any."""
    language = _reader()
    heads = [
        _("Target"),
        _("Goal"),
        _("Activity"),
        _("What shows it"),
        _("Language"),
        _("Link"),
        _("File"),
        _("When"),
    ]
    rows = [row for line in goals.report(request.actor, project) for row in _rows(line, project, language)]
    return sheet(f"{slugify(project.acronym) or project.code}-goals", heads, rows, table)


def _rows(line: goals.Line, project: Project, language: str) -> list[list[Any]]:
    first = [line.aim.target, line.goal.name(language), str(line.activity or project.acronym)]
    if not line.evidence:
        return [[*first, _("No evidence yet"), "", "", "", ""]]
    return [
        [
            *first,
            one.says,
            one.language,
            one.address,
            line.files[one.pk].name if one.pk in line.files else "",
            one.day,
        ]
        for one in line.evidence
    ]


@screen(may=policies.may_show, of=Aim, changes=True)
def aim(request: Visit, aim: Aim) -> HttpResponse:
    """One target: what shows it, and the form for more."""
    project = aim.project
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_evidence(request.actor, aim, **form.cleaned_data)
        except Problem as problem:
            form.add_error(problem.field if problem.field in form.fields else "upload", str(problem))
        else:
            messages.success(request, _("The evidence is kept."))
            return redirect("desk_goals", project.code)
    line = next(one for one in goals.report(request.actor, project) if one.aim.pk == aim.pk)
    context = frame(
        request, project, "desk_goals", line=line, name=line.goal.name(_reader()), aim=aim, form=form
    )
    return render(request, "network/aim.html", context)


@screen(may=policies.may_show, of=Aim)
def drop_aim(request: Visit, aim: Aim) -> HttpResponse:
    """Take a target off the project again."""
    project = aim.project
    if request.method == "POST":
        try:
            actions.drop_goal(request.actor, aim)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The target is no longer named. Name it again at any time."))
    return redirect("desk_goals", project.code)


@screen(may=policies.may_show, of=Aim, changes=True)
def remove_evidence(request: Visit, aim: Aim, evidence: str) -> HttpResponse:
    """Remove one piece of evidence, after a page that says what goes."""
    one = get_object_or_404(Evidence, aim=aim, pk=evidence)
    if request.method == "POST":
        actions.remove_evidence(request.actor, aim, one)
        messages.success(request, _("The evidence is removed."))
        return redirect("desk_goals", aim.project.code)
    context = frame(request, aim.project, "desk_goals", aim=aim, evidence=one)
    return render(request, "network/remove_evidence.html", context)


def _reader() -> str:
    return translation.get_language() or "en"

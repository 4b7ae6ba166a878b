"""One gathering: planned, changed, held, cancelled and planned again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core import undoing
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.rooms import told_of
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import number
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, asked, policies, queries, reading, registered
from passerelle.gatherings.forms import CancelForm, GatheringForm
from passerelle.gatherings.models import Gathering
from passerelle.language.tongues import INTERFACE
from passerelle.network.models import Organisation, Project
from passerelle.network.views.project import frame
from passerelle.tasks import queries as tasks

UNDO = "last change of a gathering"  # in the session of who made it


@screen(may=policies.may_see, of=Gathering)
def gathering(request: Visit, one: Gathering) -> HttpResponse:
    """Everything about one gathering, and what the reader can do with it."""
    one = queries.gatherings(request.actor, None).get(pk=one.pk)
    may_change = policies.may_change(request.actor, one)
    context = {
        "one": one,
        "state": reading.state_of(one),
        "facts": [*_facts(one), *_told_elsewhere(request, one)],
        "is_public": one.is_public,
        "numbers": registered.numbers(one),
        "occasions": asked.occasions(one),
        "offers": {
            "may_ask": policies.may_ask(request.actor, one),
            "may_change": may_change,
            "may_undo": may_change and undoing.undoable(request, UNDO, one),
        },
    }
    return render(request, "gatherings/gathering.html", _frame(request, one.project, **context))


def _frame(request: Visit, project: Project, **context: Any) -> dict[str, Any]:
    return frame(request, project, "", **context)


def _facts(one: Gathering) -> list[dict[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Kind"), one.get_kind_display()),
        (_("When"), reading.when(one)),
        (_("Where"), reading.where(one)),
        (_("Host"), one.host.name if one.host else _("Nobody yet")),
    ]
    if one.package:
        facts.append((_("Work package"), str(one.package)))
    if one.languages:
        facts.append((_("Languages"), reading.languages(one)))
    if one.places is not None:
        facts.append((_("Places"), number(one.places)))
    return [{"term": term, "value": value} for term, value in facts]


def _told_elsewhere(request: Visit, one: Gathering) -> list[dict[str, Any]]:
    """What it is part of, as the rooms above tell it."""
    told = told_of(request.actor, Gathering.FOUND, one)
    return [{"term": term, "value": value} for term, value in told]


@screen(may=policies.may_add, of=Project, changes=True)
def new(request: Visit, project: Project) -> HttpResponse:
    """Plan a gathering."""
    written_in = reading.reader() if reading.reader() in INTERFACE else "en"
    initial = {"language": written_in, "mode": Gathering.Mode.ON_SITE}
    form = GatheringForm(request.POST or None, initial=initial, **_around(request, project))
    made: list[Gathering] = []
    if accepted(
        request,
        form,
        lambda _given: made.append(actions.add_gathering(request.actor, project, **form.facts())),
    ):
        messages.success(request, _("It is planned."))
        return redirect("desk_gathering", made[0].code)
    return render(request, "gatherings/new.html", _frame(request, project, form=form))


@screen(may=policies.may_change, of=Gathering, changes=True)
def change(request: Visit, one: Gathering) -> HttpResponse:
    """Change a gathering. Somebody else's newer version is never overwritten unseen."""
    one = queries.gatherings(request.actor, None).get(pk=one.pk)
    around = _around(request, one.project, one.host)
    form = (
        GatheringForm(request.POST, initial={"zone": one.zone}, **around)
        if request.method == "POST"
        else GatheringForm.filled(one, **around)
    )
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        before = actions.as_it_stands(one)
        try:
            actions.change_gathering(
                request.actor, one, revision=form.cleaned_data["revision"] or 0, **form.facts()
            )
        except Problem as problem:
            one = queries.gatherings(request.actor, None).get(pk=one.pk)
            tell(form, problem)
            if problem.code == "changed meanwhile":
                theirs = [{"term": _("Title"), "value": one.title}, *_facts(one)]
                # What was typed stays in the form; only the revision it builds on moves on.
                form.data = {**request.POST.dict(), "revision": one.revision}
        else:
            one.refresh_from_db()
            changed = undoing.remember(request, UNDO, one, before, actions.as_it_stands(one))
            saved = (
                _("The changes are saved. You can undo them here.") if changed else _("Nothing was changed.")
            )
            messages.success(request, saved)
            return redirect("desk_gathering", one.code)
    return render(
        request, "gatherings/change.html", _frame(request, one.project, form=form, one=one, theirs=theirs)
    )


@screen(may=policies.may_change, of=Gathering)
def undo(request: Visit, one: Gathering) -> HttpResponse:
    """Put back what one's last change replaced."""
    undoing.undo(request, UNDO, one, partial(actions.undo_change, request.actor, one))
    return redirect("desk_gathering", one.code)


@screen(may=policies.may_change, of=Gathering, changes=True)
def cancel(request: Visit, one: Gathering) -> HttpResponse:
    """It does not take place: the reason is asked for, and one button brings it back."""
    form = CancelForm(request.POST or None)
    if accepted(request, form, lambda given: actions.cancel_gathering(request.actor, one, **given)):
        messages.success(request, _("It is cancelled. You can plan it again here."))
        return redirect("desk_gathering", one.code)
    return render(request, "gatherings/cancel.html", _frame(request, one.project, form=form, one=one))


@screen(may=policies.may_change, of=Gathering)
def held(request: Visit, one: Gathering) -> HttpResponse:
    """It took place."""
    if request.method == "POST":
        try:
            actions.note_held(request.actor, one)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("It is noted as held. You can undo that here."))
    return redirect("desk_gathering", one.code)


@screen(may=policies.may_change, of=Gathering)
def again(request: Visit, one: Gathering) -> HttpResponse:
    """Undo: planned, as before."""
    if request.method == "POST":
        actions.plan_again(request.actor, one)
        messages.success(request, _("It is planned again."))
    return redirect("desk_gathering", one.code)


def _around(request: Visit, project: Project, host: Organisation | None = None) -> dict[str, Any]:
    """What the form of a gathering chooses from; the host it has stays among them, also once it left the project."""
    partners = tasks.partners_of(request.actor, project, reading.reader())
    lead = policies.may_plan(request.actor, project)
    hosts = [one for one in partners if lead or policies.works_for(request.actor, project.pk, one.pk)]
    return {
        "packages": tasks.packages_of(request.actor, project),
        "partners": partners,
        "hosts": [*hosts, host] if host and host not in hosts else hosts,
        "everybody": lead,
    }

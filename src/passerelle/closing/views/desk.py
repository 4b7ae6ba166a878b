"""The end of a project on its desk: close it, have its file made, open it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.closing import actions, policies, queries
from passerelle.closing.models import Bundle
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network.models import Project
from passerelle.network.views.project import frame


class ReasonForm(forms.Form):
    """Why a closed project is opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it opened again?"),
        max_length=500,
        help_text=gettext_lazy("Everybody who works in the project can read this. Name nobody."),
        error_messages={"required": gettext_lazy("Write why the project is opened again.")},
    )


@screen(may=policies.may_see, of=Project)
def closing(request: Visit, project: Project) -> HttpResponse:
    """Whether it is closed, since when, and the file of what it left."""
    context = {
        "closings": queries.closings_of(project),
        "bundle": queries.newest_bundle(request.actor, project),
        "may_close": policies.may_close(request.actor, project),
    }
    return render(request, "closing/closing.html", frame(request, project, "desk_closing", **context))


@screen(may=policies.may_close, of=Project, changes=True)
def close(request: Visit, project: Project) -> HttpResponse:
    """Close the project, after a page that says what happens."""
    if request.method == "POST":
        try:
            actions.close_project(request.actor, project)
            actions.ask_for_bundle(request.actor, project)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The project is closed. Its file is being made."))
        return redirect("desk_closing", project.code)
    told: dict[str, Any] = {
        "happens": [
            _("Everything in the project can still be read, and nothing in it can be changed."),
            _("Its public pages stay, and say that the project is closed."),
            _("Invitations nobody has answered lapse."),
            _("One file is made of its public pages, documents, news and open data."),
        ],
        "stays": [
            _("The network goes on: organisations, people and other projects are not touched."),
            _("Everybody keeps their account, and can have their own data shown, corrected or erased."),
            _("You can open the project again, with a reason."),
        ],
    }
    return render(request, "closing/close.html", frame(request, project, "desk_closing", **told))


@screen(may=policies.may_close, of=Project, on_closed=True)
def reopen(request: Visit, project: Project) -> HttpResponse:
    """Open a closed project again, with a reason."""
    form = ReasonForm(request.POST or None)
    if accepted(request, form, lambda given: actions.reopen_project(request.actor, project, **given)):
        messages.success(request, _("The project is open again."))
        return redirect("desk_closing", project.code)
    context = {
        "form": form,
        "happens": [
            _("Whoever has a role in the project can change it again."),
            _("Its file is no longer offered on the public page; make a new one when you close it."),
        ],
    }
    return render(request, "closing/reopen.html", frame(request, project, "desk_closing", **context))


@screen(may=policies.may_close, of=Project, on_closed=True)
def make(request: Visit, project: Project) -> HttpResponse:
    """Have the file made, or made anew."""
    if request.method == "POST":
        _try(request, lambda: actions.ask_for_bundle(request.actor, project), _("The file is being made."))
    return redirect("desk_closing", project.code)


@screen(may=policies.may_close, of=Project, on_closed=True)
def stop(request: Visit, project: Project) -> HttpResponse:
    """Stop making the file."""
    if request.method == "POST":
        bundle = _bundle(request, project)
        _try(
            request,
            lambda: actions.stop_bundle(request.actor, bundle),
            _("Stopped. You can have it made again."),
        )
    return redirect("desk_closing", project.code)


@screen(may=policies.may_close, of=Project, on_closed=True)
def show(request: Visit, project: Project) -> HttpResponse:
    """Offer the file on the public page, or no longer."""
    if request.method == "POST":
        bundle, public = _bundle(request, project), request.POST.get("public") == "yes"
        said = (
            _("The file is offered on the public page.")
            if public
            else _("The file is no longer offered on the public page.")
        )
        _try(request, lambda: actions.show_bundle(request.actor, bundle, public=public), said)
    return redirect("desk_closing", project.code)


def _bundle(request: Visit, project: Project) -> Bundle:
    found = queries.newest_bundle(request.actor, project)
    if found is None:
        raise Http404
    return found


def _try(request: Visit, change: Any, said: str) -> None:
    try:
        change()
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)

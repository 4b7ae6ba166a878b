"""A partner leaves a project; somebody gives up their own roles in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import actions, policies, queries
from passerelle.network.models import Organisation, Project
from passerelle.network.views.project import frame


class LeavingForm(forms.Form):
    """On which day a partner left."""

    on = forms.DateField(
        label=gettext_lazy("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@screen(may=policies.may_lead, of=Project, changes=True)
def partner_leaves(request: Visit, project: Project, organisation: str) -> HttpResponse:
    """Note that a partner leaves, after a page that says what follows."""
    partners = Organisation.objects.visible_to(request.actor).filter(partnerships__project=project)
    leaving = get_object_or_404(
        partners.exclude(partnerships__lead=True, partnerships__project=project), code=organisation
    )
    form = LeavingForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_partnership(request.actor, project, leaving, on=form.cleaned_data["on"])
        except Problem as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(
                request, _("%(name)s is no partner any more. What it did stays.") % {"name": leaving.name}
            )
            return redirect("desk_project", project.code)
    acting = queries.roles_in(project, organisation=leaving).count()
    context: dict[str, Any] = {
        "leaving": leaving,
        "form": form,
        "happens": [
            ngettext(
                "%(n)d role for it ends; whoever holds it no longer sees the working space.",
                "%(n)d roles for it end; whoever holds them no longer sees the working space.",
                acting,
            )
            % {"n": acting},
            _(
                "Open tasks and deliverables it answers for are shown to you as a gap until others take them over."
            ),
            _("Where it answers for personal data, the lead partner does from then on."),
        ],
        "stays": [
            _("What it did, wrote, used and accepted, and that it was a partner from when to when."),
            _("You can choose it as a partner again, and give its people their roles."),
        ],
    }
    return render(request, "network/partner_leaves.html", frame(request, project, "desk_partners", **context))


@screen(may=policies.may_leave, of=Project, on_closed=True)
def leave(request: Visit, project: Project) -> HttpResponse:
    """Give up one's own roles, after a page that says what follows."""
    if request.method == "POST":
        try:
            actions.leave_project(request.actor, project)
        except Problem as problem:
            messages.error(request, str(problem))
            return redirect("desk_project", project.code)
        messages.success(request, _("You have left %(project)s.") % {"project": project.acronym})
        return redirect("desk")
    context = {
        "roles": queries.roles_in(project, person=request.actor.person),
        "happens": [
            _("Your roles in it end, and you no longer see its working space."),
            _("Open tasks you answer for are shown to the lead as a gap until others take them over."),
        ],
        "stays": [
            _("What you wrote, and your account with your other projects."),
            _("The lead coordinator can give you the roles again."),
        ],
    }
    return render(request, "network/leave.html", frame(request, project, "desk_project", **context))

"""Who answers for which data in a project, and what an organisation says it belongs to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core import categories
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import actions, policies
from passerelle.network import controllers as answers
from passerelle.network.forms import Line
from passerelle.network.models import Belonging, Organisation, Project
from passerelle.network.views.project import frame


class ControllersForm(forms.Form):
    """For each category the partner that answers for it."""

    def __init__(
        self, *args: Any, partners: list[Organisation], named: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for one in categories.by_project():
            self.fields[one.key] = forms.ChoiceField(
                label=one.label,
                required=False,
                initial=named.get(one.key, ""),
                choices=[("", _("The lead partner")), *((p.code, p.name) for p in partners)],
            )


class BelongingForm(forms.Form):
    """What an organisation itself says it stands for, and what that is needed for."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Belonging.Kind.choices)
    words = Line(label=gettext_lazy("In the organisation’s own words"), max_length=120)
    purpose = Line(
        label=gettext_lazy("What it is needed for"),
        max_length=300,
        help_text=gettext_lazy(
            "Such as: so that the committee’s seats are offered to all communities of the town."
        ),
    )


@screen(may=policies.may_lead, of=Project, changes=True)
def controllers(request: Visit, project: Project) -> HttpResponse:
    """Say which partner answers for which personal data."""
    partners = {
        one.organisation.code: one.organisation for one in project.partnerships.select_related("organisation")
    }
    here = answers.settled([project.pk]).get(project.pk, {})
    named = {key: one.code for key, (one, by_name) in here.items() if by_name}
    form = ControllersForm(request.POST or None, partners=list(partners.values()), named=named)
    if request.method == "POST" and form.is_valid():
        chosen = {key: partners.get(code) for key, code in form.cleaned_data.items()}
        try:
            actions.name_controllers(request.actor, project, chosen)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(
                request, _("Saved. It stands in the record of processing, and on each person’s own page.")
            )
            return redirect("desk_facts", project.code)
    return render(request, "network/controllers.html", frame(request, project, "desk_facts", form=form))


@screen(may=policies.may_note_belonging, of=Organisation)
def belonging(request: Visit, organisation: Organisation) -> HttpResponse:
    """What an organisation says it belongs to: seen here and nowhere else."""
    form = BelongingForm(request.POST or None)
    if accepted(request, form, lambda given: actions.note_belonging(request.actor, organisation, **given)):
        messages.success(request, _("Noted. It stands on this page only."))
        return redirect("desk_organisation_belonging", organisation.code)
    found = Belonging.objects.visible_to(request.actor).filter(organisation=organisation)
    context = {"organisation": organisation, "found": found, "form": form}
    return render(request, "network/belonging.html", context)


@screen(may=policies.may_note_belonging, of=Organisation)
def remove_belonging(request: Visit, organisation: Organisation, belonging: str) -> HttpResponse:
    """Take one out again."""
    one = get_object_or_404(
        Belonging.objects.visible_to(request.actor), organisation=organisation, pk=belonging
    )
    if request.method == "POST":
        actions.remove_belonging(request.actor, organisation, one)
        messages.success(request, _("It is taken out."))
    return redirect("desk_organisation_belonging", organisation.code)

"""Whether the partnership is what a call asks for, and whether each city has its authority and its association."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language.tongues import country_name
from passerelle.network import policies, queries, units
from passerelle.network.calls import call
from passerelle.network.eligibility import FAILED, LOOK, MET, Finding, check, length_in_months
from passerelle.network.forms import CallForm
from passerelle.network.models import Project
from passerelle.network.partnership import as_partners
from passerelle.network.views.project import frame

STATES = {
    MET: ("reviewed", gettext_lazy("Met")),
    FAILED: ("late", gettext_lazy("Not met")),
    LOOK: ("wait", gettext_lazy("Look yourself")),
}


@screen(may=policies.may_work_in, of=Project)
def eligibility(request: Visit, project: Project) -> HttpResponse:
    """The partnership beside one call: the project's own, or any other the address names."""
    language = translation.get_language() or "en"
    wanted = request.GET.get("call", project.call)
    asked = call(wanted)
    partners = as_partners(queries.partners_of(project, language))
    months = length_in_months(project.starts, project.ends, project.months)
    found = check(asked, partners, months) if asked else []
    cities = units.cities(partners, language) if project.unit == Project.Unit.PAIR else []
    return render(
        request,
        "network/eligibility.html",
        frame(
            request,
            project,
            "desk_partners" if policies.may_lead(request.actor, project) else "desk_project",
            call=asked,
            call_name=asked.name(language) if asked else "",
            own=asked is not None and asked.id == project.call,
            form=CallForm(initial={"call": asked.id if asked else ""}),
            rows=[_row(finding) for finding in found],
            columns=[
                {"label": _("About")},
                {"label": _("What the call asks, and what is there")},
                {"label": _("State")},
            ],
            failed=sum(finding.state == FAILED for finding in found),
            open=sum(finding.state == LOOK for finding in found),
            shaped=project.unit == Project.Unit.PAIR,
            cities=[{"city": city, "country": country_name(city.country, language)} for city in cities],
            incomplete=sum(not city.complete for city in cities),
            offers={"may_lead": policies.may_lead(request.actor, project)},
        ),
    )


def _row(finding: Finding) -> list[Any]:
    state, word = STATES[finding.state]
    return [finding.label, finding.says, {"state": state, "word": word}]

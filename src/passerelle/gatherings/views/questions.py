"""What people are asked about a gathering: with the registration, and afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core.forms import accepted
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, asked, policies
from passerelle.gatherings.asking_forms import ChooseForm
from passerelle.gatherings.models import Gathering
from passerelle.network.views.project import frame
from passerelle.questionnaires.models import Asking

ALONG, FEEDBACK = "along", "feedback"


@screen(may=policies.may_see, of=Gathering)
def questions(request: Visit, one: Gathering) -> HttpResponse:
    """Which questionnaires are asked about it, and for who may: choose one, or stop."""
    may_ask = policies.may_ask(request.actor, one)
    if request.method == "POST" and "stop" in request.POST:
        actions.stop_asking_along(request.actor, one)
        messages.success(request, _("It is no longer asked. What was answered stays."))
        return redirect("desk_gathering_questions", one.code)
    ready = asked.to_choose_from(request.actor, one.project) if may_ask else {}
    acts = {ALONG: actions.ask_along, FEEDBACK: actions.ask_for_feedback}
    forms = {
        name: ChooseForm(request.POST if name in request.POST else None, ready=ready, prefix=name)
        for name in acts
    }
    for name, act in acts.items():
        if name in request.POST and accepted(request, forms[name], _doing(request, one, act)):
            messages.success(
                request,
                _("Whoever registers is asked from now on.")
                if name == ALONG
                else _("It is asked. The occasion has the link to give to people."),
            )
            return redirect("desk_gathering_questions", one.code)
    rows = asked.occasions(one)
    context = {
        "one": one,
        "along": [row for row in rows if not row["asking"].alone],
        "afterwards": [row for row in rows if row["asking"].purpose == Asking.Purpose.FEEDBACK],
        "others": [
            row for row in rows if row["asking"].alone and row["asking"].purpose != Asking.Purpose.FEEDBACK
        ],
        "ready": ready,
        "offers": {"may_ask": may_ask, "along_form": forms[ALONG], "feedback_form": forms[FEEDBACK]},
    }
    return render(request, "gatherings/questions.html", frame(request, one.project, "", **context))


def _doing(request: Visit, one: Gathering, act: Any) -> Any:
    return lambda given: act(request.actor, one, given["questionnaire"])

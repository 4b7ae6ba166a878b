"""The numbers of a campaign: noted, corrected, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.programme import actions, policies
from passerelle.programme import reading_campaigns as reading
from passerelle.programme.forms_campaigns import ReachForm
from passerelle.programme.models import Campaign, Reach
from passerelle.programme.views.campaigns import HERE
from passerelle.programme.views.frame import framed


@screen(may=policies.may_run_this, of=Campaign, changes=True)
def note(request: Visit, one: Campaign) -> HttpResponse:
    """Note a number with its day and its source."""
    initial = {"way": one.by_ways[0] if one.by_ways else "other"}
    form = ReachForm(request.POST or None, initial=initial)
    if accepted(request, form, lambda given: actions.note_reach(request.actor, one, **given)):
        messages.success(request, _("The number is noted."))
        return redirect("desk_campaign", one.code)
    context = {"form": form, "one": one}
    return render(request, "programme/note_number.html", framed(request, one.project, HERE, **context))


@screen(may=policies.may_see, of=Reach)
def number(request: Visit, row: Reach) -> HttpResponse:
    """One number with everything it stood for before."""
    corrected = row.corrections.filter(stands=True).exists()
    history: list[Reach] = []
    earlier = row.corrects
    while earlier is not None and len(history) < 20:
        history.append(earlier)
        earlier = earlier.corrects
    may_run = policies.may_run_this(request.actor, row)
    context = {
        "row": row,
        "one": row.campaign,
        "state": reading.state_of(row, corrected),
        "facts": reading.number_facts(row),
        "history": [reading.number_before(old) for old in history],
        "corrected": corrected,
        "offers": {"may_correct": may_run and row.stands, "may_put_back": may_run and not row.stands},
        "may_take_back": may_run and row.stands,
    }
    return render(request, "programme/number.html", framed(request, row.project, HERE, **context))


@screen(may=policies.may_run_this, of=Reach, changes=True)
def correct(request: Visit, row: Reach) -> HttpResponse:
    """Put another number in the place of a wrong one."""
    initial = {name: getattr(row, name) for name in ("kind", "number", "on", "way", "source")}
    form = ReachForm(request.POST or None, initial=initial)
    if accepted(request, form, lambda given: actions.correct_reach(request.actor, row, **given)):
        messages.success(request, _("It is corrected. The earlier number stays readable."))
        return redirect("desk_campaign", row.campaign.code)
    context = {"form": form, "one": row.campaign, "row": row}
    return render(request, "programme/correct_number.html", framed(request, row.project, HERE, **context))


@screen(may=policies.may_run_this, of=Reach, on_closed=True)
def take_back(request: Visit, row: Reach) -> HttpResponse:
    """It counts no more."""
    if request.method == "POST":
        actions.take_reach_back(request.actor, row)
        messages.success(request, _("It counts no more. You can undo that here."))
    return redirect("desk_campaign_number", row.code)


@screen(may=policies.may_run_this, of=Reach)
def put_back(request: Visit, row: Reach) -> HttpResponse:
    """Undo."""
    if request.method == "POST":
        try:
            actions.put_reach_back(request.actor, row)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("It counts again."))
    return redirect("desk_campaign_number", row.code)

"""Campaigns: planned, changed, their message translated and passed on, their numbers noted and corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.errors import Conflict, Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language import texts
from passerelle.language.tongues import INTERFACE
from passerelle.network import workshop as bench
from passerelle.network.models import Project
from passerelle.programme import actions, campaigning, importables, policies, queries
from passerelle.programme import reading_campaigns as reading
from passerelle.programme.actions.campaigns import MESSAGE, owner_of
from passerelle.programme.forms_campaigns import CampaignForm
from passerelle.programme.models import Campaign
from passerelle.programme.views.frame import carried_out, framed
from passerelle.tasks.reading import reader

HERE = "desk_campaigns"


@screen(may=policies.may_see_all, of=Project)
def campaigns(request: Visit, project: Project) -> HttpResponse:
    """Every campaign of the project."""
    page = page_of(request, campaigning.campaigns(request.actor, project))
    context: dict[str, Any] = {
        "page": page,
        "rows": [reading.line(one) for one in page],
        "columns": [
            {"label": _("Campaign")},
            {"label": _("Period")},
            {"label": _("Channels")},
            {"label": _("Gatherings"), "end": True},
            {"label": _("State")},
        ],
        "tables": links("desk_campaigns_table", request, project.code),
        "offers": {
            "may_run": policies.may_run(request.actor, project),
            "may_take_in": importables.may(request.actor, project.pk),
        },
    }
    return render(request, "programme/campaigns.html", framed(request, project, HERE, **context))


@screen(may=policies.may_see_all, of=Project)
def campaigns_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """The numbers of all campaigns that count, in columns in which they come in again."""
    told = [reading.cells(one) for one in campaigning.standing(request.actor, project)]
    return sheet(f"campaigns-{project.slug}", reading.heads(), told, table)


@screen(may=policies.may_see, of=Campaign)
def campaign(request: Visit, one: Campaign) -> HttpResponse:
    """One campaign: what it wants, its message to pass on, its gatherings, its numbers."""
    project = one.project
    rows = campaigning.numbers(request.actor, one)
    page = page_of(request, rows)
    editions = queries.message_of(one)
    may_run = policies.may_run_this(request.actor, one)
    context: dict[str, Any] = {
        "one": one,
        "facts": reading.facts(one),
        "totals": campaigning.totals(one),
        "shares": reading.shares(one, project, editions),
        "has_message": bool(editions),
        "gatherings": campaigning.gatherings(request.actor, one),
        "page": page,
        "rows": [reading.number_row(row, row.corrected) for row in page],
        "columns": [
            {"label": _("What was counted")},
            {"label": _("Number"), "end": True},
            {"label": _("When")},
            {"label": _("Channel")},
            {"label": _("Source")},
            {"label": _("State")},
        ],
        "offers": {"may_run": may_run, "may_translate": policies.may_translate(request.actor, one)},
        "may_put_away": may_run,
    }
    return render(request, "programme/campaign.html", framed(request, project, HERE, **context))


@screen(may=policies.may_run, of=Project, changes=True)
def new(request: Visit, project: Project) -> HttpResponse:
    """Plan a campaign."""
    initial = {"language": reader() if reader() in INTERFACE else "en"}
    there = campaigning.to_choose(request.actor, project)
    form = CampaignForm(request.POST or None, initial=initial, gatherings=there)
    made: list[Campaign] = []
    if accepted(
        request,
        form,
        lambda _given: made.append(actions.add_campaign(request.actor, project, **form.facts())),
    ):
        messages.success(request, _("It is planned."))
        return redirect("desk_campaign", made[0].code)
    return render(request, "programme/new_campaign.html", framed(request, project, HERE, form=form))


@screen(may=policies.may_run_this, of=Campaign, changes=True)
def change(request: Visit, one: Campaign) -> HttpResponse:
    """Change a campaign. Somebody else's newer version is never overwritten unseen."""
    there = campaigning.to_choose(request.actor, one.project)
    if request.method == "POST":
        form = CampaignForm(request.POST, gatherings=there)
    else:
        told = texts.tell(owner_of(one), [MESSAGE]).get(MESSAGE)
        body, base = (told.newest.body, told.newest.number) if told else ("", 0)
        chosen = [each.code for each in campaigning.gatherings(request.actor, one)]
        form = CampaignForm.filled(one, body, base, chosen, gatherings=there)
    theirs: str | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_campaign(
                request.actor, one, revision=given["revision"] or 0, base=given["base"] or 0, **form.facts()
            )
        except Problem as problem:
            tell(form, problem)
            theirs = _overtaken(form, problem, one)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("desk_campaign", one.code)
    context = {"form": form, "one": one, "theirs": theirs}
    return render(request, "programme/change_campaign.html", framed(request, one.project, HERE, **context))


def _overtaken(form: CampaignForm, problem: Problem, one: Campaign) -> str | None:
    """What somebody else saved; what was typed stays in the form, which builds on theirs from now on."""
    data = form.data.copy()  # type: ignore[attr-defined]
    form.data = data
    if isinstance(problem, Conflict):
        data["base"] = str(problem.number)
        return problem.theirs
    if problem.code != "changed meanwhile":
        return None
    one.refresh_from_db()
    data["revision"] = str(one.revision)
    return f"{one.title}\n{one.aim}\n{one.audience}"


@screen(may=policies.may_run_this, of=Campaign, on_closed=True)
def put_away(request: Visit, one: Campaign) -> HttpResponse:
    """Its numbers count no more."""
    return carried_out(
        request,
        actions.put_away_campaign,
        one,
        _("It is put away. You can bring it back here."),
        "desk_campaign",
    )


@screen(may=policies.may_run_this, of=Campaign)
def bring_back(request: Visit, one: Campaign) -> HttpResponse:
    """Undo."""
    return carried_out(request, actions.bring_back_campaign, one, _("It is back."), "desk_campaign")


@screen(may=policies.may_translate, of=Campaign)
def translations(request: Visit, one: Campaign) -> HttpResponse:
    """The message beside its translation into one language."""
    told = texts.tell(owner_of(one))
    target = bench.target_of(request, told)

    def translate_at(line: texts.Line) -> str:
        return reverse("desk_campaign_words", args=[one.code, line.field, line.block.hash, target])

    is_open = one.project.closed_at is None
    shown = bench.laid_out(
        request,
        owner_of(one),
        told,
        [MESSAGE],
        target,
        translate=translate_at if is_open else None,
        change=None,
    )
    context = {"one": one, **shown}
    return render(request, "programme/campaign_texts.html", framed(request, one.project, HERE, **context))


@screen(may=policies.may_translate, of=Campaign, changes=True)
def translate(request: Visit, one: Campaign, field: str, segment: str, language: str) -> HttpResponse:
    """Translate one paragraph of the message."""
    save = bench.saving(actions.translate_message, request.actor, one, field, segment, language=language)
    paper = bench.translating(request, owner_of(one), field, segment, language, save)
    back = bench.with_target(reverse("desk_campaign_translations", args=[one.code]), language)
    if paper.saved:
        messages.success(request, _("The translation is saved."))
        return redirect(back)
    context = {"one": one, **paper.shown(back)}
    return render(request, "programme/campaign_text.html", framed(request, one.project, HERE, **context))

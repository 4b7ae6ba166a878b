"""The working space of one project: facts, partners, people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.closed import offered
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, overtaken, tell
from passerelle.core.lists import page_of
from passerelle.core.rooms import Tab, rooms
from passerelle.core.screens import changes, screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language import texts
from passerelle.language.sorting import order_by_name
from passerelle.language.tongues import country_name
from passerelle.network import actions, figures, policies, queries
from passerelle.network.forms import FactsForm, InviteForm, ParticipantForm
from passerelle.network.importables import people
from passerelle.network.models import Appointment, Organisation, Project
from passerelle.network.programmes import programme
from passerelle.people.queries import names_of

# Rooms above put theirs between these (core.rooms.Tab).
TABS = (
    Tab(gettext_lazy("Overview"), "desk_project", policies.may_work_in, 10),
    Tab(gettext_lazy("Page and translations"), "desk_workshop", policies.may_translate, 60),
    Tab(gettext_lazy("Partners"), "desk_partners", policies.may_lead, 62),
    Tab(gettext_lazy("People and roles"), "desk_team", policies.may_coordinate, 64),
    Tab(gettext_lazy("Themes and goals"), "desk_goals", policies.may_work_in, 65),
    Tab(gettext_lazy("Files"), "desk_files", policies.may_work_in, 66),
    Tab(gettext_lazy("Facts and funder"), "desk_facts", policies.may_lead, 68),
)


def frame(
    request: Visit, project: Project, here: str, *, offers: Any = None, **context: Any
) -> dict[str, Any]:
    """What every page of a working space shows: the project and the sides of it this actor may open.

    offers: {name: flag or form} of what may be changed here. A closed project offers none of them, and has no side
    that is only there to change something; what takes away works on, and stands in the context like all the rest."""
    is_open = project.closed_at is None
    everywhere = (*TABS, *(tab for room in rooms() for tab in room.tabs))
    tabs = [
        {"label": tab.label, "url": reverse(tab.url, args=[project.code]), "current": tab.url == here}
        for tab in sorted(everywhere, key=lambda tab: tab.order)
        if tab.may(request.actor, project) and (is_open or not changes(tab.url, project.code))
    ]
    return {"project": project, "tabs": tabs, **offered(offers or {}, is_open), **context}


@screen(may=policies.may_work_in, of=Project)
def overview(request: Visit, project: Project) -> HttpResponse:
    """The project at a glance: its figures, its page's state in each language, what to do next."""
    actor, language = request.actor, _reader()
    told = texts.tell(actions.owner_of(project))
    coverage = texts.coverage(told, [actions.TITLE, actions.PAGE], texts.INTERFACE)
    partners = figures.PARTNERS.records(actor, project)
    countries = {one.organisation.country for one in partners}
    return render(
        request,
        "network/project.html",
        frame(
            request,
            project,
            "desk_project",
            title=told[actions.TITLE].newest.body if actions.TITLE in told else "",
            title_language=told[actions.TITLE].text.language if actions.TITLE in told else language,
            has_page=actions.PAGE in told and bool(told[actions.PAGE].newest.body),
            coverage=coverage,
            partners=partners,
            countries=queries.countries_in(countries, language),
            figures=[
                {"label": one.label(n), "value": n, "rule": one.rule}
                for one in (figures.PARTNERS, figures.COUNTRIES)
                for n in [one.count(partners)]
            ],
            programme=programme(project.programme),
            departures=queries.departures_of(project),
            may_leave=policies.may_leave(actor, project),
            offers={
                "may_lead": policies.may_lead(actor, project),
                "may_coordinate": policies.may_coordinate(actor, project),
            },
        ),
    )


@screen(may=policies.may_lead, of=Project, changes=True)
def facts(request: Visit, project: Project) -> HttpResponse:
    """The facts the lead answers for. Somebody else's newer facts are never overwritten unseen."""
    form = FactsForm(request.POST) if request.method == "POST" else FactsForm.filled(project)
    theirs: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        revision = given.pop("revision") or 0
        try:
            actions.change_facts(request.actor, project, revision=revision, **given)
        except Problem as problem:
            tell(form, problem)
            theirs = overtaken(request, form, problem, project, given)
        else:
            messages.success(request, _("The facts are saved."))
            return redirect("desk_project", project.code)
    return render(
        request, "network/facts.html", frame(request, project, "desk_facts", form=form, theirs=theirs)
    )


@screen(may=policies.may_lead, of=Project, changes=True)
def partners(request: Visit, project: Project) -> HttpResponse:
    """Choose the partners of the project from the standing network."""
    language = _reader()
    everybody = queries.organisations(request.actor, language, sort="country")
    chosen = {p.organisation_id for p in queries.partners_of(project, language)}
    if request.method == "POST":
        wanted = set(request.POST.getlist("organisation"))
        picked = [one for one in everybody if one.code in wanted]
        try:
            actions.choose_partners(request.actor, project, picked)
        except Problem as problem:
            messages.error(request, str(problem))
            chosen = {one.pk for one in picked}
        else:
            messages.success(request, _("The partners are saved."))
            return redirect("desk_project", project.code)
    lead = project.partnerships.filter(lead=True).values_list("organisation_id", flat=True).first()
    rows = [
        {
            "organisation": one,
            "country": country_name(one.country, language),
            "chosen": one.pk in chosen,
            "lead": one.pk == lead,
        }
        for one in everybody
    ]
    return render(
        request,
        "network/partners.html",
        frame(request, project, "desk_partners", rows=rows, chosen=len(chosen)),
    )


@screen(may=policies.may_coordinate, of=Project)
def team(request: Visit, project: Project) -> HttpResponse:
    """Who does what in the project, and which letters are still open."""
    page = page_of(request, queries.appointments_of(project), per=50)
    invitations = queries.invitations_of(request.actor, project)[:50]
    parts = queries.contributions_of(project)[:200]
    people = {one.person_id for one in (*page, *invitations, *parts)}
    names = names_of(request.actor, people)
    return render(
        request,
        "network/team.html",
        frame(
            request,
            project,
            "desk_team",
            page=page,
            team=[{"who": a, "name": names.get(a.person_id)} for a in page],
            open_letters=[{"letter": i, "name": names.get(i.person_id)} for i in invitations],
            parts=[{"part": one, "name": names.get(one.person_id)} for one in parts],
            may_lead=policies.may_lead(request.actor, project),
            tables=links("desk_team_table", request, project.code),
            offers={
                "may_invite": policies.may_lead(request.actor, project),
                "may_write_down": policies.may_coordinate(request.actor, project),
            },
        ),
    )


@screen(may=policies.may_coordinate, of=Project)
def team_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """Who does what, to take away."""
    team = queries.appointments_of(project)
    names = names_of(request.actor, {one.person_id for one in team})
    told = [
        [
            names.get(one.person_id) or _("Name erased"),
            one.get_role_display(),
            one.organisation.name if one.organisation else "",
        ]
        for one in team
    ]
    return sheet(f"people-{project.slug}", [_("Name"), _("Role"), _("For")], told, table)


@screen(may=policies.may_coordinate, of=Project)
def contacts_table(request: Visit, project: Project, table: str) -> HttpResponse:
    """How everybody in the project is reached, in columns in which it comes in again. The journal knows of it."""
    told = people.cells(request.actor, project, _reader())
    actions.note_contacts_taken(request.actor, project, len(told))
    return sheet(f"contacts-{project.slug}", people.heads(), told, table)


@screen(may=policies.may_lead, of=Project, changes=True)
def invite(request: Visit, project: Project) -> HttpResponse:
    """Invite somebody to a role; the letter goes out in their language and stands in the outbox."""
    partners = Organisation.objects.visible_to(request.actor).filter(partnerships__project=project)
    form = InviteForm(
        request.POST or None, partners=order_by_name(partners, _reader()), initial={"language": _reader()}
    )
    if accepted(request, form, lambda given: actions.invite(request.actor, project, **given)):
        messages.success(
            request, _("The invitation is written. It goes out by itself and stands in the outbox.")
        )
        return redirect("desk_team", project.code)
    return render(request, "network/invite.html", frame(request, project, "desk_team", form=form))


@screen(may=policies.may_coordinate, of=Project, changes=True)
def write_down(request: Visit, project: Project) -> HttpResponse:
    """Write down a participant who needs no account; their page then prints the code for their own data."""
    partners = Organisation.objects.visible_to(request.actor).filter(partnerships__project=project)
    form = ParticipantForm(
        request.POST or None, partners=order_by_name(partners, _reader()), initial={"language": _reader()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.write_down(request.actor, project, **form.cleaned_data)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(
                request, _("The person is written down. Here you can print the code for their data.")
            )
            return redirect("desk_person", person.code)
    return render(request, "network/write_down.html", frame(request, project, "desk_team", form=form))


@screen(may=policies.may_lead, of=Project, on_closed=True)
def end_role(request: Visit, project: Project, appointment: str) -> HttpResponse:
    """End somebody's role, after a page that says what it means."""
    role = get_object_or_404(Appointment, project=project, pk=appointment, active=True)
    if request.method == "POST":
        try:
            actions.end_appointment(request.actor, project, role)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The role is ended."))
        return redirect("desk_team", project.code)
    name = names_of(request.actor, [role.person_id]).get(role.person_id)
    return render(
        request, "network/end_role.html", frame(request, project, "desk_team", role=role, name=name)
    )


def _reader() -> str:
    return translation.get_language() or "en"

"""The desk: an officer's projects, and the standing network."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.dates import format_period
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted, tell
from passerelle.core.lists import page_of, sort_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language.tongues import country_name
from passerelle.network import actions, policies, queries
from passerelle.network.forms import OrganisationForm, ProjectForm
from passerelle.network.importables import organisations
from passerelle.network.models import Project


@screen(may=policies.may_enter_desk)
def projects(request: Visit) -> HttpResponse:
    """One's projects as a list that can be searched, sorted and paged."""
    actor, language = request.actor, _reader()
    page = page_of(request, _asked_projects(request))
    rows = [_project_row(card, language) for card in queries.cards(list(page), language)]
    return render(
        request,
        "network/projects.html",
        {
            "rows": rows,
            "page": page,
            "q": words_of(request),
            "sort": request.GET.get("sort", "name"),
            "may_create": policies.may_create_project(actor),
            "tables": links("desk_projects_table", request),
            "columns": [
                {"label": _("Acronym"), "sort": "name"},
                {"label": _("Title")},
                {"label": _("Period"), "sort": "newest"},
                {"label": _("Partners"), "end": True},
                {"label": _("State")},
            ],
        },
    )


@screen(may=policies.may_enter_desk)
def projects_table(request: Visit, table: str) -> HttpResponse:
    """The same list to take away."""
    cards = queries.cards(_asked_projects(request), _reader())
    heads = [_("Acronym"), _("Title"), _("First day or month"), _("Last"), _("Partners"), _("State")]
    told = [
        [
            c.project.acronym,
            c.title,
            c.project.starts,
            c.project.ends,
            c.partners,
            c.project.get_state_display(),
        ]
        for c in cards
    ]
    return sheet("projects", heads, told, table)


def _asked_projects(request: Visit) -> list[Project]:
    sort, backwards = sort_of(request, ("name", "newest"))
    return list(
        queries.working_in(request.actor, _reader(), words=words_of(request), sort=sort, backwards=backwards)
    )


def _project_row(card: queries.Card, language: str) -> list[Any]:
    published = card.project.state == Project.State.PUBLISHED
    period = format_period(card.project.starts or None, card.project.ends or None, language)
    return [
        {"text": card.project.acronym, "url": reverse("desk_project", args=[card.project.code])},
        {"text": card.title, "lang": card.title_language},
        period,
        card.partners,
        {"state": "reviewed" if published else "draft", "word": card.project.get_state_display()},
    ]


@screen(may=policies.may_create_project)
def new_project(request: Visit) -> HttpResponse:
    """Open a new project."""
    network = queries.organisations(request.actor, _reader())
    form = ProjectForm(request.POST or None, organisations=network, initial={"language": _reader()})
    if request.method == "POST" and form.is_valid():
        try:
            project = actions.create_project(request.actor, **form.cleaned_data)
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The project is open. Now choose its partners."))
            return redirect("desk_partners", project.code)
    return render(request, "network/new_project.html", {"form": form})


@screen(may=policies.may_see_network)
def network(request: Visit) -> HttpResponse:
    """The standing network from which projects draw their partners."""
    language = _reader()
    may = policies.may_administer(request.actor)
    page = page_of(request, _asked_organisations(request), per=50)
    return render(
        request,
        "network/network.html",
        {
            "rows": [
                [
                    {
                        "text": one.name,
                        "url": reverse("desk_organisation_belonging", args=[one.code]) if may else "",
                    },
                    one.get_kind_display(),
                    one.town,
                    country_name(one.country, language),
                    one.projects,
                ]
                for one in page
            ],
            "page": page,
            "q": words_of(request),
            "sort": request.GET.get("sort", "name"),
            "may_add": may,
            "tables": links("desk_network_table", request),
            "columns": [
                {"label": _("Organisation"), "sort": "name"},
                {"label": _("Kind")},
                {"label": _("Town"), "sort": "town"},
                {"label": _("Country"), "sort": "country"},
                {"label": _("Projects"), "sort": "projects", "end": True},
            ],
        },
    )


@screen(may=policies.may_see_network)
def network_table(request: Visit, table: str) -> HttpResponse:
    """The same list to take away, in columns in which it comes in again."""
    told = [organisations.cells(one, _reader()) for one in _asked_organisations(request)]
    return sheet("network", organisations.heads(), told, table)


def _asked_organisations(request: Visit) -> Any:
    sort, backwards = sort_of(request, ("name", "town", "country", "projects"))
    return queries.organisations(
        request.actor, _reader(), words=words_of(request), sort=sort, backwards=backwards
    )


@screen(may=policies.may_administer)
def new_organisation(request: Visit) -> HttpResponse:
    """Add a member to the standing network."""
    form = OrganisationForm(request.POST or None)
    if accepted(request, form, lambda given: actions.add_organisation(request.actor, **given)):
        messages.success(request, _("The organisation is a member of the network now."))
        return redirect("desk_network")
    return render(request, "network/new_organisation.html", {"form": form})


def _reader() -> str:
    return translation.get_language() or "en"

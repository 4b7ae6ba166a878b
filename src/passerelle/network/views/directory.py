"""The desk's directory, and who contributes to a project without a role in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import links
from passerelle.core.visit import Visit
from passerelle.engines.text.collation import sort_key
from passerelle.language.spoken import told
from passerelle.network import actions, directory, policies, queries
from passerelle.network.directory import Line
from passerelle.network.directory_forms import ContributionForm
from passerelle.network.listed import Listed, taken_away
from passerelle.network.models import Contribution, Organisation, Project
from passerelle.network.views.project import frame
from passerelle.people.models import Person
from passerelle.people.queries import names_of


@screen(may=policies.may_enter_desk)
def desk_directory(request: Visit) -> HttpResponse:
    """Who does what in the projects one works in."""
    language = translation.get_language() or "en"
    found = _listed(request, language)
    page = page_of(request, found.lines, per=50)
    context = {
        "narrow": found.form,
        "page": page,
        "rows": [_cells(line, language) for line in page],
        "sort": found.sort,
        "tables": links("desk_directory_table", request),
        "columns": [
            {"label": _("Name"), "sort": "name"},
            {"label": _("Role"), "sort": "role"},
            {"label": _("Organisation"), "sort": "organisation"},
            {"label": _("Project"), "sort": "project"},
            {"label": _("Speaks")},
            {"label": _("Name in public")},
        ],
    }
    return render(request, "network/directory.html", context)


@screen(may=policies.may_enter_desk)
def desk_directory_table(request: Visit, table: str) -> HttpResponse:
    """The same lines in the same order as a table to take away."""
    language = translation.get_language() or "en"
    return taken_away(_listed(request, language).lines, language, table)


def _listed(request: Visit, language: str) -> Listed:
    projects = queries.working_in(request.actor, language)
    return Listed(request, directory.for_staff(request.actor, projects), language)


def _cells(line: Line, language: str) -> list[Any]:
    url = reverse("desk_person", args=[line.person]) if line.person else ""
    return [
        {"text": line.name, "url": url, "people": line.people},
        directory.role_name(line.role),
        line.organisation,
        {"text": line.project.acronym, "url": reverse("desk_project", args=[line.project.code])},
        told(list(line.languages), language),
        line.shown,
    ]


@screen(may=policies.may_coordinate, of=Project, changes=True)
def contribute(request: Visit, project: Project) -> HttpResponse:
    """Note that somebody of the project speaks, teaches or interprets."""
    people = {
        person.pk: person
        for person in Person.objects.visible_to(request.actor).filter(
            places__project=project.pk, erased_at=None
        )
    }
    names = names_of(request.actor, people)
    language = translation.get_language() or "en"
    choices = [(people[pk].code, name) for pk, name in names.items() if name]
    choices.sort(key=lambda choice: sort_key(choice[1], language))
    partners = Organisation.objects.visible_to(request.actor).filter(partnerships__project=project)
    form = ContributionForm(request.POST or None, people=choices, partners=partners.order_by("name"))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = next(one for one in people.values() if one.code == given["person"])
        try:
            actions.note_contribution(request.actor, project, person, given["part"], given["organisation"])
        except Problem as problem:
            tell(form, problem)
        else:
            messages.success(request, _("The part is noted. It stands in the directory."))
            return redirect("desk_team", project.code)
    return render(request, "network/contribute.html", frame(request, project, "desk_team", form=form))


@screen(may=policies.may_coordinate, of=Project, on_closed=True)
def end_contribution(request: Visit, project: Project, contribution: str) -> HttpResponse:
    """Take a part out of the directory, after a page that says what it means."""
    part = get_object_or_404(Contribution, project=project, pk=contribution)
    if request.method == "POST":
        actions.end_contribution(request.actor, project, part)
        messages.success(request, _("The part stands in the directory no more."))
        return redirect("desk_team", project.code)
    name = names_of(request.actor, [part.person_id]).get(part.person_id)
    context = frame(request, project, "desk_team", part=part, name=name)
    return render(request, "network/end_contribution.html", context)

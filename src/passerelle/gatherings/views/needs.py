"""The public side of a gathering as its host prepares it: what is offered, what is needed, who speaks, material."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core import files
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, policies, queries, reading
from passerelle.gatherings.furnishing_forms import FurnishForm, MaterialForm, SpeakerForm
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from passerelle.network.views.project import frame
from passerelle.people.queries import names_of
from passerelle.tasks import queries as tasks


@screen(may=policies.may_change, of=Gathering, changes=True)
def furnish(request: Visit, one: Gathering) -> HttpResponse:
    """How one registers, what helps people take part, agenda and links."""
    one = queries.gatherings(request.actor, None).get(pk=one.pk)
    form = FurnishForm(request.POST) if request.method == "POST" else FurnishForm.filled(one)
    if accepted(request, form, lambda _given: actions.furnish(request.actor, one, **form.facts())):
        messages.success(request, _("The changes are saved."))
        return redirect("desk_gathering", one.code)
    return render(request, "gatherings/furnish.html", frame(request, one.project, "", one=one, form=form))


@screen(may=policies.may_change, of=Gathering, on_closed=True)
def publish(request: Visit, one: Gathering) -> HttpResponse:
    """Let everybody read it, or no longer."""
    if request.method == "POST":
        try:
            if one.published_at is None:
                actions.publish(request.actor, one)
                messages.success(request, _("Everybody can read it now."))
            else:
                actions.unpublish(request.actor, one)
                messages.success(request, _("It is no longer public."))
        except Problem as problem:
            messages.error(request, str(problem))
    return redirect("desk_gathering", one.code)


@screen(may=policies.may_change, of=Gathering, changes=True)
def speakers(request: Visit, one: Gathering) -> HttpResponse:
    """Who speaks."""
    partners = {org.code: org for org in tasks.partners_of(request.actor, one.project, reading.reader())}
    people = _people(request, one.project)
    form = SpeakerForm(
        request.POST if "remove" not in request.POST and request.method == "POST" else None,
        organisations=[(code, org.name) for code, org in partners.items()],
        people=[(code, name) for code, (_person, name) in people.items()],
    )
    rows = list(one.speakers.select_related("organisation", "person"))
    if "remove" in request.POST:
        gone = next((row for row in rows if str(row.pk) == request.POST["remove"]), None)
        if gone is None:
            raise Http404
        actions.remove_speaker(request.actor, one, gone)
        return redirect("desk_gathering_speakers", one.code)

    def add(given: dict[str, Any]) -> None:
        person, _name = people.get(given["person"], (None, ""))
        organisation = partners.get(given["organisation"])
        actions.add_speaker(request.actor, one, role=given["role"], organisation=organisation, person=person)

    if accepted(request, form, add):
        messages.success(request, _("Added."))
        return redirect("desk_gathering_speakers", one.code)
    named = {person.pk: name for person, name in people.values()}
    told = [{"row": row, "name": named.get(row.person_id, "")} for row in rows]
    context = {"one": one, "form": form, "speakers": told}
    return render(request, "gatherings/speakers.html", frame(request, one.project, "", **context))


@screen(may=policies.may_change, of=Gathering, changes=True)
def material(request: Visit, one: Gathering) -> HttpResponse:
    """Files for everybody who reads the page."""
    kept = files.of(Gathering.KIND, one.pk)
    if "remove" in request.POST:
        gone = next((file for file in kept if str(file.pk) == request.POST["remove"]), None)
        if gone is None:
            raise Http404
        actions.remove_material(request.actor, one, gone)
        return redirect("desk_gathering_material", one.code)
    form = MaterialForm(request.POST or None, request.FILES or None)
    if accepted(request, form, lambda given: actions.attach_material(request.actor, one, given["file"])):
        messages.success(request, _("The file is kept."))
        return redirect("desk_gathering_material", one.code)
    context = {"one": one, "form": form, "kept": kept}
    return render(request, "gatherings/material.html", frame(request, one.project, "", **context))


def _people(request: Visit, project: Project) -> dict[str, tuple[Any, str]]:
    """People of the project whose names this actor may know, by code."""
    there = queries.people_in(project)
    names = names_of(request.actor, [person.pk for person in there])
    named = [(person, names[person.pk] or "") for person in there if names.get(person.pk)]
    return {person.code: (person, name) for person, name in sorted(named, key=lambda pair: pair[1])}

"""Translations of a project’s page leave for another program, and come back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import actions, policies
from passerelle.network import exchange as bench
from passerelle.network.models import Project
from passerelle.network.views.project import frame
from passerelle.network.views.texts import FIELDS, back_to


@screen(may=policies.may_translate, of=Project, changes=True)
def exchange(request: Visit, project: Project, language: str) -> HttpResponse:
    """Download the translations into one language, look at a file that comes back, take it in, take it back."""

    def take(question: str) -> int:
        return actions.take_file_in(request.actor, project, language, question)

    def take_back(mark: UUID) -> int:
        return actions.take_file_back(request.actor, project, language, mark)

    owner, name = actions.owner_of(project), f"project-{project.code}"
    shown = bench.exchanged(request, owner, FIELDS, language, name=name, take=take, take_back=take_back)
    if shown is None:
        return redirect("desk_exchange", project.code, language)
    back = back_to(project, language)
    return render(
        request, "network/exchange.html", frame(request, project, "desk_workshop", back=back, **shown)
    )


@screen(may=policies.may_translate, of=Project)
def exchange_file(request: Visit, project: Project, language: str, suffix: str) -> HttpResponseBase:
    """The translations as a file for another program."""
    owner, name = actions.owner_of(project), f"project-{project.code}"
    return bench.downloaded(owner, FIELDS, language, suffix, name=name, title=project.acronym)

"""The plan of a project: its work packages with what is owed in them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network.models import Project
from passerelle.network.views.project import frame
from passerelle.tasks import policies, queries


@screen(may=policies.may_see_plan, of=Project)
def plan(request: Visit, project: Project) -> HttpResponse:
    """Work packages, each with its deliverables and milestones."""
    packages = queries.packages_of(request.actor, project)
    return render(request, "tasks/plan.html", frame(request, project, "desk_plan", packages=packages))

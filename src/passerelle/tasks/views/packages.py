"""Work packages are added, changed and removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language.sorting import order_by_name
from passerelle.network.models import Organisation, Project
from passerelle.tasks import actions, policies, reading
from passerelle.tasks.forms import PackageForm
from passerelle.tasks.models import WorkPackage
from passerelle.tasks.views.plan import frame


@screen(may=policies.may_plan, of=Project, changes=True)
def new(request: Visit, project: Project) -> HttpResponse:
    """Add a work package."""
    form = PackageForm(
        request.POST or None, partners=_partners(request, project), initial={"language": reading.reader()}
    )
    if accepted(request, form, lambda given: actions.add_package(request.actor, project, **given)):
        messages.success(request, _("The work package is in the plan."))
        return redirect("desk_plan", project.code)
    return render(request, "tasks/package.html", frame(request, project, "", form=form))


@screen(may=policies.may_plan, of=Project, changes=True)
def change(request: Visit, project: Project, package: str) -> HttpResponse:
    """Change a work package, or take an empty one out of the plan."""
    there = _package(request, project, package)
    names = ("number", "title", "language", "lead", "first_month", "last_month")
    form = PackageForm(
        request.POST or None,
        partners=_partners(request, project),
        initial={name: getattr(there, name) for name in names},
    )
    if accepted(request, form, lambda given: actions.change_package(request.actor, there, **given)):
        messages.success(request, _("The changes are saved."))
        return redirect("desk_plan", project.code)
    return render(request, "tasks/package.html", frame(request, project, "", form=form, package=there))


@screen(may=policies.may_plan, of=Project, changes=True)
def remove(request: Visit, project: Project, package: str) -> HttpResponse:
    """Take an empty work package out of the plan."""
    there = _package(request, project, package)
    if request.method == "POST":
        try:
            actions.remove_package(request.actor, there)
        except Problem as problem:
            messages.error(request, str(problem))
            return redirect("desk_plan_package", project.code, there.code)
        messages.success(request, _("The work package is no longer in the plan."))
    return redirect("desk_plan", project.code)


def _package(request: Visit, project: Project, code: str) -> WorkPackage:
    found: WorkPackage = get_object_or_404(
        WorkPackage.objects.visible_to(request.actor), project=project, code=code
    )
    return found


def _partners(request: Visit, project: Project) -> Any:
    partners = Organisation.objects.visible_to(request.actor).filter(partnerships__project=project)
    return order_by_name(partners, reading.reader())

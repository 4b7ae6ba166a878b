"""The documents of a project."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from passerelle.core import files, quotas
from passerelle.core.errors import Problem
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network import actions, policies, queries
from passerelle.network.forms import FileForm
from passerelle.network.models import Project
from passerelle.network.views.project import frame


@screen(may=policies.may_work_in, of=Project)
def project_files(request: Visit, project: Project) -> HttpResponse:
    """What is kept, and, for coordinators, a way to add to it."""
    may_attach = policies.may_coordinate(request.actor, project)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.attach_file(
                request.actor, project, form.cleaned_data["file"], public=form.cleaned_data["public"]
            )
        except Problem as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("The file is kept."))
            return redirect("desk_files", project.code)
    offers = {"may_attach": may_attach, "form": form}
    page = page_of(request, queries.files_of(project))
    context = {
        "may_remove": may_attach,
        "page": page,
        "space": quotas.space_for(Project.KIND, project.pk),
        "scanner": bool(settings.SCANNER),
        "shut": {file.pk for file in page if not files.available(file)},
    }
    return render(
        request, "network/files.html", frame(request, project, "desk_files", offers=offers, **context)
    )


@screen(may=policies.may_coordinate, of=Project, on_closed=True)
def remove_file(request: Visit, project: Project, file: str) -> HttpResponse:
    """Remove a file, after a page that says it cannot be brought back."""
    found = next((one for one in queries.files_of(project) if one.pk == file), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.remove_file(request.actor, project, found)
        messages.success(request, _("The file is removed."))
        return redirect("desk_files", project.code)
    return render(request, "network/remove_file.html", frame(request, project, "desk_files", file=found))

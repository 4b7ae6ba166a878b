"""What a closed project left, for everybody, where its coordinator wishes so."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from passerelle.closing import queries
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network.models import Project


@screen(of=Project, open_to_all=True)
@require_safe
def kept_zip(request: Visit, project: Project, slug: str = "") -> HttpResponse:
    """An address that stays when the file is made anew."""
    found = queries.public_bundle(project.pk)
    if found is None or project.state != Project.State.PUBLISHED:
        raise Http404
    response = redirect("file", found.file)
    response.headers["Cache-Control"] = "no-cache"
    return response

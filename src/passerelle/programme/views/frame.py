"""The sides of a project's programme, each a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.visit import Visit
from passerelle.network.models import Project
from passerelle.network.views.project import frame

HERE = "desk_programme"
SIDES = (
    ("desk_programme", _("Series of gatherings")),
    ("desk_questions", _("Questions")),
    ("desk_campaigns", _("Campaigns")),
    ("desk_processes", _("Processes")),
)


def carried_out(
    request: Visit, act: Callable[[Actor, Any], Any], one: Any, says: str, page: str
) -> HttpResponse:
    """A button of one's own page: do it, say so, and lead back."""
    if request.method == "POST":
        act(request.actor, one)
        messages.success(request, says)
    return redirect(page, one.code)


def framed(request: Visit, project: Project, here: str, **context: Any) -> dict[str, Any]:
    """What every page of the programme takes. here: the side it belongs to."""
    sides = [
        {"label": label, "url": reverse(name, args=[project.code]), "current": name == here}
        for name, label in SIDES
    ]
    return frame(request, project, HERE, sides=sides, **context)

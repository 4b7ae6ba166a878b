"""One item: what is owed, by whom, until when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.network.views.project import frame
from passerelle.tasks import policies
from passerelle.tasks.models import Item


@screen(may=policies.may_see, of=Item)
def item(request: Visit, item: Item) -> HttpResponse:
    """Everything about one item."""
    return render(request, "tasks/item.html", frame(request, item.project, "desk_plan", item=item))

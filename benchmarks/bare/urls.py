"""Bare views. They answer to anybody and exist only here."""

from __future__ import annotations

import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from benchmarks.bare.whole import whole_page
from passerelle.core.models import Entry
from passerelle.language.models import Edition, Text, Translation
from passerelle.network.models import Appointment, Project

ROWS = 50


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def one_row(request: HttpRequest, code: str) -> HttpResponse:
    """One row by its key, answered as plain text."""
    project = Project.objects.get(code=code)
    return HttpResponse(f"{project.acronym} {project.starts} {project.ends}")


def one_page(request: HttpRequest, owner: str) -> HttpResponse:
    """One row by its key, its text through Django's own template: a page without a house around it."""
    edition = Edition.objects.get(owner=owner, language="en", number=1)
    return render(request, "bare/page.html", {"edition": edition})


def fifty_rows(request: HttpRequest) -> HttpResponse:
    """Fifty rows of four cells through a template."""
    return render(request, "bare/rows.html", {"rows": Entry.objects.order_by("id")[:ROWS]})


def insert(request: HttpRequest, text: str) -> HttpResponse:
    """One row, the same that a translated paragraph becomes, in a transaction of its own: committed, and on the disk,
    before the answer goes out."""
    Translation.objects.create(
        text_id=text,
        source_hash=uuid.uuid4().hex,
        language="xx",
        number=1,
        body=request.POST.get("words", ""),
    )
    return HttpResponse("ok")


def places(request: HttpRequest) -> HttpResponse:
    """What the others want in their addresses: of the project whose lead coordinator can sign in."""
    leads = Appointment.objects.filter(role="lead_coordinator", person__account__demo=True)
    project = Project.objects.get(pk__in=leads.values("project"))
    text = Text.objects.get(owner=project.pk, field="page")
    return HttpResponse(json.dumps({"code": project.code, "owner": str(project.pk), "text": str(text.pk)}))


urlpatterns = [
    path("healthz", nothing),
    path("places", places),
    path("nothing", nothing),
    path("row/<str:code>", one_row),
    path("page/<uuid:owner>", one_page),
    path("rows", fifty_rows),
    path("insert/<uuid:text>", insert),
    path("<str:language>/projects/<str:code>/<str:slug>/", whole_page),
]

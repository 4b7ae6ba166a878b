"""Deadlines for calendars: a project's as a file, one's own under a secret address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from passerelle.core import icalendar
from passerelle.core.rooms import calendar_of
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language.tongues import INTERFACE
from passerelle.network import policies as network
from passerelle.network.models import Project
from passerelle.tasks import actions, policies, queries, reading
from passerelle.tasks.models import Item


@screen(may=policies.may_see_plan, of=Project)
def of_project(request: Visit, project: Project) -> HttpResponse:
    """The joint deadlines of a project and what other rooms have for its calendar, as a file; what an organisation
    keeps for itself stays in the house."""
    items = queries.for_calendar(request.actor).filter(project=project)
    return _file(project.acronym, items, calendar_of(request.actor, project.pk), f"{project.slug}.ics")


@screen(may=network.may_enter_desk)
def own(request: Visit) -> HttpResponse:
    """The secret address of one's own calendar: made, made anew, taken back."""
    person = queries.oneself(request.actor)
    if request.method == "POST":
        if "revoke" in request.POST:
            actions.revoke_calendar_key(request.actor, person)
            messages.success(request, _("The address opens nothing any more."))
            return redirect("desk_calendar")
        secret = actions.make_calendar_key(request.actor, person)
        address = settings.ADDRESS + reverse("calendar_feed", args=[secret])
        return render(request, "tasks/calendar.html", {"address": address, "there": True})
    return render(request, "tasks/calendar.html", {"there": queries.calendar_since(request.actor)})


@screen(open_to_all=True)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What somebody owes, for whoever holds the secret address: calendars sign in nowhere."""
    reader = queries.reader_of_calendar(secret)
    if reader is None:
        raise Http404
    actor, language = reader
    with translation.override(language if language in INTERFACE else "en"):
        items = queries.for_calendar(actor, own=True)
        response = _file(_("What I owe"), items, calendar_of(actor, None), "passerelle.ics")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file(name: str, items: Iterable[Item], others: Iterable[icalendar.Entry], file: str) -> HttpResponse:
    entries = [*(entry for item in items if (entry := _entry(item))), *others]
    content = icalendar.calendar(name, entries, made=timezone.now(), language=reading.reader())
    response = HttpResponse(content, content_type=icalendar.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _entry(item: Item) -> icalendar.Entry | None:
    if item.due is None or item.due_at is None:
        return None
    title = f"{item.project.acronym}: {item}"
    told = [str(item.get_kind_display())]
    if item.responsible:
        told.append(_("Responsible: %(name)s") % {"name": item.responsible.name})
    if item.due_rule != item.due.isoformat():
        told.append(_("Rule: %(rule)s") % {"rule": item.due_rule})
    return icalendar.Entry(
        uid=f"{item.code}@{urlsplit(settings.ADDRESS).hostname or 'localhost'}",
        when=item.due_at if item.due_time else item.due,
        title=title,
        description="\n".join(told),
        address=settings.ADDRESS + reverse("desk_item", args=[item.code]),
        sequence=item.revision,
    )

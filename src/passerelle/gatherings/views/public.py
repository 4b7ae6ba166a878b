"""Gatherings as everybody reads them: the list of a project, one page each, and its entry for a calendar."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle.core import icalendar
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import in_language, number
from passerelle.core.visit import Visit
from passerelle.gatherings import calendars, policies, published, reading
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project

ON_A_PAGE = 15


@screen(of=Project, open_to_all=True)
@require_safe
def project_gatherings(request: Visit, project: Project, slug: str = "") -> HttpResponse:
    """What a project comes together for next; what is past on a side of its own."""
    if project.state != Project.State.PUBLISHED:
        return redirect("desk_project", code=project.code)
    past = request.GET.get("when") == "past"
    page = page_of(request, published.listed(project.pk, past=past), ON_A_PAGE)
    here = reverse("project_gatherings", args=[project.code, project.slug])
    context = {
        "project": project,
        "page": page,
        "gatherings": [reading.brief(one) for one in page],
        "past": past,
        "tabs": [
            {"label": _("Still to come"), "url": here, "current": not past},
            {"label": _("Past"), "url": f"{here}?when=past", "current": past},
        ],
        "trail": [
            {"label": _("Projects"), "url": reverse("projects")},
            {"label": project.acronym, "url": reverse("project", args=[project.code, project.slug])},
            {"label": _("Gatherings"), "url": ""},
        ],
    }
    return render(request, "gatherings/public_list.html", context)


@screen(open_to_all=True)
@require_safe
def gathering(request: Visit, code: str) -> HttpResponse:
    """One public gathering: when, where, in which languages, what helps, who speaks, and the way to register."""
    one = _public(code)
    address = published.address_of(one)
    state = published.waiting_or_free(one)
    project = one.project
    context = {
        "one": one,
        "project": project,
        "when": reading.when(one),
        "where": reading.where(one),
        "facts": _facts(one),
        "agenda": reading.agenda(one),
        "speakers": published.speakers_of(one),
        "material": published.material_of(one),
        "places": published.said_of_places(state),
        "waits": state == "waiting list",
        "works_here": policies.may_see(request.actor, one),
        "canonical": f"{settings.ADDRESS}{address}",
        "addresses": [
            {"lang": lang, "url": f"{settings.ADDRESS}{in_language(address, lang)}"}
            for lang, _name in settings.LANGUAGES
        ],
        "has_day": calendars.has_day(one),
        "sending": _sending(f"{project.acronym}: {one.title}", f"{settings.ADDRESS}{address}"),
        "trail": [
            {"label": project.acronym, "url": reverse("project", args=[project.code, project.slug])},
            {
                "label": _("Gatherings"),
                "url": reverse("project_gatherings", args=[project.code, project.slug]),
            },
        ],
    }
    return render(request, "gatherings/public.html", context)


@screen(open_to_all=True)
@require_safe
def gathering_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """One public gathering as an iCalendar file."""
    one = _public(code)
    if not calendars.has_day(one):
        raise Http404
    entry = calendars.public_entry(one)
    content = icalendar.calendar(one.title, [entry], made=timezone.now(), language=reading.reader())
    response = HttpResponse(content, content_type=icalendar.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{one.code}.ics"'
    return response


def _public(code: str) -> Gathering:
    found = published.by_code(code)
    if found is None:
        raise Http404
    return found


def _sending(title: str, address: str) -> dict[str, str]:
    """The ways to pass a page on that tell nobody else."""
    subject, body = quote(title), quote(f"{title}\n{address}")
    return {"address": address, "mail": f"mailto:?subject={subject}&body={body}"}


def _facts(one: Gathering) -> list[dict[str, Any]]:
    told: list[tuple[str, Any]] = [
        (_("Kind"), one.get_kind_display()),
        (_("When"), reading.when(one)),
        (_("Where"), reading.where(one)),
        (_("Host"), reading.named(one.host.name) if one.host else ""),
        (_("Languages"), reading.languages(one)),
        (_("Interpreters into"), reading.spoken_in(one.interpreted)),
        (_("Places"), number(one.places) if one.places is not None else ""),
        (_("Way in"), one.get_step_free_display() if one.step_free else ""),
        (_("Child care"), _("Yes, tell us how many children when you register.") if one.child_care else ""),
    ]
    return [{"term": term, "value": value} for term, value in told if value]

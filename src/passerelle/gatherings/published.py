"""What everybody reads of gatherings: never who registered, never who came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.core import files
from passerelle.core.actor import SystemActor
from passerelle.core.models import StoredFile
from passerelle.gatherings.models import Gathering, Registration
from passerelle.network.models import Project
from passerelle.people.models import Consent
from passerelle.people.queries import consenting, names_of

SHOWN_ON_A_PROJECT = 5
_BRIEFLY = (
    "code", "title", "language", "kind", "starts", "ends", "starts_time", "ends_time", "zone", "place", "town", "country",
    "mode", "state", "published_at", "begins_at", "over_at", "registers", "registers_until", "heads_only",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody who speaks, as everybody reads it. name: only with their consent, else ""."""

    name: str
    role: str
    organisation: str


def published(project: UUID | None = None) -> QuerySet[Gathering]:
    """Published gatherings of published projects are everybody's, whoever asks."""
    rows = Gathering.objects.unscoped(reason="published gatherings").filter(
        published_at__isnull=False, project__state=Project.State.PUBLISHED
    )
    rows = rows.filter(project=project) if project else rows
    return rows.select_related("project", "host").order_by("begins_at", "title", "pk")


def listed(project: UUID | None, *, past: bool) -> QuerySet[Gathering]:
    """What is still to come, the soonest first; or what is past, the newest first."""
    rows, now = published(project), timezone.now()
    if past:
        return rows.filter(over_at__lt=now).order_by("-begins_at", "title", "pk")
    return rows.filter(over_at__gte=now)


def coming_of(project: UUID) -> QuerySet[Gathering]:
    """The next ones of a project's page, each as `told` (text of JSON), for a query of that page which asks for more."""
    return (
        listed(project, past=False)
        .select_related(None)
        .annotate(told=Cast(JSONObject(**{name: name for name in _BRIEFLY}), TextField()))[
            :SHOWN_ON_A_PROJECT
        ]
    )


def from_told(project: Project, told: str) -> Gathering:
    """A gathering of `coming_of` as a record, with what a list shows of it."""
    fields: dict[str, Any] = {name: Gathering._meta.get_field(name) for name in _BRIEFLY}
    facts = {name: fields[name].to_python(value) for name, value in json.loads(told).items()}
    return Gathering(project=project, **facts)


def by_code(code: str) -> Gathering | None:
    """A public one by the code of its address."""
    return published().filter(code=code).first()


def speakers_of(gathering: Gathering) -> list[Spoken]:
    """Who speaks; a name only where its person agrees to be shown now. Three queries or so."""
    rows = list(gathering.speakers.select_related("organisation"))
    shown = consenting([one.person_id for one in rows if one.person_id], Consent.Purpose.SHOWN)
    names = names_of(SystemActor(reason="name shown with consent"), shown) if shown else {}
    return [
        Spoken(
            names.get(one.person_id) or "" if one.person_id else "",
            one.role,
            one.organisation.name if one.organisation else "",
        )
        for one in rows
    ]


def material_of(gathering: Gathering) -> list[StoredFile]:
    """Its files that can be had now."""
    return [one for one in files.of(Gathering.KIND, gathering.pk) if files.available(one)]


def waiting_or_free(gathering: Gathering) -> str:
    """Whether there are places: "free", "waiting list" or "" where nobody counts them. Never how many registered."""
    if gathering.places is None or not gathering.takes_registrations:
        return ""
    states = list(gathering.registrations.order_by().values_list("state", flat=True))
    full = states.count(Registration.State.CONFIRMED) >= gathering.places
    return "waiting list" if full or Registration.State.WAITING in states else "free"


def pages_of(project: UUID) -> Iterator[str]:
    """The list and the page of every public gathering of a published project."""
    rows = list(published(project))
    if rows:
        yield reverse("project_gatherings", args=[rows[0].project.code, rows[0].project.slug])
    for one in rows:
        yield address_of(one)


def address_of(one: Gathering) -> str:
    return reverse("gathering", args=[one.code])


def open_rows(project: UUID) -> Iterable[dict[str, Any]]:
    """Public gatherings as rows of open data: codes and dates, nothing about persons."""
    for one in published(project):
        yield {
            "code": one.code,
            "kind": one.kind,
            "title": one.title,
            "language": one.language,
            "starts": one.starts,
            "ends": one.ends or one.starts,
            "mode": one.mode,
            "town": one.town,
            "country": one.country,
            "host": one.host.code if one.host else "",
            "languages": one.languages,
            "places": one.places,
            "state": one.state,
        }


def material_there(among: set[UUID]) -> set[UUID]:
    """Which of these gatherings are still here: files of the others are orphans."""
    rows = Gathering.objects.unscoped(reason="owners of files")
    return set(rows.filter(pk__in=among).values_list("pk", flat=True))


def said_of_places(state: str) -> str:
    """In words."""
    if state == "free":
        return _("There are places left.")
    return _("All places are taken. You can put yourself on the waiting list.") if state else ""

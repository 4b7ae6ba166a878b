"""Gatherings in the calendars people have, beside the deadlines of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.actor import Actor
from passerelle.core.dates import parse_partial
from passerelle.core.icalendar import Entry
from passerelle.gatherings import queries, reading
from passerelle.gatherings.models import Gathering
from passerelle.language.tongues import country_name


def entries(actor: Actor, project: UUID | None) -> Iterator[Entry]:
    """Of a project, else of those that go on what the actor's organisations host. What has no day yet, or does not take
    place, stands in no calendar."""
    for one in queries.for_calendar(actor, project):
        if has_day(one):
            yield _entry(one, reverse("desk_gathering", args=[one.code]))


def has_day(one: Gathering) -> bool:
    """Whether it has days a calendar can show, and takes place."""
    last = one.ends or one.starts
    whole = parse_partial(one.starts).day is not None and parse_partial(last).day is not None
    return whole and one.state != Gathering.State.CANCELLED


def public_entry(one: Gathering) -> Entry:
    """As everybody has it: its address is the public page."""
    return _entry(one, reverse("gathering", args=[one.code]))


def _entry(one: Gathering, address: str) -> Entry:
    first, last = parse_partial(one.starts).first_day(), parse_partial(one.ends or one.starts).last_day()
    told = [str(one.get_kind_display())]
    if one.mode != Gathering.Mode.ON_SITE:
        told.append(str(one.get_mode_display()))
    if one.host:
        told.append(_("Host: %(name)s") % {"name": one.host.name})
    if one.languages:
        told.append(_("Languages: %(names)s") % {"names": reading.languages(one)})
    country = country_name(one.country, reading.reader()) if one.country else ""
    return Entry(
        uid=f"{one.code}@{urlsplit(settings.ADDRESS).hostname or 'localhost'}",
        when=one.begins_at if one.starts_time else first,
        until=(one.over_at if one.ends_time or one.ends else None) if one.starts_time else last,
        title=f"{one.project.acronym}: {one.title}",
        description="\n".join(told),
        where=", ".join(filter(None, (one.place, one.town, country))),
        address=settings.ADDRESS + address,
        sequence=one.revision,
        busy=one.starts_time is not None,
    )

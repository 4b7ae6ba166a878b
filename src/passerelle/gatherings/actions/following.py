"""What follows for those who registered when a gathering is changed, moved, cancelled or planned again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from passerelle.gatherings.actions import places, telling
from passerelle.gatherings.models import Gathering, Registration

# What somebody who registered has to know at once.
TOLD = ("starts", "ends", "starts_time", "ends_time", "zone", "place", "town", "country", "mode")
Before = Mapping[str, Any]
CANCELLED = Gathering.State.CANCELLED


def as_told(one: Gathering) -> Before:
    """What people were told of it, to be compared with after a change."""
    return {name: getattr(one, name) for name in (*TOLD, "places", "state", "over_at")}


def changed(one: Gathering, before: Before) -> None:
    """More places: who waits moves up. Another day or place: everybody with a registration is told.

    Raises Problem when fewer places are left than people have one."""
    if one.places != before["places"]:
        here = places.locked(one.pk)
        places.check_enough(here)
        places.move_up(here)
    moved = any(getattr(one, name) != before[name] for name in TOLD)
    if moved and one.state == Gathering.State.PLANNED and not one.over:
        telling.tell_all(one, "changed")


def many_changed(old: Sequence[Gathering], before: Mapping[UUID, Before]) -> None:
    """The same for gatherings that a table changed; one query where nobody registered for any of them."""
    rows = Registration.objects.filter(gathering__in=old, state__in=telling.STANDING)
    registered = set(rows.order_by().values_list("gathering", flat=True).distinct()) if old else set()
    for one in old:
        if one.pk not in registered:
            continue
        was = before[one.pk]
        changed(one, was)
        if one.state == CANCELLED and was["state"] != CANCELLED:
            cancelled(one)
        elif one.state == Gathering.State.PLANNED and was["state"] == CANCELLED:
            planned_again(one)


def cancelled(one: Gathering) -> Gathering:
    """Everybody who registered reads why; nothing else is sent to them any more. What is past is told to nobody."""
    if not one.over:
        telling.tell_all(one, "cancelled")
    return one


def planned_again(one: Gathering) -> Gathering:
    """Who was told that it does not take place hears that it does."""
    if not one.over:
        telling.tell_all(one, "again")
        places.move_up(places.locked(one.pk))
    return one

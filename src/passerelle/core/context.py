"""What every page knows: who reads, where they can go, and for the public the newest sealed head."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from passerelle.core import journal
from passerelle.core.actor import PUBLIC
from passerelle.core.rooms import Door, doors


def house(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", PUBLIC)
    desk = cache(lambda: _doors(actor, public=False))  # once for the navigation and the sides
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: _public(request, actor)),
        "desk_navigation": SimpleLazyObject(lambda: _navigation(request, desk())),
        "desk_sides": SimpleLazyObject(lambda: _sides(request, desk())),
        # Set where a page is drawn for a folder, not for the site (see closing.copying).
        "kept_copy": getattr(request, "kept_copy", None),
        # It leaves the house with what the public reads; at the desk it would be a question on every page.
        "seal_head": None if actor.signed_in else SimpleLazyObject(journal.newest_head),
    }


def _doors(actor: Any, *, public: bool) -> dict[Door, str]:
    """The doors this actor may open, in order, each with its address."""
    return {door: reverse(door.url) for door in doors(actor, public=public)}


def _public(request: HttpRequest, actor: Any) -> list[dict[str, Any]]:
    if (copy := getattr(request, "kept_copy", None)) is not None:
        return [{**entry, "current": entry["url"] == request.path} for entry in copy.navigation()]
    return _navigation(request, _doors(actor, public=True))


def _navigation(request: HttpRequest, open_to: dict[Door, str]) -> list[dict[str, Any]]:
    """Doors that share a side are one entry, named after the side when there are several, leading to the first."""
    here = _here(request, open_to)
    entries: list[dict[str, Any]] = []
    for entry in sorted(dict.fromkeys(door.side or door for door in open_to), key=lambda entry: entry.order):
        within = [door for door in open_to if entry in (door, door.side)]
        label = entry.label if len(within) > 1 else within[0].label
        entries.append({"url": open_to[within[0]], "label": label, "current": here in within})
    return entries


def _sides(request: HttpRequest, open_to: dict[Door, str]) -> dict[str, Any] | None:
    """The other doors of the side the reader stands on, as tabs; None where there are none."""
    here = _here(request, open_to)
    if here is None or here.side is None:
        return None
    within = [door for door in open_to if door.side is here.side]
    tabs = [{"url": open_to[door], "label": door.label, "current": door is here} for door in within]
    return {"label": here.side.label, "tabs": tabs} if len(tabs) > 1 else None


def _here(request: HttpRequest, open_to: dict[Door, str]) -> Door | None:
    """The door whose address the reader's begins with; the longest when there are several."""
    behind = [door for door, address in open_to.items() if request.path.startswith(address)]
    return max(behind, key=lambda door: len(open_to[door]), default=None)

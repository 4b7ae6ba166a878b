"""What every page knows: who reads, where they can go, and the newest sealed head."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from passerelle.core import journal
from passerelle.core.actor import PUBLIC
from passerelle.core.rooms import doors


def house(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", PUBLIC)
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: _navigation(request, actor, public=True)),
        "desk_navigation": SimpleLazyObject(lambda: _navigation(request, actor, public=False)),
        "seal_head": SimpleLazyObject(journal.newest_head),
    }


def _navigation(request: HttpRequest, actor: Any, *, public: bool) -> list[dict[str, Any]]:
    entries = [{"url": reverse(door.url), "label": door.label} for door in doors(actor, public=public)]
    here = max((e["url"] for e in entries if request.path.startswith(e["url"])), key=len, default=None)
    return [{**entry, "current": entry["url"] == here} for entry in entries]

"""What a page offers to press: where its buttons send and its links lead, as far as they are of one project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import Http404
from django.urls import resolve

from passerelle.core.screens import Screen
from tests.rooms.public import pages


def buttons(page: Any, where: str, project: Any) -> Iterator[tuple[str, Screen]]:
    """Every form of a page that sends something: its address and the screen that gets it."""
    for form in pages.read(page).all("form", method="post"):
        yield from screens_at(urljoin(where, form.attrs.get("action") or where), project)


def links(page: Any, where: str, project: Any) -> Iterator[tuple[str, Screen]]:
    """Every link of a page, the same way."""
    for link in pages.read(page).all("a"):
        yield from screens_at(urljoin(where, link.attrs.get("href", "")), project)


def screens_at(address: str, project: Any) -> Iterator[tuple[str, Screen]]:
    """What stands at an address, if it is about a record of this project."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path) if not parts.netloc else None
    except Http404:
        return
    screen = getattr(found.func, "screen", None) if found else None
    if found is None or screen is None or screen.of is None:
        return
    record = screen.of.objects.filter(code=found.kwargs["code"]).first()
    if record is not None and getattr(record, "project_id", None) == project.pk:
        yield parts.path, screen

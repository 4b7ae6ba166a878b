"""Long lists: one page at a time, whatever a reader types into the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 25


def page_of(request: HttpRequest, rows: Sequence[Any] | QuerySet[Any], per: int = ROWS) -> Page:
    """The page the address asks for, the nearest one when there is no such page."""
    return Paginator(rows, per).get_page(request.GET.get("page"))


def words_of(request: HttpRequest) -> str:
    """What was searched for, cut to a sensible length."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:200]


def sort_of(request: HttpRequest, allowed: Sequence[str]) -> tuple[str, bool]:
    """The column to sort by and whether backwards; the first allowed one when the address asks for another."""
    asked = request.GET.get("sort", "")
    name = asked.removeprefix("-")
    return (name, asked.startswith("-")) if name in allowed else (allowed[0], False)

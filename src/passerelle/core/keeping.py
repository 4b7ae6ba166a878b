"""A rule of the retention clock: which rows it looks at, from when their time counts, how long, and what happens then.

Rooms declare their rules in `room.py`; each personal field names the one that ends it (core.fields.Keep), and
`core.clock` walks over all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Keeping:
    """One category of what is kept, and its end.

    rows() yields what is there still, annotated with `since`, the moment from which `how_long` counts; what has gone
    already is not among them, so that nothing goes twice. go(keys) lets these rows go, inside the clock's transaction.
    person, project: look-ups from a row to the ids a legal hold may name; empty when it belongs to nobody's.
    """

    key: str
    label: Any
    since: Any
    how_long: timedelta
    happens: Any
    rows: Callable[[], QuerySet[Any]]
    go: Callable[[Sequence[Any]], object]
    person: str = ""
    project: str = ""
    erases: bool = False  # its end is the erasure of the person
    batch: int = 500


def deleting(rows: Callable[[], QuerySet[Any]]) -> Callable[[Sequence[Any]], object]:
    """Let rows go by deleting them."""

    def go(keys: Sequence[Any]) -> object:
        return rows().model._base_manager.filter(pk__in=keys).delete()

    return go


def emptying(rows: Callable[[], QuerySet[Any]], *fields: str) -> Callable[[Sequence[Any]], object]:
    """Let rows go by emptying the fields that say something; that they were, stays."""

    def go(keys: Sequence[Any]) -> object:
        return rows().model._base_manager.filter(pk__in=keys).update(**dict.fromkeys(fields))

    return go

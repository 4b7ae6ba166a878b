"""What a gathering is found by, in the search of its project's people. One that is cancelled stands in no index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from passerelle.core import search
from passerelle.gatherings.models import Gathering

CANCELLED = Gathering.State.CANCELLED


def index_many(gatherings: Iterable[Gathering]) -> None:
    """Put them where their projects' people find them, in a few statements."""
    rows = list(gatherings)
    address = search.addresses("desk_gathering")
    entries = [_entry(one, address) for one in rows if one.state != CANCELLED]
    gone = [one.pk for one in rows if one.state == CANCELLED]
    if gone:
        search.forget(Gathering.FOUND, *gone)
    search.index_many(entries)


def index_all() -> int:
    """Index every gathering anew, for a rebuild of the search index."""
    rows = Gathering.objects.unscoped(reason="search index").exclude(state=CANCELLED)
    made = 0
    there = rows.iterator(500)
    while some := list(islice(there, 500)):
        index_many(some)
        made += len(some)
    return made


def _entry(one: Gathering, address: Callable[[str], str]) -> search.Told:
    where = ", ".join(filter(None, (one.place, one.town)))
    return search.Told(
        Gathering.FOUND,
        one.pk,
        one.language or "en",
        one.project_id,
        one.title,
        where,
        address(one.code),
        [(one.language or "en", where)],
    )

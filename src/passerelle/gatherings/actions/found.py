"""What a gathering is found by: on the desk by its project's people, in public once it is published.

One that is cancelled stands in no index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from passerelle.core import search
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project

CANCELLED = Gathering.State.CANCELLED


def index_many(gatherings: Iterable[Gathering]) -> int:
    """Put them where they are found, in a few statements; returns the number of entries."""
    rows = list(gatherings)
    there = [one for one in rows if one.state != CANCELLED]
    public = _public(there)
    if gone := [one.pk for one in rows if one.state == CANCELLED]:
        search.forget(Gathering.FOUND, *gone)
    # What was never published is in no public index: nothing is asked for it.
    if hidden := [one.pk for one in there if one.published_at is not None and one.pk not in public]:
        search.forget_in_public(Gathering.FOUND, *hidden)
    desk, page = search.addresses("desk_gathering"), search.addresses("gathering")
    entries = [_entry(one, desk) for one in there]
    entries += [_public_entry(one, page) for one in there if one.pk in public]
    search.index_many(entries)
    return len(entries)


def index_all() -> int:
    """Index every gathering anew, for a rebuild of the search index."""
    rows = Gathering.objects.unscoped(reason="search index").exclude(state=CANCELLED)
    return sum(map(index_many, search.in_lots(rows.iterator(search.LOT))))


def follow_project(project: UUID) -> None:
    """What everybody finds of a project's gatherings, once its page became public or is no longer."""
    rows = Gathering.objects.unscoped(reason="follow the project").filter(project=project)
    for some in search.in_lots(rows.filter(published_at__isnull=False).iterator(search.LOT)):
        index_many(some)


def _public(rows: Iterable[Gathering]) -> set[UUID]:
    """Which of these everybody reads; at most one question."""
    published = [one for one in rows if one.published_at is not None]
    if not published:
        return set()
    projects = Project.objects.unscoped(reason="search index").filter(
        pk__in={one.project_id for one in published}, state=Project.State.PUBLISHED
    )
    shown = set(projects.values_list("pk", flat=True))
    return {one.pk for one in published if one.project_id in shown}


def _entry(one: Gathering, address: Callable[[str], str]) -> search.Told:
    where, language = _where(one), one.language or "en"
    return search.Told(
        Gathering.FOUND,
        one.pk,
        language,
        one.project_id,
        one.title,
        where,
        address(one.code),
        [(language, where)],
    )


def _public_entry(one: Gathering, address: Callable[[str], str]) -> search.Told:
    """By what stands on its page; by nobody's name: who speaks is shown only while they agree."""
    where, language = _where(one), one.language or "en"
    return search.Told(
        Gathering.FOUND,
        one.pk,
        language,
        None,
        one.title,
        f"{where} {one.agenda}",
        address(one.code),
        [(language, where), (language, one.agenda)],
    )


def _where(one: Gathering) -> str:
    return ", ".join(filter(None, (one.place, one.town)))

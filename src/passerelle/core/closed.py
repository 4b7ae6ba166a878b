"""A closed project is read, and changed no more. Asked in one place, so that no room can forget to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Problem
from passerelle.core.rooms import rooms

_A_SHARE = "SELECT pg_advisory_xact_lock_shared(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key"
_KEYS = "(SELECT array_agg('open ' || project ORDER BY project) FROM ({projects}) AS held (project))"
_THE_WHOLE = "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key"


class Closed(Problem):
    """Somebody wants to change what belongs to a project that is closed."""


def refuse(actor: Actor, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Raises Closed when one of these arguments belongs to a closed project; two queries where there is a project.

    Inside the change's transaction: until it ends, nobody closes the project (see `close_once_quiet`). The house
    itself goes on: its jobs keep what is promised to people, whatever became of the project."""
    if isinstance(actor, SystemActor):
        return
    named = set(_projects(args, kwargs))
    if named:
        _lock(named, _A_SHARE)
        if among(named):
            raise _closed()


def refuse_to_open(record: models.Model) -> None:
    """Raises Closed when a record, as it was read, belongs to a closed project: for a page that is only there to
    change it. Without a question of its own; what counts is asked again by the action (see `refuse`)."""
    if getattr(getattr(record, "project", record), "closed_at", None) is not None:
        raise _closed()


def offered(offers: Mapping[str, Any], is_open: bool) -> dict[str, Any]:
    """What a page shows of the flags and forms for changing something: all of them, or none when it is closed."""
    return dict(offers) if is_open else dict.fromkeys(offers)


def among(projects: set[UUID]) -> set[UUID]:
    """Which of these projects are closed; one query."""
    return {one for room in rooms() if room.closed is not None for one in room.closed(projects)}


def _closed() -> Closed:
    return Closed(
        "project closed",
        _("This project is closed: it can be read, not changed. The lead coordinator can open it again."),
    )


def close_once_quiet(project: UUID) -> None:
    """Wait for the changes under way in a project, and let none begin until this transaction ends: for closing it."""
    _lock({project}, _THE_WHOLE)


def _lock(projects: set[UUID], held: str) -> None:
    """Many may change a project at once, each holding a share of its lock; who closes it holds the whole of it.

    The key is none that others lock by: who holds a share and then asks for the whole would wait for its like."""
    keys = sorted(f"open {project}" for project in projects)
    with connection.cursor() as cursor:
        cursor.execute(held, [keys])


def share_of(projects: str) -> str:
    """The same share as SQL. projects: a SELECT of the ids of projects."""
    return _A_SHARE.replace("%s::text[]", _KEYS.replace("{projects}", projects))


def _projects(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Iterator[UUID]:
    """Every record of a project says which one by `project_id`; some actions are given the bare id as `project`."""
    for one in (*args, *kwargs.values()):
        found = getattr(one, "project_id", None) if isinstance(one, models.Model) else None
        if isinstance(found, UUID):
            yield found
    if isinstance(bare := kwargs.get("project"), UUID):
        yield bare

"""The list of people, sorted and searched by names that are opened in memory."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from passerelle.core.actor import Actor
from passerelle.engines.text.collation import sort_key
from passerelle.people import queries
from passerelle.people.models import Account


@dataclass(frozen=True, slots=True)
class Row:
    """A person in a list. name: None when the actor may not know it."""

    id: UUID
    code: str
    language: str
    since: datetime.datetime
    name: str | None


def people_list(actor: Actor, language: str, *, words: str = "", sort: str = "name") -> list[Row]:
    """Everybody the actor may see that match `words`, sorted for a reader of `language`; three queries, however many.

    There is no index over names: they are opened in memory, searched there, and forgotten.
    """
    names = queries.all_names(actor)
    people = queries.visible_people(actor).values_list("pk", "code", "language", "created_at")
    rows = [Row(*facts, names.get(facts[0])) for facts in people]
    if words:
        sought = words.casefold()
        rows = [r for r in rows if sought in (r.name or "").casefold() or sought == r.code]
    if sort == "newest":
        return sorted(rows, key=lambda r: r.since, reverse=True)
    if sort == "language":
        return sorted(rows, key=lambda r: (r.language, sort_key(r.name or "", language), r.code))
    return sorted(rows, key=lambda r: (r.name is None, sort_key(r.name or "", language), r.code))


def with_account(rows: Iterable[Row]) -> set[UUID]:
    """Who of one page can sign in."""
    return set(Account.objects.filter(person__in=[r.id for r in rows]).values_list("person", flat=True))

"""The list of people, sorted and searched by names that are opened in memory."""

from __future__ import annotations

from dataclasses import dataclass

from passerelle.core.actor import Actor
from passerelle.engines.text.collation import sort_key
from passerelle.people import queries
from passerelle.people.models import Account, Person


@dataclass(frozen=True, slots=True)
class Row:
    """A person in a list. name: None when the actor may not know it."""

    person: Person
    name: str | None
    account: bool


def people_list(actor: Actor, language: str, *, words: str = "", sort: str = "name") -> list[Row]:
    """Everybody the actor may see that match `words`, sorted for a reader of `language`; five queries, however many.

    There is no index over names: they are opened in memory, searched there, and forgotten.
    """
    people = list(queries.visible_people(actor))
    names = queries.names_of(actor, [p.pk for p in people])
    accounts = set(Account.objects.filter(person__in=[p.pk for p in people]).values_list("person", flat=True))
    rows = [Row(p, names[p.pk], p.pk in accounts) for p in people]
    if words:
        sought = words.casefold()
        rows = [r for r in rows if sought in (r.name or "").casefold() or sought == r.person.code]
    if sort == "newest":
        return sorted(rows, key=lambda r: r.person.created_at, reverse=True)
    if sort == "language":
        return sorted(
            rows, key=lambda r: (r.person.language, sort_key(r.name or "", language), r.person.code)
        )
    return sorted(rows, key=lambda r: (r.name is None, sort_key(r.name or "", language), r.person.code))

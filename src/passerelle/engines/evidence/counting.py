"""People are not attendances: who came, how often, and how many heads were counted where nobody was asked for a name.

Three numbers that are never added up: different people, known by their own codes; attendances, one for each person at
each gathering; heads, counted in a room. Whoever is in one of the first two is in none of the third.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

Where = Hashable
"""A gathering."""


class Present(NamedTuple):
    """A line of an attendance sheet: a person by code, or "" and a number of heads."""

    where: Where
    person: str
    heads: int = 0


class Registered(NamedTuple):
    """Somebody who said they would come."""

    where: Where
    person: str


@dataclass(frozen=True, slots=True)
class Tally:
    """people: different codes that were present. attendances: pairs of a code and a gathering, each once. heads: all
    that were counted. registrations: pairs that were announced. walk_ins: attendances that were not. no_shows:
    registrations without attendance. So attendances <= registrations + walk_ins, and people <= attendances."""

    people: int
    attendances: int
    heads: int
    registrations: int
    walk_ins: int
    no_shows: int


def tally(
    present: Iterable[Present],
    registered: Iterable[Registered] = (),
    *,
    among: Collection[Where] | None = None,
) -> Tally:
    """Count, at all gatherings or only at those `among`. The order of the lines makes no difference."""
    came: set[tuple[Where, str]] = set()
    heads = 0
    for line in present:
        if among is not None and line.where not in among:
            continue
        if line.person:
            came.add((line.where, line.person))
        else:
            heads += line.heads
    said = {
        (line.where, line.person)
        for line in registered
        if line.person and (among is None or line.where in among)
    }
    return Tally(
        people=len({person for _where, person in came}),
        attendances=len(came),
        heads=heads,
        registrations=len(said),
        walk_ins=len(came - said),
        no_shows=len(said - came),
    )

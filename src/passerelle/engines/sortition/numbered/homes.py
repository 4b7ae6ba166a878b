"""Classes of equal households: who lives with whom, as arrays that seat people with a few lines of numpy."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.model import Ints, Pool, Problem


class Class(NamedTuple):
    """Several households with the same members by type, of each of which at most `limit` people are drawn.

    types: the types of its members; people: for each of these types (homes, members of one home) pool rows.
    """

    types: tuple[int, ...]
    people: tuple[Ints, ...]
    limit: int

    @property
    def homes(self) -> int:
        return len(self.people[0])


def classes(problem: Problem, pool: Pool) -> tuple[Class, ...]:
    """The classes of two or more households.

    A household that is alone in its class needs no care: the row of kind "household" already limits its people, so
    whoever of each type is taken, no more than `limit` of them come together.
    """
    found = []
    for row in problem.rows:
        if row.kind != "household":
            continue
        types = tuple(int(t) for t in row.key)  # type: ignore[call-overload]
        people = tuple(_by_home(problem.members[t], pool) for t in types)
        if len(people[0]) > 1:
            found.append(Class(types, people, row.high // len(people[0])))
    return tuple(found)


def _by_home(members: Ints, pool: Pool) -> Ints:
    homes: dict[int | None, list[int]] = defaultdict(list)
    for row in members:
        homes[pool.households[row]].append(int(row))
    numbers = sorted(home for home in homes if home is not None)
    return np.array([homes[number] for number in numbers], dtype=np.int64)

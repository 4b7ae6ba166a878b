"""What to ask for instead, when a release is refused: less detail, tried before it is proposed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from passerelle.engines.disclosure.layout import Layout
from passerelle.engines.disclosure.micro import Micro
from passerelle.engines.disclosure.suppression.task import MOST_DIMENSIONS, Key, margin_of

ENOUGH = 3


@dataclass(frozen=True)
class Coarser:
    """A register and tables that tell less, and how: leave_out: dimensions; merge: a dimension and two of its values."""

    register: Micro
    layout: Layout
    leave_out: tuple[str, ...] = ()
    merge: tuple[str, tuple[str, str]] | None = None

    def coded(self, people: Micro) -> Micro:
        """Other people of the same register, with the values put together as in this one."""
        if self.merge is None:
            return people
        dimension = people.dimensions.index(self.merge[0])
        one, other = map(people.domains[dimension].index, self.merge[1])
        return merged(people, dimension, one, other)

    def as_json(self) -> dict[str, object]:
        """For the refusal: the tables to ask for, and the change."""
        tables = [[self.layout.dimensions[d] for d in table] for table in self.layout.tables]
        told: dict[str, object] = {"tables": tables}
        if self.leave_out:
            told["leave_out"] = list(self.leave_out)
        if self.merge is not None:
            told["merge"] = {"dimension": self.merge[0], "values": list(self.merge[1])}
        return told


def coarser(
    register: Micro,
    layout: Layout,
    numbers: Sequence[Key],
    passes: Callable[[Coarser], bool],
    *,
    merging: bool,
) -> list[Coarser]:
    """At most three changes that help, the smallest first. passes: says of one whether it would be published.

    numbers: what is exposed. merging: values may be put together; not beside earlier releases that tell them apart.
    """
    found: list[Coarser] = []
    for candidate in _candidates(register, layout, numbers, merging=merging):
        if passes(candidate):
            found.append(candidate)
        if len(found) == ENOUGH:
            break
    return found


def smaller_tables(register: Micro, layout: Layout) -> list[Coarser]:
    """For tables of too many dimensions: at most three ways to leave some out, those with the most values first."""
    large = sorted({d for table in layout.tables if len(table) > MOST_DIMENSIONS for d in table})
    large.sort(key=lambda d: -len(layout.domains[d]))
    for size in range(1, len(large)):
        found = [
            Coarser(
                register,
                _without(layout, set(dropped)),
                leave_out=tuple(layout.dimensions[d] for d in dropped),
            )
            for dropped in combinations(large, size)
            if all(len(set(table) - set(dropped)) <= MOST_DIMENSIONS for table in layout.tables)
        ]
        if found:
            return found[:ENOUGH]
    return []


def _candidates(
    register: Micro, layout: Layout, numbers: Sequence[Key], *, merging: bool
) -> Iterator[Coarser]:
    concerned = {dimension for _, place in numbers for dimension in margin_of(place)}
    concerned = concerned or {dimension for table in layout.tables for dimension in table}
    if merging:
        for dimension in sorted(concerned):
            for one, other in _pairs(register, dimension, numbers):
                yield _merged(register, layout, dimension, one, other)
    for dimension in sorted(concerned, key=lambda d: -len(layout.domains[d])):
        yield Coarser(register, _without(layout, {dimension}), leave_out=(layout.dimensions[dimension],))


def _pairs(register: Micro, dimension: int, numbers: Sequence[Key]) -> list[tuple[int, int]]:
    """The values that are exposed, each with the smallest other one."""
    if len(register.domains[dimension]) < 3:
        return []
    counts = np.bincount(register.codes[:, dimension], register.counts, len(register.domains[dimension]))
    wanted = sorted(
        {v for _, place in numbers if (v := place[dimension]) is not None}, key=lambda v: counts[v]
    )
    found = []
    for value in wanted[:2]:
        other = min((v for v in range(len(counts)) if v != value), key=lambda v: (counts[v], v))
        found.append((min(value, other), max(value, other)))
    return list(dict.fromkeys(found))


def _merged(register: Micro, layout: Layout, dimension: int, one: int, other: int) -> Coarser:
    coarse = merged(register, dimension, one, other)
    values = register.domains[dimension]
    domains = coarse.domains[: len(layout.dimensions)]
    return Coarser(
        coarse,
        replace(layout, domains=domains),
        merge=(register.dimensions[dimension], (values[one], values[other])),
    )


def merged(register: Micro, dimension: int, one: int, other: int) -> Micro:
    """The register with two values of a dimension put together, where the first stood."""
    values, codes = register.domains[dimension], register.codes.copy()
    column = codes[:, dimension]
    column[column == other] = one
    column[column > other] -= 1
    together = (
        *values[:one],
        f"{values[one]} + {values[other]}",
        *values[one + 1 : other],
        *values[other + 1 :],
    )
    domains = (*register.domains[:dimension], together, *register.domains[dimension + 1 :])
    return replace(register, domains=domains, codes=codes)


def _without(layout: Layout, dropped: set[int]) -> Layout:
    tables = dict.fromkeys(tuple(d for d in table if d not in dropped) for table in layout.tables)
    return replace(layout, tables=tuple(tables))

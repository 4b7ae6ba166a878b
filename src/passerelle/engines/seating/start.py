"""A first seating of one round: everybody somewhere, those fixed in place, the tables mixed."""

from __future__ import annotations

import numpy as np

from passerelle.engines.seating.balance import mixed, nearest
from passerelle.engines.seating.model import Impossible, Ints, Plan, Task
from passerelle.engines.seating.search import Search

STEPS = 400
"""Swaps in which a mixed round is found, or the solver is asked."""


def anybody(told: Task, rng: np.random.Generator) -> Plan:
    """(1, people) a random seating that keeps sizes and fixed tables, nothing else."""
    row = told.fixed.copy()
    row[row < 0] = rng.permutation(np.repeat(np.arange(told.tables), told.sizes - told.at_table))
    return row[None, :]


class Starts:
    """Makes mixed rounds, one after the other, each from chance."""

    def __init__(self, told: Task) -> None:
        self.task = told
        self.one = Task(
            told.people, told.tables, 1, told.values, told.fixed, told.sizes, told.least, told.most
        )
        self.kinds: Ints | None = None

    def plan(self, rng: np.random.Generator) -> Plan:
        """(rounds, people). Raises Impossible("unbalanced") when no table plan is mixed as asked."""
        return np.concatenate([self._row(rng) for _ in range(self.task.rounds)])

    def _row(self, rng: np.random.Generator) -> Plan:
        if self.kinds is not None:
            return self._from_kinds(rng)
        row = anybody(self.one, rng)
        if not self.task.attributes:
            return row
        search = Search(self.one, row, row == self.one.fixed, rng)
        for _ in range(STEPS):
            if not search.imbalance:
                return search.plan
            if not search.move():
                break
        if not search.imbalance:
            return search.plan
        self.kinds = mixed(self.one)
        if self.kinds is None:
            raise impossible(self.one)
        return self._from_kinds(rng)

    def _from_kinds(self, rng: np.random.Generator) -> Plan:
        """The solver's counts, with the people of each kind and the tables without fixed people shuffled."""
        told = self.task
        assert self.kinds is not None
        counts, (kinds, which) = self.kinds.copy(), told.kinds
        for size in np.unique(told.sizes):
            alike = np.flatnonzero((told.sizes == size) & (told.at_table == 0))
            alike = alike[_same_limits(told, alike)]
            counts[:, alike] = counts[:, rng.permutation(alike)]
        row = told.fixed.copy()
        for kind in range(len(kinds)):
            free = np.flatnonzero((which == kind) & (told.fixed < 0))
            row[free] = rng.permutation(np.repeat(np.arange(told.tables), counts[kind]))
        return row[None, :]


def _same_limits(told: Task, tables: Ints) -> Ints:
    """Positions in `tables` of those whose limits equal the first one's."""
    if not len(tables):
        return np.zeros(0, dtype=np.int64)
    alike = np.ones(len(tables), dtype=bool)
    for limits in (*told.least, *told.most):
        alike &= (limits[tables] == limits[tables[0]]).all(axis=1)
    return np.flatnonzero(alike)


def impossible(told: Task) -> Impossible:
    """What to tell somebody whose tables cannot be mixed."""
    found = nearest(told)
    if found is None or not found.cells:
        return Impossible(
            "not_found", "No mixed tables were found, and it is not proven that there are none."
        )
    return Impossible(
        "unbalanced",
        "These attributes cannot be balanced together.",
        attributes=list(found.conflict),
        drops=list(found.drops),
        cells=found.cells,
    )

"""Proofs that no panel goes beyond a limit: a tree of whole-number branches with multipliers at its leaves.

Each leaf is a box of counts whose bound by weak duality (see `multipliers`) is below the limit, so a reader needs no
solver: the boxes of the leaves fill the whole, and a sum per leaf settles it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from passerelle.engines.sortition.chances.multipliers import LARGE, Rows
from passerelle.engines.sortition.model import SCALE, Branch, Cut, Floats, Ints, Leaf, Problem
from passerelle.engines.sortition.solver import Polytope, Solver, lp_of, sparse

LEAVES = 400
DEPTH = 200
WHOLE = 1e-6
TOLERANCE = 1e-9


def prove(
    problem: Problem,
    cuts: Sequence[Cut],
    columns: Ints,
    coefficients: Ints,
    beta: int,
    *,
    leaves: int = LEAVES,
    watch: Callable[[], None] | None = None,
) -> Branch | Leaf | None:
    """A proof that coefficients @ panel[columns] <= beta for every legal panel that also obeys the cuts.

    columns, coefficients: (k,) whole numbers. None when it is false, or would take more than `leaves` leaves.
    Every leaf returned was checked in whole numbers. watch is called at every node; what it raises ends the search.
    """
    objective = np.zeros(problem.columns, dtype=np.int64)
    objective[columns] = coefficients
    return _Search(problem, cuts, objective, beta, leaves, watch).run()


class _TooLong(Exception):
    pass


class _Search:
    def __init__(
        self,
        problem: Problem,
        cuts: Sequence[Cut],
        objective: Ints,
        beta: int,
        leaves: int,
        watch: Callable[[], None] | None,
    ) -> None:
        self.rows = Rows(problem, cuts)
        self.objective, self.beta = objective, beta
        self.leaves, self.watch = leaves, watch
        self.least, self.most = problem.least.copy(), problem.most.copy()
        polytope = lp_of(problem, cuts)
        self.solver = Solver(polytope, objective, tolerance=TOLERANCE)
        self.elastic = _Elastic(polytope)

    def run(self) -> Branch | Leaf | None:
        try:
            return self._node(0)
        except _TooLong:
            return None

    def _node(self, depth: int) -> Branch | Leaf:
        """The proof for the box self.least <= x <= self.most."""
        if self.watch is not None:
            self.watch()
        self.solver.bounds(self.least, self.most)
        solved = self.solver.solve()
        if solved.optimal:
            x = solved.x
            leaf = self._leaf(solved.duals, 1) if solved.value < self.beta + 1 else None
        else:
            x, duals = self.elastic.solve(self.least, self.most)
            leaf = self._leaf(duals, 0)
        if leaf is not None:
            self.leaves -= 1
            return leaf
        return self._split(x, depth)

    def _leaf(self, pi: Floats, weight: int) -> Leaf | None:
        """The leaf with these multipliers if it refutes the box, exactly."""
        if (
            not len(pi)
            or np.abs(pi).max(initial=0) * SCALE * max(1, np.abs(self.rows.value).max()) > LARGE / 1e3
        ):
            return None
        whole = self.rows.rounded(pi, SCALE)
        limit = (self.beta + 1) * SCALE if weight else 0
        if self.rows.bound(weight * SCALE * self.objective, whole, self.least, self.most) >= limit:
            return None
        return Leaf({int(row): int(whole[row]) for row in np.flatnonzero(whole)}, 1 if weight else 0)

    def _split(self, x: Floats, depth: int) -> Branch:
        part = np.abs(x - np.rint(x))
        part[self.least == self.most] = 0
        column = int(part.argmax())
        if part[column] < WHOLE or depth >= DEPTH or self.leaves < 2:
            raise _TooLong
        value = int(np.floor(x[column]))
        kept = int(self.most[column])
        self.most[column] = value
        below = self._node(depth + 1)
        self.most[column] = kept
        kept = int(self.least[column])
        self.least[column] = value + 1
        above = self._node(depth + 1)
        self.least[column] = kept
        return Branch(column, value, below, above)


class _Elastic:
    """How far a box is from holding anything that obeys the rows, and the multipliers that show it.

    Every row may be missed at a price of one; the duals of the least total price are a Farkas proof (always between
    -1 and 1, which a ray of the solver need not be).
    """

    def __init__(self, polytope: Polytope) -> None:
        rows, columns = polytope.matrix.rows, polytope.matrix.columns
        self.polytope = polytope
        self.solver = Solver(polytope, np.zeros(columns), maximise=False, tolerance=TOLERANCE)
        missed = [(np.array([row]), np.array([sign])) for sign in (1, -1) for row in range(rows)]
        free = np.full(2 * rows, np.inf)
        self.solver.add_columns(np.ones(2 * rows), np.zeros(2 * rows), free, sparse(missed, rows))

    def solve(self, least: Ints, most: Ints) -> tuple[Floats, Floats]:
        """(columns,) the point nearest to the rows, and (rows,) multipliers."""
        self.solver.bounds(least, most)
        solved = self.solver.solve()
        return solved.x[: len(least)], -solved.duals

"""Panels of high total weight: a linear programme over the face, then rounding and repair."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from passerelle.engines.sortition.model import Floats, Ints
from passerelle.engines.sortition.panels.face import Face
from passerelle.engines.sortition.panels.repair import Repair
from passerelle.engines.sortition.solver import Solver

WHOLE = 1e-6
NODES = 2000
"""Branches after which the exact search ends with what it has: seconds where pools are large, and hardly ever reached."""


class Pricing:
    """Finds panels of one face for weights that change from call to call. The linear model stays in the solver."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self._model = face.polytope()
        self._repair = Repair(face)
        self._solver: Solver | None = None
        self._prices = np.zeros(self._model.matrix.rows)  # what the last programme charged for each rule

    def panel(self, weights: Floats, rng: np.random.Generator) -> Ints | None:
        """Counts by free column (free,) of a panel with nearly the most weight; None when none was found."""
        face = self.face
        if not face.free:
            return np.zeros(0, dtype=np.int64) if self.possible() else None
        vertex, rest = self.relaxed(weights)
        if vertex is None:
            return None
        return self._repair(_rounded(face, vertex), rest, self._prices, rng)

    def possible(self) -> bool:
        """Whether the panel without any free column obeys the rules."""
        return bool((self._model.low <= 0).all() and (self._model.high >= 0).all())

    def relaxed(self, weights: Floats) -> tuple[Floats | None, Floats]:
        """(free,) the vertex of most weight, and the weights less what the rules charge; no vertex: no panel."""
        if self._solver is None:
            self._solver = Solver(self._model, weights, presolve=False)
            self._solver.option("simplex_scale_strategy", 0)
        else:
            # With other weights the last basis is neither primal nor dual optimal, and starting from it takes twice
            # as long as starting from nothing.
            self._solver.costs(weights)
            self._solver.forget()
        solved = self._solver.solve()
        if not solved.optimal:
            return None, weights
        self._prices = solved.duals
        return solved.x, weights - self._model.matrix.transposed_times(solved.duals)

    def exact(self, weights: Floats, *, watch: Callable[[], None] | None = None) -> tuple[Ints | None, float]:
        """The panel of most weight and the proven bound on the weight; None and -inf when there is no panel.

        Where it ends early the panel, if any, may not be the best; the bound is true.
        """
        if not self.face.free:
            return (np.zeros(0, dtype=np.int64), 0.0) if self.possible() else (None, -np.inf)
        solved = Solver(self._model, weights, integer=True, watch=watch).solve(gap=1e-9, nodes=NODES)
        if solved.status == "infeasible":
            return None, -np.inf
        return (np.rint(solved.x).astype(np.int64) if solved.found else None), solved.bound


def _rounded(face: Face, vertex: Floats) -> Ints:
    """Whole counts near a vertex: rounded down, and the seats left go to the largest fractions of each panel."""
    counts = np.floor(vertex + WHOLE).astype(np.int64)
    fraction = vertex - counts
    open_ = np.flatnonzero(fraction > WHOLE)
    several = len(face.seats) > 1
    for part, seats in enumerate(face.seats):
        mine = open_[face.part[open_] == part] if several else open_
        missing = int(seats - (counts[face.part == part] if several else counts).sum())
        counts[mine[np.argsort(-fraction[mine], kind="stable")[: max(missing, 0)]]] += 1
    return counts

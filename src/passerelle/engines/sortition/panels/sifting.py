"""Panels of high weight from very many columns: the linear programme sees only those that can matter."""

from __future__ import annotations

import numpy as np

from passerelle.engines.sortition.model import Floats, Ints
from passerelle.engines.sortition.panels.face import Face
from passerelle.engines.sortition.panels.pricing import Pricing
from passerelle.engines.sortition.solver import Polytope, Solver, Sparse

KEPT = 300
PASSES = 2
WORTH = 1e-7


class Sifted(Pricing):
    """A `Pricing` whose vertex is found among the columns that the prices of the last call leave worth most.

    From one call to the next the prices of the rules change little. Columns left out that turn out to be worth
    something come in on the next pass (Bixby and others 1992, "Very large-scale linear programming").
    """

    def __init__(self, face: Face) -> None:
        super().__init__(face)
        matrix = self._model.matrix
        order = np.argsort(matrix.index, kind="stable")
        self._row_of, self._value = matrix.row_of[order], matrix.value[order]
        self._start = np.searchsorted(matrix.index[order], np.arange(matrix.columns + 1))
        self._prices = np.zeros(matrix.rows)
        self._last = np.zeros(0, dtype=np.int64)

    def relaxed(self, weights: Floats) -> tuple[Floats | None, Floats]:
        if self.face.free <= 2 * KEPT:
            return super().relaxed(weights)
        rest = weights - self._charged(self._prices)
        rest[self._last] = np.inf
        kept = np.argpartition(-rest, KEPT)[:KEPT]
        for _ in range(PASSES):
            solver = Solver(self._part(kept), weights[kept], presolve=False)
            solver.option("simplex_scale_strategy", 0)
            solved = solver.solve()
            if not solved.optimal:
                return super().relaxed(weights)
            self._prices = solved.duals
            rest = weights - self._charged(solved.duals)
            missed = np.flatnonzero(rest > WORTH)
            missed = missed[~np.isin(missed, kept)]
            if not len(missed):
                break
            kept = np.concatenate([kept, missed[np.argsort(-rest[missed])][:KEPT]])
        vertex = np.zeros(self.face.free)
        vertex[kept[: len(solved.x)]] = solved.x
        self._last = np.flatnonzero(vertex)
        return vertex, rest

    def _charged(self, prices: Floats) -> Floats:
        """(free,) what the rules charge for a person of each column."""
        sums = np.cumsum(self._value * prices[self._row_of])
        ends: Floats = np.concatenate([[0.0], sums])[self._start]
        return np.diff(ends)

    def _part(self, kept: Ints) -> Polytope:
        many = self._start[kept + 1] - self._start[kept]
        entries = np.repeat(self._start[kept] - np.cumsum(many) + many, many) + np.arange(many.sum())
        rows, columns = self._row_of[entries], np.repeat(np.arange(len(kept)), many)
        order = np.argsort(rows, kind="stable")
        start = np.searchsorted(rows[order], np.arange(self._model.matrix.rows + 1))
        matrix = Sparse(start, columns[order], self._value[entries][order], len(kept))
        return Polytope(
            matrix, self._model.low, self._model.high, np.zeros(len(kept)), self._model.most[kept]
        )

"""What multipliers of the rows prove, in whole numbers.

Weak duality: for any multipliers pi of the rows, every x in the box with low <= A x <= high has
objective @ x <= sum(pi * (high where pi > 0, else low)) + sum(max over the box of (objective - pi A) x).
So a bound needs no solver to be checked, and wrong multipliers only make it wider.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from passerelle.engines.sortition.model import Cut, Ints, Problem, Row

LARGE = 2**61


class Rows:
    """The rows of a problem, then the cuts, as whole numbers."""

    def __init__(self, problem: Problem, cuts: Sequence[Cut] = ()) -> None:
        both: list[Row | Cut] = [*problem.rows, *cuts]
        self.columns = problem.columns
        self.rows = len(both)
        self.index = np.concatenate([row.columns for row in both]).astype(np.int64)
        self.value = np.concatenate([row.coefficients for row in both]).astype(np.int64)
        self.row_of = np.repeat(np.arange(self.rows), [len(row.columns) for row in both])
        self.low = [*(row.low for row in problem.rows), *(None for _ in cuts)]
        self.high = [*(row.high for row in problem.rows), *(cut.beta for cut in cuts)]
        self.one_sided = np.array([low is None for low in self.low])

    def rounded(self, pi: np.ndarray, share: float, noise: float = 0.5) -> Ints:
        """(rows,) share * pi in whole numbers; those within `noise` of 0, and those no proof may use, are 0."""
        scaled = pi * share
        unusable = (np.abs(scaled) <= noise) | (self.one_sided & (scaled < 0))
        return np.rint(np.where(unusable, 0, scaled)).astype(np.int64)

    def asked(self, pi: Ints) -> Ints:
        """(columns,) pi @ rows: what the rows ask for one more person in the column. Needs sums below 2**63."""
        asked = np.zeros(self.columns, dtype=np.int64)
        np.add.at(asked, self.index, self.value * pi[self.row_of])
        return asked

    def bound(self, objective: Ints, pi: Ints, least: Ints, most: Ints) -> int:
        """Above objective @ x for every x in the box least <= x <= most that obeys the rows; exact."""
        total = 0
        for row in np.flatnonzero(pi):
            end = self.high[row] if pi[row] > 0 else self.low[row]
            if end is None:
                raise ValueError("A cut has no lower end.")
            total += int(pi[row]) * int(end)
        gain = objective - self.asked(pi)
        best = np.where(gain > 0, most, least)
        for column in np.flatnonzero((gain != 0) & (best != 0)):
            total += int(gain[column]) * int(best[column])
        return total

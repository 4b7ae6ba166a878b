"""Weights of very many panels whose mean is the target, without a matrix of them.

The panels come from herding, so equal weights are nearly right already. What is missing is made up by the smallest
change of the weights, relative to what each can lose; the system of equations is solved by conjugate gradients.
(This is a step of Dikin's affine scaling, 1967, that starts where it ends.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from passerelle.engines.sortition.model import Floats, Ints, Progress

ROUNDS = 30
ITERATIONS = 200
KEPT = 0.95
"""Share of what a weight has that one round may take."""
EXACT = 1e-10
ENOUGH = 1e-8


@dataclass(frozen=True)
class Seats:
    """Panels by what is not zero: panel, column and count of each entry."""

    panel: Ints
    column: Ints
    count: Floats
    panels: int
    columns: int

    def mean(self, weights: Floats) -> Floats:
        """(columns,) expected counts under these weights (panels,)."""
        return np.bincount(self.column, self.count * weights[self.panel], self.columns).astype(float)

    def worth(self, prices: Floats) -> Floats:
        """(panels,) what each panel is worth at these prices (columns,)."""
        return np.bincount(self.panel, self.count * prices[self.column], self.panels).astype(float)


def balance(seats: Seats, target: Floats, progress: Progress) -> tuple[Floats, float]:
    """Weights (panels,) and how far their mean is from `target` (columns,), as a share of it, at the worst column.

    Every column has a positive target and is on a panel. Weights stay positive; their sum is 1 because every panel has
    as many seats as the target.
    """
    weights = np.full(seats.panels, 1.0 / seats.panels)
    best, least = weights, np.inf
    for number in range(ROUNDS):
        progress("weights", number / ROUNDS)
        missing = target - seats.mean(weights)
        miss = float(np.abs(missing / target).max())
        if miss < least:
            best, least = weights, miss
        if miss < EXACT:
            break
        room = weights * np.minimum(weights, 1.0 / seats.panels)
        change = room * seats.worth(_solve(seats, room, missing))
        losing = change < 0
        step = min(1.0, KEPT * float((weights[losing] / -change[losing]).min())) if losing.any() else 1.0
        weights = weights + step * change
        weights /= weights.sum()
    return best, least


def _solve(seats: Seats, room: Floats, missing: Floats) -> Floats:
    """y (columns,) with mean(room * worth(y)) = missing, as nearly as the iterations allow.

    Conjugate gradients with the diagonal as preconditioner: columns differ by a factor of thousands.
    """
    diagonal = np.bincount(seats.column, seats.count**2 * room[seats.panel], seats.columns)
    y = np.zeros_like(missing)
    rest = missing.copy()
    along = rest / diagonal
    size = start = float(rest @ along)
    for _ in range(ITERATIONS):
        image = seats.mean(room * seats.worth(along))
        bend = float(along @ image)
        if bend <= 0 or size <= ENOUGH * start:
            break
        y += size / bend * along
        rest -= size / bend * image
        scaled = rest / diagonal
        before, size = size, float(rest @ scaled)
        along = scaled + size / before * along
    return y

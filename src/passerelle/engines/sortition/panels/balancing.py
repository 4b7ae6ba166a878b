"""Weights of very many panels whose mean is the target, without a matrix of them.

Of all weights with the right mean the most even ones are sought, those of largest entropy: so the draw stays as random
as it can be. They have the form exp(sum of the prices of a panel's seats), so only the prices, one per column, are
unknown (Csiszar 1975, "I-divergence geometry of probability distributions"). They maximise a smooth concave function;
each step of Newton's method is solved by conjugate gradients (Nocedal and Wright 2006, section 7.1), whose matrix is
never formed. Prices are held near 0 by a penalty that falls from level to level: so each level starts near its end, and
where no weights have the right mean, the result is a mean that is near it everywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.model import Floats, Ints, Progress

PENALTIES = tuple(10.0**-level for level in range(2, 12))
STEPS = 12
"""Steps per level at most."""
ITERATIONS = 300
PATIENCE = 3000
"""Iterations in all at most."""
EXACT = 1e-10
ENOUGH = 0.03
"""What a step leaves of the error it was made to mend."""
DONE = 0.1
"""A level ends when its error is so small a share of its penalty."""
SMALLEST = 1e-6


class Weighed(NamedTuple):
    """weights: (panels,) a probability each; mean: (columns,) expected counts; value: of what is maximised."""

    weights: Floats
    mean: Floats
    value: float


def balance(seats: Ints, target: Floats, progress: Progress) -> tuple[Floats, float]:
    """Weights (panels,), all positive, and how far their mean is from `target`, as a share of it, at the worst column.

    seats: (panels, seats) the column of each seat. target: (columns,) positive, and every column has a seat.
    """
    search = _Search(seats, target)
    prices = np.zeros(len(target))
    best, least = search.weighed(prices, 0.0).weights, np.inf
    for level, penalty in enumerate(PENALTIES):
        progress("weights", level / len(PENALTIES))
        prices = search.level(prices, penalty)
        found = search.weighed(prices, penalty)
        miss = float(np.abs(found.mean / target - 1).max())
        if miss < least:
            best, least = found.weights, miss
        if miss < EXACT or search.iterations > PATIENCE:
            break
    return best, least


class _Search:
    def __init__(self, seats: Ints, target: Floats) -> None:
        self.seats, self.target = seats, target
        self._flat = seats.ravel()
        self.iterations = 0

    def mean(self, weights: Floats) -> Floats:
        each = np.repeat(weights, self.seats.shape[1])
        return np.bincount(self._flat, each, len(self.target)).astype(float)

    def worth(self, prices: Floats) -> Floats:
        worth: Floats = prices[self.seats].sum(axis=1)
        return worth

    def weighed(self, prices: Floats, penalty: float) -> Weighed:
        worth = self.worth(prices)
        top = float(worth.max())
        weights = np.exp(worth - top)
        total = float(weights.sum())
        weights /= total
        held = penalty / 2 * float(self.target @ prices**2)
        return Weighed(weights, self.mean(weights), float(prices @ self.target) - top - np.log(total) - held)

    def level(self, prices: Floats, penalty: float) -> Floats:
        """The prices of largest value at this penalty."""
        now = self.weighed(prices, penalty)
        for _ in range(STEPS):
            slope = self.target - now.mean - penalty * self.target * prices
            if self.iterations > PATIENCE or float(slope @ (slope / self.target)) < (DONE * penalty) ** 2:
                break
            step = self._step(now, slope, penalty)
            length = 1.0
            after = self.weighed(prices + step, penalty)
            while after.value < now.value + 1e-4 * length * float(slope @ step) - 1e-13:
                length /= 2
                if length < SMALLEST:
                    return prices
                after = self.weighed(prices + length * step, penalty)
            prices, now = prices + length * step, after
        return prices

    def _step(self, now: Weighed, slope: Floats, penalty: float) -> Floats:
        """Conjugate gradients with the diagonal as preconditioner: columns differ by a factor of thousands."""
        diagonal = now.mean + penalty * self.target
        step = np.zeros_like(slope)
        rest = slope.copy()
        along = rest / diagonal
        size = start = float(rest @ along)
        for _ in range(ITERATIONS):
            self.iterations += 1
            image = self.mean(now.weights * self.worth(along)) - now.mean * float(now.mean @ along)
            image += penalty * self.target * along
            bend = float(along @ image)
            if bend <= 0:
                break
            step += size / bend * along
            rest -= size / bend * image
            scaled = rest / diagonal
            before, size = size, float(rest @ scaled)
            if size <= ENOUGH**2 * start:
                break
            along = scaled + size / before * along
        return step

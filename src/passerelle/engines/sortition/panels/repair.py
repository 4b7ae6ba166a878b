"""From counts that nearly are a panel to a panel: the best exchange of one seat at a time, with a short memory.

Where no exchange helps any more, the rules still broken weigh more from then on (Morris 1993, "The breakout method for
escaping from local minima"). Rules that are kept have a say too: the linear programme has told what each of them is
worth at its limit, and a panel that leaves the limit for nothing weighs less than it could. Without this the panels of
tight pools drift away from what is asked for.
"""

from __future__ import annotations

import numpy as np

from passerelle.engines.sortition.model import Floats, Ints
from passerelle.engines.sortition.panels.face import Face

STEPS = 200
MEMORY = 2
"""Steps during which an exchange is not undone."""
GREED = 0.6
"""What a standard deviation of the weights counts against one person too many."""
STRICTER = 0.3
STUCK = -1e-3
NARROW = 700
AROUND = np.array([[-1.0], [0.0], [1.0]])


class Repair:
    """Exchanges seats until the counts are a panel of the face.

    The change of the total cost when a person of column a leaves and one of column b comes is, for rules with
    coefficients 0 and 1, down_a + up_b minus what both share: for all pairs at once one small matrix product.
    All rules stand in one row: those with such coefficients, the others, then each family of scattered ones.
    """

    def __init__(self, face: Face) -> None:
        self.face = face
        unit = ((face.table == 0) | (face.table == 1)).all(axis=1)
        self._unit, self._other = face.table[unit].astype(np.float32), face.table[~unit]
        self._of = np.ascontiguousarray(self._unit.T)
        low = np.concatenate([face.low, *(groups.low for groups in face.scattered)])
        high = np.concatenate([face.high, *(groups.high for groups in face.scattered)])
        self._order = np.concatenate(
            [np.flatnonzero(unit), np.flatnonzero(~unit), np.arange(len(face.low), len(low))]
        )
        self._low, self._high = low[self._order], high[self._order]
        ends = np.cumsum([len(self._unit), len(self._other), *(len(groups.low) for groups in face.scattered)])
        self._parts = [slice(*each) for each in zip([0, *ends[:-1]], ends, strict=True)]

    def __call__(
        self, counts: Ints, weights: Floats, prices: Floats, rng: np.random.Generator
    ) -> Ints | None:
        """A panel near `counts` (free,), preferring columns of high weight; None when none was found.

        counts: within 0 and room. weights: (free,) with the prices of the rules taken off; prices: (rules,) in the
        order of `Face.polytope`, above 0 for a rule worth keeping at its upper limit, below 0 at its lower one.
        """
        counts = counts.copy()
        if not any(each.any() for each in self._broken(self._values(counts))):
            return counts  # so it is with most, where quotas are wide
        share = GREED / (float(weights.std()) or 1.0)
        worth = np.clip(weights * share, -1, 1).astype(np.float32)
        worth += 0.02 * rng.standard_normal(len(worth), dtype=np.float32)
        near = self._near(worth)
        table, room, gain = self._unit[:, near], self.face.room[near], worth[near]
        cost = _Cost(self._low, self._high, np.clip(prices[self._order] * share, -1, 1))
        may_leave = np.zeros(len(counts), dtype=np.int64)
        may_come = np.zeros(len(near), dtype=np.int64)
        place = np.full(len(counts), -1)
        place[near] = np.arange(len(near))
        for step in range(STEPS):
            values = self._values(counts)
            over, under = self._broken(values)
            if not (over.any() or under.any()):
                return counts
            leaving, coming = (counts > 0) & (may_leave <= step), (counts[near] < room) & (may_come <= step)
            if over.any():
                leaving &= self._in(over)
            else:
                coming &= self._in(under)[near]
            out, into = np.flatnonzero(leaving), np.flatnonzero(coming)
            if not len(out) or not len(into):
                continue
            score = self._changes(values, cost, out, near[into], table[:, into])
            score += worth[out][:, None]
            score -= gain[into]
            best = int(score.argmin())
            if score.flat[best] > STUCK:
                cost.weight[over | under] += STRICTER
            leaves, comes = out[best // len(into)], near[into[best % len(into)]]
            counts[leaves] -= 1
            counts[comes] += 1
            may_leave[comes] = step + MEMORY
            if place[leaves] >= 0:
                may_come[place[leaves]] = step + MEMORY
        return None

    def _broken(self, values: Floats) -> tuple[np.ndarray, np.ndarray]:
        """(rules,) those with too many people, and those with too few."""
        return values > self._high, values < self._low

    def _in(self, broken: np.ndarray) -> np.ndarray:
        """(free,) the columns in a broken rule: exchanges without any of them are not worth a look."""
        first, second, *families = self._parts
        inside: np.ndarray = self._unit[broken[first]].any(axis=0) | broken[second].any()
        for groups, part in zip(self.face.scattered, families, strict=True):
            inside |= np.append(broken[part], False)[groups.of]
        return inside

    def _near(self, worth: np.ndarray) -> Ints:
        if len(worth) <= NARROW:
            return np.arange(len(worth))
        return np.argpartition(-worth, NARROW)[:NARROW].astype(np.int64)

    def _values(self, counts: Ints) -> Floats:
        """(rules,) what the counts come to."""
        values = [self._unit @ counts.astype(np.float32), self._other @ counts]
        for groups in self.face.scattered:
            inside = groups.of >= 0
            values.append(np.bincount(groups.of[inside], counts[inside], len(groups.low)))
        return np.concatenate(values)

    def _changes(self, values: Floats, cost: _Cost, out: Ints, into: Ints, coming: np.ndarray) -> np.ndarray:
        """(out, into) change of the cost by each exchange; `coming` is the table of the columns `into`."""
        first, second, *families = self._parts
        down, up = cost.steps(values)
        leaving = self._of[out]
        # Reads as (up - shared part) of those who come, plus what their going saves.
        change: np.ndarray = (up[first] - leaving * (down + up)[first]) @ coming
        change += (leaving @ down[first])[:, None]
        if len(self._other):
            move = self._other[:, into][:, None, :] - self._other[:, out][:, :, None]
            change += cost.moved(values, second, move)
        for groups, part in zip(self.face.scattered, families, strict=True):
            # The last place stands for "in no group" and costs nothing.
            less, more = (np.append(each[part], np.float32(0)) for each in (down, up))
            left, came = groups.of[out], groups.of[into]
            change += less[left][:, None]
            change += more[came][None, :]
            shared = (less + more)[left]
            rows, columns = np.flatnonzero(shared), np.flatnonzero(came >= 0)
            row, column = np.nonzero(left[rows][:, None] == came[columns][None, :])
            change[rows[row], columns[column]] -= shared[rows[row]]
        return change


class _Cost:
    """What the values of rules cost: `weight` for each person too many or too few, and for a rule that is kept the
    size of its price for each person away from the limit it is worth keeping at."""

    def __init__(self, low: Floats, high: Floats, price: Floats) -> None:
        self.low, self.high = low, high
        self.weight = np.ones(len(low))
        self._dear, self._limit = np.abs(price), np.where(price > 0, high, low)
        self._dear[np.isinf(self._limit)] = 0
        self._limit[np.isinf(self._limit)] = 0

    def excess(self, values: Floats) -> Floats:
        """How many people too many or too few."""
        return np.maximum(np.maximum(values - self.high, self.low - values), 0)

    def steps(self, values: Floats) -> tuple[np.ndarray, np.ndarray]:
        """(rules,) change of the cost with one person less, and with one more."""
        around = values + AROUND
        excess = self.excess(around)
        cost = self.weight * excess + self._dear * np.maximum(np.abs(around - self._limit) - excess, 0)
        less, now, more = cost.astype(np.float32)
        return less - now, more - now

    def moved(self, values: Floats, part: slice, move: Floats) -> Floats:
        """Change of the cost of some rules together; move: (rules of the part, …) change of their values."""
        low, high, value, weight = (
            each[part, None, None] for each in (self.low, self.high, values, self.weight)
        )
        after = np.maximum(np.maximum(value + move - high, low - value - move), 0)
        change: Floats = ((after - self.excess(values)[part, None, None]) * weight).sum(axis=0)
        return change

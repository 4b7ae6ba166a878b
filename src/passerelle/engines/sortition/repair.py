"""From counts that nearly are a panel to a panel: the best exchange of one seat at a time, with a short memory."""

from __future__ import annotations

import numpy as np

from passerelle.engines.sortition.face import Face
from passerelle.engines.sortition.model import Floats, Ints

STEPS = 200
MEMORY = 6
GREED = 0.15
NARROW = 700


class Repair:
    """Exchanges seats until the counts are a panel of the face.

    The change of the total violation when a person of column a leaves and one of column b comes is, for rules with
    coefficients 0 and 1, down_a + up_b minus what both share: for all pairs at once one small matrix product.
    """

    def __init__(self, face: Face) -> None:
        self.face = face
        unit = ((face.table == 0) | (face.table == 1)).all(axis=1)
        self._unit, self._other = face.table[unit].astype(np.float32), face.table[~unit]
        self._of = np.ascontiguousarray(self._unit.T)
        self._low, self._high = face.low[unit], face.high[unit]
        self._other_low, self._other_high = face.low[~unit], face.high[~unit]

    def __call__(self, counts: Ints, weights: Floats, rng: np.random.Generator) -> Ints | None:
        """A panel near `counts` (free,), preferring columns of high weight; None when none was found.

        counts: within 0 and room. weights: (free,), best with the prices of the rules taken off.
        """
        counts = counts.copy()
        spread = float(weights.std()) or 1.0
        worth = np.clip(weights * (GREED / spread), -1, 1).astype(np.float32)
        worth += 0.02 * rng.standard_normal(len(worth), dtype=np.float32)
        near = self._near(worth)
        table, room, gain = self._unit[:, near], self.face.room[near], worth[near]
        may_leave = np.zeros(len(counts), dtype=np.int64)
        may_come = np.zeros(len(near), dtype=np.int64)
        place = np.full(len(counts), -1)
        place[near] = np.arange(len(near))
        for step in range(STEPS):
            sums = self._sums(counts)
            if not any(_excess(*each).any() for each in sums):
                return counts
            out = np.flatnonzero((counts > 0) & (may_leave <= step))
            if not len(out):
                return None
            score = self._changes(sums, out, near, table)
            score += worth[out][:, None]
            score -= np.where((counts[near] < room) & (may_come <= step), gain, -np.inf)
            leaves, comes = divmod(int(score.argmin()), len(near))
            leaves, comes = out[leaves], near[comes]
            counts[leaves] -= 1
            counts[comes] += 1
            may_leave[comes] = step + MEMORY
            if place[leaves] >= 0:
                may_come[place[leaves]] = step + MEMORY
        return None

    def _near(self, worth: np.ndarray) -> Ints:
        if len(worth) <= NARROW:
            return np.arange(len(worth))
        return np.argpartition(-worth, NARROW)[:NARROW].astype(np.int64)

    def _sums(self, counts: Ints) -> list[tuple[Floats, Floats, Floats]]:
        """What the counts come to in the 0/1 rules, the other rules and each family of scattered ones."""
        face = self.face
        sums = [
            (self._unit @ counts.astype(np.float32), self._low, self._high),
            (self._other @ counts, self._other_low, self._other_high),
        ]
        for groups in face.scattered:
            inside = groups.of >= 0
            total = np.bincount(groups.of[inside], counts[inside], len(groups.low))
            sums.append((total, groups.low, groups.high))
        return sums

    def _changes(
        self, sums: list[tuple[Floats, Floats, Floats]], out: Ints, into: Ints, coming: np.ndarray
    ) -> np.ndarray:
        """(out, into) change of the violation by each exchange; `coming` is the table of the columns `into`."""
        down, up = _steps(*sums[0])
        leaving = self._of[out]
        # Reads as (up - shared part) of those who come, plus what their going saves.
        change: np.ndarray = (up - leaving * (down + up)) @ coming
        change += (leaving @ down)[:, None]
        if len(self._other):
            value, low, high = (each[:, None, None] for each in sums[1])
            after = value - self._other[:, out][:, :, None] + self._other[:, into][:, None, :]
            change += (_excess(after, low, high) - _excess(value, low, high)).sum(axis=0)
        for groups, each in zip(self.face.scattered, sums[2:], strict=True):
            # The last place stands for "in no group" and costs nothing.
            down, up = (np.append(step, np.float32(0)) for step in _steps(*each))
            left, came = groups.of[out], groups.of[into]
            change += down[left][:, None]
            change += up[came][None, :]
            shared = (down + up)[left]
            rows, columns = np.flatnonzero(shared), np.flatnonzero(came >= 0)
            row, column = np.nonzero(left[rows][:, None] == came[columns][None, :])
            change[rows[row], columns[column]] -= shared[rows[row]]
        return change


def _excess(value: Floats, low: Floats, high: Floats) -> Floats:
    """How many people too many or too few."""
    return np.maximum(np.maximum(value - high, low - value), 0)


def _steps(value: Floats, low: Floats, high: Floats) -> tuple[np.ndarray, np.ndarray]:
    """Change of each rule's violation with one person less, and with one more."""
    now = _excess(value, low, high)
    less, more = _excess(value - 1, low, high) - now, _excess(value + 1, low, high) - now
    return less.astype(np.float32), more.astype(np.float32)

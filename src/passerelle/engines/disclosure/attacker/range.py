"""The least and the greatest value that each item can have in whole numbers.

First linear algebra: a random vector of the null space moves every item that is not a sum of printed numbers. Then
registers that are possible, each of which settles many items at once. What is left is bounded by linear programmes, and
where those leave fractions, by whole-number ones.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.attacker.items import Finding
from passerelle.engines.disclosure.attacker.model import Model
from passerelle.engines.disclosure.attacker.register import Contradiction
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
SEED = 20261122
"""Only which possible registers are looked at first depends on it, never what is found."""
WHOLE = 1e-6
ROUNDS = 24
NODES = 20_000
TRIES = 6


class Ranges(NamedTuple):
    """findings: of the items that are exact or small. unsettled: how many nobody could decide in the time allowed."""

    findings: tuple[Finding, ...]
    unsettled: int


def ranges(model: Model) -> Ranges:
    """Items whose possible values give something away. Raises Contradiction when no register has the printed numbers."""
    search = _Search(model)
    search.begin()
    search.sums()
    search.wander()
    for number in np.flatnonzero(search.open()).tolist():
        if search.open()[number]:
            search.settle(number)
    found, unsettled = [], 0
    for number, asked in enumerate(model.asked):
        low, high = int(search.low[number]), int(search.high[number])
        finding = Finding(asked.item, low, high)
        if search.closed[number] and (finding.exact or finding.small):
            found.append(finding)
        unsettled += bool(search.open()[number])
    return Ranges(tuple(found), unsettled)


class _Search:
    """low, high: (items,) what the possible registers seen so far give. closed: there is nothing below and above."""

    def __init__(self, model: Model) -> None:
        self.model, self.polytope = model, _bounded(model)
        self.items = sparse(
            [(asked.columns, np.ones(len(asked.columns))) for asked in model.asked], len(self.polytope.most)
        )
        self.more = np.array([asked.more for asked in model.asked], dtype=np.int64)
        self.thresholds = np.array([asked.item.threshold for asked in model.asked], dtype=np.int64)
        self.low = np.zeros(len(self.more), dtype=np.int64)
        self.high = self.low.copy()
        self.closed = np.zeros(len(self.more), dtype=bool)
        self.chance = np.random.default_rng(SEED)
        nothing = np.zeros(len(self.polytope.most))
        self.linear = Solver(self.polytope, nothing)
        self.whole: Solver | None = None
        self.near: Solver | None = None

    def open(self) -> Flags:
        """Items that may still be exact or small and are not known to be."""
        varies = self.low < self.high
        harmless = varies & ((self.low <= 0) | (self.high >= self.thresholds))
        return ~(harmless | self.closed)

    def begin(self) -> None:
        """The first possible register."""
        solved = self.linear.solve()
        if not solved.found:
            raise Contradiction
        x = np.rint(solved.x)
        if not self._possible(solved.x):
            answer = self._integral().solve(nodes=NODES)
            if not answer.found or not self._possible(answer.x):
                raise Contradiction
            x = np.rint(answer.x)
        self.start = x
        self.first = self.items.times(x).astype(np.int64) + self.more
        self.low = self.first.copy()
        self.high = self.low.copy()

    def sums(self) -> None:
        """Close the items that are sums of printed numbers, or of nothing."""
        free = self.polytope.most > 0
        moved = np.zeros(len(self.more))
        for _ in range(2):
            direction = _null(self.polytope, free, self.chance)
            if direction is None:
                return
            moved = np.maximum(moved, np.abs(self.items.times(direction)))
        self.closed |= moved < 1e-7

    def wander(self) -> None:
        """Look at possible registers in random directions while that settles anything."""
        idle = 0
        for _ in range(ROUNDS):
            waiting = self.open()
            if not waiting.any() or idle == 3:
                return
            wish = np.where(waiting, self.chance.choice([-1.0, 1.0], len(waiting)), 0.0)
            self.linear.costs(self.items.transposed_times(wish * self.chance.random(len(wish))))
            solved = self.linear.solve()
            settled = solved.found and self._seen(solved.x) and self.open().sum() < waiting.sum()
            idle = 0 if settled else idle + 1

    def settle(self, number: int) -> None:
        """The least and the greatest value of one item, unless it turns out to be harmless."""
        cost = np.zeros(len(self.polytope.most))
        start, end = self.items.start[number], self.items.start[number + 1]
        np.add.at(cost, self.items.index[start:end], self.items.value[start:end])
        bounds = {}
        for sign in (1, -1):
            self.linear.costs(sign * cost)
            solved = self.linear.solve()
            if solved.optimal:
                self._seen(solved.x)
                bounds[sign] = np.floor(solved.value + WHOLE)
            if not self.open()[number]:
                return
        most = bounds.get(1, np.inf) + self.more[number]
        least = -bounds.get(-1, np.inf) + self.more[number]
        up, down = self._wanted(number)
        for possible, upwards in ((up <= most, True), (down >= least, False)):
            if possible:
                self._reach(number, up=upwards)
            if not self.open()[number]:
                return
        for sign, reached, bound in ((1, self.high, most), (-1, self.low, least)):
            if reached[number] == bound:
                continue
            whole = self._integral()
            whole.costs(sign * cost)
            solved = whole.solve(nodes=NODES, gap=0.0)
            seen = solved.found and self._seen(solved.x)
            if not (seen and solved.optimal):
                return
        self.closed[number] = True

    def _wanted(self, number: int) -> tuple[int, int]:
        """What an item has to be at least, or at most, to be harmless."""
        low, high, threshold = int(self.low[number]), int(self.high[number]), int(self.thresholds[number])
        outside = low <= 0 or high >= threshold
        return (high + 1, low - 1) if outside else (threshold, 0)

    def _reach(self, number: int, *, up: bool) -> None:
        """Look for a register in which an item is harmless, by the shortest move from the first one.

        Shortest moves are nearly always whole; where one is not, other costs may make it so.
        """
        if self.near is None:
            model = _moves(self.polytope, self.start)
            self.near = Solver(model, np.ones(model.matrix.columns), maximise=False)
        spare, half = self.polytope.matrix.rows, len(self.start)
        wanted = float(self._wanted(number)[0 if up else 1] - self.first[number])
        columns = self.items.index[self.items.start[number] : self.items.start[number + 1]].tolist()
        for column in columns:
            self.near.entry(spare, column, 1.0)
            self.near.entry(spare, half + column, -1.0)
        self._spare(wanted if up else -INFINITY, INFINITY if up else wanted)
        for _ in range(TRIES):
            self.near.costs(0.5 + self.chance.random(2 * half))
            solved = self.near.solve()
            if not solved.found or self._seen(self.start + solved.x[:half] - solved.x[half:]):
                break
        for column in columns:
            self.near.entry(spare, column, 0.0)
            self.near.entry(spare, half + column, 0.0)
        self._spare(-INFINITY, INFINITY)

    def _spare(self, low: float, high: float) -> None:
        assert self.near is not None
        self.near.row_bounds(np.array([low]), np.array([high]), np.array([self.polytope.matrix.rows]))

    def _integral(self) -> Solver:
        if self.whole is None:
            self.whole = Solver(self.polytope, np.zeros(len(self.polytope.most)), integer=True)
        return self.whole

    def _seen(self, x: Floats) -> bool:
        """Widen every item by a register, if it is one."""
        if not self._possible(x):
            return False
        values = self.items.times(np.rint(x)).astype(np.int64) + self.more
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        return True

    def _possible(self, x: Floats) -> bool:
        whole = np.rint(x)
        if np.abs(x - whole).max(initial=0) > WHOLE * 10:
            return False
        sums = self.polytope.matrix.times(whole)
        inside = (whole >= self.polytope.least) & (whole <= self.polytope.most)
        return bool(inside.all() and (sums >= self.polytope.low).all() and (sums <= self.polytope.high).all())


def _bounded(model: Model) -> Polytope:
    """The same with an end to every count: what no printed number bounds may be anything, and more is not asked."""
    given = model.polytope
    largest = np.abs(given.high[np.isfinite(given.high)]).max(initial=0)
    thresholds = max((asked.item.threshold for asked in model.asked), default=1)
    return given._replace(most=np.minimum(given.most, largest + 2 * thresholds + 10))


def _moves(polytope: Polytope, start: Floats) -> Polytope:
    """Moves from a register to others: what comes to each count, then what goes; and an empty row more, without ends."""
    rows = polytope.matrix
    pairs = []
    for first, last in pairwise(rows.start.tolist()):
        index, value = rows.index[first:last], rows.value[first:last]
        pairs.append((np.concatenate([index, index + rows.columns]), np.concatenate([value, -value])))
    pairs.append((np.zeros(0, dtype=np.int64), np.zeros(0)))
    sums = rows.times(start)
    return Polytope(
        sparse(pairs, 2 * rows.columns),
        np.append(polytope.low - sums, -INFINITY),
        np.append(polytope.high - sums, INFINITY),
        np.zeros(2 * rows.columns),
        np.concatenate([polytope.most - start, start - polytope.least]),
    )


def _null(polytope: Polytope, free: Flags, chance: np.random.Generator) -> Floats | None:
    """A random vector on the free columns that leaves every fixed sum as it is, by conjugate gradients.

    None when they do not end."""
    matrix = polytope.matrix
    fixed = (polytope.low == polytope.high).astype(float)
    z = np.where(free, chance.standard_normal(matrix.columns), 0.0)
    residual = fixed * matrix.times(z)
    start = float(residual @ residual)
    if start == 0:
        return z
    towards, size = residual.copy(), start
    for _ in range(4 * matrix.rows + 50):
        if size <= 1e-26 * start:
            return z
        step = np.where(free, matrix.transposed_times(towards), 0.0)
        length = float(step @ step)
        if length == 0:
            return None
        z -= size / length * step
        residual = fixed * matrix.times(z)
        now = float(residual @ residual)
        towards, size = residual + now / size * towards, now
    return None

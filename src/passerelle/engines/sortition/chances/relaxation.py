"""Leximin chances when people could be divided: the target of the draw, and the multipliers that prove it.

Over all x with the quotas (and cuts) fulfilled, whole or not: raise the lowest chance as far as it goes, fix those who
cannot have more, and go on with the rest. Whoever has a positive dual in a step has the same chance in every optimum of
that step, so the chances are unique (Ogryczak, Pióro, Tomaszewski 2005, "Telecommunications network design and max-min
optimization problem", section 3). A lottery over real panels cannot do better; nearly always it can do as well.

A free type's total is written as s + people * z with s >= 0. So the programme has a row per quota and none per type;
the upper limits of totals become rows only where they matter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from passerelle.engines.sortition.chances.multipliers import Rows
from passerelle.engines.sortition.chances.totals import by_total, shared_out
from passerelle.engines.sortition.model import (
    SCALE,
    Cut,
    DrawError,
    Floats,
    Ints,
    Problem,
    Progress,
    Stage,
    silent,
)
from passerelle.engines.sortition.solver import INFINITY, Solution, Solver, lp_of, sparse

TOLERANCE = 1e-10
POSITIVE = 1e-7
SAME = 1e-10
NEAR = 1e-5
NOISE = 10
SLACKS = (1e-11, 1e-9, 1e-8, 1e-7)


class Relaxed(NamedTuple):
    """target: (columns,) expected counts; chances: (types,), nan for those who do not take part; stages: the proof."""

    target: Floats
    chances: Floats
    stages: tuple[Stage, ...]


def relax(problem: Problem, cuts: Sequence[Cut] = (), progress: Progress = silent) -> Relaxed:
    """Leximin over everything that obeys the rows of the problem and the cuts.

    Raises DrawError "infeasible" when even divided people cannot fulfil the quotas.
    """
    steps = _Steps(problem, cuts)
    stages: list[Stage] = []
    while steps.free.any():
        progress("relaxation", 1 - steps.free.sum() / steps.taking_part)
        stages.append(steps.next())
    inside = np.flatnonzero(problem.eligible & steps.inside)
    if len(inside):
        stages.append(Stage(inside, 1.0, {}, {}))
    return Relaxed(steps.target(), steps.chances, tuple(_merged(stages)))


class _Steps:
    """The programme of one step after the other.

    Columns: the total of each type, then with several targets the counts by column, and last z, the common chance, in
    units of `unit`. Rows: those of the problem, the cuts, with several targets one per type that adds its columns up,
    then the upper limits that matter.
    """

    def __init__(self, problem: Problem, cuts: Sequence[Cut]) -> None:
        self.problem = problem
        self.given = lp_of(problem, cuts)
        self.exact = Rows(problem, cuts)
        self.people = problem.counts.astype(float)
        self.inside = problem.by_type(problem.least) >= problem.counts
        self.free = problem.eligible & ~self.inside
        self.taking_part = max(1, int(self.free.sum()))
        self.chances = np.where(self.free, 0.0, np.where(problem.eligible, 1.0, np.nan))
        self.unit = sum(problem.sizes) / max(1.0, float(self.people[self.free].sum()))
        self.limited: dict[int, int] = {}
        self.slack = SLACKS[0]
        self.wide = by_total(problem, self.given)
        self.least, self.most = self.wide.least.copy(), self.wide.most.copy()
        self.level = 0.0
        self.last: Solution | None = None
        z_column = self._z_column()
        size, rows = self.wide.matrix.columns, self.wide.matrix.rows
        cost = np.zeros(size)
        self.solver = Solver(self.wide, cost, tolerance=TOLERANCE)
        entries = sparse([(np.flatnonzero(z_column), z_column[z_column != 0])], rows)
        self.solver.add_columns(np.ones(1), np.zeros(1), np.full(1, INFINITY), entries)
        self.z_column = z_column

    def next(self) -> Stage:
        """Raise the chance of the free types as far as it goes, and fix those who cannot have more."""
        while True:
            solved = self._solve()
            limits = self._missing_limits(solved)
            if not len(limits):
                break
            self._limit(limits)
        self.last = solved
        z = float(solved.x[-1]) * self.unit
        z = z if z > POSITIVE * self.unit else 0.0
        y, pi = self._multipliers(solved)
        now = self.free & (y * self.people * self.unit > POSITIVE)
        whole_y, whole_pi = self._whole(y, pi)
        proven = self._proven(whole_y, whole_pi)
        if abs(proven - z) <= NEAR:
            z = proven
        if z >= 1 - SAME:
            self.level = 1.0
            return self._fix(self.free.copy(), {}, {})
        self.level = max(z, self.level)
        return self._fix(now, _named(whole_y), _named(whole_pi))

    def target(self) -> Floats:
        """(columns,) counts that give everybody their chance."""
        totals = np.nan_to_num(self.chances) * self.people
        if self.problem.columns == self.problem.types:
            return totals
        return shared_out(self.problem, self.given, totals)

    def _z_column(self) -> Floats:
        weights = np.zeros(self.wide.matrix.columns)
        weights[: self.problem.types] = np.where(self.free, self.people * self.unit, 0)
        return self.wide.matrix.times(weights)

    def _solve(self) -> Solution:
        solved = self.solver.solve()
        for slack in SLACKS[1:]:
            if solved.optimal:
                return solved
            if self.last is None:
                break
            self.slack = slack
            fixed = np.flatnonzero(self.problem.eligible & ~self.inside & ~self.free)
            self._set_bounds(fixed)
            self.solver.forget()
            solved = self.solver.solve()
        if not solved.optimal and solved.status == "infeasible" and self.last is None:
            raise DrawError("infeasible", "No panel can fulfil all quotas.")
        if not solved.optimal:
            raise DrawError("solver", f"The solver stopped: {solved.status}.")
        return solved

    def _missing_limits(self, solved: Solution) -> Ints:
        """Free types whose total is beyond its limit, or held there by a bound that no step can show."""
        types = self.problem.types
        totals = solved.x[:types] + np.where(self.free, self.people * self.unit * solved.x[-1], 0)
        beyond = totals > self.wide.most[:types] + TOLERANCE
        held = self._gain(solved)[:types] < -TOLERANCE
        limited = np.isin(np.arange(types), list(self.limited))
        return np.flatnonzero(self.free & ~limited & (beyond | held))

    def _gain(self, solved: Solution) -> Floats:
        """(wide columns,) what the duals ask for one unit of each column."""
        gain = self.wide.matrix.transposed_times(solved.duals[: self.wide.matrix.rows])
        for t, row in self.limited.items():
            gain[t] += solved.duals[row]
        return gain

    def _limit(self, types: Ints) -> None:
        size = self.wide.matrix.columns
        first = self.wide.matrix.rows + len(self.limited)
        both = [np.array([t, size]) for t in types]
        rows = [
            (where, np.array([1.0, self.people[t] * self.unit])) for t, where in zip(types, both, strict=True)
        ]
        self.solver.add_rows(np.full(len(types), -INFINITY), self.wide.most[types], sparse(rows, size + 1))
        self.limited.update((int(t), first + i) for i, t in enumerate(types))
        self.most[types] = INFINITY
        self.solver.bounds(self.least[types], self.most[types], types)

    def _multipliers(self, solved: Solution) -> tuple[Floats, Floats]:
        """y by type and pi by row of the problem and the cuts."""
        y = np.maximum(self._gain(solved)[: self.problem.types], 0)
        return y, solved.duals[: self.given.matrix.rows]

    def _whole(self, y: Floats, pi: Floats) -> tuple[Ints, Ints]:
        """Whole numbers over SCALE. Any positive multiple proves the same; the largest y becomes SCALE."""
        share = SCALE / y.max()
        whole_pi = self.exact.rounded(pi, share, NOISE)
        asked = np.full(self.problem.types, np.iinfo(np.int64).max)
        np.minimum.at(asked, self.problem.type_of, self.exact.asked(whole_pi))
        whole_y = np.rint(y * share).astype(np.int64)
        near = np.abs(whole_y - asked) <= 1e-6 * SCALE
        whole_y = np.where(near, np.maximum(asked, 0), whole_y)
        whole_y[~self.problem.eligible | self.inside] = 0
        return whole_y, whole_pi

    def _proven(self, y: Ints, pi: Ints) -> float:
        """The level by the multipliers alone: more exact than the solver's, because only what is tight counts.

        The solver's tolerance, small as it is, would grow from step to step, as later steps share what others leave.
        """
        problem = self.problem
        total = self.exact.bound(y[problem.type_of], pi, problem.least, problem.most)
        done = np.flatnonzero((y > 0) & ~self.free)
        taken = math.fsum((y[done] * self.people[done] * self.chances[done]).tolist())
        rest = np.flatnonzero((y > 0) & self.free)
        return (total - taken) / math.fsum((y[rest] * self.people[rest]).tolist())

    def _fix(self, now: NDArray[np.bool_], y: dict[int, int], pi: dict[int, int]) -> Stage:
        types = np.flatnonzero(now)
        self.chances[types] = self.level
        self.free = self.free & ~now
        self._set_bounds(types)
        column = self._z_column()
        for row in np.flatnonzero(np.abs(column - self.z_column) > 0):
            self.solver.entry(int(row), self.wide.matrix.columns, float(column[row]))
        self.z_column = column
        for t in types:
            if int(t) in self.limited:
                self.solver.entry(self.limited[int(t)], self.wide.matrix.columns, 0.0)
        # From now on z is at least this level, which leaves less for what a free type has beyond it.
        if self.problem.columns == self.problem.types:
            rest = np.flatnonzero(self.free & (self.most[: self.problem.types] < INFINITY))
            self.most[rest] = np.maximum(self.wide.most[rest] - self.people[rest] * self.level, 0)
            self.solver.bounds(self.least[rest], self.most[rest], rest)
        return Stage(types, self.level, y, pi)

    def _set_bounds(self, types: Ints) -> None:
        level = self.chances[types]
        self.least[types] = np.maximum(self.people[types] * level - self.slack, 0)
        self.most[types] = self.wide.most[types]
        self.solver.bounds(self.least[types], self.most[types], types)


def _named(numbers: Ints) -> dict[int, int]:
    return {int(i): int(numbers[i]) for i in np.flatnonzero(numbers)}


def _merged(stages: list[Stage]) -> list[Stage]:
    """Steps of the same level as one: the sum of their multipliers proves all of it."""
    merged: list[Stage] = []
    for stage in stages:
        if merged and abs(merged[-1].level - stage.level) <= SAME:
            before = merged.pop()
            level = min(before.level, stage.level)
            types = np.sort(np.concatenate([before.types, stage.types]))
            stage = Stage(types, level, _sum(before.y, stage.y), _sum(before.pi, stage.pi))
        merged.append(stage)
    return merged


def _sum(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    total = {key: one.get(key, 0) + other.get(key, 0) for key in sorted({*one, *other})}
    return {key: number for key, number in total.items() if number}

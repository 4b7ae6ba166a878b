"""The rules of a draw as members that can give way: what a conflict is made of and a relaxation changes.

Every quota has two members, its minimum and its maximum; the size of a panel is one, the household limit another. A
member's slack says by how many persons it gives way; a member without slack holds, one with free slack is gone. What
people are like, and who is fixed in, never gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from passerelle.engines.sortition.model import Floats, Ints, Problem, Quota, Target
from passerelle.engines.sortition.solver import INFINITY, Numbers, Polytope, Solution, Solver, Sparse, sparse

Bound = Literal["min", "max"]
_FEW, MANY = 120, 1000
"""Types that the first, smaller searches for a panel may use besides those of the linear solution."""
_EXACT = 1e-6


@dataclass(frozen=True)
class Member:
    """One side of one rule. The size has two sides that only move together; of the household limit there is one."""

    kind: Literal["quota", "size", "household"]
    target: int
    category: str
    feature: str
    bound: Bound
    value: int

    def as_json(self, several: bool) -> dict[str, str | int]:
        """The side without its value; of several panels, also which one it belongs to."""
        entry: dict[str, str | int] = {
            "category": self.category,
            "feature": self.feature,
            "bound": self.bound,
        }
        return entry | ({"target": self.target} if several and self.kind != "household" else {})


@dataclass(frozen=True)
class Change:
    """A member and the value at which it would give way enough."""

    member: Member
    to: int


class Elastic:
    """The draw with a slack for every member.

    Columns of `model`: the problem's, then one sum per quota row, then one slack per member of `members`. `most_slack`
    (members,) is how far each can give way: a minimum to 0, a maximum to everybody, a size to 1 or everybody.
    """

    def __init__(self, problem: Problem, limit: int | None) -> None:
        self.problem, self.limit = problem, limit
        self.members: list[Member] = []
        self.most_slack: list[int] = []
        rows: list[tuple[list[int], list[float]]] = []
        low: list[float] = []
        high: list[float] = []
        self._entries, self._low, self._high = rows, low, high
        quota_rows = [row for row in problem.rows if row.kind == "quota"]
        self._sums, self._slacks = problem.columns, problem.columns + len(quota_rows)
        for row in problem.rows:
            if row.kind == "size":
                self._size(int(str(row.key[0])), row.columns, row.low)
        for at, row in enumerate(quota_rows):
            self._quota(at, row.key, row.columns, row.low, row.high)
        homes = [row for row in problem.rows if row.kind == "household"]
        if limit is not None and homes:
            largest = max(
                int(problem.counts[problem.type_of[row.columns]].sum()) * limit // row.high for row in homes
            )
            slack = self._member(Member("household", 0, "household", "", "max", limit), largest - limit)
            for row in homes:
                self._row([*row.columns, slack], [*row.coefficients, -row.high / limit], -INFINITY, row.high)
        for row in problem.rows:
            if row.kind == "person":
                count = problem.counts[int(str(row.key[0]))]
                self._row([*row.columns], [*row.coefficients], 0, count)
        columns = self._slacks + len(self.members)
        # The household limit also bounds each type; its class's row says the same, so here only the people count.
        barred = problem.most == 0
        most = np.where(barred, 0, problem.counts[problem.type_of])
        self.model = Polytope(
            sparse([(np.array(where), np.array(what)) for where, what in rows], columns),
            np.array(low),
            np.array(high),
            np.concatenate([problem.least, np.zeros(columns - problem.columns)]),
            np.concatenate([most, np.full(len(quota_rows), INFINITY), self.most_slack]),
        )

    def _row(self, where: Sequence[int], what: Sequence[float], low: float, high: float) -> None:
        self._entries.append(([int(column) for column in where], [float(value) for value in what]))
        self._low.append(low)
        self._high.append(high)

    def _member(self, member: Member, most: int) -> int:
        self.members.append(member)
        self.most_slack.append(most)
        return self._slacks + len(self.members) - 1

    def _size(self, target: int, columns: Ints, size: int) -> None:
        fewer = self._member(Member("size", target, "size", "", "min", size), max(0, size - 1))
        more = self._member(Member("size", target, "size", "", "max", size), int(self.problem.counts.sum()))
        self._row([*columns, fewer, more], [1.0] * len(columns) + [1.0, -1.0], size, size)

    def _quota(self, at: int, key: tuple[object, ...], columns: Ints, least: int, most: int) -> None:
        total = self._sums + at
        self._row([*columns, total], [1.0] * len(columns) + [-1.0], 0, 0)
        target, category, feature = int(str(key[0])), str(key[1]), str(key[2])
        if least > 0:
            slack = self._member(Member("quota", target, category, feature, "min", least), least)
            self._row([total, slack], [1.0, 1.0], least, INFINITY)
        having = int(self.problem.counts[self.problem.type_of[columns]].sum())
        if most < having:
            slack = self._member(Member("quota", target, category, feature, "max", most), having - most)
            self._row([total, slack], [1.0, -1.0], -INFINITY, most)

    @property
    def slack_columns(self) -> Ints:
        """(members,) columns of the slacks."""
        return np.arange(self._slacks, self._slacks + len(self.members))

    @property
    def whole(self) -> Ints:
        """Mask of the columns that count whole persons; the sums are whole by themselves."""
        mask = np.ones(self.model.matrix.columns, dtype=np.int64)
        mask[self._sums : self._slacks] = 0
        return mask

    def slack(self, held: Iterable[int]) -> Floats:
        """(members,) how far each may give way when just these hold: not at all, or without end."""
        free = np.full(len(self.members), INFINITY)
        free[list(held)] = 0
        return free

    @property
    def rules(self) -> list[tuple[int, ...]]:
        """Members that hold or are gone together, those first that explain least: limit, sizes, then quotas."""
        kinds = [member.kind for member in self.members]
        sizes = [at for at, kind in enumerate(kinds) if kind == "size"]
        return [
            *[(at,) for at, kind in enumerate(kinds) if kind == "household"],
            *zip(sizes[::2], sizes[1::2], strict=True),
            *[(at,) for at, kind in enumerate(kinds) if kind == "quota"],
        ]

    def relaxed(
        self, targets: Sequence[Target], changes: Iterable[Change]
    ) -> tuple[list[Target], int | None]:
        """Targets and household limit after these changes."""
        new, limit = list(targets), self.limit
        for change in changes:
            member = change.member
            if member.kind == "household":
                limit = change.to
            elif member.kind == "size":
                new[member.target] = replace(new[member.target], size=change.to)
            else:
                quotas = tuple(_moved(quota, change) for quota in new[member.target].quotas)
                new[member.target] = replace(new[member.target], quotas=quotas)
        return new, limit


def _moved(quota: Quota, change: Change) -> Quota:
    if (quota.category, quota.feature) != (change.member.category, change.member.feature):
        return quota
    return replace(quota, least=change.to) if change.member.bound == "min" else replace(quota, most=change.to)


def panel_in(model: Polytope, whole: Ints, small: int, linear: Floats | None = None) -> Floats | None:
    """(columns,) a whole point of a polytope, or None when there is none.

    First among the few columns that a linear solution uses and some more, which mostly is enough; then among more, then
    among all. small: columns before this may be left out of a search. linear: a solution in fractions, if known.
    """
    if linear is None:
        linear = solution_or_none(Solver(model, np.zeros(model.matrix.columns), maximise=False).solve())
        if linear is None:
            return None
    nothing = np.zeros(model.matrix.columns)
    for extra in (_FEW, MANY):
        fewer = with_few(model, linear, small, extra)
        if fewer is not model:
            found = searched(fewer, nothing, whole)
            if found is not None:
                return found
    return searched(model, nothing, whole)


def cheapest(model: Polytope, cost: Numbers, elastic: Elastic, *, any_will_do: bool = False) -> Floats | None:
    """(columns,) the cheapest whole point of a polytope that begins with the columns of `elastic`, or None.

    Exact for whole-number costs of slacks and later columns. People may come in fractions at first: where the rules
    then give way is mostly right, and a whole panel for it is found; else people are whole from the start.
    any_will_do: the point need not be the cheapest.
    """
    whole = np.ones(model.matrix.columns, dtype=np.int64)
    whole[: len(elastic.whole)] = elastic.whole
    people = elastic.problem.columns
    fractions = whole.copy()
    fractions[:people] = 0
    rough = None
    if people > MANY and not any_will_do:
        linear = Solver(model, cost, maximise=False).solve()
        if not linear.found:
            return None
        rough = searched(with_few(model, linear.x, people, MANY), cost, fractions)
        if rough is not None and np.dot(cost, rough) > np.ceil(linear.value - _EXACT) + _EXACT:
            rough = None
    if rough is None:
        rough = searched(model, cost, fractions)
    if rough is None:
        return None
    fixed = replace(model, least=model.least.copy(), most=model.most.copy())
    at = elastic.slack_columns
    fixed.least[at] = fixed.most[at] = np.rint(rough[at])
    found = panel_in(fixed, whole, people, rough)
    return searched(model, cost, whole) if found is None else found


def with_few(model: Polytope, linear: Floats, people: int, extra: int) -> Polytope:
    """The polytope without most of the types that a linear solution does not use; `extra` of them stay."""
    used = np.flatnonzero((linear[:people] > _EXACT) | (model.least[:people] > 0))
    others = np.setdiff1d(np.flatnonzero(model.most[:people] > 0), used)
    if len(others) <= extra:
        return model
    most = model.most.copy()
    most[np.setdiff1d(others, others[:: -(-len(others) // extra)])] = 0
    return replace(model, most=most)


def searched(model: Polytope, cost: Numbers, whole: Ints) -> Floats | None:
    """(columns,) the solver's cheapest point that is whole where asked, or None when there is none."""
    solver = Solver(model, cost, integer=whole, maximise=False)
    solver.option("mip_abs_gap", 0.99)
    found = solution_or_none(solver.solve(gap=0.0))
    return None if found is None else np.where(whole, np.rint(found), found)


def solution_or_none(solved: Solution) -> Floats | None:
    """(columns,) a solution, or None when it is certain that there is none. Costs are never below 0, so a programme
    that the solver calls unbounded or infeasible is infeasible."""
    if solved.found:
        return solved.x
    if solved.status in ("infeasible", "unbounded"):
        return None
    raise RuntimeError(f"The solver gave up: {solved.status}.")


def extended(model: Polytope, columns: int, rows: Sequence[tuple[Numbers, Numbers]]) -> Polytope:
    """The same with more columns, from 0 up, and more rows of (columns, values) that must not be above 0."""
    more = sparse(rows, 0)
    matrix = model.matrix
    return Polytope(
        Sparse(
            np.concatenate([matrix.start, matrix.start[-1] + more.start[1:]]),
            np.concatenate([matrix.index, more.index]),
            np.concatenate([matrix.value, more.value]),
            matrix.columns + columns,
        ),
        np.concatenate([model.low, np.full(len(rows), -INFINITY)]),
        np.concatenate([model.high, np.zeros(len(rows))]),
        np.concatenate([model.least, np.zeros(columns)]),
        np.concatenate([model.most, np.full(columns, INFINITY)]),
    )

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

from passerelle.engines.sortition.model import Floats, Ints, Problem, Quota, Row, Target
from passerelle.engines.sortition.solver import INFINITY, Numbers, Polytope, Sparse

Bound = Literal["min", "max"]
"""Of sums of whole numbers: no more than the error of fractions such as the share of a household."""
_NOBODY = np.zeros(0, dtype=np.int64)


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
        self._index: list[Ints] = []
        self._value: list[Floats] = []
        self._lengths: list[Ints] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []
        quota_rows = [row for row in problem.rows if row.kind == "quota"]
        self._sums, self._slacks = problem.columns, problem.columns + len(quota_rows)
        for row in problem.rows:
            if row.kind == "size":
                self._size(int(str(row.key[0])), row.columns, row.low)
        for at, row in enumerate(quota_rows):
            self._quota(at, row.key, row.columns, row.low, row.high)
        homes = [row for row in problem.rows if row.kind == "household"]
        self.homes = 1.0
        if limit is not None and homes:
            self._households(homes, limit)
        persons = [row for row in problem.rows if row.kind == "person"]
        if persons:
            owners = problem.counts[[int(str(row.key[0])) for row in persons]]
            lengths = np.array([len(row.columns) for row in persons])
            self._rows(
                np.concatenate([row.columns for row in persons]), None, lengths, np.zeros(len(owners)), owners
            )
        columns = self._slacks + len(self.members)
        # The household limit also bounds each type; its class's row says the same, so here only the people count.
        barred = problem.most == 0
        most = np.where(barred, 0, problem.counts[problem.type_of])
        start = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.concatenate(self._lengths))])
        self.model = Polytope(
            Sparse(start, np.concatenate(self._index), np.concatenate(self._value), columns),
            np.concatenate(self._low),
            np.concatenate(self._high),
            np.concatenate([problem.least, np.zeros(columns - problem.columns)]),
            np.concatenate([most, np.full(len(quota_rows), INFINITY), self.most_slack]),
        )

    def _households(self, homes: Sequence[Row], limit: int) -> None:
        counts, type_of = self.problem.counts, self.problem.type_of
        where = np.concatenate([row.columns for row in homes])
        lengths = np.array([len(row.columns) for row in homes])
        high = np.array([row.high for row in homes])
        ends = np.cumsum(lengths)
        people = np.add.reduceat(counts[type_of[where]], ends - lengths)
        largest = int((people * limit // high).max())
        slack = self._member(Member("household", 0, "household", "", "max", limit), largest - limit)
        self.homes = float(high.max() / limit)
        self._rows(
            np.insert(where, ends, slack),
            np.insert(np.ones(len(where)), ends, -high / limit),
            lengths + 1,
            np.full(len(homes), -INFINITY),
            high,
        )

    def _rows(self, where: Ints, what: Floats | None, lengths: Ints, low: Floats, high: Numbers) -> None:
        self._index.append(where)
        self._value.append(np.ones(len(where)) if what is None else what)
        self._lengths.append(lengths)
        self._low.append(low)
        self._high.append(np.asarray(high, dtype=float))

    def _row(
        self, columns: Ints, more: Sequence[int], what: Sequence[float], low: float, high: float
    ) -> None:
        """One rule: coefficients 1 for `columns`, then those of more columns."""
        where = np.concatenate([columns, np.array(more, dtype=np.int64)])
        values = np.concatenate([np.ones(len(columns)), np.array(what, dtype=float)])
        self._rows(where, values, np.array([len(where)]), np.array([low], dtype=float), np.array([high]))

    def _member(self, member: Member, most: int) -> int:
        self.members.append(member)
        self.most_slack.append(most)
        return self._slacks + len(self.members) - 1

    def _size(self, target: int, columns: Ints, size: int) -> None:
        fewer = self._member(Member("size", target, "size", "", "min", size), max(0, size - 1))
        more = self._member(Member("size", target, "size", "", "max", size), int(self.problem.counts.sum()))
        self._row(columns, (fewer, more), (1, -1), size, size)

    def _quota(self, at: int, key: tuple[object, ...], columns: Ints, least: int, most: int) -> None:
        total = self._sums + at
        self._row(columns, (total,), (-1,), 0, 0)
        target, category, feature = int(str(key[0])), str(key[1]), str(key[2])
        if least > 0:
            slack = self._member(Member("quota", target, category, feature, "min", least), least)
            self._row(_NOBODY, (total, slack), (1, 1), least, INFINITY)
        having = int(self.problem.counts[self.problem.type_of[columns]].sum())
        if most < having:
            slack = self._member(Member("quota", target, category, feature, "max", most), having - most)
            self._row(_NOBODY, (total, slack), (1, -1), -INFINITY, most)

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

    def missed(self, panel: Ints) -> Floats:
        """(members,) by how much each would have to give way for these counts by column (columns,) of people."""
        model, matrix = self.model, self.model.matrix
        actual = matrix.times(self._point(panel, np.zeros(len(self.members))))
        at = np.flatnonzero(matrix.index >= self._slacks)
        row, value = matrix.row_of[at], matrix.value[at]
        short = np.where(value > 0, model.low[row] - actual[row], actual[row] - model.high[row]) / np.abs(
            value
        )
        found = np.zeros(len(self.members))
        np.maximum.at(found, matrix.index[at] - self._slacks, short)
        return found

    def _point(self, panel: Ints, slack: Numbers) -> Floats:
        quotas = [row for row in self.problem.rows if row.kind == "quota"]
        sums = [panel[row.columns].sum() for row in quotas]
        return np.concatenate([panel, sums, slack])

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

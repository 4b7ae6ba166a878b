"""What a draw is made of: the pool, what is asked of a panel, and the same in numbers.

People with the same features, household pattern and place in the draw are exchangeable: in a fair lottery they have the
same chance. So everything is computed on *types* of people, and a panel is a vector of counts by type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SCALE = 10**12
"""Weights of panels are whole numbers over this; so are the multipliers of a certificate."""


@dataclass(frozen=True)
class Quota:
    """At least `least` and at most `most` people on the panel have this feature."""

    category: str
    feature: str
    least: int
    most: int


@dataclass(frozen=True)
class Target:
    """One panel to be drawn: its size and quotas. Several targets are drawn at once, each person into at most one."""

    size: int
    quotas: tuple[Quota, ...]
    name: str = ""


@dataclass(frozen=True)
class Pool:
    """The people who may be drawn, by row.

    features: for each row one value per category, in the order of `categories`.
    households: for each row a number shared by those who live together or come from one organisation; None for nobody
    else. Rows of a number that stands only once are treated like None.
    inside: rows that are on the panel already (members who stay, people fixed in). They count for every quota.
    outside: rows that may not be drawn, with the reason.
    """

    categories: tuple[str, ...]
    features: tuple[tuple[str, ...], ...]
    households: tuple[int | None, ...] = ()
    inside: frozenset[int] = frozenset()
    outside: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.features)


Kind = Literal["quota", "size", "household", "person", "cut"]


class Row(NamedTuple):
    """One linear rule that every panel obeys: low <= sum(coefficients * counts[columns]) <= high.

    kind: "quota" (key = target, category, feature), "size" (key = target), "household" (key = types of a class of equal
    households), "person" (key = type; only with several targets: one person sits on at most one panel), "cut".
    """

    kind: Kind
    key: tuple[object, ...]
    columns: Ints
    coefficients: Ints
    low: int
    high: int


@dataclass(frozen=True)
class Problem:
    """The draw in numbers. With one target, columns and types are the same thing.

    members: pool rows of each type; counts: how many they are.
    type_of, target_of: type and target of each column. Column c of a panel says how many people of type_of[c] sit on
    the panel target_of[c]; least <= column <= most, whole numbers.
    rows: what else holds; the rows of kind "size" come first, one per target.
    excluded: pool rows that are not drawn, with the reason. Those kept out by hand belong to no type; the types of those
    who fit no panel are barred (most = 0 in every column) and keep their numbers.
    """

    members: tuple[Ints, ...]
    counts: Ints
    type_of: Ints
    target_of: Ints
    least: Ints
    most: Ints
    rows: tuple[Row, ...]
    sizes: tuple[int, ...]
    excluded: dict[int, str]

    @property
    def types(self) -> int:
        return len(self.counts)

    @property
    def columns(self) -> int:
        return len(self.type_of)

    @cached_property
    def eligible(self) -> NDArray[np.bool_]:
        """(types,) who takes part in the lottery; fairness is between these alone."""
        return self.by_type(self.most) > 0

    @cached_property
    def low(self) -> Ints:
        return np.array([row.low for row in self.rows], dtype=np.int64)

    @cached_property
    def high(self) -> Ints:
        return np.array([row.high for row in self.rows], dtype=np.int64)

    def by_type(self, panel: Ints) -> Ints:
        """Counts by type (…, types) of panels given by column (…, columns)."""
        if self.columns == self.types:
            return panel
        summed = np.zeros((*panel.shape[:-1], self.types), dtype=panel.dtype)
        for column, owner in enumerate(self.type_of):
            summed[..., owner] += panel[..., column]
        return summed

    def legal(self, panel: Ints) -> bool:
        """Whether these counts by column (columns,) are a panel."""
        if (panel < self.least).any() or (panel > self.most).any():
            return False
        return all(row.low <= int(row.coefficients @ panel[row.columns]) <= row.high for row in self.rows)


class Leaf(NamedTuple):
    """End of a branch: multipliers by row (numerators over SCALE) whose bound on `weight` * objective refutes it.

    With weight 1 the bound must be below beta + 1, with weight 0 (no panel here at all) below 0.
    """

    multipliers: dict[int, int]
    weight: Literal[0, 1] = 1


class Branch(NamedTuple):
    """Split of a column's range: at most `value`, or more."""

    column: int
    value: int
    below: Branch | Leaf
    above: Branch | Leaf


class Cut(NamedTuple):
    """For every legal panel: coefficients @ panel[columns] <= beta; the proof uses the rows and earlier cuts."""

    columns: Ints
    coefficients: Ints
    beta: int
    proof: Branch | Leaf


class Stage(NamedTuple):
    """One step of leximin: the types fixed here, their level, and the multipliers that prove it.

    y: by type, numerators over SCALE, never negative. pi: by row (those of the problem, then the cuts), over SCALE.
    Multipliers can be wrong only to the author's loss: they make the proven bound wider, never false.
    """

    types: Ints
    level: float
    y: dict[int, int]
    pi: dict[int, int]


class TypeLottery(NamedTuple):
    """A lottery over panels by column, and the proof of its fairness.

    panels: (panels, columns) whole numbers; weights: numerators over SCALE that sum to SCALE.
    stages: in rising order of level; every eligible type in exactly one. Maximin has one.
    """

    panels: Ints
    weights: tuple[int, ...]
    stages: tuple[Stage, ...]
    cuts: tuple[Cut, ...] = ()


class Progress(Protocol):
    """Told where a long computation stands. To cancel, raise `Cancelled` from here."""

    def __call__(self, step: str, done: float) -> None:
        """step: a code such as "relaxation", "panels", "weights"; done: 0 to 1, of this step."""


class Cancelled(Exception):
    """Somebody stopped the computation. Nothing was written."""


def silent(step: str, done: float) -> None:
    """A progress that tells nobody."""


class DrawError(Exception):
    """The draw cannot be made. `code` is stable, `facts` are its parameters as JSON would have them."""

    def __init__(self, code: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code, self.facts = code, facts


def check(pool: Pool, targets: Sequence[Target]) -> None:
    """Raises DrawError when pool and targets do not belong together."""
    if not targets:
        raise DrawError("no_target", "Say what is to be drawn: a size and quotas.")
    for target in targets:
        for quota in target.quotas:
            if quota.category not in pool.categories:
                raise DrawError(
                    "unknown_category",
                    f"The pool has no column {quota.category!r}.",
                    category=quota.category,
                )
    if pool.households and len(pool.households) != len(pool):
        raise DrawError("households", "There must be one household per row of the pool.")

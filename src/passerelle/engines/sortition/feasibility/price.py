"""What each quota costs in fairness: how much higher the lowest chance could be if it gave way by one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from passerelle.engines.sortition.model import DrawError, Problem, Progress, silent
from passerelle.engines.sortition.solver import INFINITY, Numbers, Polytope, Solver, sparse

_FREE = 1e-9
"""A multiplier below this says that the quota costs nothing."""


@dataclass(frozen=True)
class Price:
    """One side of one quota.

    value: as it is; loosened: by one person (a minimum less, a maximum more). lowest: the highest lowest chance that
    any lottery could give with the quotas as they are; then: with this one loosened. Both are bounds of the same kind
    (people in fractions), so that their difference is not the search's doing.
    """

    target: int
    category: str
    feature: str
    bound: Literal["min", "max"]
    value: int
    loosened: int
    lowest: float
    then: float

    @property
    def gain(self) -> float:
        """By how much the lowest chance could rise."""
        return self.then - self.lowest

    def as_json(self, several: bool = False) -> dict[str, str | int | float]:
        """One row of the table of prices; of several panels, also whose quota it is."""
        whose: dict[str, str | int | float] = {"target": self.target} if several else {}
        return whose | {
            "category": self.category,
            "feature": self.feature,
            "bound": self.bound,
            "from": self.value,
            "to": self.loosened,
            "lowest_chance": self.lowest,
            "lowest_chance_then": self.then,
            "gain": self.gain,
        }


def prices(problem: Problem, progress: Progress = silent) -> list[Price]:
    """The price of both sides of every quota, the dearest first; those that cost nothing are at the end.

    The lowest chance is that of everybody who is eligible in `problem`. A quota whose multiplier is 0 costs nothing (a
    dual solution that does not use it stays one); the others are loosened in turn and solved again.
    Raises DrawError "infeasible" when there is no panel.
    """
    model = _with_lowest(problem)
    cost = np.zeros(model.matrix.columns)
    cost[-1] = 1
    solver = Solver(model, cost, tolerance=1e-9)
    base = solver.solve()
    if not base.found:
        raise DrawError("infeasible", "No panel meets all quotas.")
    found = []
    sides = list(_sides(problem))
    for done, (row, bound) in enumerate(sides):
        progress("prices", done / len(sides))
        rule, then = problem.rows[row], base.value
        value, loosened = (rule.low, rule.low - 1) if bound == "min" else (rule.high, rule.high + 1)
        if (-base.duals[row] if bound == "min" else base.duals[row]) > _FREE:
            at = np.array([row])
            solver.row_bounds(np.array([min(rule.low, loosened)]), np.array([max(rule.high, loosened)]), at)
            then = max(then, solver.solve().value)
            solver.row_bounds(np.array([rule.low]), np.array([rule.high]), at)
        target, category, feature = rule.key
        found.append(
            Price(int(str(target)), str(category), str(feature), bound, value, loosened, base.value, then)
        )
    return sorted(found, key=lambda price: -price.gain)


def _sides(problem: Problem) -> Iterator[tuple[int, Literal["min", "max"]]]:
    for at, row in enumerate(problem.rows):
        if row.kind == "quota":
            if row.low > 0:
                yield at, "min"
            yield at, "max"


def _with_lowest(problem: Problem) -> Polytope:
    """The quota polytope and, as last column, a chance that nobody eligible is below."""
    rows: list[tuple[Numbers, Numbers]] = [(row.columns, row.coefficients) for row in problem.rows]
    for t in np.flatnonzero(problem.eligible):
        columns = np.flatnonzero(problem.type_of == t)
        rows.append(
            (np.append(columns, problem.columns), np.append(np.ones(len(columns)), -problem.counts[t]))
        )
    many = len(rows) - len(problem.rows)
    return Polytope(
        sparse(rows, problem.columns + 1),
        np.append(problem.low.astype(float), np.zeros(many)),
        np.append(problem.high.astype(float), np.full(many, INFINITY)),
        np.append(problem.least.astype(float), 0.0),
        np.append(problem.most.astype(float), 1.0),
    )

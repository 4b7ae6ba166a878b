"""Linear and whole-number programmes, solved by HiGHS.

The only file that knows the solver. One thread, no output, a fixed seed: the same model gives the same answer again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

import highspy
import numpy as np

from passerelle.engines.sortition.model import Cut, Floats, Ints, Problem

SEED = 1
INFINITY = highspy.kHighsInf

Status = Literal["optimal", "infeasible", "unbounded", "limit", "failed"]
Numbers: TypeAlias = Floats | Ints

_STATUS: dict[object, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "unbounded",
    highspy.HighsModelStatus.kTimeLimit: "limit",
    highspy.HighsModelStatus.kIterationLimit: "limit",
    highspy.HighsModelStatus.kSolutionLimit: "limit",
    highspy.HighsModelStatus.kObjectiveBound: "limit",
    highspy.HighsModelStatus.kObjectiveTarget: "limit",
    highspy.HighsModelStatus.kInterrupt: "limit",
}


@dataclass(frozen=True)
class Sparse:
    """A matrix by rows: row r has the values value[start[r]:start[r + 1]] in the columns index[the same]."""

    start: Ints
    index: Ints
    value: Floats
    columns: int

    @property
    def rows(self) -> int:
        return len(self.start) - 1

    @cached_property
    def row_of(self) -> Ints:
        """(entries,) the row of each entry."""
        return np.repeat(np.arange(self.rows), np.diff(self.start))

    def times(self, x: Numbers) -> Floats:
        """(rows,) matrix @ x"""
        return np.bincount(self.row_of, self.value * x[self.index], self.rows).astype(float)

    def transposed_times(self, y: Numbers) -> Floats:
        """(columns,) y @ matrix"""
        return np.bincount(self.index, self.value * y[self.row_of], self.columns).astype(float)


def sparse(rows: Sequence[tuple[Numbers, Numbers]], columns: int) -> Sparse:
    """A matrix from its rows, each as (columns, values)."""
    start = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(where) for where, _ in rows], out=start[1:])
    index = np.concatenate([where for where, _ in rows]) if rows else np.zeros(0)
    value = np.concatenate([what for _, what in rows]) if rows else np.zeros(0)
    return Sparse(start, index.astype(np.int64), value.astype(np.float64), columns)


class Polytope(NamedTuple):
    """All x with low <= matrix @ x <= high and least <= x <= most."""

    matrix: Sparse
    low: Floats
    high: Floats
    least: Floats
    most: Floats


def lp_of(problem: Problem, cuts: Sequence[Cut] = ()) -> Polytope:
    """What every panel obeys, without the wholeness: the rows of the problem, then the cuts."""
    rows: list[tuple[Numbers, Numbers]] = [(row.columns, row.coefficients) for row in problem.rows]
    rows += [(cut.columns, cut.coefficients) for cut in cuts]
    low = np.concatenate([problem.low, np.full(len(cuts), -INFINITY)])
    high = np.concatenate([problem.high, [float(cut.beta) for cut in cuts]])
    return Polytope(
        sparse(rows, problem.columns), low, high, problem.least.astype(float), problem.most.astype(float)
    )


class Solution(NamedTuple):
    """Outcome of one solve.

    x: (columns,) and duals: (rows,) are empty when there are none. A dual is the change of the value per unit of the
    row's bound: for a maximum it is >= 0 at the upper bound and <= 0 at the lower one.
    bound: what no solution can beat (for a linear programme its value; for a whole-number one the proven bound).
    """

    status: Status
    value: float
    bound: float
    x: Floats
    duals: Floats

    @property
    def optimal(self) -> bool:
        return self.status == "optimal"

    @property
    def found(self) -> bool:
        """There is a solution, proven best or not."""
        return len(self.x) > 0


class Solver:
    """A model held by HiGHS: change it, solve again, and it starts from where it was.

    cost: (columns,); integer: (columns,) mask of the whole-number columns, True for all, False for none.
    tolerance: of feasibility and optimality, absolute. watch: called now and then while a whole-number programme is
    solved; what it raises stops the solver and reaches the caller of `solve`.
    """

    def __init__(
        self,
        model: Polytope,
        cost: Numbers,
        *,
        integer: Numbers | bool = False,
        maximise: bool = True,
        tolerance: float = 1e-7,
        presolve: bool = True,
        watch: Callable[[], None] | None = None,
    ) -> None:
        self._highs = highspy.Highs()
        self._raised: BaseException | None = None
        self._limited = False
        self._watch = watch
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("parallel", "off"),
            ("random_seed", SEED),
            ("primal_feasibility_tolerance", tolerance),
            ("dual_feasibility_tolerance", tolerance),
            ("presolve", "choose" if presolve else "off"),
        ):
            self.option(name, value)
        self.whole = np.broadcast_to(np.asarray(integer, dtype=bool), (model.matrix.columns,))
        self._check(self._highs.passModel(_lp(model, cost, self.whole, maximise)))
        if watch is not None:
            self._highs.cbMipInterrupt += self._ask

    def option(self, name: str, value: bool | int | float | str) -> None:
        """Any option of HiGHS by its own name."""
        self._check(self._highs.setOptionValue(name, value))

    def costs(self, cost: Numbers, columns: Ints | None = None) -> None:
        where = np.arange(len(cost)) if columns is None else columns
        self._check(
            self._highs.changeColsCost(len(where), where.astype(np.int32), np.asarray(cost, dtype=float))
        )

    def bounds(self, least: Numbers, most: Numbers, columns: Ints | None = None) -> None:
        where = np.arange(len(least)) if columns is None else columns
        self._check(
            self._highs.changeColsBounds(
                len(where),
                where.astype(np.int32),
                np.asarray(least, dtype=float),
                np.asarray(most, dtype=float),
            )
        )

    def row_bounds(self, low: Numbers, high: Numbers, rows: Ints | None = None) -> None:
        for row, least, most in zip(range(len(low)) if rows is None else rows, low, high, strict=True):
            self._check(self._highs.changeRowBounds(int(row), float(least), float(most)))

    def entry(self, row: int, column: int, value: float) -> None:
        self._check(self._highs.changeCoeff(row, column, value))

    def add_columns(self, cost: Numbers, least: Numbers, most: Numbers, entries: Sparse) -> None:
        """New continuous columns; row j of `entries` holds the coefficients of the j-th of them by row."""
        self._check(
            self._highs.addCols(
                len(cost),
                np.asarray(cost, dtype=float),
                np.asarray(least, dtype=float),
                np.asarray(most, dtype=float),
                len(entries.index),
                entries.start[:-1].astype(np.int32),
                entries.index.astype(np.int32),
                entries.value,
            )
        )

    def add_rows(self, low: Numbers, high: Numbers, entries: Sparse) -> None:
        self._check(
            self._highs.addRows(
                len(low),
                np.asarray(low, dtype=float),
                np.asarray(high, dtype=float),
                len(entries.index),
                entries.start[:-1].astype(np.int32),
                entries.index.astype(np.int32),
                entries.value,
            )
        )

    def forget(self) -> None:
        """Drop the basis: the next solve starts from nothing."""
        self._check(self._highs.clearSolver())

    def solve(
        self, *, seconds: float | None = None, gap: float | None = None, nodes: int | None = None
    ) -> Solution:
        """Solve from where the last one ended.

        seconds: limit by the clock; gap, relative, and nodes, the most branches looked at: of a whole-number one.
        """
        if seconds is not None or self._limited:
            # HiGHS counts the time of all solves of one model together.
            self.option("time_limit", INFINITY if seconds is None else self._highs.getRunTime() + seconds)
            self._limited = seconds is not None
        if gap is not None:
            self.option("mip_rel_gap", gap)
        if nodes is not None:
            self.option("mip_max_nodes", nodes)
        self._highs.run()
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised
        status = _STATUS.get(self._highs.getModelStatus(), "failed")
        # All of the information at once takes longer to copy than a small programme to solve.
        feasible = highspy.SolutionStatus.kSolutionStatusFeasible.value
        found = self._fact("primal_solution_status") == feasible
        solved = self._highs.getSolution()
        x = np.array(solved.col_value if found else [], dtype=float)
        duals = np.array(solved.row_dual if solved.dual_valid else [], dtype=float)
        value = self._highs.getObjectiveValue() if found else float("nan")
        bound = self._fact("mip_dual_bound") if self.whole.any() else value
        return Solution(status, value, bound, x, duals)

    def _fact(self, name: str) -> float:
        status, value = self._highs.getInfoValue(name)
        self._check(status)
        return value

    def _ask(self, event: highspy.highs.HighsCallbackEvent) -> None:
        try:
            if self._watch is not None:
                self._watch()
        except BaseException as raised:
            self._raised = raised
            event.interrupt()

    def _check(self, status: highspy.HighsStatus) -> None:
        if status == highspy.HighsStatus.kError:
            raise RuntimeError("HiGHS refused the model or an option.")


def _lp(model: Polytope, cost: Numbers, whole: np.ndarray, maximise: bool) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.matrix.columns, model.matrix.rows
    lp.col_cost_ = np.asarray(cost, dtype=float)
    lp.col_lower_, lp.col_upper_ = model.least, model.most
    lp.row_lower_, lp.row_upper_ = model.low, model.high
    lp.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = model.matrix.columns, model.matrix.rows
    lp.a_matrix_.start_ = model.matrix.start.astype(np.int32)
    lp.a_matrix_.index_ = model.matrix.index.astype(np.int32)
    lp.a_matrix_.value_ = model.matrix.value
    if whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(flag)] for flag in whole]
    return lp

"""Few types stand for all: the elastic programme over some of the types, with the others in sight.

A linear programme begins with some types and takes in those whose reduced cost says that they would help, until there
are none: then its value, and its multipliers, hold for all of them (column generation; Dantzig and Wolfe 1960). A whole
panel is looked for among the types of such a solution and some more, then among more, and only then among all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from passerelle.engines.sortition.feasibility.elastic import Elastic
from passerelle.engines.sortition.model import Floats, Ints
from passerelle.engines.sortition.solver import INFINITY, Numbers, Polytope, Solution, Solver, Sparse, sparse

EXACT = 1e-6
_FEW, _MANY, _MORE = 120, 1000, 300
"""Types besides those of the linear solution: in the first searches for a panel; in the linear programmes and the next
searches; taken in at once."""
_NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Linear:
    """A solution in fractions. value: its cost; x: (columns of the whole model,); spare: (members,) the reduced cost of
    each slack, which is how much dearer every solution becomes per person by which that member gives way."""

    value: float
    x: Floats
    spare: Floats


class Narrow:
    """The programme of an `Elastic` as a series of questions. `model`: over the columns `kept` of the elastic model."""

    def __init__(self, elastic: Elastic) -> None:
        self.elastic, self._coming = elastic, _NOBODY
        self.people = elastic.problem.columns
        keep = elastic.model.least[: self.people] > 0
        self._keep(keep | _some(elastic.model.most[: self.people] > 0, _MANY))

    def must_come(self, columns: Ints) -> None:
        """From now on, one of the people counted in these columns has to come; nobody in particular if there are none."""
        before, self._coming = self._coming, columns
        keep = np.zeros(self.people, dtype=bool)
        keep[self._inner] = True
        if not keep[columns].all():
            keep[columns] = True
            self._keep(keep)
            return
        self._coming_row(before, 0.0)
        self._coming_row(columns, 1.0)

    def cheapest(self, cost: Floats, most: Floats) -> Linear | None:
        """The linear programme with these costs (members,) and upper bounds (members,) of the slacks, over all types;
        None when nothing obeys it."""
        model = self.elastic.model
        full = np.concatenate([np.zeros(model.matrix.columns - len(cost)), cost])
        while True:
            slacks = self._slacks
            self._linear.costs(cost, slacks)
            self._linear.bounds(np.zeros(len(most)), most, slacks)
            solved = self._linear.solve()
            if solution_or_none(solved) is None:
                if len(self.kept) == model.matrix.columns:
                    return None
                self._keep(np.ones(self.people, dtype=bool))
                continue
            price = np.zeros(model.matrix.rows)
            price[self._rows] = solved.duals[: len(self._rows)]
            reduced = full - model.matrix.transposed_times(price)
            worth = self._worth(reduced[: self.people])
            if worth is None:
                x = np.zeros(model.matrix.columns)
                x[self.kept] = solved.x
                return Linear(solved.value, x, reduced[-len(cost) :] if len(cost) else reduced[:0])
            self._keep(worth)

    def panel(
        self, most: Floats, linear: Floats, least: Floats | None = None, *, everybody: bool = True
    ) -> Floats | None:
        """(columns of the whole model,) a whole point with slacks of at most `most` and at least `least` (members,), or
        None when there is none. linear: a solution in fractions. everybody: in the end look among all types."""
        for model, kept in self._searches(linear):
            if not everybody and len(kept) > len(self.kept):
                return None
            strict = bounded(model, least, most)
            found = searched(strict, np.zeros(len(kept)), self.elastic.whole[kept])
            if found is not None:
                x = np.zeros(self.elastic.model.matrix.columns)
                x[kept] = found
                return x
        return None

    def _searches(self, linear: Floats) -> Iterator[tuple[Polytope, Ints]]:
        """Smaller polytopes, then the whole one, each with its columns in the whole one."""
        used = (linear[: self.people] > EXACT) | (self.elastic.model.least[: self.people] > 0)
        used[self._coming] = True
        inner = self._inner
        if len(inner) - used.sum() > _FEW:
            few = used[inner] | _some(~used[inner], _FEW)
            at = np.concatenate([np.flatnonzero(few), np.arange(len(inner), len(self.kept))])
            yield self._with_coming(_among(self.model, at)[0], self.kept[at]), self.kept[at]
        yield self._with_coming(self.model, self.kept), self.kept
        everything = np.arange(self.elastic.model.matrix.columns)
        if len(self.kept) < len(everything):
            yield self._with_coming(self.elastic.model, everything), everything

    def _worth(self, reduced: Floats) -> np.ndarray | None:
        """Mask of the types to work with from now on, or None when no other type would help."""
        reduced = np.where(self.elastic.model.most[: self.people] > 0, reduced, 0.0)
        reduced[self._inner] = 0
        would = np.flatnonzero(reduced < -EXACT)
        if not len(would):
            return None
        # Of equally good ones those that are many.
        order = np.lexsort((-self.elastic.model.most[would], np.round(reduced[would], 6)))
        keep = np.zeros(self.people, dtype=bool)
        keep[self._inner] = True
        keep[would[order[:_MORE]]] = True
        return keep

    def _keep(self, people: np.ndarray) -> None:
        columns = self.elastic.model.matrix.columns
        self.kept = np.concatenate([np.flatnonzero(people), np.arange(self.people, columns)])
        self._inner = self.kept[: people.sum()]
        self.model, self._rows = _among(self.elastic.model, self.kept)
        self._slacks = np.arange(len(self.kept) - len(self.elastic.members), len(self.kept))
        self._linear = Solver(self.model, np.zeros(len(self.kept)), maximise=False)
        # An empty row at the end, for whoever has to come.
        empty = sparse([(_NOBODY, _NOBODY)], len(self.kept))
        self._linear.add_rows(np.array([-INFINITY]), np.array([INFINITY]), empty)
        self._coming_row(self._coming, 1.0)

    def _coming_row(self, columns: Ints, value: float) -> None:
        row = self.model.matrix.rows
        for column in np.searchsorted(self.kept, columns):
            self._linear.entry(row, int(column), value)
        low = 1.0 if len(columns) and value else -INFINITY
        self._linear.row_bounds(np.array([low]), np.array([INFINITY]), np.array([row]))

    def _with_coming(self, model: Polytope, kept: Ints) -> Polytope:
        if not len(self._coming):
            return model
        where = np.searchsorted(kept, self._coming)
        model = extended(model, 0, [(where, np.full(len(where), -1.0))])
        model.high[-1] = -1
        return model


def bounded(model: Polytope, least: Floats | None, most: Floats) -> Polytope:
    """The same with these bounds of the last columns."""
    high, low = model.most.copy(), model.least.copy()
    first = len(high) - len(most)
    high[first:] = most
    if least is not None:
        low[first:] = least
    return model._replace(least=low, most=high)


def _some(mask: np.ndarray, number: int) -> np.ndarray:
    """Of a mask's places at most `number`, evenly spread."""
    places = np.flatnonzero(mask)
    chosen = np.zeros(len(mask), dtype=bool)
    chosen[places[:: max(1, -(-len(places) // number))]] = True
    return chosen


def _among(model: Polytope, kept: Ints) -> tuple[Polytope, Ints]:
    """The polytope over these columns alone, the others at 0, and the rows that still say something."""
    matrix = model.matrix
    if len(kept) == matrix.columns:
        return model, np.arange(matrix.rows)
    place = np.full(matrix.columns, -1)
    place[kept] = np.arange(len(kept))
    index = place[matrix.index]
    inside = index >= 0
    sizes = np.bincount(matrix.row_of[inside], minlength=matrix.rows)
    # Of a class of households of which nobody is kept, no more is left than a slack, which can only help.
    alone = np.where(np.isneginf(model.low), 1, 0)
    rows = np.flatnonzero((sizes > alone) | (model.low > 0) | (model.high < 0))
    inside &= np.isin(matrix.row_of, rows)
    start = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(sizes[rows], out=start[1:])
    few = Sparse(start, index[inside], matrix.value[inside], len(kept))
    return Polytope(few, model.low[rows], model.high[rows], model.least[kept], model.most[kept]), rows


def searched(model: Polytope, cost: Numbers, whole: Ints) -> Floats | None:
    """(columns,) the solver's cheapest point that is whole where asked, or None when there is none."""
    solver = Solver(model, cost, integer=whole, maximise=False)
    solver.option("mip_abs_gap", 0.99)
    solver.option("mip_heuristic_run_feasibility_jump", False)  # takes longer than it saves
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

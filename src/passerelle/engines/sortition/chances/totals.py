"""Totals of a type over several targets, and how they are spread over them."""

from __future__ import annotations

import numpy as np

from passerelle.engines.sortition.model import DrawError, Floats, Problem
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, Sparse, sparse

TOLERANCE = 1e-10
SLACKS = (1e-11, 1e-9, 1e-8, 1e-7)


def by_total(problem: Problem, given: Polytope) -> Polytope:
    """The same with the totals of types as first columns."""
    if problem.columns == problem.types:
        return given
    types = problem.types
    added = [
        (
            np.concatenate([[t], types + np.flatnonzero(problem.type_of == t)]),
            np.concatenate([[-1], [1] * many]),
        )
        for t, many in enumerate(np.bincount(problem.type_of, minlength=types))
    ]
    link = sparse(added, types + problem.columns)
    matrix = Sparse(
        np.concatenate([given.matrix.start, given.matrix.start[-1] + link.start[1:]]),
        np.concatenate([given.matrix.index + types, link.index]),
        np.concatenate([given.matrix.value, link.value]),
        types + problem.columns,
    )
    return Polytope(
        matrix,
        np.concatenate([given.low, np.zeros(types)]),
        np.concatenate([given.high, np.zeros(types)]),
        np.concatenate([np.zeros(types), given.least]),
        np.concatenate([np.full(types, INFINITY), given.most]),
    )


def shared_out(problem: Problem, given: Polytope, totals: Floats) -> Floats:
    """(columns,) totals by type spread over the targets as near as possible to the targets' sizes.

    Every column gets the largest common part of its even share: panels are easiest to find far from the edges.
    """
    even = totals[problem.type_of] * np.array(problem.sizes)[problem.target_of] / sum(problem.sizes)
    columns, rows = problem.columns, given.matrix.rows
    for slack in SLACKS:
        wide = by_total(problem, given)
        wide.least[: problem.types] = np.maximum(totals - slack, 0)
        wide.most[: problem.types] = totals + slack
        solver = Solver(wide, np.zeros(wide.matrix.columns), tolerance=TOLERANCE)
        solver.add_columns(np.ones(1), np.zeros(1), np.ones(1), sparse([(np.zeros(0), np.zeros(0))], rows))
        common = wide.matrix.columns
        taking = np.flatnonzero(even > 0)
        shares = [(np.array([problem.types + c, common]), np.array([1.0, -even[c]])) for c in taking]
        solver.add_rows(np.zeros(len(taking)), np.full(len(taking), INFINITY), sparse(shares, common + 1))
        solved = solver.solve()
        if solved.optimal:
            return np.clip(solved.x[problem.types : problem.types + columns], problem.least, problem.most)
    raise DrawError("solver", f"The solver stopped: {solved.status}.")

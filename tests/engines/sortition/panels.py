"""Targets for lotteries, and how far they are from every lottery: by one linear programme over all panels."""

import numpy as np

from passerelle.engines.sortition.model import Problem
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, lp_of, sparse


def mixture(panels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(columns,) the expected counts of a random lottery over a few of the panels."""
    some = rng.choice(len(panels), size=min(len(panels), int(rng.integers(1, 7))), replace=False)
    return rng.dirichlet(np.ones(len(some))) @ panels[some]


def divided_target(numbers: Problem, rng: np.random.Generator) -> np.ndarray:
    """(columns,) the middle of a few corners of what divided people could do."""
    solver = Solver(lp_of(numbers), np.zeros(numbers.columns), presolve=False, tolerance=1e-10)
    corners = []
    for _ in range(int(rng.integers(1, 4))):
        solver.costs(rng.standard_normal(numbers.columns))
        corners.append(solver.solve().x)
    return np.mean(corners, axis=0)


def distance(panels: np.ndarray, target: np.ndarray) -> float:
    """Sum over columns of |mean - target| for the best weights of all these panels."""
    many, columns = panels.shape
    rows = [(np.arange(many), np.ones(many))]
    for column in range(columns):
        slack = [many + column, many + columns + column]
        rows.append((np.append(np.arange(many), slack), np.append(panels[:, column], [1.0, -1.0])))
    goal = np.append(1.0, target)
    width = many + 2 * columns
    model = Polytope(sparse(rows, width), goal, goal, np.zeros(width), np.full(width, INFINITY))
    cost = np.append(np.zeros(many), np.ones(2 * columns))
    solved = Solver(model, cost, maximise=False, tolerance=1e-10).solve()
    assert solved.optimal
    return solved.value

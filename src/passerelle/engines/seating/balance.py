"""Whether the tables can be mixed as asked, how, and if not, which attributes are in each other's way.

One whole-number programme over the kinds of people at each table, solved with HiGHS; people of one kind are alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from passerelle.engines.seating.model import Cell, Floats, Ints, Task, counted

NODES = 2000
"""Branching is given up after so many nodes: then nothing is claimed."""


@dataclass(frozen=True)
class Imbalance:
    """Why the balance cannot be kept.

    conflict: attributes that cannot be balanced together, none of which can be left out of this list.
    drops: attributes of which each, left out alone, makes the rest possible.
    cells: the nearest that can be done: counts that must leave their limits, with the count that was found.
    task: the same task with the limits of these cells widened to that count.
    """

    conflict: tuple[int, ...]
    drops: tuple[int, ...]
    cells: tuple[tuple[Cell, int], ...]
    task: Task


def mixed(told: Task) -> Ints | None:
    """(kinds, tables) how many free people of each kind sit where; None when that cannot be, or was not found."""
    found = _solve(told, tuple(range(told.attributes)), slack=False)
    return None if found is None else found[0]


def nearest(told: Task) -> Imbalance | None:
    """The smallest departure from the balance, with what stands in the way; None when nothing does."""
    everything = tuple(range(told.attributes))
    if _solve(told, everything, slack=False) is not None:
        return None
    conflict = list(everything)
    for attribute in everything:
        fewer = tuple(kept for kept in conflict if kept != attribute)
        if _solve(told, fewer, slack=False) is None:
            conflict = list(fewer)
    drops = tuple(
        attribute
        for attribute in conflict
        if _solve(told, tuple(kept for kept in everything if kept != attribute), slack=False) is not None
    )
    found = _solve(told, everything, slack=True)
    if found is None:
        return Imbalance(tuple(conflict), drops, (), told)
    return Imbalance(tuple(conflict), drops, *_widened(told, found[0]))


def _widened(told: Task, seated: Ints) -> tuple[tuple[tuple[Cell, int], ...], Task]:
    kinds, _ = told.kinds
    held = told.fixed >= 0
    least, most, cells = [], [], []
    for attribute in range(told.attributes):
        low, high = told.least[attribute], told.most[attribute]
        counts = counted(told.fixed[held], told.values[held, attribute], low.shape)
        for value in range(low.shape[1]):
            counts[:, value] += seated[kinds[:, attribute] == value].sum(axis=0)
        for table, value in np.argwhere((counts < low) | (counts > high)).tolist():
            cell = Cell(attribute, value, table, int(low[table, value]), int(high[table, value]))
            cells.append((cell, int(counts[table, value])))
        least.append(np.minimum(low, counts))
        most.append(np.maximum(high, counts))
    return tuple(cells), replace(told, least=tuple(least), most=tuple(most))


def _solve(told: Task, attributes: tuple[int, ...], *, slack: bool) -> tuple[Ints, float] | None:
    """(kinds, tables) counts of free people that keep these attributes, or come nearest; and the total departure."""
    import highspy  # takes longer than most seatings, which need no solver

    kinds, which = told.kinds
    held = told.fixed >= 0
    free = np.bincount(which[~held], minlength=len(kinds))
    cells = [(a, v) for a in attributes for v in range(told.least[a].shape[1])]
    tables, rows = told.tables, len(kinds) + told.tables + len(cells) * told.tables
    coefficients = np.zeros((rows, len(kinds) * tables))
    low, high = np.zeros(rows), np.zeros(rows)
    spots = np.arange(len(kinds) * tables).reshape(len(kinds), tables)
    for kind, count in enumerate(free):
        coefficients[kind, spots[kind]] = 1
        low[kind] = high[kind] = count
    for table in range(tables):
        row = len(kinds) + table
        coefficients[row, spots[:, table]] = 1
        low[row] = high[row] = told.sizes[table] - told.at_table[table]
    row = len(kinds) + tables
    for attribute, value in cells:
        here = counted(told.fixed[held], told.values[held, attribute], told.least[attribute].shape)
        for table in range(tables):
            coefficients[row, spots[kinds[:, attribute] == value, table]] = 1
            low[row] = told.least[attribute][table, value] - here[table, value]
            high[row] = told.most[attribute][table, value] - here[table, value]
            row += 1
    upper = np.minimum(np.repeat(free, tables), np.tile(told.sizes - told.at_table, len(kinds))).astype(float)
    values = _programme(
        highspy, coefficients, low, high, upper, rows - len(cells) * tables if slack else rows
    )
    if values is None:
        return None
    counts = np.rint(values[: len(kinds) * tables]).astype(np.int64).reshape(len(kinds), tables)
    return counts, float(values[len(kinds) * tables :].sum())


def _programme(
    highspy: object, coefficients: Floats, low: Floats, high: Floats, upper: Floats, hard: int
) -> Floats | None:
    """Whole numbers between 0 and `upper`; rows from `hard` on may be left, at a cost of one for each person."""
    rows, whole = coefficients.shape
    soft = rows - hard
    loose = np.vstack([np.zeros((hard, soft)), np.eye(soft)])
    matrix = np.hstack([coefficients, loose, -loose]) if soft else coefficients
    columns = matrix.shape[1]
    model = highspy.HighsLp()  # type: ignore[attr-defined]
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_ = np.r_[np.zeros(whole), np.ones(2 * soft)]
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = np.r_[upper, np.full(2 * soft, float(upper.sum()))]
    model.row_lower_, model.row_upper_ = low, high
    where = matrix != 0
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise  # type: ignore[attr-defined]
    model.a_matrix_.start_ = np.r_[0, np.cumsum(where.sum(axis=1))]
    model.a_matrix_.index_ = np.nonzero(where)[1]
    model.a_matrix_.value_ = matrix[where]
    kind = highspy.HighsVarType  # type: ignore[attr-defined]
    model.integrality_ = [kind.kInteger] * whole + [kind.kContinuous] * (2 * soft)
    solver = highspy.Highs()  # type: ignore[attr-defined]
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_max_nodes", NODES)
    solver.passModel(model)
    solver.run()
    solution = solver.getSolution()
    if not solution.value_valid or solver.getInfo().primal_solution_status != 2:
        return None
    return np.array(solution.col_value)

"""The face of the quota polytope on which the target lies.

A lottery whose mean is the target can only use panels that obey with equality every rule the target obeys with
equality. Looking for panels elsewhere is wasted: it is what makes column generation stall.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.model import Cut, Floats, Ints, Problem
from passerelle.engines.sortition.solver import INFINITY, Polytope, sparse

TIGHT = 1e-6
"""A rule whose slack at the target is below this many people holds with equality."""

_SCATTERED = ("household", "person")


class Groups(NamedTuple):
    """Rules that share no column: of (columns,) is the rule of each column, -1 for none; low, high by rule."""

    of: Ints
    low: Floats
    high: Floats


class Face(NamedTuple):
    """Panels as whole counts on the free columns, between 0 and `room`; the other columns are given by `base`.

    columns: (free,) columns of the problem. base: (problem columns,). target: (free,) what is left to realise.
    people: (free,) how many people the type of each column has.
    table: (rules, free) coefficients of the rules shared by many columns, with low and high; `scattered` holds the
    many small rules apart, because almost every column is in none of them.
    part, seats: which panel a column belongs to (free,), and how many free seats each has (targets,).
    """

    columns: Ints
    base: Ints
    room: Ints
    target: Floats
    people: Ints
    table: Floats
    low: Floats
    high: Floats
    scattered: tuple[Groups, ...]
    part: Ints
    seats: Ints

    @property
    def free(self) -> int:
        return len(self.columns)

    @property
    def small(self) -> np.dtype[np.int64]:
        """The shortest kind of whole number that holds every count."""
        return np.dtype(np.min_scalar_type(-int(self.seats.sum()) - 1))

    def panel(self, counts: Ints) -> Ints:
        """(…, problem columns) the whole panels of these counts by free column (…, free)."""
        whole = np.broadcast_to(self.base, (*counts.shape[:-1], len(self.base))).copy()
        whole[..., self.columns] += counts
        return whole

    def polytope(self) -> Polytope:
        """The face without the wholeness, on the free columns."""
        rows = [(np.flatnonzero(line), line[line != 0]) for line in self.table]
        low, high = [self.low], [self.high]
        for groups in self.scattered:
            for rule in range(len(groups.low)):
                inside = np.flatnonzero(groups.of == rule)
                rows.append((inside, np.ones(len(inside))))
            low.append(groups.low)
            high.append(groups.high)
        return Polytope(
            sparse(rows, self.free),
            np.concatenate(low),
            np.concatenate(high),
            np.zeros(self.free),
            self.room.astype(float),
        )


def face_at(problem: Problem, cuts: Sequence[Cut], target: Floats) -> Face:
    """The smallest face of the quota polytope that holds `target` (columns,), which lies in the polytope."""
    full = target > problem.most - TIGHT
    free = ~full & (target > problem.least + TIGHT)
    base = np.where(full, problem.most, problem.least)
    face = _face(problem, cuts, free, base, target)
    return face._replace(target=_exact(face))


def whole(problem: Problem, cuts: Sequence[Cut] = ()) -> Face:
    """All panels: nothing is tight. Its `target` is the middle of each column's range and means nothing."""
    middle = (problem.least + problem.most) / 2
    return _face(problem, cuts, problem.most > problem.least, problem.least, None, middle)


def _face(
    problem: Problem,
    cuts: Sequence[Cut],
    free: np.ndarray,
    base: Ints,
    target: Floats | None,
    middle: Floats | None = None,
) -> Face:
    columns = np.flatnonzero(free)
    place = np.full(problem.columns, -1)
    place[columns] = np.arange(len(columns))
    room = (problem.most - base)[columns]
    shared: list[tuple[Floats, float, float]] = []
    groups: dict[str, list[tuple[Ints, float, float]]] = {kind: [] for kind in _SCATTERED}
    rules: list[tuple[str, Ints, Ints, float, float]]
    rules = [(row.kind, row.columns, row.coefficients, row.low, row.high) for row in problem.rows]
    rules += [("cut", cut.columns, cut.coefficients, -INFINITY, cut.beta) for cut in cuts]
    for kind, where, values, low, high in rules:
        low, high = _tight(low, high, None if target is None else float(values @ target[where]))
        fixed = int(values @ base[where])
        low, high = low - fixed, high - fixed
        kept = place[where] >= 0
        inside, values = place[where][kept], values[kept]
        ends = values * room[inside]
        if low <= np.minimum(ends, 0).sum() and np.maximum(ends, 0).sum() <= high:
            continue
        if kind in _SCATTERED and len(inside):
            groups[kind].append((inside, low, high))
        else:
            line = np.zeros(len(columns))
            line[inside] = values
            shared.append((line, low, high))
    part = problem.target_of[columns]
    taken = np.bincount(problem.target_of, base, len(problem.sizes)).astype(np.int64)
    goal = middle if target is None else target
    assert goal is not None
    return Face(
        columns=columns,
        base=base,
        room=room,
        target=(goal - base)[columns],
        people=problem.counts[problem.type_of[columns]],
        table=np.array([line for line, _, _ in shared]).reshape(len(shared), len(columns)),
        low=np.array([low for _, low, _ in shared]),
        high=np.array([high for _, _, high in shared]),
        scattered=tuple(_groups(found, len(columns)) for found in groups.values() if found),
        part=part,
        seats=np.array(problem.sizes) - taken,
    )


def _exact(face: Face) -> Floats:
    """The target moved by as little as it takes, in proportion, to obey the equalities to the last digit."""
    rules = [face.table[face.low == face.high]]
    due = [face.low[face.low == face.high]]
    for groups in face.scattered:
        for rule in np.flatnonzero(groups.low == groups.high):
            rules.append((groups.of == rule).astype(float)[None, :])
            due.append(groups.low[rule : rule + 1])
    table, values = np.concatenate(rules), np.concatenate(due)
    weighted = table * face.target
    share = np.linalg.lstsq(weighted @ table.T, values - table @ face.target, rcond=1e-10)[0]
    exact: Floats = face.target * (1 + share @ table)
    return exact


def _tight(low: float, high: float, value: float | None) -> tuple[float, float]:
    if value is None:
        return low, high
    if value < low + TIGHT:
        return low, low
    if value > high - TIGHT:
        return high, high
    return low, high


def _groups(found: list[tuple[Ints, float, float]], free: int) -> Groups:
    of = np.full(free, -1)
    for rule, (inside, _, _) in enumerate(found):
        of[inside] = rule
    return Groups(of, np.array([low for _, low, _ in found]), np.array([high for _, _, high in found]))

"""Shortest moves away from the true table: other tables of whole numbers that print the same, found by HiGHS.

A number is forced to change; what is printed may not, or at a price. People move as little as possible, which keeps
moves whole nearly always; where they are not, other prices for moving are tried, then rounding, then a programme in
whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.layout import Place
from passerelle.engines.disclosure.suppression.blocks import Ints
from passerelle.engines.disclosure.suppression.task import Key, Task, margin_of
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solution, Solver, sparse

Floats = npt.NDArray[np.float64]

STEP = 1e-3
"""Price of moving one person, about, beside prices of about 1 for a number that is printed."""
WHOLE = 1e-6
TRIES = 3
ROUNDED = 120
NODES = 200


class Move(NamedTuple):
    """moved: (spans, columns of the blocks) people more or less. changes: (numbers,) the same of every number."""

    moved: Ints
    changes: Ints


class Bound(NamedTuple):
    """A number is at least `least`, by these multiples of printed numbers."""

    least: float
    multiples: dict[int, float]


class Moves:
    """The linear programme of a task. Numbers are counted in the order of `task.numbers`."""

    def __init__(self, task: Task, rng: np.random.Generator) -> None:
        self._task, self._rng = task, rng
        self.keys: list[Key] = list(task.numbers)
        self._spans = len(task.spans)
        self._inner = self._spans * task.blocks.columns
        atoms = self._atoms()
        self._columns_of_numbers = self._number_columns(atoms)
        people = task.truth.ravel()
        most = np.where(task.possible.ravel(), INFINITY, 0.0)
        self._columns = 2 * self._inner + 2 * self._count
        rows = [*self._rows(atoms), *self._meetings()]
        matrix = sparse([(np.array(c), np.array(v, dtype=float)) for c, v in rows], self._columns)
        self._matrix = matrix
        least = np.zeros(self._columns)
        upper = np.concatenate([most, people.astype(float), np.full(2 * self._count, INFINITY)])
        self._model = Polytope(matrix, np.zeros(matrix.rows), np.zeros(matrix.rows), least, upper)
        # Not all the same: then fewer ways are equally short, and fewer people are halved between them.
        steps = STEP * rng.uniform(0.5, 1.5, 2 * self._inner)
        cost = np.concatenate([steps, np.zeros(2 * self._count)])
        self._cost = cost
        self._solver = Solver(self._model, cost, maximise=False, presolve=False)
        members = [self._members(key) for key in self.keys]
        self._member = sparse([(columns, np.ones(len(columns))) for columns in members], self._inner)

    def _atoms(self) -> dict[tuple[int, Place], int]:
        """Numbers of one span, at every place of every release; each has two columns."""
        margins = {margin_of(place) for _, place in self.keys}
        places = [place for margin in sorted(margins) for place in self._task.layout.places_of(margin)]
        return {
            (span, place): n
            for n, (span, place) in enumerate((s, p) for s in range(self._spans) for p in places)
        }

    def _number_columns(self, atoms: Mapping[tuple[int, Place], int]) -> npt.NDArray[np.int64]:
        """(numbers,) the first of the two columns, more and less, of each number."""
        found, count = [], len(atoms)
        for spans, place in self.keys:
            if len(spans) == 1:
                found.append(atoms[spans[0], place])
            else:
                found.append(count)
                count += 1
        self._count = count
        return 2 * self._inner + 2 * np.array(found, dtype=np.int64)

    def _members(self, key: Key) -> Ints:
        spans, place = key
        fixed = {dimension: value for dimension, value in enumerate(place) if value is not None}
        columns = self._task.blocks.holding(fixed).columns(fixed)
        return np.concatenate([span * self._task.blocks.columns + columns for span in spans])

    def _rows(self, atoms: Mapping[tuple[int, Place], int]) -> Iterator[tuple[list[int], list[int]]]:
        """What a number is the sum of: numbers of one dimension more, people, or the numbers of several spans."""
        margins = {margin_of(place) for _, place in atoms}
        shape = self._task.layout.shape
        for (span, place), number in atoms.items():
            margin = margin_of(place)
            at = 2 * self._inner + 2 * number
            finer = [tuple(sorted({*margin, d})) for d in range(len(shape)) if d not in margin]
            finer = [one for one in finer if one in margins]
            columns, values = [at, at + 1], [1, -1]
            if finer:
                chosen = min(finer, key=lambda one: shape[next(d for d in one if d not in margin)])
                extra = next(d for d in chosen if d not in margin)
                for value in range(shape[extra]):
                    part = 2 * self._inner + 2 * atoms[span, (*place[:extra], value, *place[extra + 1 :])]
                    columns += [part, part + 1]
                    values += [-1, 1]
            else:
                people = self._members(((span,), place)).tolist()
                columns += people + [self._inner + column for column in people]
                values += [-1] * len(people) + [1] * len(people)
            yield columns, values
        for (spans, place), at in zip(self.keys, self._columns_of_numbers.tolist(), strict=True):
            if len(spans) > 1:
                parts = [2 * self._inner + 2 * atoms[span, place] for span in spans]
                yield (
                    [at, at + 1, *parts, *(part + 1 for part in parts)],
                    [1, -1, *[-1] * len(parts), *[1] * len(parts)],
                )

    def _meetings(self) -> Iterator[tuple[list[int], list[int]]]:
        """Blocks agree where they meet."""
        made, shape = self._task.blocks, self._task.layout.shape
        for block, meet, beside in list(zip(made.blocks, made.meets, made.beside, strict=True))[1:]:
            for values in np.ndindex(*(shape[d] for d in meet)):
                fixed = dict(zip(meet, values, strict=True))
                one, other = block.columns(fixed), made.blocks[beside].columns(fixed)
                for span in range(self._spans):
                    here = (span * made.columns + np.concatenate([one, other])).tolist()
                    signs = [1] * len(one) + [-1] * len(other)
                    yield here + [self._inner + column for column in here], signs + [-sign for sign in signs]

    def prices(self, prices: Floats) -> None:
        """(numbers,) what a change of one costs; infinite where none is allowed."""
        where = np.concatenate([self._columns_of_numbers, self._columns_of_numbers + 1])
        both = np.concatenate([prices, prices])
        forbidden = ~np.isfinite(both)
        self._cost[where] = np.where(forbidden, 0.0, both)
        self._forbidden = where[forbidden]
        self._most = self._model.most.copy()
        self._most[self._forbidden] = 0.0

    def find(self, number: int, least: int) -> Move | None:
        """The shortest move that raises a number by at least `least`, or lowers it by at least -least; None if there
        is none, or none in whole numbers was found."""
        column = int(self._columns_of_numbers[number])
        if column in self._forbidden_set():
            return None
        low, most = self._model.least.copy(), self._most.copy()
        low[column if least > 0 else column + 1] = abs(least)
        most[column + 1 if least > 0 else column] = 0.0
        self._solver.bounds(low, most)
        self._solver.costs(self._cost)
        for attempt in range(TRIES):
            self._solver.forget()
            solution = self._solver.solve()
            if not solution.optimal:
                return None
            if (move := self._whole(solution)) is not None:
                return move
            cost = self._cost.copy()
            cost[: 2 * self._inner] = STEP * self._rng.uniform(0.2, 1 + attempt, 2 * self._inner)
            self._solver.costs(cost)
        return self._rounded(low.copy(), most.copy()) or self._in_whole_numbers(low, most)

    def _forbidden_set(self) -> set[int]:
        return set(self._forbidden.tolist())

    def _rounded(self, low: Floats, most: Floats) -> Move | None:
        """People halved between two ways are sent the way most of them went, one after the other, or else the other."""
        self._solver.costs(self._cost)
        self._solver.bounds(low, most)
        self._solver.forget()
        tried, back, undo = -1, -1, (0.0, 0.0)
        for _ in range(ROUNDED):
            solution = self._solver.solve()
            if solution.optimal:
                if (move := self._whole(solution)) is not None:
                    return move
                steps = solution.x[: 2 * self._inner]
                part = np.where(np.abs(steps - np.rint(steps)) > WHOLE, steps - np.floor(steps), 0.0)
                tried = int(np.argmax(part))
                back = (tried + self._inner) % (
                    2 * self._inner
                )  # more where there are less would be half again
                undo = low[tried], most[back]
                low[tried], most[back] = np.floor(steps[tried]) + 1, 0.0
            elif tried >= 0:
                most[tried] = low[tried] - 1
                low[tried], most[back] = undo
                tried = -1
            else:
                return None
            self._solver.bounds(low, np.maximum(low, most))
        return None

    def _in_whole_numbers(self, low: Floats, most: Floats) -> Move | None:
        model = self._model._replace(least=low, most=most)
        whole = np.zeros(self._columns, dtype=bool)
        whole[: 2 * self._inner] = True
        solution = Solver(model, self._cost, integer=whole, maximise=False).solve(nodes=NODES, gap=0.5)
        return self._whole(solution) if solution.found else None

    def _whole(self, solution: Solution) -> Move | None:
        moved = solution.x[: self._inner] - solution.x[self._inner : 2 * self._inner]
        rounded = np.rint(moved)
        if np.abs(moved - rounded).max(initial=0.0) > WHOLE:
            return None
        return self.move(rounded.astype(np.int64).reshape(self._spans, -1))

    def move(self, moved: Ints) -> Move:
        """A move with the changes it makes."""
        return Move(moved, np.rint(self._member.times(moved.ravel())).astype(np.int64))

    def bound(self, number: int, sign: int) -> Bound | None:
        """The least change of a number (sign 1), or of its negative (sign -1), when nothing forbidden changes, and the
        multiples of the unchanged numbers that prove it; None if there is no least one."""
        column = int(self._columns_of_numbers[number])
        cost = np.zeros(self._columns)
        cost[column], cost[column + 1] = sign, -sign
        self._solver.costs(cost)
        self._solver.bounds(self._model.least, self._most)
        self._solver.forget()
        solution = self._solver.solve()
        if not solution.optimal:
            return None
        left = cost - self._matrix.transposed_times(solution.duals)
        where = {int(c): n for n, c in enumerate(self._columns_of_numbers)}
        multiples = {where[int(c)]: float(left[c]) for c in self._forbidden if int(c) in where}
        return Bound(solution.value, {n: v for n, v in multiples.items() if abs(v) > 1e-9})

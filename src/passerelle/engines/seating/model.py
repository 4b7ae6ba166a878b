"""What a seating is made of: people, tables, rounds, who must be mixed, and who needs a certain table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Plan = Ints
"""(rounds, people): the table of each person in each round."""


@dataclass(frozen=True)
class Cell:
    """How many people with one value of a balanced attribute may sit at one table."""

    attribute: int
    value: int
    table: int
    least: int
    most: int


@dataclass(frozen=True)
class Need:
    """A person who must sit at one table in every round and does not, in these rounds."""

    person: int
    table: int
    rounds: tuple[int, ...]


class Progress(Protocol):
    """Told where a long computation stands. To cancel, raise from here."""

    def __call__(self, step: str, done: float) -> None:
        """step: a code; done: 0 to 1, of this step."""


def silent(step: str, done: float) -> None:
    """A progress that tells nobody."""


class Impossible(Exception):
    """No plan can be made. `code` is stable, `facts` are its parameters as JSON would have them."""

    def __init__(self, code: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Task:
    """What is asked for. Make it with `task`.

    people, tables, rounds: how many.
    values: (people, attributes) the value of each balanced attribute, numbered from 0 in each attribute.
    fixed: (people,) the table somebody needs in every round, -1 for everybody else.
    sizes: (tables,) seats in use at each table, in every round; they differ by at most one.
    least, most: per attribute (tables, values), how many people of a value may sit at a table.
    """

    people: int
    tables: int
    rounds: int
    values: Ints
    fixed: Ints
    sizes: Ints
    least: tuple[Ints, ...]
    most: tuple[Ints, ...]

    @property
    def attributes(self) -> int:
        return int(self.values.shape[1])

    @cached_property
    def kinds(self) -> tuple[Ints, Ints]:
        """(kinds, attributes) the different people there are, and (people,) which each person is."""
        if not self.attributes:
            return np.zeros((1, 0), dtype=np.int64), np.zeros(self.people, dtype=np.int64)
        different, which = np.unique(self.values, axis=0, return_inverse=True)
        return different, which.reshape(-1).astype(np.int64)

    @cached_property
    def plain(self) -> bool:
        """Nobody fixed, nothing to balance: all people and all tables are alike."""
        return not self.attributes and not (self.fixed >= 0).any()

    @cached_property
    def at_table(self) -> Ints:
        """(tables,) how many people are fixed to each table."""
        return np.bincount(self.fixed[self.fixed >= 0], minlength=self.tables).astype(np.int64)

    @cached_property
    def meetings(self) -> int:
        """Pairs who sit together, counted in every round: the same for every plan."""
        return int(self.rounds * (self.sizes * (self.sizes - 1) // 2).sum())


def task(
    people: int,
    tables: int,
    rounds: int,
    *,
    attributes: Sequence[Sequence[object]] = (),
    fixed: Sequence[int | None] = (),
) -> Task:
    """A task from what a person knows.

    attributes: one list per balanced attribute, with one value per person. Of each value, every table gets the number
    of people who have it divided by the number of tables, rounded down or up: so any two tables differ by at most one,
    in size and in every value, whatever the sizes.
    fixed: per person a table from 0, or None.
    Raises ValueError for numbers that make no sense, Impossible("table_full") when more people need a table than it
    has seats.
    """
    if people < 1 or rounds < 1 or not 1 <= tables <= people:
        raise ValueError("There must be a person, a round, and a table for at least one person each.")
    needs = np.array([-1 if table is None else table for table in fixed] or [-1] * people, dtype=np.int64)
    if len(needs) != people or (needs >= tables).any() or any(len(values) != people for values in attributes):
        raise ValueError("Attributes and fixed tables must have one entry per person, and tables must exist.")
    coded = [np.unique([str(value) for value in values], return_inverse=True)[1] for values in attributes]
    counts = [np.bincount(code.reshape(-1)) for code in coded]
    wide = [np.broadcast_to(count, (tables, len(count))).astype(np.int64) for count in counts]
    return Task(
        people,
        tables,
        rounds,
        np.array(coded, dtype=np.int64).reshape(len(coded), people).T.copy(),
        needs,
        _sizes(people, tables, needs),
        tuple(count // tables for count in wide),
        tuple(-(-count // tables) for count in wide),
    )


def _sizes(people: int, tables: int, fixed: Ints) -> Ints:
    """The larger tables are those where most people are fixed, then the first."""
    small, larger = divmod(people, tables)
    held = np.bincount(fixed[fixed >= 0], minlength=tables)
    sizes = np.full(tables, small, dtype=np.int64)
    sizes[np.argsort(-held, kind="stable")[:larger]] += 1
    if full := [int(table) for table in np.flatnonzero(held > sizes)]:
        raise Impossible(
            "table_full",
            "More people need a table than it has seats.",
            tables=[
                {"table": table, "seats": int(sizes[table]), "rows": np.flatnonzero(fixed == table).tolist()}
                for table in full
            ],
        )
    return sizes


@dataclass(frozen=True)
class Score:
    """How good a plan is.

    repeated_pairs: for every pair the times they sit together after the first, summed.
    met: (people,) how many different people each one meets; least_met: the smallest of these.
    unmet_needs: fixed people who sit elsewhere. unbalanced: round and cell of every count out of its limits.
    crowded: round and table of every size that differs from the task's.
    """

    repeated_pairs: int
    least_met: int
    met: Ints
    unmet_needs: tuple[Need, ...]
    unbalanced: tuple[tuple[int, Cell], ...]
    crowded: tuple[tuple[int, int], ...]

    @property
    def legal(self) -> bool:
        return not (self.unmet_needs or self.unbalanced or self.crowded)


def together(plan: Plan) -> Ints:
    """(people, people) in how many rounds two people share a table; 0 on the diagonal."""
    times = (plan[:, :, None] == plan[:, None, :]).sum(axis=0)
    np.fill_diagonal(times, 0)
    return times.astype(np.int64)


def score(told: Task, plan: Plan) -> Score:
    """The score of any plan (rounds, people), made by a hand or by `seat`."""
    times = together(plan)
    met = (times > 0).sum(axis=1)
    away = plan != told.fixed
    needs = [
        Need(int(person), int(told.fixed[person]), tuple(np.flatnonzero(away[:, person]).tolist()))
        for person in np.flatnonzero((told.fixed >= 0) & away.any(axis=0))
    ]
    unbalanced, crowded = [], []
    for number, row in enumerate(plan):
        sizes = np.bincount(row, minlength=told.tables)
        crowded += [(number, int(table)) for table in np.flatnonzero(sizes != told.sizes)]
        for attribute in range(told.attributes):
            least, most = told.least[attribute], told.most[attribute]
            counts = counted(row, told.values[:, attribute], least.shape)
            for table, value in np.argwhere((counts < least) | (counts > most)).tolist():
                cell = Cell(attribute, value, table, int(least[table, value]), int(most[table, value]))
                unbalanced.append((number, cell))
    return Score(
        int(np.maximum(times - 1, 0).sum()) // 2,
        int(met.min()),
        met.astype(np.int64),
        tuple(needs),
        tuple(unbalanced),
        tuple(crowded),
    )


def counted(row: Ints, values: Ints, shape: tuple[int, ...]) -> Ints:
    """(tables, values) how many people of each value sit at each table, in one round (people,)."""
    counts = np.zeros(shape, dtype=np.int64)
    np.add.at(counts, (row, values), 1)
    return counts


def tables_of(plan: Plan, tables: int) -> list[list[list[int]]]:
    """Per round and table the people who sit there, in rising order."""
    return [[np.flatnonzero(row == table).tolist() for table in range(tables)] for row in plan]

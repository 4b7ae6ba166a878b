"""Whole numbers of copies: M panels by column that together serve every type as the exact lottery does.

A person due to sit in a = M * chance of the panels will sit in a rounded down or up. What counts is the person worst
served relative to what is due, so the value of serving someone for the (c+1)-th time falls geometrically in (c+1/2)/a:
by e**STEEP per time for those whose chance is lowest. The sum of these values over all people is a concave function of
the totals by type, because within a type people are served in turn. It is raised by exchanging seats within a panel and
panels for others (Flanigan, Kehne, Procaccia 2021, "Fair sortition made transparent", round once, by discrepancy
theory; exchanges come closer).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from passerelle.engines.sortition.model import SCALE, Floats, Ints, Problem, Progress, TypeLottery, silent
from passerelle.engines.sortition.numbered.exchange import Exchange

STEEP = 4.0
TARGETS = 0.1
HIGHEST = 300.0
SWEEPS = 3
ENOUGH = 0.01
"""Sweeps end when fewer than this share of the panels gain."""
RENEWED = 100
NEAR = 12
BLOCK = 1000


class Value:
    """What totals by column are worth: the sum over people of what the times they are served are worth to them.

    due: (columns,) expected totals of the M panels. With several targets, serving a person evenly for each target
    counts too, TARGETS times as much.
    """

    def __init__(self, problem: Problem, due: Floats) -> None:
        self.type_of, self.many = problem.type_of, len(problem.sizes)
        people = problem.counts.astype(float)
        by_type = np.bincount(self.type_of, due, problem.types).astype(float)
        lowest = (by_type / people)[by_type > 0].min(initial=1e3)
        self.types = _Turns(people, by_type, float(lowest))
        self.columns = _Turns(people[self.type_of], due, float(lowest))
        self.problem = problem

    def gain(self, before: Ints, after: Ints) -> float:
        """What is gained from one set of totals (columns,) to another. Type by type, so that no sum hides it."""
        by_type = self.problem.by_type
        gain = self.types.value(by_type(after)) - self.types.value(by_type(before))
        if self.many > 1:
            evenly = self.columns.value(after) - self.columns.value(before)
            return float(gain.sum() + TARGETS * evenly.sum())
        return float(gain.sum())

    def more(self, totals: Ints) -> Floats:
        """(columns,) gain from one seat more."""
        gain = self.types.next(self.problem.by_type(totals))[self.type_of]
        return gain + TARGETS * self.columns.next(totals) if self.many > 1 else gain

    def less(self, totals: Ints) -> Floats:
        """(columns,) loss from one seat less; of columns without seats it means nothing."""
        loss = self.types.next(np.maximum(self.problem.by_type(totals) - 1, 0))[self.type_of]
        return loss + TARGETS * self.columns.next(np.maximum(totals - 1, 0)) if self.many > 1 else loss

    def owed(self, totals: Ints) -> Ints:
        """Columns of types in which somebody is served less often than what is due, rounded down."""
        short = self.problem.by_type(totals) < self.types.floor
        return np.flatnonzero(short[self.type_of])


class _Turns:
    """Groups of people served in turn; a person due `a` times gains exp(STEEP lowest (1 - (c + 1/2) / a)) / a from being
    served once more after c times. What a total is worth is counted as what is still to be gained, below 0."""

    def __init__(self, people: Floats, due: Floats, lowest: float) -> None:
        self.people = people
        self.due = np.where(due > 0, due / people, 1.0)
        self.weight = np.where(due > 0, lowest / self.due, 0.0)
        self.floor = people * np.floor(due / people + 1e-6)

    def next(self, totals: Ints) -> Floats:
        return self._gain(totals // self.people)

    def value(self, totals: Ints) -> Floats:
        rounds, rest = np.divmod(totals, self.people)
        left = (self.people - rest) * self._gain(rounds) + rest * self._gain(rounds + 1)
        return left / np.expm1(-STEEP)

    def _gain(self, rounds: Floats) -> Floats:
        return self.weight * np.exp(np.minimum(STEEP * (self.due - rounds - 0.5), HIGHEST))


def rounded(
    problem: Problem, lottery: TypeLottery, many: int, rng: np.random.Generator, progress: Progress = silent
) -> Ints:
    """(many, columns) legal panels, repeats allowed, whose totals are near many * the expected counts of `lottery`."""
    weights = np.array(lottery.weights, dtype=float) / SCALE
    library, used = lottery.panels, weights > 0
    if not used.all():
        library, weights = library[used], weights[used]
    due = many * _mean(weights, library)
    value = Value(problem, due)
    progress("rounding", 0.0)
    search = Exchange(problem, _copies(problem, library, weights, many), value, rng)
    for sweep in range(SWEEPS):
        if search.sweep(_part(progress, sweep)) <= many * ENOUGH:
            break
    for sweep in range(SWEEPS, 2 * SWEEPS):
        owed = value.owed(search.totals)
        if not len(owed) or not search.sweep(_part(progress, sweep), owed) + _renew(search, library):
            break
    return search.panels


def _part(progress: Progress, sweep: int) -> Callable[[float], None]:
    return lambda done: progress("rounding", (sweep + done) / (2 * SWEEPS))


def _copies(problem: Problem, library: Ints, weights: Floats, many: int) -> Ints:
    """Whole parts of the weights first; then one panel after the other that keeps the sums on course (herding)."""
    copies = np.floor(many * weights + 1e-9).astype(np.int64)
    rest = many - int(copies.sum())
    people = problem.counts[problem.type_of]
    course = _mean(many * weights - copies, library) / people / max(rest, 1)
    columns = np.arange(problem.columns, dtype=np.int32)
    seats = np.array([np.repeat(columns, panel) for panel in library])
    blocks = _blocks(len(library))
    size = np.concatenate([(library[block] ** 2.0 / people).sum(axis=1) for block in blocks]) / 2
    owed = np.zeros(problem.columns)
    for _ in range(rest):
        owed += course
        worth = [owed[seats[block]].sum(axis=1) for block in blocks]
        best = int(np.argmax(np.concatenate(worth) - size))
        copies[best] += 1
        owed -= library[best] / people
    return np.repeat(library, copies, axis=0)


def _blocks(rows: int) -> list[slice]:
    """A library of twelve thousand panels of nine thousand types is a gigabyte in floats: a part of it at a time."""
    return [slice(first, first + BLOCK) for first in range(0, rows, BLOCK)]


def _mean(weights: Floats, library: Ints) -> Floats:
    """(columns,) weights @ library"""
    total = np.zeros(library.shape[1])
    for block in _blocks(len(library)):
        total += weights[block] @ library[block]
    return total


def _renew(search: Exchange, library: Ints) -> int:
    """Puts panels of the lottery in the place of others, while that gains; how often."""
    gains = 0
    while gains < RENEWED:
        worth = np.concatenate([library[block] @ search.more for block in _blocks(len(library))])
        come = library[np.argsort(-worth)[:NEAR]]
        go = np.argsort(search.panels @ search.less)[:NEAR]
        if not any(search.replace(int(number), panel) for panel in come for number in go):
            break
        gains += 1
    return gains

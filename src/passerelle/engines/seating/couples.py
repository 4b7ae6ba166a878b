"""Plans in which the repeats that cannot be avoided fall on fixed couples.

When tables have more seats than there are tables, every table of one round and some table of another share two people
at least. Counted by the proof of the bound, a plan reaches it exactly when the shared people are couples who sit
together in as many rounds as allowed, each person in one couple at most. Random swaps hardly ever find such plans; here
whole couples are swapped instead, in many tries at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from passerelle.engines.seating.limits import Bounds
from passerelle.engines.seating.model import Ints, Plan, Progress, Task, silent
from passerelle.engines.seating.search import Stop

TRIES = 48
STEPS = 24_000
HOT, COLD = 1.0, 0.4


@dataclass(frozen=True)
class Units:
    """One round's pieces: those of one class change places with each other. pieces: (pieces, 1 or 2) people."""

    pieces: Ints
    tables: Ints


def couples(
    told: Task, limits: Bounds, rng: np.random.Generator, stop: Stop, progress: Progress = silent
) -> Plan | None:
    """A plan at the bound, or None when there is no such pattern here or none was found."""
    classes = _classes(told, limits)
    return None if classes is None else _anneal(told, classes, limits.overlap, rng, stop, progress)


def _classes(told: Task, limits: Bounds) -> list[list[Units]] | None:
    """Per round the classes of units: couples by the rounds in which they part, then everybody else."""
    repeats = told.rounds * (int(told.sizes.max()) - 1) - limits.least_met
    if not told.plain or told.sizes.min() != told.sizes.max() or not limits.overlap or repeats < 1:
        return None
    often = min(repeats + 1, told.rounds)
    count = -(-limits.overlap // comb(often, 2))
    if 2 * count > told.people:
        return None
    apart = np.zeros((told.rounds, count), dtype=bool)
    for turn in range(told.rounds - often):
        apart[(np.arange(count) + turn) % told.rounds, np.arange(count)] = True
    pairs = np.arange(2 * count).reshape(count, 2)
    _, sort = np.unique(apart, axis=1, return_inverse=True)
    rounds = []
    for number in range(told.rounds):
        classes, taken = [], np.zeros(told.tables, dtype=np.int64)
        singles = [np.arange(2 * count, told.people)]
        for pattern in range(sort.max() + 1):
            members = np.flatnonzero(sort.reshape(-1) == pattern)
            if apart[number, members[0]]:
                singles.append(pairs[members].reshape(-1))
                continue
            tables = np.sort(np.argsort(taken, kind="stable")[np.arange(len(members)) % told.tables])
            taken += 2 * np.bincount(tables, minlength=told.tables)
            classes.append(Units(pairs[members], tables))
        if (taken > told.sizes).any():
            return None
        alone = np.concatenate(singles)
        classes.append(Units(alone[:, None], np.repeat(np.arange(told.tables), told.sizes - taken)))
        rounds.append([units for units in classes if len(units.pieces) > 1])
    return rounds


def _anneal(
    told: Task,
    classes: list[list[Units]],
    goal: int,
    rng: np.random.Generator,
    stop: Stop,
    progress: Progress,
) -> Plan | None:
    tries = _Tries(told, classes, rng)
    for step in range(STEPS):
        if tries.cost.min() <= goal:
            return np.asarray(tries.plan[int(tries.cost.argmin())])
        if step % 256 == 0:
            progress("couples", step / STEPS)
            if stop():
                return None
        tries.swap(HOT * (COLD / HOT) ** (step / STEPS))
    return None


class _Tries:
    """Many plans side by side, annealed on the overlap of their rounds.

    plan: (tries, rounds, people). shared: (tries, rounds, rounds, tables, tables) people who sit at a table of one round
    and at a table of the other. cost: (tries,) pairs who share a table in both, summed over pairs of rounds.
    """

    def __init__(self, told: Task, classes: list[list[Units]], rng: np.random.Generator) -> None:
        self.rng, self.classes, self.each = rng, classes, np.arange(TRIES)
        rounds = told.rounds
        self.plan = np.zeros((TRIES, rounds, told.people), dtype=np.int64)
        for number in range(rounds):
            for units in classes[number]:
                for one in range(TRIES):
                    self.plan[one, number, units.pieces] = rng.permutation(units.tables)[:, None]
        seated = self.plan[..., None] == np.arange(told.tables)
        self.shared = np.einsum("brpt,bqpu->brqtu", seated, seated, dtype=np.int64, casting="unsafe")
        earlier = np.triu(np.ones((rounds, rounds), dtype=bool), 1)
        self.cost = (self.shared * (self.shared - 1) // 2)[:, earlier].sum(axis=(1, 2, 3))
        self.others = [np.delete(np.arange(rounds), number) for number in range(rounds)]
        sizes = [np.array([units.pieces.size for units in part], dtype=float) for part in classes]
        self.chances = [part / part.sum() for part in sizes]

    def swap(self, heat: float) -> None:
        """In every try two units of one class change places, or not if that costs too much for this heat."""
        each, number = self.each[:, None], int(self.rng.integers(len(self.classes)))
        which = int(self.rng.choice(len(self.classes[number]), p=self.chances[number]))
        pieces, away = self.classes[number][which].pieces, self.others[number]
        left, right = (pieces[self.rng.integers(len(pieces), size=TRIES)] for _ in range(2))
        source, target = self.plan[self.each, number, left[:, 0]], self.plan[self.each, number, right[:, 0]]
        at_source = self.shared[each, number, away, source[:, None]]
        at_target = self.shared[each, number, away, target[:, None]]
        before = (at_source**2).sum(axis=(1, 2)) + (at_target**2).sum(axis=(1, 2))
        rows = np.arange(len(away))[None, :]
        for units, out, into in ((left, at_source, at_target), (right, at_target, at_source)):
            for person in units.T:
                theirs = self.plan[each, away, person[:, None]]
                out[each, rows, theirs] -= 1
                into[each, rows, theirs] += 1
        change = ((at_source**2).sum(axis=(1, 2)) + (at_target**2).sum(axis=(1, 2)) - before) // 2
        cold = self.rng.random(TRIES) < np.exp(-np.maximum(change, 0) / heat)
        done = np.flatnonzero((source != target) & cold)
        self.plan[done[:, None], number, left[done]] = target[done, None]
        self.plan[done[:, None], number, right[done]] = source[done, None]
        for table, counts in ((source, at_source), (target, at_target)):
            self.shared[done[:, None], number, away, table[done, None]] = counts[done]
            self.shared[done[:, None], away, number, :, table[done, None]] = counts[done]
        self.cost[done] += change[done]

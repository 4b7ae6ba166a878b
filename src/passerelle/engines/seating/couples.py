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

from passerelle.engines.seating.bounds import Bounds
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
    told: Task, classes: list[list[Units]], goal: int, rng: np.random.Generator, stop: Stop, progress: Progress
) -> Plan | None:
    """Many tries side by side. shared[try, round, other round, table, its table]: people who are at both."""
    rounds, each = told.rounds, np.arange(TRIES)
    plan = np.zeros((TRIES, rounds, told.people), dtype=np.int64)
    for number in range(rounds):
        for units in classes[number]:
            for one in range(TRIES):
                plan[one, number, units.pieces] = rng.permutation(units.tables)[:, None]
    shared = np.zeros((TRIES, rounds, rounds, told.tables, told.tables), dtype=np.int64)
    for one in range(rounds):
        for other in range(rounds):
            for person in range(told.people):
                shared[each, one, other, plan[:, one, person], plan[:, other, person]] += 1
    upper = np.triu(np.ones((rounds, rounds), dtype=bool), 1)
    cost = (shared * (shared - 1) // 2)[:, upper].sum(axis=(1, 2, 3))
    others = [np.delete(np.arange(rounds), number) for number in range(rounds)]
    chances = [np.array([units.pieces.size for units in part]) / told.people for part in classes]
    for step in range(STEPS):
        if cost.min() <= goal:
            return np.asarray(plan[int(cost.argmin())])
        if step % 256 == 0:
            progress("couples", step / STEPS)
            if stop():
                return None
        heat = HOT * (COLD / HOT) ** (step / STEPS)
        number = int(rng.integers(rounds))
        which = int(rng.choice(len(classes[number]), p=chances[number] / chances[number].sum()))
        pieces = classes[number][which].pieces
        left, right = (pieces[rng.integers(len(pieces), size=TRIES)] for _ in range(2))
        source, target = plan[each, number, left[:, 0]], plan[each, number, right[:, 0]]
        away = others[number]
        at_source = shared[each[:, None], number, away, source[:, None]]
        at_target = shared[each[:, None], number, away, target[:, None]]
        before = (at_source**2).sum(axis=(1, 2)) + (at_target**2).sum(axis=(1, 2))
        index = each[:, None], np.arange(len(away))[None, :]
        for person, other in zip(left.T, right.T, strict=True):
            theirs = plan[each[:, None], away, person[:, None]]
            at_source[(*index, theirs)] -= 1
            at_target[(*index, theirs)] += 1
            theirs = plan[each[:, None], away, other[:, None]]
            at_target[(*index, theirs)] -= 1
            at_source[(*index, theirs)] += 1
        change = ((at_source**2).sum(axis=(1, 2)) + (at_target**2).sum(axis=(1, 2)) - before) // 2
        taken = (source != target) & (rng.random(TRIES) < np.exp(-np.maximum(change, 0) / heat))
        done = np.flatnonzero(taken)
        plan[done[:, None], number, left[done]] = target[done, None]
        plan[done[:, None], number, right[done]] = source[done, None]
        for table, counts in ((source, at_source), (target, at_target)):
            shared[done[:, None], number, away, table[done, None]] = counts[done]
            shared[done[:, None], away, number, :, table[done, None]] = counts[done]
        cost[done] += change[done]
    return None

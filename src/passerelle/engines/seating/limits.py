"""What no plan can do better: how many people everybody can meet, and how few pairs can meet again.

The maths is in docs/engines/seating.md; the letters here are the same as there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from passerelle.engines.seating.model import Ints, Task


@dataclass(frozen=True)
class Bounds:
    """least_met: nobody can promise more to everybody. repeated_pairs: of a plan that keeps `least_met` of its own."""

    task: Task
    overlap: int
    least_met: int

    def repeated_pairs(self, least_met: int) -> int:
        """The fewest repeated pairs of any plan in which everybody meets at least `least_met` others."""
        fewest = _fewest(self.task, self.overlap, least_met)
        if fewest is None:
            raise ValueError("No plan lets everybody meet so many.")
        return fewest


def bounds(told: Task) -> Bounds:
    """Upper bound on the least met, and the function that bounds repeated pairs below."""
    overlap = _overlap(told)
    most = int(np.minimum(_most_seen(told) - _least_again(told), _can_meet(told)).min())
    while _fewest(told, overlap, most) is None:
        most -= 1
    return Bounds(told, overlap, most)


def _most_seen(told: Task) -> Ints:
    """(people,) seats beside oneself over all rounds, at most."""
    own = np.where(told.fixed >= 0, told.sizes[told.fixed], told.sizes.max())
    return np.asarray(told.rounds * (own - 1), dtype=np.int64)


def _least_seen(told: Task) -> Ints:
    own = np.where(told.fixed >= 0, told.sizes[told.fixed], told.sizes.min())
    return np.asarray(told.rounds * (own - 1), dtype=np.int64)


def _can_meet(told: Task) -> Ints:
    """(people,) how many others they can meet at all: not those fixed elsewhere, nor those of their value when no table
    has two of it."""
    fixed, held = told.fixed, told.fixed >= 0
    can = ~(held[:, None] & held[None, :] & (fixed[:, None] != fixed[None, :]))
    for attribute in range(told.attributes):
        alone = told.most[attribute].max(axis=0) < 2
        values = told.values[:, attribute]
        can &= ~((values[:, None] == values[None, :]) & alone[values][:, None])
    np.fill_diagonal(can, False)
    return np.asarray(can.sum(axis=1), dtype=np.int64)


def _least_again(told: Task) -> Ints:
    """(people,) repeats that a person cannot avoid.

    More seats beside them than people they can meet; or mates fixed to the same table; or, within one attribute, more
    seats for a value than people who have it.
    """
    fixed, held = told.fixed, told.fixed >= 0
    again = np.maximum(_least_seen(told) - _can_meet(told), 0)
    if held.any():
        mates = np.where(held, told.at_table[fixed] - 1, 0)
        beside = np.where(held, told.rounds * (told.sizes[fixed] - 1 - mates), 0)
        free = told.people - int(held.sum())
        again = np.maximum(again, _forced(told) + np.where(held, np.maximum(beside - free, 0), 0))
    for attribute in range(told.attributes):
        values = told.values[:, attribute]
        counts = np.bincount(values)
        own = values[:, None] == np.arange(len(counts))
        seats = told.rounds * np.maximum(told.least[attribute].min(axis=0) - own, 0)
        again = np.maximum(again, np.maximum(seats - (counts - own), 0).sum(axis=1))
    return np.asarray(again, dtype=np.int64)


def _overlap(told: Task) -> int:
    """Pairs who share a table in both of two rounds, at least, summed over all pairs of rounds.

    The people of one table spread over all tables of another round; those fixed stay.
    """
    fewest = 0
    for table in range(told.tables):
        held, free = int(told.at_table[table]), int(told.sizes[table] - told.at_table[table])
        fewest += _spread(held, free, told.tables)
    return fewest * told.rounds * (told.rounds - 1) // 2


def _spread(held: int, free: int, tables: int) -> int:
    """Fewest pairs when `free` people join `tables` groups of which one has `held` people already."""
    counts = [held] + [0] * (tables - 1)
    for _ in range(free):
        counts[counts.index(min(counts))] += 1
    return sum(count * (count - 1) // 2 for count in counts)


def _gain(rounds: int, most: int) -> Ints:
    """(most + 1,) overlap that one person's repeats can account for, by their number.

    Repeats with one mate weigh 1, 2, 3 …: a pair together in c rounds is repeated c - 1 times and overlaps in
    c (c - 1) / 2 pairs of rounds. So as many as possible with the same mates.
    """
    repeats = np.arange(most + 1)
    if rounds < 2:
        return np.zeros(most + 1, dtype=np.int64)
    whole, rest = np.divmod(repeats, rounds - 1)
    return np.asarray(whole * rounds * (rounds - 1) // 2 + rest * (rest + 1) // 2, dtype=np.int64)


def _fewest(told: Task, overlap: int, least_met: int) -> int | None:
    """Fewest repeated pairs when everybody meets at least so many; None when that cannot be."""
    room, again, forced = _most_seen(told) - least_met, _least_again(told), _forced(told)
    if (room < again).any():
        return None
    left = overlap - told.rounds * (told.rounds - 1) // 2 * int(
        (told.at_table * (told.at_table - 1) // 2).sum()
    )
    gain = _gain(told.rounds, int((room - forced).max()))
    if int(gain[room - forced].sum()) < 2 * left:
        return None
    met = np.minimum(_most_seen(told) - again, _can_meet(told))
    twice = max(int(again.sum()), 2 * told.meetings - int(met.sum()))
    if left > 0:
        beyond = min(-(-2 * left * repeats // int(gain[repeats])) for repeats in range(1, len(gain)))
        twice = max(twice, int(forced.sum()) + beyond)
    lost = int(_most_seen(told).sum()) - 2 * told.meetings
    return None if int(room.sum()) < twice + lost else -(-twice // 2)


def _forced(told: Task) -> Ints:
    """(people,) repeats with mates fixed to the same table."""
    mates = np.where(told.fixed >= 0, told.at_table[told.fixed] - 1, 0)
    return np.asarray(mates * (told.rounds - 1), dtype=np.int64)

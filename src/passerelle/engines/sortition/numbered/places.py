"""Who takes the seats of many equal panels: within a type the least served first, so nobody sits twice before all did."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.model import Ints
from passerelle.engines.sortition.numbered.homes import Class

ROUNDS = 20


class Places(NamedTuple):
    """Seats taken, as parallel arrays: which panel, who (pool row), for which target."""

    panel: Ints
    row: Ints
    target: Ints


def in_turn(seats: Ints, members: Ints, rng: np.random.Generator) -> Places:
    """People of one type take turns. seats: (panels, targets); members: (people,) pool rows.

    Every round goes through all of them in a new random order, so their counts differ by one at most. Where somebody
    would sit twice on the panel in which a round ends, all who sit there already come last in the next.
    """
    panels, targets = np.nonzero(seats)
    times = seats[panels, targets]
    panel, target = np.repeat(panels, times), np.repeat(targets, times)
    people = len(members)
    rounds = -(-len(panel) // people)
    order = rng.random((rounds, people)).argsort(axis=1)
    starts = np.arange(people, len(panel), people)
    # On the panel in which a round begins: how many sit there before it does, and how many take a seat after.
    sat = starts - np.searchsorted(panel, panel[starts])
    to_sit = np.searchsorted(panel, panel[starts], side="right") - starts
    for begun in np.flatnonzero(sat):
        late, mixed = set(order[begun, people - sat[begun] :].tolist()), order[begun + 1].tolist()
        if not late.isdisjoint(mixed[: to_sit[begun]]):
            order[begun + 1] = sorted(mixed, key=late.__contains__)
    return Places(panel, members[order.ravel()[: len(panel)]], target)


def in_homes(seats: Ints, group: Class, rng: np.random.Generator) -> Places:
    """Members of equal households, at most `limit` of each household per panel. seats: (panels, types, targets).

    Every seat goes to the least served who may still take it; where that ends in a blind alley, to the households in
    a circle, which always works (see `spread`). Then households change places within panels while that evens counts out.
    """
    table = _Homes(seats, group, rng)
    for panel in rng.permutation(len(seats)):
        table.fill(int(panel))
    for _ in range(ROUNDS):
        if not table.even():
            break
    return table.places()


class _Homes:
    """taken: for each panel with seats of the class a list of (type, target, home, member); counts by type and home."""

    def __init__(self, seats: Ints, group: Class, rng: np.random.Generator) -> None:
        self.group, self.rng, self.seats = group, rng, seats
        self.counts: list[Ints] = [np.zeros(people.shape, dtype=np.int64) for people in group.people]
        self.taken: dict[int, list[tuple[int, int, int, int]]] = {}

    def fill(self, panel: int) -> None:
        asked = [
            (int(t), int(p))
            for t, p in np.argwhere(self.seats[panel])
            for _ in range(self.seats[panel, t, p])
        ]
        if not asked:
            return
        sat = self._least_served(asked) or self._circle(asked)
        for t, _, home, member in sat:
            self.counts[t][home, member] += 1
        self.taken[panel] = sat

    def _least_served(self, asked: list[tuple[int, int]]) -> list[tuple[int, int, int, int]] | None:
        load = np.zeros(self.group.homes, dtype=np.int64)
        busy = [np.zeros(each.shape, dtype=bool) for each in self.counts]
        sat = []
        for t, target in asked:
            free = ~busy[t] & (load < self.group.limit)[:, None]
            if not free.any():
                return None
            served = np.where(free, self.counts[t] + 1e-3 * load[:, None], np.inf)
            home, member = self._one_of(served == served.min())
            busy[t][home, member] = True
            load[home] += 1
            sat.append((t, target, home, member))
        return sat

    def _one_of(self, mask: np.ndarray) -> tuple[int, int]:
        chosen = int(self.rng.choice(np.flatnonzero(mask)))
        return chosen // mask.shape[1], chosen % mask.shape[1]

    def _circle(self, asked: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
        homes = self.rng.permutation(self.group.homes)
        sat = []
        used: dict[tuple[int, int], int] = {}
        for place, (t, target) in enumerate(asked):
            home = int(homes[place % len(homes)])
            member = used[t, home] = used.get((t, home), -1) + 1
            sat.append((t, target, home, member))
        return sat

    def even(self) -> bool:
        """One pass over the panels; whether anything changed."""
        changed = False
        for panel, sat in self.taken.items():
            if any(np.ptp(self.counts[t]) > 1 for t, _, _, _ in sat):
                changed |= self._members(sat) | self._swap(panel)
        return changed

    def _members(self, sat: list[tuple[int, int, int, int]]) -> bool:
        """Seats go to somebody served less, of the same household or of one with room."""
        changed = False
        for seat, (t, target, home, member) in enumerate(sat):
            load = np.bincount([where for _, _, where, _ in sat], minlength=self.group.homes)
            room = load < self.group.limit
            room[home] = True
            free = np.repeat(room[:, None], self.counts[t].shape[1], axis=1)
            for other, _, where, who in sat:
                if other == t:
                    free[where, who] = False
            served = np.where(free, self.counts[t], np.iinfo(np.int64).max)
            if served.min() < self.counts[t][home, member] - 1:
                self.counts[t][home, member] -= 1
                home, member = self._one_of(served == served.min())
                self.counts[t][home, member] += 1
                sat[seat] = (t, target, home, member)
                changed = True
        return changed

    def _swap(self, panel: int) -> bool:
        """Two households exchange all their seats on this panel, if that brings the counts nearer together."""
        sat = self.taken[panel]
        present = sorted({home for _, _, home, _ in sat})
        best, chosen = 0, None
        for home in present:
            for other in range(self.group.homes):
                if other != home and (gain := self._gain(sat, home, other)) > best:
                    best, chosen = gain, (home, other)
        if chosen is None:
            return False
        moves = {chosen[0]: chosen[1], chosen[1]: chosen[0]}
        for seat, (t, target, home, member) in enumerate(sat):
            if home in moves:
                self.counts[t][home, member] -= 1
                self.counts[t][moves[home], member] += 1
                sat[seat] = (t, target, moves[home], member)
        return True

    def _gain(self, sat: list[tuple[int, int, int, int]], home: int, other: int) -> int:
        """How much the sum of the squared counts falls."""
        change: dict[tuple[int, int, int], int] = {}
        moves = {home: other, other: home}
        for t, _, here, member in sat:
            if here in moves:
                for key, step in (((t, here, member), -1), ((t, moves[here], member), 1)):
                    change[key] = change.get(key, 0) + step
        return -sum(
            2 * step * int(self.counts[t][where, member]) + step * step
            for (t, where, member), step in change.items()
        )

    def places(self) -> Places:
        flat = [
            (panel, int(self.group.people[t][home, member]), target)
            for panel, sat in self.taken.items()
            for t, target, home, member in sat
        ]
        columns = np.array(flat, dtype=np.int64).reshape(-1, 3)
        return Places(columns[:, 0], columns[:, 1], columns[:, 2])

"""From a lottery over counts by type to one over people, in which people of one type have the same chance.

A panel by type says how many people of each type sit; its weight is a stretch of time during which they do. Whoever
holds a seat holds it for part of that stretch, so a lottery over people is a timetable, and its panels are the
stretches during which nobody changes. There are two ways to fill the timetable. Lengths are whole numbers over SCALE,
so chances within a type differ by at most one part in SCALE after the first, and one per different demand after the
second.

*Share* (one type, one target). Panel j keeps x_j seats of the type busy for w_j each; of m people each is due
N = sum(w_j x_j) / m, at most w_j of it in panel j, since nobody sits on two seats at once. Serve one after another.
With r people to come, a panel with r seats left needs this person all along; then comes the rest of a panel that the
person before left in the middle of a seat; then whole seats, of the panels with most seats left, the last one as far as
N is still short. (a) What a panel needs is at most a share 1/r of what is left in it: x w - (r-1) w <= x w / r for
x <= r; so N covers all needs, and afterwards no panel has more seats left than people to come. (b) A share 1/r of every
panel is a way to serve N, so the panels suffice. (c) Only the last panel is left in the middle of a seat: every person
but the last makes one split at most. The parts of seats in one panel are laid one after another and go on at its start
when its end is reached (McNaughton 1959): each is shorter than w_j, so nobody meets themselves, and at every moment
exactly x_j people sit. That makes m - 1 more panels at most per type, J + sum(m_t - 1) in all.

*Turn* (a class of n equal households, or the m people of a type with several targets). Panels that ask the same of the
class are laid one after another and cut into n equal stretches. The seats, sorted by type, stand on a circle of n
households, and with every stretch the circle turns by one: each household holds each seat for 1/n of the time. (If n
and all that is asked have a common divisor g, then n / g stretches and turns by g do.) Seats of one type stand next to
each other, so a household gets at most ceil(x_t / n) <= its members of the type, and ceil(sum(x) / n) <= its limit.
Within a household its members of one type share, or take turns in, what the household has. That makes at most n - 1
more panels per different demand, and one less than its members per household and type.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.model import SCALE, Ints, Pool, Problem, TypeLottery
from passerelle.engines.sortition.numbered.homes import Class, classes


class PeopleLottery(NamedTuple):
    """A lottery over panels of people.

    panels: (panels, seats) pool rows, rising within each panel; seats: the same shape, the target each person sits for.
    weights: numerators over SCALE that sum to SCALE.
    """

    panels: Ints
    seats: Ints
    weights: tuple[int, ...]

    def chances(self, people: int) -> Ints:
        """(people,) exact chances, numerators over SCALE."""
        total = np.zeros(people, dtype=np.int64)
        np.add.at(total, self.panels, np.array(self.weights, dtype=np.int64)[:, None])
        return total


def spread(problem: Problem, pool: Pool, lottery: TypeLottery, rng: np.random.Generator) -> PeopleLottery:
    """The same lottery over people: equal chances within a type (and target), limits per household kept.

    rng decides only who of a type sits with whom, never how often. Panels of weight 0 are dropped.
    """
    weights = np.array(lottery.weights, dtype=np.int64)
    panels, used = lottery.panels, weights > 0
    if not used.all():
        panels, weights = panels[used], weights[used]
    demand = panels.reshape(len(panels), len(problem.sizes), problem.types)
    grouped = classes(problem, pool)
    held = [_households(weights, demand, group, rng) for group in grouped]
    together = {t for group in grouped for t in group.types}
    for t in range(problem.types):
        if t not in together:
            stays = _people(weights, demand[:, :, t], problem.counts[t])
            held.append(stays.by(rng.permutation(problem.members[t])))
    return _panels(weights, _join(held), sum(problem.sizes))


class _Stays(NamedTuple):
    """Who (a number within a group, in the end a pool row) sits when: parallel arrays, times within a panel's weight."""

    who: Ints
    panel: Ints
    start: Ints
    end: Ints
    target: Ints

    def by(self, people: Ints) -> _Stays:
        return _Stays(people[self.who], self.panel, self.start, self.end, self.target)


def _join(parts: list[_Stays]) -> _Stays:
    return _Stays(*map(np.concatenate, zip(*parts, strict=True)))


def _people(weights: Ints, demand: Ints, people: int) -> _Stays:
    """Serves one type. demand: (panels, targets) seats."""
    if demand.shape[1] == 1:
        return _share(weights, demand[:, 0], people)
    return _turn(weights, demand, people)


def _share(weights: Ints, seats: Ints, people: int) -> _Stays:
    used = np.flatnonzero(seats)
    length, whole = weights[used], seats[used].copy()
    laid = np.zeros(len(used), dtype=np.int64)
    total = int(length @ whole)
    open_, rest = -1, 0
    found: list[tuple[Ints, Ints, Ints, Ints]] = []
    for person, left in enumerate(range(people, 0, -1)):
        due = total // left
        total -= due
        needed = np.equal(whole, left)
        due -= int(length[needed].sum())
        part = min(rest, due)
        due, rest = due - part, rest - part
        last = -1
        if due:
            taken, last, due = _next(length, whole, needed, open_, due)
            needed[taken] = True
        whole[needed] -= 1
        full = np.flatnonzero(needed)
        found.append((np.full(len(full), person), full, np.zeros_like(full), length[full]))
        for split, amount in _parts(open_, part, last, due):
            found += _lay(person, split, amount, laid, length)
        if last >= 0:
            whole[last] -= 1
            open_, rest = last, int(length[last]) - due
    who, panel, start, end = (np.concatenate(column) for column in zip(*found, strict=True))
    return _Stays(who, used[panel], start, end, np.zeros_like(who))


def _next(length: Ints, whole: Ints, needed: Ints, open_: int, due: int) -> tuple[Ints, int, int]:
    """Panels whose next seat is taken whole; the one taken partly (-1: none) and how far."""
    free = (whole > 0) & ~needed
    if open_ >= 0:
        free[open_] = False
    order = np.flatnonzero(free)
    order = order[np.argsort(-whole[order], kind="stable")]
    reach = np.cumsum(length[order])
    many = int(np.searchsorted(reach, due, side="right"))
    due -= int(reach[many - 1]) if many else 0
    if not due:
        return order[:many], -1, 0
    return order[:many], int(order[many]) if many < len(order) else open_, due


def _parts(open_: int, part: int, last: int, due: int) -> list[tuple[int, int]]:
    if open_ == last:
        return [(open_, part + due)] if part + due else []
    return [(panel, amount) for panel, amount in ((open_, part), (last, due)) if amount]


def _lay(
    person: int, panel: int, amount: int, laid: Ints, length: Ints
) -> list[tuple[Ints, Ints, Ints, Ints]]:
    begin, weight = int(laid[panel]), int(length[panel])
    end = begin + amount
    laid[panel] = end % weight
    stretches = [(begin, end)] if end <= weight else [(begin, weight), (0, end - weight)]
    return [(np.array([person]), np.array([panel]), np.array([s]), np.array([e])) for s, e in stretches]


def _turn(weights: Ints, demand: Ints, homes: int) -> _Stays:
    """Serves a circle. demand: (panels, columns) seats; the columns of one type must be neighbours."""
    kinds, kind_of = np.unique(demand, axis=0, return_inverse=True)
    parts = [_Stays(*(np.zeros(0, dtype=np.int64) for _ in range(5)))]
    for number, kind in enumerate(kinds):
        seats = np.repeat(np.arange(len(kind)), kind)
        if not len(seats):
            continue
        panels = np.flatnonzero(kind_of.ravel() == number)
        ends = np.cumsum(weights[panels])
        stride = int(np.gcd.reduce(np.append(kind, homes)))
        turns = homes // stride
        cuts = np.array([int(ends[-1]) * turn // turns for turn in range(turns)], dtype=np.int64)
        begin = np.unique(np.concatenate([[0], ends[:-1], cuts]))
        place = np.searchsorted(ends, begin, side="right")
        shift = stride * (np.searchsorted(cuts, begin, side="right") - 1)
        panel, offset = panels[place], (ends - weights[panels])[place]
        end = np.append(begin[1:], ends[-1])
        home = (np.arange(len(seats)) + shift[:, None]) % homes
        each = len(seats)
        parts.append(
            _Stays(
                home.ravel(),
                np.repeat(panel, each),
                np.repeat(begin - offset, each),
                np.repeat(end - offset, each),
                np.tile(seats, len(begin)),
            )
        )
    return _join(parts)


def _households(weights: Ints, demand: Ints, group: Class, rng: np.random.Generator) -> _Stays:
    targets = demand.shape[1]
    asked = demand[:, :, list(group.types)].transpose(0, 2, 1).reshape(len(weights), -1)
    circle = _turn(weights, asked, group.homes)
    order = rng.permutation(group.homes)
    parts = []
    for place, people in enumerate(group.people):
        of_type = circle.target // targets == place
        for home in range(group.homes):
            here = of_type & (circle.who == home)
            if here.any():
                rows = rng.permutation(people[order[home]])
                parts.append(_members(circle, here, targets, rows))
    return _join(parts) if parts else circle


def _members(circle: _Stays, here: Ints, targets: int, rows: Ints) -> _Stays:
    """The members of one type share the stretches (panel, start) of their household as if these were panels."""
    keys = np.column_stack([circle.panel[here], circle.start[here], circle.end[here]])
    stretches, which = np.unique(keys, axis=0, return_inverse=True)
    asked = np.zeros((len(stretches), targets), dtype=np.int64)
    np.add.at(asked, (which.ravel(), circle.target[here] % targets), 1)
    stays = _people(stretches[:, 2] - stretches[:, 1], asked, len(rows))
    panel, start = stretches[stays.panel, 0], stretches[stays.panel, 1]
    return _Stays(rows[stays.who], panel, start + stays.start, start + stays.end, stays.target)


def _panels(weights: Ints, stays: _Stays, size: int) -> PeopleLottery:
    """Cuts every panel wherever somebody changes."""
    order = np.argsort(stays.panel, kind="stable")
    start, end = stays.start[order], stays.end[order]
    # A hundred thousand panels of 150 people are kept in a quarter of the memory.
    who, target = stays.who[order].astype(np.int32), stays.target[order].astype(np.int16)
    firsts = np.searchsorted(stays.panel[order], np.arange(len(weights) + 1))
    panels, seats, lengths = [], [], []
    for j in range(len(weights)):
        here = slice(firsts[j], firsts[j + 1])
        cuts = np.array(sorted({0, int(weights[j]), *start[here].tolist(), *end[here].tolist()}))
        sits = (start[here] <= cuts[:-1, None]) & (end[here] > cuts[:-1, None])
        place = np.nonzero(sits)[1].reshape(len(cuts) - 1, size)
        rows, goals = who[here][place], target[here][place]
        rising = np.argsort(rows, axis=1)
        panels.append(np.take_along_axis(rows, rising, axis=1))
        seats.append(np.take_along_axis(goals, rising, axis=1))
        lengths.append(np.diff(cuts))
    joined = tuple(int(length) for length in np.concatenate(lengths))
    assert sum(joined) == SCALE, "the weights of the panels by type do not sum to SCALE"
    return PeopleLottery(np.concatenate(panels), np.concatenate(seats), joined)

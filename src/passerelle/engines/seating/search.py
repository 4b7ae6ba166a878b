"""Tabu search over seatings: two people of one round change places, the best such swap that is not forbidden.

What every swap would cost is kept up to date instead of being computed: for each round, person and table, how many
people they would meet there again. The same way of keeping accounts serves the balance.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from passerelle.engines.seating.model import Bools, Floats, Ints, Plan, Task, counted, together

Stop = Callable[[], bool]
"""Asked now and then whether to come to an end."""

CELLS = 60_000
"""Swaps looked at in one step, at most: a sample of people when there are more."""
FORBIDDEN = 1e9


class Search:
    """A plan that is being bettered, and the accounts.

    plan: (rounds, people). cost: repeats, each counted 1 + the care for the two people who meet again.
    care: (people,) how much more it matters that this person meets others; set it with `mind`.
    """

    def __init__(
        self, told: Task, plan: Plan, locked: Bools, rng: np.random.Generator, pressure: float = 1.0
    ) -> None:
        """locked: (rounds, people) seats that stay. pressure: cost of one person too many or few of a value."""
        self.task, self.rng, self.locked, self.pressure = told, rng, locked, pressure
        self.plan = plan.copy()
        self.everybody = np.arange(told.people)
        self.each_round = np.arange(told.rounds)
        self.short = (told.sizes.max() - told.sizes).astype(np.float32)
        self.times = together(self.plan)
        self.met = (self.times > 0).sum(axis=1)
        self.step = 0
        self.forbidden = np.zeros((told.rounds, told.people, told.tables), dtype=np.int64)
        self.off = np.zeros(told.rounds, dtype=np.int64)
        self.uneven = np.zeros((told.rounds, told.tables), dtype=bool)
        if told.attributes:
            self.differ = told.values.T[:, :, None] != told.values.T[:, None, :]
            self.unbalancing = np.zeros((told.rounds, told.people, told.people), dtype=np.float32)
            for number in range(told.rounds):
                self._weigh(number)
        self.mind(np.zeros(told.people))

    def mind(self, care: Floats) -> None:
        """Weigh people anew, and rebuild the accounts."""
        self.care = care.astype(np.float32)
        self.seated = np.zeros((self.task.rounds, self.task.people, self.task.tables), dtype=np.float32)
        self.seated[self.each_round[:, None], self.everybody[None, :], self.plan] = 1
        here = self.plan[:, :, None] == self.plan[:, None, :]
        self.weight = 1 + self.care[:, None] + self.care[None, :]
        np.fill_diagonal(self.weight, 0)
        self.again = ((self.times[None] - here) > 0) * self.weight
        self.price = self.again @ self.seated + self.care[None, :, None] * self.short
        self.lowest = np.inf

    @property
    def repeated_pairs(self) -> int:
        return self.task.meetings - int(self.met.sum()) // 2

    @property
    def least_met(self) -> int:
        return int(self.met.min())

    @property
    def imbalance(self) -> int:
        """People too many or too few of a value, over all tables and rounds."""
        return int(self.off.sum())

    def move(self) -> bool:
        """Make the best swap that is not forbidden; False when there is none to make."""
        rounds, people = self._movers()
        if not len(rounds):
            return False
        gains = self._swaps(rounds, people)
        here = self.plan[rounds, people]
        late = (self.forbidden[rounds[:, None], people[:, None], self.plan[rounds]] > self.step) | (
            self.forbidden[rounds[:, None], self.everybody[None, :], here[:, None]] > self.step
        )
        gains += self.rng.random(gains.shape, dtype=np.float32) * 0.01
        total = self._total()
        late &= gains + total >= self.lowest - 0.5
        gains[late] += FORBIDDEN / 2
        best = int(gains.argmin())
        chosen, other = divmod(best, self.task.people)
        if gains[chosen, other] >= FORBIDDEN / 4:
            self.step += 1
            return bool((gains < FORBIDDEN * 0.75).any())
        self.swap(int(rounds[chosen]), int(people[chosen]), other)
        self.lowest = min(self.lowest, self._total())
        return True

    @property
    def movable(self) -> bool:
        """Whether anybody's place costs anything."""
        return len(self._movers()[0]) > 0

    def _total(self) -> float:
        return self.repeated_pairs + self.pressure * self.imbalance

    def _movers(self) -> tuple[Ints, Ints]:
        """Rounds and people whose place costs something, or whose table is out of balance."""
        price = np.take_along_axis(self.price, self.plan[:, :, None], axis=2)[:, :, 0]
        wanted = price > 1e-6
        wanted |= np.take_along_axis(self.uneven, self.plan, axis=1)
        wanted &= ~self.locked
        rounds, people = np.nonzero(wanted)
        few = max(1, CELLS // self.task.people)
        if len(rounds) > few:
            sample = self.rng.choice(len(rounds), few, replace=False)
            rounds, people = rounds[sample], people[sample]
        return rounds.astype(np.int64), people.astype(np.int64)

    def _swaps(self, rounds: Ints, people: Ints) -> Floats:
        """(movers, people) what each swap would add to the cost."""
        plan = self.plan[rounds]
        here = self.plan[rounds, people]
        own = np.take_along_axis(self.price, self.plan[:, :, None], axis=2)[:, :, 0]
        there = np.take_along_axis(self.price[rounds, people], plan, axis=1)
        back = self.price[rounds, :, here]
        gains = there + back - own[rounds, people][:, None] - own[rounds] - 2 * self.again[rounds, people]
        if self.task.attributes:
            gains += self.pressure * self.unbalancing[rounds, people]
        gains[(plan == here[:, None]) | self.locked[rounds]] = FORBIDDEN
        return np.asarray(gains, dtype=np.float32)

    def _weigh(self, number: int) -> None:
        """Count the values at the tables of one round anew, and what each swap would do to the balance."""
        told, row = self.task, self.plan[number]
        change = np.zeros((told.people, told.people), dtype=np.float32)
        self.off[number], self.uneven[number] = 0, False
        for k in range(told.attributes):
            least, most, values = told.least[k], told.most[k], told.values[:, k]
            counts = counted(row, values, least.shape)
            now = _beyond(counts, least, most)
            leave = (_beyond(counts - 1, least, most) - now)[row, values]
            join = (_beyond(counts + 1, least, most) - now)[:, values].T[:, row]
            change += (leave[:, None] + join) * self.differ[k]
            self.off[number] += now.sum()
            self.uneven[number] |= now.any(axis=1)
        self.unbalancing[number] = change + change.T

    def swap(self, number: int, one: int, other: int) -> None:
        """Two people change places in a round; neither comes back at once."""
        self._exchange(number, one, other)
        stay = self.step + 4 + int(self.rng.integers(8))
        self.forbidden[number, one, self.plan[number, other]] = stay
        self.forbidden[number, other, self.plan[number, one]] = stay
        self.step += 1

    def _exchange(self, number: int, one: int, other: int) -> None:
        plan = self.plan
        left, right = int(plan[number, one]), int(plan[number, other])
        for person, out, into in ((one, left, right), (other, right, left)):
            self.price[number, :, out] -= self.again[number, :, person]
            self.price[number, :, into] += self.again[number, :, person]
            self.seated[number, person, out], self.seated[number, person, into] = 0, 1
        row = plan[number]
        lefts, rights = np.flatnonzero(row == left), np.flatnonzero(row == right)
        row[one], row[other] = right, left
        for person, old, new in ((one, lefts, rights), (other, rights, lefts)):
            before = self.times[person] > 0
            self.times[person, old[old != person]] -= 1
            self.times[person, new[(new != one) & (new != other)]] += 1
            self.times[:, person] = self.times[person]
            after = self.times[person] > 0
            self.met += after.astype(np.int64) - before
            self.met[person] = int(after.sum())
        for person in (one, other):
            self._account(person)
        if self.task.attributes:
            self._weigh(number)

    def _account(self, person: int) -> None:
        """Bring what it costs to meet this person up to date, in every round."""
        here = self.plan == self.plan[:, person, None]
        now = (((self.times[person][None] - here) > 0) * self.weight[person]).astype(np.float32)
        change = now - self.again[:, person, :]
        rounds, others = np.nonzero(change)
        if not len(rounds):
            return
        amount = change[rounds, others]
        np.add.at(self.price, (rounds, others, self.plan[rounds, person]), amount)
        np.add.at(self.price, (rounds, np.full_like(rounds, person), self.plan[rounds, others]), amount)
        self.again[:, person, :] = now
        self.again[:, :, person] = now


def _beyond(counts: Ints, least: Ints, most: Ints) -> Ints:
    return np.asarray(np.maximum(least - counts, 0) + np.maximum(counts - most, 0))

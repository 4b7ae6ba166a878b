"""The seating itself: from a task to a plan, with what is proven of it.

In this order: sizes, balance and fixed tables hold; then the person who meets fewest others meets as many as possible;
then as few pairs as possible meet again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from passerelle.engines.seating.couples import couples
from passerelle.engines.seating.limits import Bounds, bounds
from passerelle.engines.seating.model import Bools, Plan, Progress, Score, Task, score, silent
from passerelle.engines.seating.search import Search, Stop
from passerelle.engines.seating.start import Starts

STEPS = 12_000
PATIENCE = 1_500
"""Swaps without a better plan after which the search begins anew."""
TURN = 20
"""Swaps between two looks at who meets fewest."""
PRESSURE = 3.0
"""Repeats that one person too many or too few of a value at a table weighs as much as, while searching."""


@dataclass(frozen=True)
class Seated:
    """A plan and what is known of it.

    bound: no plan in which everybody meets at least `score.least_met` others repeats fewer pairs.
    least_met_bound: no plan lets everybody meet more. proven: both are reached.
    """

    plan: Plan
    score: Score
    bound: int
    least_met_bound: int

    @property
    def proven(self) -> bool:
        return self.score.repeated_pairs == self.bound and self.score.least_met == self.least_met_bound


def never() -> bool:
    """A stop that does not come."""
    return False


def seat(
    told: Task,
    rng: np.random.Generator,
    *,
    steps: int = STEPS,
    stop: Stop = never,
    progress: Progress = silent,
) -> Seated:
    """The best plan found in so many swaps, sooner when it is proven that there is none better.

    stop: asked now and then; once it says True the best plan so far is returned.
    Raises Impossible when balance and fixed tables contradict each other.
    """
    limits = bounds(told)
    starts = Starts(told)
    plan = starts.plan(rng)
    locked = np.broadcast_to(told.fixed >= 0, plan.shape)
    best = Best(told, limits, plan)
    used = _search(best, plan, locked, rng, steps, stop, progress, 0.0)
    if not best.reached and (found := couples(told, limits, rng, stop, progress)) is not None:
        best.offer(found)
    while used < steps and not best.reached and not stop():
        used += _search(best, starts.plan(rng), locked, rng, steps - used, stop, progress, used / steps)
    return best.result()


def improve(
    told: Task,
    plan: Plan,
    rng: np.random.Generator,
    *,
    keep: Bools | None = None,
    steps: int = STEPS,
    stop: Stop = never,
    progress: Progress = silent,
) -> Seated:
    """A better plan from one that somebody changed by hand; never a worse one.

    plan: (rounds, people), with the sizes of the task. keep: (rounds, people) seats that stay; fixed people who sit at
    their table stay too. What is out of balance is put right as far as the kept seats allow: see the score.
    bound and proven speak of all plans, also of those that move kept seats.
    """
    locked = (plan == told.fixed) | (np.zeros(plan.shape, dtype=bool) if keep is None else keep)
    best = Best(told, bounds(told), plan)
    used = 0
    while used < steps and not best.reached and not stop():
        used += _search(best, best.plan, locked, rng, steps - used, stop, progress, used / steps)
    return best.result()


class Best:
    """The best plan so far. A plan in balance is better than any that is not."""

    def __init__(self, told: Task, limits: Bounds, plan: Plan) -> None:
        self.task, self.limits, self.plan = told, limits, plan.copy()
        self.key = self._key(plan)

    def _key(self, plan: Plan) -> tuple[int, int, int]:
        got = score(self.task, plan)
        off = len(got.unbalanced) + len(got.unmet_needs)
        return off, -got.least_met, got.repeated_pairs

    @property
    def reached(self) -> bool:
        """Whether it is proven that there is none better."""
        off, least, repeated = self.key
        return not off and -least == self.limits.least_met and repeated == self.limits.repeated_pairs(-least)

    def offer(self, plan: Plan) -> bool:
        """Keep this plan if it is better."""
        key = self._key(plan)
        if key >= self.key:
            return False
        self.plan, self.key = plan.copy(), key
        return True

    def result(self) -> Seated:
        got = score(self.task, self.plan)
        return Seated(self.plan, got, self.limits.repeated_pairs(got.least_met), self.limits.least_met)


def _search(
    best: Best,
    plan: Plan,
    locked: Bools,
    rng: np.random.Generator,
    steps: int,
    stop: Stop,
    progress: Progress,
    done: float,
) -> int:
    """Better `plan` until nothing has come of it for a while; the steps used."""
    hunt = _Hunt(best, Search(best.task, plan, locked, rng, pressure=PRESSURE))
    for step in range(steps):
        if best.reached or not hunt.step(step):
            return step + 1
        if step % TURN == 0:
            if stop():
                return steps
            progress("seating", min(1.0, done + step / steps * (1 - done)))
    return steps


class _Hunt:
    """One search: for few repeats alone at first, then with care for those who meet fewest."""

    def __init__(self, best: Best, search: Search) -> None:
        self.best, self.search = best, search
        self.local, self.quiet, self.caring = (1 << 30, 0, 0), 0, False

    def step(self, number: int) -> bool:
        """One swap; False when nothing more comes of it."""
        search = self.search
        if not search.move():  # nobody meets anybody again, or nobody may move
            self._care()
            if not search.movable:
                return False
        key = (search.imbalance, -search.least_met, search.repeated_pairs)
        if key < self.best.key:
            self.best.offer(search.plan)
        self.quiet = 0 if key < self.local else self.quiet + 1
        self.local = min(self.local, key)
        if self.quiet > PATIENCE // 3:
            if self.caring:
                return False
            self.quiet = 0
            self._care()
        elif self.caring and number % TURN == 0:
            self._care()
        return True

    def _care(self) -> None:
        """Make repeats dearer for those who meet fewest, and forget by and by those who no longer do."""
        search, self.caring = self.search, True
        care = np.where(search.met == search.least_met, search.care + 0.15, search.care * 0.9)
        search.mind(np.where(care < 0.05, 0, care))

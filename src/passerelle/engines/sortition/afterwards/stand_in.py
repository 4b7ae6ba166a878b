"""What a panel lacks when people stay away and alternates come, in many scenarios at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from passerelle.engines.sortition.model import Floats, Ints, Pool, Target

Numbers = NDArray[np.float32]
"""Counts of people and changes of them: whole numbers, exact in half the room."""

GAIN = 1e-6
MEMORY = 2


@dataclass(frozen=True)
class Rules:
    """The quotas and, last, the size of the panel, as numbers: has (people, rules) 0 or 1, low and high (rules,)."""

    has: Numbers
    low: Numbers
    high: Numbers

    def miss(self, counts: Numbers) -> Numbers:
        """(…) people too few or too many, summed over the rules; counts (…, rules)."""
        return (np.maximum(self.low - counts, 0) + np.maximum(counts - self.high, 0)).sum(axis=-1)

    def steps(self, counts: Numbers) -> tuple[Numbers, Numbers]:
        """(…, rules) change of what is missed with one person more, and with one less."""
        more = (counts >= self.high).astype(np.float32) - (counts < self.low)
        less = (counts <= self.low).astype(np.float32) - (counts > self.high)
        return more, less


def rules(pool: Pool, target: Target) -> Rules:
    """The rules of one panel. An empty seat counts as one person missed, like one too few of a feature."""
    has = np.ones((len(pool), len(target.quotas) + 1), dtype=np.float32)
    for number, quota in enumerate(target.quotas):
        place = pool.categories.index(quota.category)
        has[:, number] = [features[place] == quota.feature for features in pool.features]
    low = np.array([*(quota.least for quota in target.quotas), target.size], dtype=np.float32)
    high = np.array([*(quota.most for quota in target.quotas), target.size], dtype=np.float32)
    return Rules(has, low, high)


@dataclass
class Scenarios:
    """Worlds in which some people stay away.

    counts: (scenarios, rules) of who sits; empty: (scenarios,) free seats; used: (scenarios, alternates) who of
    `alternates` (pool rows) has taken one; comes: (scenarios, people) who would come if asked.
    """

    rules: Rules
    counts: Numbers
    empty: Ints
    comes: np.ndarray
    alternates: list[int]
    used: np.ndarray

    @classmethod
    def drawn(cls, rules: Rules, panel: Ints, away: Floats, many: int, rng: np.random.Generator) -> Scenarios:
        comes = rng.random((many, len(away)), dtype=np.float32) >= away
        sits = comes[:, panel]
        counts = sits.astype(np.float32) @ rules.has[panel]
        empty = len(panel) - sits.sum(axis=1)
        return cls(rules, counts, empty, comes, [], np.zeros((many, 0), dtype=bool))

    def miss(self) -> Numbers:
        """(scenarios,) people missed."""
        return self.rules.miss(self.counts)

    def without(self, place: int) -> Scenarios:
        """The same worlds with one alternate less; whoever took a seat thanks to them still sits."""
        gone = self.used[:, place]
        rest = [alternate for at, alternate in enumerate(self.alternates) if at != place]
        return Scenarios(
            self.rules,
            self.counts - gone[:, None] * self.rules.has[self.alternates[place]],
            self.empty + gone,
            self.comes,
            rest,
            np.delete(self.used, place, axis=1),
        )

    def add(self, alternate: int) -> None:
        """One alternate more; call `fill` to let them sit."""
        self.alternates.append(alternate)
        self.used = np.column_stack([self.used, np.zeros(len(self.used), dtype=bool)])

    def fill(self, patience: int = 0) -> None:
        """Alternates come, go and are exchanged for each other, one at a time, while that means less is missed.

        patience: so many exchanges more are made where something still is missed, the best that does not undo one of
        the last few, for better or worse (tabu search, Glover 1986); the best that was met is kept.
        """
        active = np.arange(len(self.counts))
        while len(active):
            gain = self._exchanges(active)
            best = gain.argmax(axis=1)
            better = gain[np.arange(len(active)), best] > GAIN
            active, best = active[better], best[better]
            self._apply(active, best)
        if patience and self.alternates:
            self._search(patience)

    def _exchanges(self, worlds: Ints) -> Numbers:
        """(worlds, exchanges) what each saves. Exchange number out * (alternates + 1) + in, the last being nobody."""
        number = len(self.alternates)
        has = np.vstack([self.rules.has[self.alternates], np.zeros(len(self.rules.low), dtype=np.float32)])
        pairs = (has[:, None, :] * has[None, :, :]).reshape(-1, has.shape[1])
        more, less = self.rules.steps(self.counts[worlds])
        gain = ((more + less) @ pairs.T).reshape(-1, number + 1, number + 1)
        gain -= (less @ has.T)[:, :, None]
        gain -= (more @ has.T)[:, None, :]
        goes = np.column_stack([self.used[worlds], self.empty[worlds] > 0])
        free = self.comes[worlds][:, self.alternates] & ~self.used[worlds]
        comes = np.column_stack([free, np.ones(len(worlds), dtype=bool)])
        gain[~(goes[:, :, None] & comes[:, None, :])] = -np.inf
        gain[:, number, number] = -np.inf
        return gain.reshape(len(worlds), (number + 1) ** 2)

    def _apply(self, worlds: Ints, exchanges: Ints) -> tuple[Ints, Ints]:
        number = len(self.alternates)
        out, into = np.divmod(exchanges, number + 1)
        for place, sign in ((out, -1), (into, 1)):
            real = place < number
            self.used[worlds[real], place[real]] = sign > 0
            self.empty[worlds[real]] -= sign
            self.counts[worlds[real]] += sign * self.rules.has[self.alternates][place[real]]
        return out, into

    def _search(self, patience: int) -> None:
        open_ = np.flatnonzero(self.miss() > 0)
        best = self.miss()[open_]
        kept: tuple[NDArray[Any], ...] = self.counts[open_], self.empty[open_], self.used[open_]
        barred = np.full((len(open_), len(self.alternates) + 1), -MEMORY - 1)
        for step in range(patience):
            gain = self._exchanges(open_).reshape(len(open_), *[len(self.alternates) + 1] * 2)
            recent = step - barred <= MEMORY
            recent[:, -1] = False
            gain[np.broadcast_to(recent[:, None, :], gain.shape)] = -np.inf
            gain[np.broadcast_to(recent[:, :, None], gain.shape)] = -np.inf
            flat = gain.reshape(len(open_), (len(self.alternates) + 1) ** 2)
            chosen = flat.argmax(axis=1)
            can = np.flatnonzero(np.isfinite(flat[np.arange(len(open_)), chosen]))
            for place in self._apply(open_[can], chosen[can]):
                barred[can, place] = step
            missed = self.miss()[open_]
            better = missed < best - GAIN
            best[better] = missed[better]
            now: tuple[NDArray[Any], ...] = (self.counts, self.empty, self.used)
            for old, new in zip(kept, now, strict=True):
                old[better] = new[open_[better]]
        self.counts[open_], self.empty[open_], self.used[open_] = kept

    def gains(self, candidates: Ints) -> Floats:
        """(candidates,) how much less would be missed on average with each of these pool rows as one alternate more."""
        more, less = self.rules.steps(self.counts)
        has = np.ascontiguousarray(self.rules.has[candidates].T)
        enters = -more @ has
        best = np.where((self.empty > 0)[:, None], enters, np.float32(0))
        exchange = np.empty_like(best)
        for place, alternate in enumerate(self.alternates):
            # Exchanged for an alternate who sits: their own features are the only ones that do not just come on top.
            own = np.flatnonzero(self.rules.has[alternate])
            np.matmul(more[:, own] + less[:, own], has[own], out=exchange)
            exchange += enters
            exchange -= np.where(self.used[:, place], less[:, own].sum(axis=1), np.float32(np.inf))[:, None]
            np.maximum(best, exchange, out=best)
        best *= self.comes[:, candidates]
        return np.maximum(best, 0, out=best).mean(axis=0, dtype=float)

"""Alternates chosen against dropout: the people who make it likely that the panel can be made whole again.

The problem is that of Assos, Baharav, Flanigan, Procaccia 2025 ("Alternates, assemble! Selecting optimal alternates for
citizens' assemblies", arXiv 2506.15716): choose a set that minimises the expected shortfall after the best use of it.
Here by sample average: many scenarios of who stays away, alternates added one by one, then exchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from passerelle.engines.sortition.afterwards.stand_in import Numbers, Rules, Scenarios, rules
from passerelle.engines.sortition.model import Floats, Ints, Pool, Progress, Target, silent

CHOOSING = 300
CHECKING = 1000
ROUNDS = 3
PATIENCE = 15
"""Exchanges spent on each scenario of the report beyond the first dead end."""
GAIN = 1e-9


@dataclass(frozen=True)
class Expected:
    """Mean over scenarios, and its standard error."""

    mean: float
    error: float


@dataclass(frozen=True)
class Alternates:
    """rows: in the order of call, those first who help most often.

    before, after: people missed, summed over all quotas and empty seats, without any alternate and with these; saved:
    the difference, on the same scenarios. whole: the share of scenarios in which, with these, nothing is missed. None
    of the scenarios was used for choosing.
    """

    rows: tuple[int, ...]
    before: Expected
    after: Expected
    saved: Expected
    whole: float


def alternates(
    pool: Pool,
    target: Target,
    panel: Sequence[int],
    away: Floats,
    many: int,
    rng: np.random.Generator,
    *,
    limit: int | None = None,
    among: Iterable[int] | None = None,
    scenarios: int = CHOOSING,
    check: int = CHECKING,
    progress: Progress = silent,
) -> Alternates:
    """`many` alternates for `panel` (pool rows), fewer if there are not so many people.

    away: (people,) probability of staying away, of members and alternates alike, independent of each other.
    limit: panel and alternates together hold at most so many of one household (more if the panel does by itself), so
    whoever is called breaks no limit. among: who may be an alternate; by default everybody who may be drawn.
    """
    law, sitting = rules(pool, target), np.array(sorted(panel), dtype=np.int64)
    free = set(range(len(pool)) if among is None else among) - set(panel) - set(pool.outside)
    choice = _Choice(pool, law, sitting, sorted(free), np.asarray(away, dtype=float), limit, rng)
    worlds = Scenarios.drawn(law, sitting, choice.away, scenarios, rng)
    worlds = choice.grown(worlds, many, progress)
    worlds = choice.exchanged(worlds, progress)
    order = choice.order(sitting, worlds, rng)
    fresh = Scenarios.drawn(law, sitting, choice.away, check, rng)
    without = fresh.miss()
    for row in order:
        fresh.add(row)
    fresh.fill(PATIENCE)
    left = fresh.miss()
    return Alternates(
        tuple(order),
        _expected(without),
        _expected(left),
        _expected(without - left),
        float((left == 0).mean()),
    )


def _expected(missed: Numbers) -> Expected:
    number = len(missed)
    error = float(missed.std(ddof=1) / np.sqrt(number)) if number > 1 else float("inf")
    return Expected(float(missed.mean(dtype=float)), error)


class _Choice:
    """Who can be chosen: of people alike in every quota the one who is most likely to come, ties broken by lot."""

    def __init__(
        self,
        pool: Pool,
        law: Rules,
        panel: Ints,
        free: list[int],
        away: Floats,
        limit: int | None,
        rng: np.random.Generator,
    ) -> None:
        self.pool, self.law, self.away, self.limit = pool, law, away, limit
        self.at_home = Counter(self._home(int(row)) for row in panel)
        lot = rng.random(len(pool))
        self.alike: dict[bytes, list[int]] = {}
        for row in sorted(free, key=lambda row: (away[row], lot[row])):
            self.alike.setdefault(law.has[row].tobytes(), []).append(row)

    def _home(self, row: int) -> int | None:
        return self.pool.households[row] if self.pool.households else None

    def candidates(self, chosen: Sequence[int]) -> Ints:
        """The next of each kind of people."""
        taken, homes = set(chosen), self.at_home + Counter(self._home(row) for row in chosen)
        found = []
        for rows in self.alike.values():
            for row in rows:
                home = self._home(row)
                alone = self.limit is None or home is None or homes[home] < self.limit
                if alone and row not in taken:
                    found.append(row)
                    break
        return np.array(found, dtype=np.int64)

    def grown(self, worlds: Scenarios, many: int, progress: Progress) -> Scenarios:
        while len(worlds.alternates) < many:
            progress("alternates", len(worlds.alternates) / many / 2)
            candidates = self.candidates(worlds.alternates)
            if not len(candidates):
                break
            gains = worlds.gains(candidates)
            worlds.add(int(candidates[gains.argmax()]))
            worlds.fill()
        return worlds

    def exchanged(self, worlds: Scenarios, progress: Progress) -> Scenarios:
        """Every alternate in turn gives way to whoever would do better."""
        missed = float(worlds.miss().mean(dtype=float))
        for step in range(ROUNDS):
            improved = False
            for place in reversed(range(len(worlds.alternates))):
                progress("alternates", (1 + (step + 1 - place / len(worlds.alternates)) / ROUNDS) / 2)
                other = worlds.without(place)
                other.fill()
                candidates = self.candidates(other.alternates)
                other.add(int(candidates[other.gains(candidates).argmax()]))
                other.fill()
                after = float(other.miss().mean(dtype=float))
                if after < missed - GAIN:
                    worlds, missed, improved = other, after, True
            if not improved:
                break
        return worlds

    def order(self, panel: Ints, worlds: Scenarios, rng: np.random.Generator) -> list[int]:
        """Those first who help most if nobody after them can be called."""
        ordered = Scenarios.drawn(self.law, panel, self.away, len(worlds.counts), rng)
        rest = list(worlds.alternates)
        while rest:
            best = int(ordered.gains(np.array(rest)).argmax())
            ordered.add(rest.pop(best))
            ordered.fill()
        return list(ordered.alternates)

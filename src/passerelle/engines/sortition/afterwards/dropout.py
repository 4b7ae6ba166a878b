"""How likely each person is to stay away, from what is known about features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from passerelle.engines.sortition.model import Floats, Pool

STRENGTH = 10.0
_EDGE = 1e-6


@dataclass(frozen=True)
class Rates:
    """Probability of staying away: of anybody, and of people with a feature, by (category, feature)."""

    base: float
    by_feature: Mapping[tuple[str, str], float]

    def of(self, pool: Pool) -> Floats:
        """(people,) probability of staying away.

        Features multiply the odds: odds = base odds * product over features of (odds of the feature / base odds).
        With one known feature this is its rate. Features that go together in the pool count twice; then give the rates
        of one of them only.
        """
        base = _logit(self.base)
        step = {key: _logit(rate) - base for key, rate in self.by_feature.items()}
        total = np.array(
            [
                sum(step.get(pair, 0.0) for pair in zip(pool.categories, features, strict=True))
                for features in pool.features
            ],
            dtype=float,
        )
        odds = np.exp(base + total)
        return np.where((self.base > 0) | (total != 0), odds / (1 + odds), 0.0)


def from_attendance(history: Iterable[tuple[Mapping[str, str], bool]], strength: float = STRENGTH) -> Rates:
    """Rates from earlier assemblies: for each person drawn their features and whether they stayed away.

    The rate of all is (away + 1/2) / (people + 1). That of a feature is drawn towards it as if `strength` more people
    with the feature had stayed away at that rate (beta-binomial with its mean there), so that three people say little.
    """
    seen: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    people = absent = 0
    for features, away in history:
        people, absent = people + 1, absent + away
        seen.update(features.items())
        if away:
            missed.update(features.items())
    base = (absent + 0.5) / (people + 1)
    rates = {pair: (missed[pair] + strength * base) / (number + strength) for pair, number in seen.items()}
    return Rates(base, rates)


def _logit(rate: float) -> float:
    inside = min(max(rate, _EDGE), 1 - _EDGE)
    return float(np.log(inside / (1 - inside)))

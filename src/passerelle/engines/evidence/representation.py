"""Who takes part against who lives here: a ratio for each group, with the error of what is known.

A ratio of 1 means that a group's share among those who took part is its share among those who live here. Numbers that
were rounded so that nobody can be found are off by an unknown amount within a margin; each ratio carries what that
margin allows. Source of the measure: participation-to-prevalence ratio, Poon et al., J. Womens Health 22 (2013).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Claim = Literal["more", "fewer", "none"]


@dataclass(frozen=True, slots=True)
class Ratio:
    """value: share among those who took part, divided by the share among residents; low <= value <= high.

    high is infinite when, within the margins, nobody else may have taken part that the shares could be told of."""

    value: float
    low: float
    high: float

    @property
    def claim(self) -> Claim:
        """ "more" or "fewer" than their share, where the whole interval says so; else no claim."""
        if self.low > 1:
            return "more"
        return "fewer" if self.high < 1 else "none"


def ratios(
    took_part: Mapping[str, int],
    margin: float,
    whole_margin: float,
    live_here: Mapping[str, int],
) -> dict[str, Ratio | None]:
    """A ratio for each group of residents; None where nothing can be said: nobody took part, or nobody lives here.

    took_part: numbers by group, 0 or more. Groups that are not among the residents (declined, not known) are left out
    of the shares: nobody is guessed. margin: by how much each number may be off; whole_margin: by how much their sum.
    live_here: residents by group. Raises ValueError for a negative number or no residents.
    """
    if any(number < 0 for number in (*took_part.values(), *live_here.values())) or margin < 0:
        raise ValueError("numbers of people are 0 or more")
    residents = sum(live_here.values())
    if not residents:
        raise ValueError("a comparison needs residents")
    left_out = sum(name not in live_here for name in took_part)
    total = sum(took_part.get(name, 0) for name in live_here)
    found: dict[str, Ratio | None] = {}
    for name, people in live_here.items():
        mine = took_part.get(name, 0)
        others = total - mine
        # The others' margin: of each of them, or of the whole less what is not among them, whichever is narrower.
        about = min(margin * (len(live_here) - 1), whole_margin + margin * (1 + left_out))
        if not total or not people:
            found[name] = None
            continue
        share = people / residents
        value = mine / total / share
        low = _part(max(0.0, mine - margin), others + about) / share
        high = _part(mine + margin, max(0.0, others - about)) / share
        found[name] = Ratio(value, low, high)
    return found


def _part(mine: float, others: float) -> float:
    return mine / (mine + others) if mine + others else 0.0

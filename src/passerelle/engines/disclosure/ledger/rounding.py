"""Rounding the entries of one period: keyed, controlled, to multiples of the base within a closed window.

A count of n becomes a multiple r >= 0 of the base with |r - n| <= base, so 0 may become the base and back. Every such r
keeps a chance of at least FLOOR (RARE for the step from 0), whatever the other cells are: on this rests the safety
statement of docs/engines/disclosure.md. Within that freedom the draw leans to what keeps the printed totals near the
truth (Gibbs sampling of a weighted sum of errors).
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

FLOOR = 1e-3
RARE = 1e-5
LEANING = 0.3
"""How strongly an error of one person in one printed number counts. More would tell an insider more of the truth."""
LARGE = 60
"""An error of so many people counts double: large ones are worse than several small ones."""
OUT_OF_NOTHING = 0.3
"""How much less likely an empty cell becomes the base than a small one would."""
SWEEPS = 9


def uniforms(key: bytes, purpose: str, count: int) -> Floats:
    """(count,) numbers in [0, 1) that only the key and the purpose decide, and nobody foresees without the key."""
    seed = hmac.new(key, purpose.encode("utf-8"), hashlib.sha256).digest()
    bits = np.frombuffer(hashlib.shake_256(seed).digest(8 * count), dtype="<u8")
    return (bits >> np.uint64(11)).astype(np.float64) * np.float64(2.0**-53)


def allowed(count: int, base: int) -> tuple[int, ...]:
    """What a count may be rounded to, ascending."""
    least = -(-max(0, count - base) // base) * base
    return tuple(range(least, count + base + 1, base))


def chances(count: int, values: Sequence[int], costs: Sequence[float]) -> list[float]:
    """The chance of each allowed value when it costs so much: none is ever below its floor."""
    floors = [RARE if count == 0 and value else FLOOR for value in values]
    weights = _weights(costs)
    rest = 1 - sum(floors)
    return [rest * weight + floor for weight, floor in zip(weights, floors, strict=True)]


def _weights(costs: Sequence[float]) -> list[float]:
    least = min(costs)
    raw = [math.exp(least - cost) for cost in costs]
    whole = sum(raw)
    return [weight / whole for weight in raw]


class Printed(NamedTuple):
    """What the draw keeps near the truth.

    rows: (cells, margins) which printed numbers each cell is part of. weights: (margins,) how much each of them counts.
    errors: (numbers,) what was printed until now less what is true now, before this period's rounded values.
    """

    rows: Ints
    weights: Floats
    errors: Ints


def rounded(counts: Ints, printed: Printed, base: int, key: bytes, purpose: str) -> Ints:
    """Round the counts of one period, (cells,) each >= 0, to multiples of the base; the purpose is used only once."""
    cells, busy = len(counts), np.flatnonzero(counts)
    # At first a number per busy cell; then per visit one for the order and one for the draw.
    visits = [busy] * (SWEEPS - 1) + [np.arange(cells)]
    ends = np.cumsum([len(busy), *(2 * len(visit) for visit in visits)])
    chance = uniforms(key, purpose, int(ends[-1]))
    windows = {count: allowed(count, base) for count in set(counts.tolist())}
    result = [0] * cells
    for cell, draw in zip(busy.tolist(), chance[: ends[0]].tolist(), strict=True):
        values = windows[int(counts[cell])]
        result[cell] = values[int(draw * len(values))]
    now = printed.errors.copy()
    np.add.at(now, printed.rows, np.array(result, dtype=np.int64)[:, None])
    drawing = _Drawing(counts.tolist(), printed, now.tolist(), windows, result)
    for visit, (start, end) in zip(visits, pairwise(ends.tolist()), strict=True):
        half = start + len(visit)
        order = np.argsort(chance[start:half], kind="stable")
        drawing.sweep(visit[order].tolist(), chance[half:end].tolist())
    return np.array(drawing.result, dtype=np.int64)


def _cost(weights: list[float], errors: list[int]) -> float:
    return sum(
        [weight * (error + error * error / LARGE) for weight, error in zip(weights, errors, strict=True)]
    )


class _Drawing:
    """Cells, the printed numbers they are part of, and how far off those are. Lists: the loops are long and plain."""

    def __init__(
        self,
        counts: list[int],
        printed: Printed,
        errors: list[int],
        windows: dict[int, tuple[int, ...]],
        result: list[int],
    ) -> None:
        self.counts, self.rows = counts, printed.rows.tolist()
        self.weights: list[float] = (LEANING * printed.weights).tolist()
        self.errors, self.windows, self.result = errors, windows, result

    def sweep(self, cells: list[int], draws: list[float]) -> None:
        """Draw each of these cells anew, one after the other."""
        errors, weights, rarity = self.errors, self.weights, -math.log(OUT_OF_NOTHING)
        for cell, draw in zip(cells, draws, strict=True):
            count, now, rows = self.counts[cell], self.result[cell], self.rows[cell]
            values = self.windows[count]
            others = [errors[row] - now for row in rows]
            costs = [_cost(weights, [abs(other + value) for other in others]) for value in values]
            if count == 0:
                costs[1:] = [cost + rarity for cost in costs[1:]]
            chosen = values[-1]
            for value, chance in zip(values, chances(count, values, costs), strict=True):
                draw -= chance
                if draw < 0:
                    chosen = value
                    break
            if chosen != now:
                self.result[cell] = chosen
                for row in rows:
                    errors[row] += chosen - now

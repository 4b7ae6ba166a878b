"""Proofs that a hidden number reaches the threshold, or is 0: sums of printed numbers that anybody can add up.

With whole multiples m over one denominator q: q times the number is at least the sum of m times each printed number,
because no person counts less on the left than on the right (Farkas). Found in floating point, proven in whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.suppression.moves import Moves
from passerelle.engines.disclosure.suppression.task import Key, Task, margin_of

MOST = 5000
"""The largest denominator that is tried."""


@dataclass(frozen=True)
class Proof:
    """denominator * sign * number >= sum of multiple * printed number. sign: 1 at least the threshold, -1 at most 0."""

    sign: int
    denominator: int
    multiples: dict[int, int]


def proven(task: Task, moves: Moves, number: int, sign: int, printed: npt.NDArray[np.bool_]) -> Proof | None:
    """A proof by the numbers that are printed, or None when there is none (or none was found).

    `moves` has the prices of the pattern, infinite for what is printed."""
    key = moves.keys.__getitem__
    subject = task.numbers[key(number)]
    aim = subject.threshold if sign > 0 else 0
    bound = moves.bound(number, sign)
    if bound is None or sign * subject.true + bound.least <= sign * aim - 1 + 1e-6:
        return None
    for most in (1, 12, 360, MOST):
        exact = {n: Fraction(value).limit_denominator(most) for n, value in bound.multiples.items()}
        exact = {n: value for n, value in exact.items() if value}
        if not all(printed[n] for n in exact):
            return None
        denominator = math.lcm(*(value.denominator for value in exact.values()))
        multiples = {n: int(value * denominator) for n, value in exact.items()}
        total = sum(m * task.numbers[key(n)].true for n, m in multiples.items())
        if total > denominator * (sign * aim - 1) and outweighs(
            task, {key(number): sign * denominator}, {key(n): m for n, m in multiples.items()}
        ):
            return Proof(sign, denominator, multiples)
    return None


def outweighs(task: Task, one: Mapping[Key, int], others: Mapping[Key, int]) -> bool:
    """Wherever a person may stand, `one` counts them at least as often as `others` do."""
    terms = [(spans, place, m) for spans, place in one for m in [one[spans, place]]]
    terms += [(spans, place, -m) for (spans, place), m in others.items()]
    used = sorted({dimension for _, place, _ in terms for dimension in margin_of(place)})
    shape = [task.layout.shape[dimension] for dimension in used]
    for span in {span for spans, _, _ in terms for span in spans}:
        left = np.zeros(shape, dtype=np.int64)
        for spans, place, multiple in terms:
            if span in spans:
                left[tuple(slice(None) if (v := place[d]) is None else v for d in used)] += multiple
        if used and left[np.ix_(*(task.allowed[span][d] for d in used))].min(initial=0) < 0:
            return False
        if not used and left < 0:
            return False
    return True

"""Before and after: two answers of the same person laid side by side, and whether the change can be told from chance.

The mean of the differences with its interval, after Student's paired t: the interval covers the true mean change in 95 of
100 repetitions when the differences spread roughly normally. An interval that spans zero claims no change.
Sources: Student, "The probable error of a mean", Biometrika 6(1), 1908; NIST/SEMATECH e-Handbook of Statistical Methods,
section 7.3.1.1 (paired observations); NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Change:
    """before, after, mean: in the unit of the question. low, high: ends of the interval of the mean change, None with
    fewer than two pairs. spread: standard deviation of the differences."""

    pairs: int
    before: float
    after: float
    mean: float
    spread: float | None
    low: float | None
    high: float | None

    @property
    def claimed(self) -> bool:
        """Whether a change may be claimed: the interval is known and does not span zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Linked:
    """Two waves laid side by side by code. All numbers are places in the waves as they were given; each place of a wave
    is in exactly one of the lists of its wave.

    doubled: codes that stand more than once in a wave: whose answer is whose, nobody knows, so none of them is paired.
    """

    pairs: tuple[tuple[int, int], ...]
    only_before: tuple[int, ...]
    only_after: tuple[int, ...]
    doubled: tuple[str, ...]
    doubled_before: tuple[int, ...]
    doubled_after: tuple[int, ...]
    without_before: tuple[int, ...]
    without_after: tuple[int, ...]


def link(before: Sequence[str], after: Sequence[str]) -> Linked:
    """Lay two waves side by side. Codes are compared as they are; "" is somebody without a code."""
    counts = [Counter(wave) for wave in (before, after)]
    doubled = {code for count in counts for code, times in count.items() if code and times > 1}
    there = {code: place for place, code in enumerate(after)}
    pairs, alone, twice, without = [], [], [], []
    for place, code in enumerate(before):
        if not code:
            without.append(place)
        elif code in doubled:
            twice.append(place)
        elif code in there:
            pairs.append((place, there[code]))
        else:
            alone.append(place)
    known = set(before)
    return Linked(
        tuple(pairs),
        tuple(alone),
        tuple(n for n, code in enumerate(after) if code and code not in doubled and code not in known),
        tuple(sorted(doubled)),
        tuple(twice),
        tuple(n for n, code in enumerate(after) if code in doubled),
        tuple(without),
        tuple(n for n, code in enumerate(after) if not code),
    )


def paired(pairs: Sequence[tuple[float, float]], confidence: float = CONFIDENCE) -> Change | None:
    """The mean change of (before, after) and its interval; None for no pairs.

    Raises ValueError for a confidence that is none."""
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    number = len(pairs)
    if not number:
        return None
    before = math.fsum(one for one, _other in pairs) / number
    after = math.fsum(other for _one, other in pairs) / number
    differences = [other - one for one, other in pairs]
    mean = math.fsum(differences) / number
    if number < 2:
        return Change(number, before, after, mean, None, None, None)
    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in differences) / (number - 1))
    reach = t_quantile((1 + confidence) / 2, number - 1) * spread / math.sqrt(number)
    return Change(number, before, after, mean, spread, mean - reach, mean + reach)


def t_quantile(share: float, freedom: int) -> float:
    """The value of Student's t that this share of cases stays under. share: within 0 and 1; freedom: at least 1."""
    if not 0 < share < 1 or freedom < 1:
        raise ValueError("a quantile needs a share within 0 and 1 and a degree of freedom")
    if share < 0.5:
        return -t_quantile(1 - share, freedom)
    low, high = 0.0, 1.0
    while t_share(high, freedom) < share:
        low, high = high, high * 2
    for _step in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_share(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def t_share(value: float, freedom: int) -> float:
    """The share of cases in which Student's t stays under a value."""
    tail = _beta_share(freedom / (freedom + value * value), freedom / 2, 0.5) / 2
    return 1 - tail if value > 0 else tail


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22, modified Lentz)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (
        a + b + 2
    ):  # where the fraction converges slowly, its mirror image does not (DLMF 8.17.4)
        return 1 - _beta_share(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    tiny, whole, upper, lower = 1e-300, 1.0, 1.0, 0.0
    for step in range(400):
        half = step // 2
        if step == 0:
            part = 1.0
        elif step % 2 == 0:
            part = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        else:
            part = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        lower = 1 / (1 + part * lower or tiny)
        upper = 1 + part / upper or tiny
        whole *= upper * lower
        if step and abs(1 - upper * lower) < 1e-15:
            break
    return front * (whole - 1) / a

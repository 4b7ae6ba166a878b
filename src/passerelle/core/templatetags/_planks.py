"""The geometry of a bridge: planks along an arch, as in the mark."""

from __future__ import annotations

from math import cos, radians, sin

_CENTRE, _OUTER, _INNER, _REACH = (60.0, 80.0), 70.0, 52.0, 62.0  # the mark's own geometry, in its viewBox


def planks(count: int) -> list[dict[str, str]]:
    """The planks of an arch from bank to bank: `d` (an SVG path) and `ink` (fp plum, fl lantern, fv river).

    About a seventh in the middle is lantern, as in the mark; the rest is shared evenly between the banks. Up
    to fifteen planks the gap between two is 2 degrees; beyond, a quarter of a plank's share, so that forty
    can still be counted.
    Raises ValueError below 0 and above 40."""
    if not 0 <= count <= 40:
        raise ValueError(f"an arch has 0 to 40 planks, not {count}")
    if count == 0:
        return []
    gap = min(2.0, 2 * _REACH / count / 4)
    span = (2 * _REACH - gap * (count - 1)) / count
    middle = max(count % 2 or 2, count % 2 + 2 * round((count / 7 - count % 2) / 2)) if count != 2 else 0
    bank = (count - middle) // 2
    inks = ["fp"] * bank + ["fl"] * middle + ["fv"] * bank
    starts = [-_REACH + i * (span + gap) for i in range(count)]
    return [{"d": _plank(a, a + span), "ink": ink} for a, ink in zip(starts, inks, strict=True)]


def _plank(start: float, end: float) -> str:
    (a, b), (c, d) = _at(start, _OUTER), _at(end, _OUTER)
    (e, f), (g, h) = _at(end, _INNER), _at(start, _INNER)
    return f"M{a} {b}A70 70 0 0 1 {c} {d}L{e} {f}A52 52 0 0 0 {g} {h}Z"


def _at(degrees: float, radius: float) -> tuple[str, str]:
    x = _CENTRE[0] + radius * sin(radians(degrees))
    y = _CENTRE[1] - radius * cos(radians(degrees))
    return f"{x:.1f}".removesuffix(".0"), f"{y:.1f}".removesuffix(".0")

"""The drawings of documents as SVG: the mark, arches of planks, bridges of states, the emblem of the Union."""

from __future__ import annotations

from functools import cache
from math import cos, pi, radians, sin

# The look book's colours on paper (tokens.css, light); a test holds the two together.
INK, SOFT, LINE, SUNK = "#2a1a2f", "#53435a", "#e0d3d2", "#f5eeec"
PLUM, RIVER, LANTERN, AMBER = "#6b2564", "#0a5357", "#f6b73c", "#6b4000"
DUSK, ON_DUSK, ON_DUSK_SOFT, DUSK_PLUM, DUSK_RIVER, DUSK_RAIL = (
    "#36163c", "#fbeff7", "#e2c4df", "#e3a3da", "#8fd6d1", "#c99ac6",
)  # fmt: skip
PLUM_SOFT, REST = "#f4e6f1", "#b9a9b6"

INKS = {
    "ink": INK, "soft": SOFT, "line": LINE, "sunk": SUNK, "plum": PLUM, "river": RIVER, "lantern": LANTERN,
    "amber": AMBER, "rest": REST, "plum_soft": PLUM_SOFT, "dusk": DUSK, "on_dusk": ON_DUSK,
    "on_dusk_soft": ON_DUSK_SOFT,
}  # fmt: skip

# The emblem's colours and proportions: European Commission, “The EU emblem in the context of EU programmes:
# guidelines for beneficiaries”, and Interinstitutional style guide, annex A1, “The European emblem”.
EU_BLUE, EU_YELLOW = "#003399", "#ffcc00"

MOST_PLANKS = 40
_REACH = 62.0  # degrees on either side of the top, as in the mark


def arch(planks: int, *, on_dusk: bool = False) -> str:
    """A bridge with as many planks as there are partners (more than forty are drawn as forty)."""
    ink, plum, river = (DUSK_RAIL, DUSK_PLUM, DUSK_RIVER) if on_dusk else (INK, PLUM, RIVER)
    count = min(planks, MOST_PLANKS)
    drawn = [f'<path fill="{ink}" d="M0 57h20v7H0zM100 57h20v7h-20z"/>']
    if count > 0:
        gap = min(2.0, 2 * _REACH / count / 4)
        span = (2 * _REACH - gap * (count - 1)) / count
        middle = max(count % 2 or 2, count % 2 + 2 * round((count / 7 - count % 2) / 2)) if count != 2 else 0
        bank = (count - middle) // 2
        inks = [plum] * bank + [LANTERN] * middle + [river] * bank
        for number, colour in enumerate(inks):
            start = -_REACH + number * (span + gap)
            drawn.append(f'<path fill="{colour}" d="{_plank(start, start + span)}"/>')
    return _svg("-2 6 124 58", *drawn)


def mark(*, on_dusk: bool = False) -> str:
    """The mark: seven planks between two blocks."""
    return arch(7, on_dusk=on_dusk)


def _plank(start: float, end: float) -> str:
    (a, b), (c, d), (e, f), (g, h) = _at(start, 70), _at(end, 70), _at(end, 52), _at(start, 52)
    return f"M{a} {b}A70 70 0 0 1 {c} {d}L{e} {f}A52 52 0 0 0 {g} {h}Z"


def _at(degrees: float, radius: float) -> tuple[str, str]:
    x, y = 60 + radius * sin(radians(degrees)), 80 - radius * cos(radians(degrees))
    return f"{x:.1f}".removesuffix(".0"), f"{y:.1f}".removesuffix(".0")


STATE_INK = {"reviewed": RIVER, "machine": PLUM, "outdated": AMBER, "missing": SOFT, "draft": PLUM}
_BANKS = "M0 11h7v5H0zM29 11h7v5h-7z"
_DECK = "M4 11Q18-4 32 11"


@cache
def bridge(state: str) -> str:
    """The bridge of a state: whole, dotted by a machine, with a gap, a stub, or dashed from one bank."""
    ink = STATE_INK[state]
    line = f'fill="none" stroke="{ink}"'
    decks = {
        "reviewed": f'<path {line} stroke-width="3" d="{_DECK}"/>',
        "machine": f'<path {line} stroke-width="3.4" stroke-linecap="round" stroke-dasharray="0 5.6" d="{_DECK}"/>',
        "outdated": f'<path {line} stroke-width="3" stroke-dasharray="17 7 30" d="{_DECK}"/>',
        "missing": f'<path {line} stroke-width="1.6" d="M29.8 11.8h5.4v3.4h-5.4z"/>'
        f'<path {line} stroke-width="3" d="M4 11Q6 8.5 9 6.5"/>',
        "draft": f'<path {line} stroke-width="1.6" d="M29.8 11.8h5.4v3.4h-5.4z"/>'
        f'<path {line} stroke-width="3" stroke-dasharray="4 2.5" d="M4 11Q10 4.5 18 3.5"/>',
    }
    banks = "M0 11h7v5H0z" if state in ("missing", "draft") else _BANKS
    return _svg("0 0 36 16", f'<path fill="{ink}" d="{banks}"/>', decks[state])


@cache
def emblem() -> str:
    """Twelve upright stars on a circle, as hours on a clock, in a field half as long again as it is high.

    With a height of 1: the circle's radius is 1/3, the circle round each star 1/18."""
    height = 180.0
    centre_x, centre_y, ring, star = height * 0.75, height / 2, height / 3, height / 18
    stars = "".join(
        _star(centre_x + ring * sin(hour * pi / 6), centre_y - ring * cos(hour * pi / 6), star)
        for hour in range(12)
    )
    return _svg(
        "0 0 270 180",
        f'<path fill="{EU_BLUE}" d="M0 0h270v180H0z"/>',
        f'<path fill="{EU_YELLOW}" d="{stars}"/>',
    )


def _star(x: float, y: float, radius: float) -> str:
    # The inner corners of a regular star lie where its diagonals cross: at (3 − √5)/2 of the radius.
    inner = radius * (3 - 5**0.5) / 2
    corners = []
    for step in range(10):
        reach, angle = (radius if step % 2 == 0 else inner), step * pi / 5
        corners.append(f"{x + reach * sin(angle):.2f} {y - reach * cos(angle):.2f}")
    return f"M{'L'.join(corners)}Z"


def _svg(view: str, *drawn: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{"".join(drawn)}</svg>'

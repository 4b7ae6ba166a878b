"""Where things are, on the one map of the house: outlines of Europe, places on them, and room to press each pin.

The outlines come from Natural Earth (public domain) through `tools/outlines.py`. The projection is Lambert's azimuthal
equal-area one, centred as the European Union's own statistics have it (ETRS89-LAEA, EPSG 3035: 52° N, 10° E), so no
country looks larger than it is. A map is never mirrored: east is where it is, in every language.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

WIDE, HIGH = 640, 600
# The window, in kilometres east and north of the centre of the projection.
WEST, NORTH, EARTH = -1740.0, 1680.0, 6371.0
KILOMETRES = 3900 / WIDE  # of one unit of the picture
CENTRE = (math.radians(52), math.radians(10))
# 24 px between two pins (WCAG 2.2, 2.5.8) on a map that is 288 px wide, as it is on the smallest phone.
APART = 24 * WIDE / 288
EDGE = 14.0


@dataclass(frozen=True, slots=True)
class Country:
    """One outline in units of the picture: an SVG path, and a place well inside it for a pin."""

    path: str
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pin:
    """One thing to press. x, y: where it is; px, py: where it is drawn, a little aside where others are near."""

    x: float
    y: float
    px: float
    py: float

    @property
    def aside(self) -> bool:
        return math.hypot(self.x - self.px, self.y - self.py) > 6


@cache
def outlines() -> dict[str, Country]:
    """Every country of the window by its ISO 3166-1 code."""
    raw = json.loads((files("passerelle.core") / "data" / "outlines.json").read_text(encoding="utf-8"))
    return {code: Country(one["path"], tuple(one["at"])) for code, one in raw["countries"].items()}


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to units of the picture, from its upper left; outside the window the numbers go beyond it.

    Source: Snyder, Map Projections (USGS 1395), equations 24-2 to 24-4, on the sphere."""
    north, east = math.radians(latitude), math.radians(longitude) - CENTRE[1]
    across = (
        1 + math.sin(CENTRE[0]) * math.sin(north) + math.cos(CENTRE[0]) * math.cos(north) * math.cos(east)
    )
    scale = EARTH * math.sqrt(2 / max(across, 1e-9))
    x = scale * math.cos(north) * math.sin(east)
    y = scale * (
        math.cos(CENTRE[0]) * math.sin(north) - math.sin(CENTRE[0]) * math.cos(north) * math.cos(east)
    )
    return (x - WEST) / KILOMETRES, (NORTH - y) / KILOMETRES


def on_the_map(place: tuple[float, float]) -> bool:
    return 0 <= place[0] <= WIDE and 0 <= place[1] <= HIGH


def apart(places: Sequence[tuple[float, float]], least: float = APART) -> list[Pin]:
    """Pins for places, in the same order, each at least `least` from the others, nearest to where it belongs.

    Pins that are too near push each other off by halves until none is: the same places give the same picture."""
    at = [[min(max(x, EDGE), WIDE - EDGE), min(max(y, EDGE), HIGH - EDGE)] for x, y in places]
    for _round in range(200):
        moved = False
        for one in range(len(at)):
            for two in range(one + 1, len(at)):
                moved = _push(at[one], at[two], least, one + two) or moved
        if not moved:
            break
    return [Pin(x, y, round(px, 1), round(py, 1)) for (x, y), (px, py) in zip(places, at, strict=True)]


def _push(one: list[float], two: list[float], least: float, turn: int) -> bool:
    east, south = two[0] - one[0], two[1] - one[1]
    far = math.hypot(east, south)
    if far >= least - 0.05:
        return False
    if far < 0.5:  # the same place twice: each its own way
        east, south, far = math.cos(turn * 2.4), math.sin(turn * 2.4), 1.0
    step = (least - min(far, least)) / 2 + 0.05
    for place, way in ((one, -1), (two, 1)):
        place[0] = min(max(place[0] + way * step * east / far, EDGE), WIDE - EDGE)
        place[1] = min(max(place[1] + way * step * south / far, EDGE), HIGH - EDGE)
    return True


def place_of(latitude: float | None, longitude: float | None, country: str) -> tuple[float, float] | None:
    """Where something is: by its position, else in the middle of its country; None when neither is on this map."""
    if latitude is not None and longitude is not None:
        here = project(latitude, longitude)
        return here if on_the_map(here) else None
    found = outlines().get(country)
    return found.at if found else None


def known(codes: Iterable[str]) -> frozenset[str]:
    """Those of these countries that this map shows."""
    return frozenset(outlines()).intersection(codes)

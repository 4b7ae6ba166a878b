"""Make the outlines of the house's map from Natural Earth: `python -m tools.outlines countries-50m.json`.

The file is that of the npm package world-atlas 2.0.2 (`npm pack world-atlas`; packaging ISC, Mike Bostock), which is
Natural Earth 4.1 at 1:50 m as TopoJSON. The data are in the public domain (https://www.naturalearthdata.com).
Written: src/passerelle/core/data/outlines.json, about 11 kB of paths. Needs Babel, which tells the numeric codes of
ISO 3166-1 from the letters.
"""

from __future__ import annotations

import json
import sys
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

from babel.core import get_global

from passerelle.core import maps

Point = tuple[float, float]
OUT = Path(__file__).resolve().parents[1] / "src" / "passerelle" / "core" / "data" / "outlines.json"
LEAST_DETAIL = 6.0  # square units of the picture: what bends less is left out (Visvalingam and Whyatt, 1993)
LEAST_ISLAND = 16.0  # square units
MARGIN = 6.0
# Natural Earth gives them no number of ISO 3166-1. Northern Cyprus: Security Council resolution 541 (1983).
UNNUMBERED = {"Kosovo": "XK", "N. Cyprus": "CY"}
# Natural Earth draws who holds a place. The Union and the General Assembly (resolution 68/262) count Crimea to Ukraine.
MOVED = {(45.0, 34.1): ("RU", "UA")}


def main(source: Path) -> int:
    """Write the outlines; returns 0. Prints how many bytes of paths there are."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    exact = arcs(topology)
    lines = [simple(line) for line in exact]
    found: dict[str, list[list[Point]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        rings = clipped_rings(shape, lines) or clipped_rings(shape, exact)[:1]
        if (code := letters(shape)) and rings:
            found.setdefault(code, []).extend(rings)
    for place, (giver, taker) in MOVED.items():
        moved = [ring for ring in found[giver] if holds(ring, maps.project(*place))]
        found[giver] = [ring for ring in found[giver] if ring not in moved]
        found[taker] += moved
    countries = {
        code: {"path": "".join(map(path, rings)), "at": inside(rings[0])} for code, rings in found.items()
    }
    told = {
        "source": "Natural Earth 1:50 m, public domain, by way of world-atlas 2.0.2; simplified by tools/outlines.py",
        "countries": dict(sorted(countries.items())),
    }
    OUT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"{len(countries)} countries, {sum(len(c['path']) for c in countries.values())} bytes of paths")
    return 0


def letters(shape: dict[str, Any]) -> str:
    """The two letters of a country; empty for what has none."""
    found = get_global("territory_aliases").get(str(shape.get("id", "")).zfill(3), [])
    return found[0] if found else UNNUMBERED.get(shape["properties"]["name"], "")


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The shared lines of all borders, in units of the picture (TopoJSON: each point is told from the one before)."""
    (wide, high), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for east, north in arc:
            x, y = x + east, y + north
            line.append(maps.project(y * high + south, x * wide + west))
        found.append(line)
    return found


def simple(line: list[Point]) -> list[Point]:
    """The line without its small bends; its ends stay, so neighbours still meet."""
    if len(line) < 3:
        return line
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    area = [0.0] * len(line)
    waiting = []
    for at in range(1, len(line) - 1):
        area[at] = triangle(line[at - 1], line[at], line[at + 1])
        waiting.append((area[at], at))
    heapify(waiting)
    gone = set()
    while waiting:
        size, at = heappop(waiting)
        if size != area[at] or at in gone:
            continue
        if size >= LEAST_DETAIL:
            break
        gone.add(at)
        one, two = before[at], after[at]
        after[one], before[two] = two, one
        for near in (one, two):
            if 0 < near < len(line) - 1:
                area[near] = max(triangle(line[before[near]], line[near], line[after[near]]), size)
                heappush(waiting, (area[near], near))
    return [point for at, point in enumerate(line) if at not in gone]


def triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def clipped_rings(shape: dict[str, Any], lines: list[list[Point]]) -> list[list[Point]]:
    """The outer rings of a country inside the window, the largest first; small islands only where there is no other."""
    polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"]) or []
    rings = []
    for polygon in polygons:
        ring = [point for number in polygon[0] for point in (line_of(number, lines))[:-1]]
        ring = clipped(ring)
        if len(ring) >= 3:
            rings.append(ring)
    rings.sort(key=lambda ring: -abs(area_of(ring)))
    return [ring for at, ring in enumerate(rings) if at == 0 or abs(area_of(ring)) >= LEAST_ISLAND]


def line_of(number: int, lines: list[list[Point]]) -> list[Point]:
    return lines[number] if number >= 0 else lines[~number][::-1]


def clipped(ring: list[Point]) -> list[Point]:
    """The part of a ring inside the window and a margin (Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in (
        (0, -MARGIN, 1),
        (0, maps.WIDE + MARGIN, -1),
        (1, -MARGIN, 1),
        (1, maps.HIGH + MARGIN, -1),
    ):
        kept: list[Point] = []
        for at, here in enumerate(ring):
            last = ring[at - 1]
            if (inside_here := sign * (here[axis] - limit) >= 0) != (sign * (last[axis] - limit) >= 0):
                share = (limit - last[axis]) / (here[axis] - last[axis])
                kept.append((last[0] + share * (here[0] - last[0]), last[1] + share * (here[1] - last[1])))
            if inside_here:
                kept.append(here)
        ring = kept
        if not ring:
            break
    return ring


def area_of(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def path(ring: list[Point]) -> str:
    """One ring in whole units, each point told from the one before."""
    points = [(round(x), round(y)) for x, y in ring]
    said, last = [f"M{points[0][0]} {points[0][1]}l"], points[0]
    for point in points[1:]:
        east, south = point[0] - last[0], point[1] - last[1]
        if east or south:
            said.append(f"{east}{'' if south < 0 else ' '}{south}")
            last = point
    steps = said[1:]
    joined = "".join(step if step.startswith("-") or not at else f" {step}" for at, step in enumerate(steps))
    return f"{said[0]}{joined}z" if steps else f"{said[0][:-1]}h1v1z"


def holds(ring: list[Point], place: Point) -> bool:
    """Whether a place lies inside a ring: how often a line from it to the west crosses the ring."""
    west = [x for x in crossings(ring, place[1]) if x <= place[0]]
    return len(west) % 2 == 1


def crossings(ring: list[Point], y: float) -> list[float]:
    """Where a line from west to east crosses a ring, from the west on."""
    return sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
        if (a[1] <= y) != (b[1] <= y)
    )


def inside(ring: list[Point]) -> list[float]:
    """The middle of a ring; where that lies outside (a country bent like a bow), the middle of its widest part."""
    size = area_of(ring)
    if abs(size) < 1:
        return [round(ring[0][0], 1), round(ring[0][1], 1)]
    x = y = 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    x, y = x / (6 * size), y / (6 * size)
    met = crossings(ring, y)
    spans = list(zip(met[::2], met[1::2], strict=False))
    if spans and not any(west <= x <= east for west, east in spans):
        west, east = max(spans, key=lambda span: span[1] - span[0])
        x = (west + east) / 2
    return [round(x, 1), round(y, 1)]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

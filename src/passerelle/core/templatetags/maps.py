"""The map as a template tag; see parts/map.html for its contract and `core.maps` for where things lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from passerelle.core import maps

register = template.Library()

Place = tuple[str, str, str, str, tuple[float, float], bool]
LETTER, LINE = 7.6, 18.0  # about the size of a letter of a label, in units of the picture
CLOSE = {"count": 15.0, "": 7.0}


@register.simple_tag
def map_of(places: Sequence[dict[str, Any]], countries: Iterable[str] = (), label: str = "") -> SafeString:
    """Europe with a pin for every place: a link that is 34 px wide on any screen.

    places: dicts {at: (x, y) from core.maps, url, label}, and perhaps {says: longer words for who hears the page,
    count: a number to stand in the pin, lead}. countries: ISO codes, tinted. label: what the map shows, in words."""
    told = tuple(
        (
            str(p["url"]),
            str(p["label"]),
            str(p.get("says") or p["label"]),
            str(p.get("count", "")),
            p["at"],
            bool(p.get("lead")),
        )
        for p in places
    )
    return _drawn(told, maps.known(countries), str(label))


@lru_cache(maxsize=256)
def _drawn(places: tuple[Place, ...], here: frozenset[str], label: str) -> SafeString:
    """The same places are drawn once: a project's map changes seldom and is looked at often."""
    pins = maps.apart([place[4] for place in places])
    drawn = [
        {
            "url": url,
            "label": name,
            "says": says,
            "count": count,
            "lead": lead,
            "x": _share(pin.px, maps.WIDE),
            "y": _share(pin.py, maps.HIGH),
            "true_x": _share(pin.x, maps.WIDE),
            "true_y": _share(pin.y, maps.HIGH),
            "aside": pin.aside,
        }
        for (url, name, says, count, _at, lead), pin in zip(places, pins, strict=True)
    ]
    for pin, side in zip(drawn, _sides([(p[1], p[3]) for p in places], pins), strict=True):
        pin |= side
    context = {"pins": drawn, "label": label, "land": _land(here), "wide": maps.WIDE, "high": maps.HIGH}
    return render_to_string("parts/map.html", context)


@lru_cache(maxsize=256)
def _land(here: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"land": [], "here": []}
    for code, country in maps.outlines().items():
        found["here" if code in here else "land"].append(country.path)
    return {kind: ["".join(paths)] for kind, paths in found.items() if paths}


def _share(place: float, of: int) -> str:
    return f"{100 * place / of:.2f}%"


def _sides(names: Sequence[tuple[str, str]], pins: Sequence[maps.Pin]) -> list[dict[str, Any]]:
    """For each label the side of its pin where it covers least: beside it, else under or over it."""
    taken = [(p.px - 10, p.py - 10, p.px + 10, p.py + 10) for p in pins]
    found = []
    for (name, count), pin in zip(names, pins, strict=True):
        wide, off = LETTER * len(name), CLOSE["count" if count else ""] + 6
        sides = (
            ("", off, 5, (pin.px + off, pin.py - 9)),
            ("e", -off, 5, (pin.px - off - wide, pin.py - 9)),
            ("c", 0, off + 12, (pin.px - wide / 2, pin.py + off - 2)),
            ("c", 0, -off - 2, (pin.px - wide / 2, pin.py - off - LINE)),
        )
        boxes = [(x, y, x + wide, y + LINE) for _anchor, _dx, _dy, (x, y) in sides]
        best = min(range(4), key=lambda at: (_covered(boxes[at], taken), at))
        taken.append(boxes[best])
        anchor, dx, dy, _corner = sides[best]
        found.append({"anchor": anchor, "dx": dx, "dy": dy})
    return found


def _covered(box: tuple[float, ...], others: Sequence[tuple[float, ...]]) -> float:
    """How much of a label's box lies on pins, on other labels, and outside the picture."""
    lost = sum(
        max(0.0, min(box[2], one[2]) - max(box[0], one[0]))
        * max(0.0, min(box[3], one[3]) - max(box[1], one[1]))
        for one in others
    )
    outside = (
        max(0.0, -box[0]) + max(0.0, box[2] - maps.WIDE) + max(0.0, -box[1]) + max(0.0, box[3] - maps.HIGH)
    )
    return round(lost + 20 * outside, 1)

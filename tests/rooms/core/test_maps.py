"""The one map of the house: things lie where they are, pins can be pressed, and the picture stays light."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.core import maps
from passerelle.core.templatetags.maps import map_of

TOWNS = {
    "Stockholm": (59.33, 18.07),
    "Palermo": (38.12, 13.36),
    "Lisbon": (38.72, -9.14),
    "Kyiv": (50.45, 30.52),
}


def kilometres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Along the great circle (haversine)."""
    (a, b), (c, d) = ((math.radians(x), math.radians(y)) for x, y in (one, two))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * maps.EARTH * math.asin(math.sqrt(half))


@pytest.mark.parametrize("pair", [("Stockholm", "Palermo"), ("Lisbon", "Kyiv"), ("Palermo", "Lisbon")])
def test_distances_on_the_map_are_those_of_the_earth(pair):
    one, two = (TOWNS[name] for name in pair)
    drawn = math.dist(maps.project(*one), maps.project(*two)) * maps.KILOMETRES
    assert drawn == pytest.approx(kilometres(one, two), rel=0.03)


@pytest.mark.parametrize(
    ("town", "code"),
    [((48.85, 2.35), "FR"), ((52.23, 21.01), "PL"), ((45.0, 34.1), "UA"), ((35.2, 33.4), "CY")],
)
def test_a_town_lies_in_its_country(town, code):
    assert holds(maps.outlines()[code].path, maps.project(*town))


def test_a_countrys_pin_lies_in_the_country():
    for code, country in maps.outlines().items():
        if len(country.path) > 60:  # very small ones are a speck
            assert holds(country.path, country.at), code


@given(st.lists(st.tuples(st.floats(0, maps.WIDE), st.floats(0, maps.HIGH)), max_size=35))
def test_any_two_pins_can_be_pressed_apart(places):
    pins = maps.apart(places)
    assert len(pins) == len(places)
    near = [math.dist((a.px, a.py), (b.px, b.py)) for at, a in enumerate(pins) for b in pins[at + 1 :]]
    assert all(one >= maps.APART * 0.9 for one in near)
    assert all(maps.on_the_map((pin.px, pin.py)) for pin in pins)


def test_pins_that_have_room_stay_where_they_are():
    places = [(100.0, 100.0), (300.0, 100.0), (300.0, 400.0)]
    assert [(pin.px, pin.py) for pin in maps.apart(places)] == places


def test_a_pin_is_a_link_of_34_pixels_whatever_the_size_of_the_map():
    drawn = map_of([{"at": (10, 10), "url": "/x/", "label": "Turin <b>"}], ["IT"], "A map")
    assert '<a href="/x/" aria-label="Turin &lt;b&gt;">' in drawn
    assert re.search(r'<circle class="touch" cx="[\d.]+%" cy="[\d.]+%" r="17"/>', drawn)
    assert drawn.index("<svg viewBox") < drawn.index("<a ")  # only the land is scaled
    assert drawn.count('class="here"') == 1


def test_outlines_weigh_eleven_kilobytes():
    weight = sum(len(country.path) for country in maps.outlines().values())
    assert 6_000 < weight < 12_000


def holds(path: str, place: tuple[float, float]) -> bool:
    """Whether a point lies inside a path of rings told in steps."""
    inside = False
    for ring in path.split("M")[1:]:
        start, _l, steps = ring.rstrip("z").partition("l")
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        points = [tuple(map(int, start.split()))]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            if (a[1] <= place[1]) != (b[1] <= place[1]):
                inside ^= a[0] + (place[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > place[0]
    return inside

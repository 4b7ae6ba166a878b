"""Drawings in documents: the look book's colours, the Union's emblem as its guide asks."""

from __future__ import annotations

import re
from math import hypot

import pytest

from passerelle.core.templatetags._planks import planks
from passerelle.engines.documents import drawing
from tests.rooms.core import sheets


def test_the_colours_are_the_look_books():
    tokens = sheets.colours(":root {")
    for key, colour in drawing.INKS.items():
        token = "d-rest" if key == "rest" else key.replace("_", "-")
        assert tokens[token] == colour, token


def test_the_emblem_has_twelve_upright_stars_on_a_circle():
    svg = drawing.emblem()
    assert 'viewBox="0 0 270 180"' in svg
    assert "#003399" in svg
    assert "#ffcc00" in svg
    stars = [
        [tuple(map(float, corner.split())) for corner in star.split("L")]
        for star in re.findall(r"M([^MZ]+)Z", svg)
        if "h" not in star
    ]
    assert len(stars) == 12
    for corners in stars:
        assert len(corners) == 10
        x, y = sum(c[0] for c in corners) / 10, sum(c[1] for c in corners) / 10
        assert hypot(x - 135, y - 90) == pytest.approx(60, abs=0.1)
        assert corners[0][0] == pytest.approx(x, abs=0.1)
        assert y - corners[0][1] == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize("count", [0, 1, 2, 6, 7, 15, 40])
def test_an_arch_has_the_planks_of_the_page(count):
    svg = drawing.arch(count)
    assert [one["d"] for one in planks(count)] == re.findall(r'd="(M[^"]+A70[^"]+)"', svg)

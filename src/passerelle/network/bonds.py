"""The picture of ties between cities: names in a column, arcs beside it. The table next to it has the same values.

An arc diagram and not a map or a ball of threads: names stay readable on a phone, on paper and for any number of
cities, and from right to left it is the same picture the other way round (positions are computed, nothing is flipped).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from passerelle.network.cities import Bond
from passerelle.network.models import City, Tie

WIDE = 330  # as every chart: the width of a phone
ROW, TOP, NAMES = 26, 18, 170
# Colour, dash and thickness together: a kind is told without colour, too.
LOOKS = {
    Tie.Kind.TWINNING: "k1",
    Tie.Kind.PROJECT: "k2",
    Tie.Kind.AGREEMENT: "k3",
    Tie.Kind.NETWORK: "k4",
    Tie.Kind.EXCHANGE: "k5",
}


@dataclass(frozen=True, slots=True)
class Name:
    x: int
    y: float
    text: str
    country: str
    url: str


@dataclass(frozen=True, slots=True)
class Arc:
    path: str
    look: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What parts of the picture stand where, in units of the picture; turned: from right to left."""

    wide: int
    high: int
    turned: bool
    dots: int
    names: tuple[Name, ...]
    arcs: tuple[Arc, ...]
    kinds: tuple[dict[str, Any], ...]


def drawing(bonds: Sequence[Bond], addresses: dict[Any, str], *, turned: bool = False) -> Drawing:
    """The picture of these ties. addresses: where each city's name leads, by its id."""
    order: dict[Any, City] = {}
    for bond in bonds:
        order.setdefault(bond.one.pk, bond.one)
        order.setdefault(bond.other.pk, bond.other)
    # Who is tied most to whom stands near: by the first partner, which is the order of the table.
    places = {pk: TOP + at * ROW for at, pk in enumerate(order)}
    # Names end at the dots, whichever way is forward: `text-anchor: end` turns with the page.
    dots = WIDE - NAMES if turned else NAMES
    names = tuple(
        Name(dots + (10 if turned else -10), places[pk] + 5, city.name, city.country, addresses.get(pk, ""))
        for pk, city in order.items()
    )
    return Drawing(
        WIDE,
        TOP * 2 + max(len(order) - 1, 0) * ROW,
        turned,
        dots,
        names,
        tuple(_arc(bond, places, dots, turned) for bond in bonds),
        tuple(
            {"look": LOOKS[Tie.Kind(kind)], "label": Tie.Kind(kind).label}
            for kind in Tie.Kind.values
            if any(bond.kind == kind for bond in bonds)
        ),
    )


def _arc(bond: Bond, places: dict[Any, int], dots: int, turned: bool) -> Arc:
    one, other = sorted((places[bond.one.pk], places[bond.other.pk]))
    # Half an ellipse, never wider than the room beside the names.
    high = (other - one) / 2
    wide = min(high, WIDE - NAMES - 8)
    sweep = 0 if turned else 1
    return Arc(
        f"M{dots} {one}A{wide:g} {high:g} 0 0 {sweep} {dots} {other}",
        LOOKS[Tie.Kind(bond.kind)],
        bool(bond.until),
    )

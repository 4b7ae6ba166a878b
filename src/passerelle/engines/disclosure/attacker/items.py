"""What a reader asks about: hidden cells, what came between two releases, and what is left without people they know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from passerelle.engines.disclosure.release import Release

Kind = Literal["cell", "increment", "left"]
At: TypeAlias = tuple[tuple[str, str], ...]
"""A place in words: dimension and value, in the order of the release."""


@dataclass(frozen=True)
class Item:
    """A number that was not printed.

    release: its place among the releases; since: the earlier release of an increment. known: people taken away of those
    whom the reader knows. threshold: counts from 1 to threshold - 1 must not be known. printed: both ends are, so that
    the number follows by subtraction. empty: it is part of a printed zero, or of an increment of zero.
    """

    kind: Kind
    release: int
    at: At
    threshold: int
    since: int | None = None
    known: int = 0
    printed: bool = False
    empty: bool = False


@dataclass(frozen=True)
class Finding:
    """What the possible values of an item are: from low to high, all whole numbers."""

    item: Item
    low: int
    high: int

    @property
    def exact(self) -> bool:
        """One value is possible.

        Not counted: what follows from printed numbers by subtraction and is none, or no fewer than the threshold; and
        zeros under a printed zero.
        """
        if self.low != self.high or (self.item.empty and self.low == 0):
            return False
        return not self.item.printed or 1 <= self.low < self.item.threshold

    @property
    def small(self) -> bool:
        """Several values are possible, all of them small."""
        return 1 <= self.low < self.high < self.item.threshold


def pairs(releases: Sequence[Release]) -> list[tuple[int, int]]:
    """Numbers of two releases of which the second covers more periods, and all of the first."""
    covers = [set(release.covers) for release in releases]
    return [
        (first, second)
        for second in range(len(releases))
        for first in range(len(releases))
        if covers[first] and covers[first] < covers[second]
    ]


def places(release: Release) -> dict[At, int | None]:
    """The cells of a release by their place in words."""
    at = release.layout.at
    return {tuple(at(place).items()): value for place, value in release.values.items()}


def parents(at: At) -> list[At]:
    """The totals that a cell is directly part of."""
    return [at[:number] + at[number + 1 :] for number in range(len(at))]


def under_zero(at: At, values: Mapping[At, int | None]) -> bool:
    """A total that the cell is part of is printed as 0."""
    waiting, seen = parents(at), set[At]()
    while waiting:
        total = waiting.pop()
        if total in seen:
            continue
        seen.add(total)
        if values.get(total) == 0:
            return True
        waiting += parents(total)
    return False

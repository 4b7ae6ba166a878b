"""Which cells a release has: declared dimensions, the tables over them, every table with all its margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

Place = tuple[int | None, ...]
"""Where a cell stands: for each dimension the number of its value, None where the cell is a total over it."""


@dataclass(frozen=True)
class Layout:
    """Dimensions and tables.

    dimensions: names. domains: for each dimension its values, in their order. tables: each the numbers of its
    dimensions, ascending; none of them twice.
    """

    dimensions: tuple[str, ...]
    domains: tuple[tuple[str, ...], ...]
    tables: tuple[tuple[int, ...], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each dimension has."""
        return tuple(map(len, self.domains))

    @cached_property
    def margins(self) -> tuple[tuple[int, ...], ...]:
        """The sets of dimensions that the cells stand over, each once: the grand total first, then by size."""
        found = {
            margin
            for table in self.tables
            for size in range(len(table) + 1)
            for margin in combinations(table, size)
        }
        return tuple(sorted(found | {()}, key=lambda margin: (len(margin), margin)))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every cell once, in the order of a release: margin by margin, in each by the order of the values."""
        return tuple(place for margin in self.margins for place in self.places_of(margin))

    def places_of(self, margin: Sequence[int]) -> Iterator[Place]:
        """The cells over these dimensions."""
        for values in product(*(range(len(self.domains[dimension])) for dimension in margin)):
            place: list[int | None] = [None] * len(self.dimensions)
            for dimension, value in zip(margin, values, strict=True):
                place[dimension] = value
            yield tuple(place)

    def at(self, place: Place) -> dict[str, str]:
        """The place in words: dimension and value, without those it is a total over."""
        return {
            name: values[value]
            for name, values, value in zip(self.dimensions, self.domains, place, strict=True)
            if value is not None
        }

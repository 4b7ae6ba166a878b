"""What is to be published beside what was published before, as one question about one table of whole numbers.

Periods that the same releases cover count together. A number is a sum over some of these spans at a place: a cell of a
release, or what a reader gets by subtracting one release from another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.layout import Layout, Place
from passerelle.engines.disclosure.micro import Micro
from passerelle.engines.disclosure.release import Release
from passerelle.engines.disclosure.suppression.blocks import Blocks, Inner, Ints, blocks

MOST_DIMENSIONS = 3
"""In one table; with four, two fifths of the cells would be hidden (measured on 1,300 people)."""
MOST_COLUMNS = 400_000

Key = tuple[tuple[int, ...], Place]
"""Spans and place of a number."""


class Sums:
    """People by spans and place."""

    def __init__(self, people: Sequence[Mapping[Inner, int]]) -> None:
        self._people = people
        self._found: dict[tuple[tuple[int, ...], tuple[int, ...]], Counter[tuple[int, ...]]] = {}

    def __getitem__(self, key: Key) -> int:
        spans, place = key
        margin = margin_of(place)
        if (spans, margin) not in self._found:
            counted: Counter[tuple[int, ...]] = Counter()
            for span in spans:
                for values, count in self._people[span].items():
                    counted[tuple(values[d] for d in margin)] += count
            self._found[spans, margin] = counted
        return self._found[spans, margin][tuple(value for value in place if value is not None)]


class Refused(Exception):
    """Not published. code: what is wrong; numbers: where."""

    def __init__(self, code: str, numbers: Iterable[Key] = ()) -> None:
        super().__init__(code)
        self.code, self.numbers = code, tuple(numbers)


@dataclass(frozen=True)
class Number:
    """true: its value. threshold: of the releases it comes from. printed: it is known from earlier releases.

    parts: what it is the difference of, earlier and later; None for a cell of a release.
    """

    key: Key
    true: int
    threshold: int
    printed: bool
    parts: tuple[Key, Key] | None = None

    @property
    def small(self) -> bool:
        return 0 < self.true < self.threshold


@dataclass(frozen=True)
class Task:
    """layout: all dimensions and values, the tables of the new release. spans: their periods, one span without any.

    people: for each span the true table. allowed: for each span and dimension the values
    that anybody can have.
    fresh: the cells of the new release. released: spans and places of every release, the new one last.
    """

    layout: Layout
    blocks: Blocks
    spans: tuple[tuple[str, ...], ...]
    people: tuple[Mapping[Inner, int], ...]
    allowed: tuple[tuple[tuple[int, ...], ...], ...]
    numbers: Mapping[Key, Number]
    fresh: tuple[Key, ...]
    released: tuple[tuple[tuple[int, ...], tuple[Place, ...]], ...]

    @cached_property
    def truth(self) -> Ints:
        """(spans, columns of the blocks) people."""
        return np.array([self.blocks.margins(inner) for inner in self.people])

    @cached_property
    def possible(self) -> npt.NDArray[np.bool_]:
        """(spans, columns of the blocks) where there can be people at all."""
        found = np.zeros((len(self.spans), self.blocks.columns), dtype=np.bool_)
        for span, values in enumerate(self.allowed):
            for block in self.blocks.blocks:
                found[span, block.numbers[np.ix_(*(values[d] for d in block.dimensions))].ravel()] = True
        return found

    def without(self, known: Sequence[Mapping[Inner, int]]) -> Task:
        """The same for a reader who knows these people, by span: what is left when they take them away."""
        left = []
        for inner, own in zip(self.people, known, strict=True):
            rest = {values: count - own.get(values, 0) for values, count in inner.items()}
            if any(values not in inner for values in own) or min(rest.values(), default=0) < 0:
                raise Refused("unknown_people")
            left.append(rest)
        sums = Sums(left)
        numbers = {key: replace(number, true=sums[key]) for key, number in self.numbers.items()}
        return replace(self, people=tuple(left), numbers=numbers)


def task(
    register: Micro, layout: Layout, covers: Sequence[str], threshold: int, earlier: Sequence[Release] = ()
) -> Task:
    """The question of one release after others of the same register.

    register: all dimensions and values of all releases, those of `layout` first.
    Raises Refused: dimensions, ledger, untrue, exposed, too_large, periods.
    """
    if any(len(table) > MOST_DIMENSIONS for table in layout.tables):
        raise Refused("dimensions")
    if any(release.mode == "ledger" for release in earlier):
        raise Refused("ledger")
    wide = Layout(register.dimensions, register.domains, layout.tables)
    prints = [_widened(register, release) for release in earlier]
    margins = {margin for places in (wide.places, *prints) for margin in map(margin_of, places)}
    made = blocks(margins, wide.shape)
    if made.columns > MOST_COLUMNS:
        raise Refused("too_large")
    spans, member = _spans([release.covers for release in earlier] + [tuple(covers)])
    people = tuple(people_of(register, span) for span in spans)
    allowed = tuple(
        _allowed(
            register, [release for release, covered in zip(earlier, member, strict=False) if span in covered]
        )
        for span in range(len(spans))
    )
    if any(
        value not in allowed[s][d]
        for s, inner in enumerate(people)
        for row in inner
        for d, value in enumerate(row)
    ):
        raise Refused("untrue")
    sums = Sums(people)
    numbers = _cells(sums, prints, member, earlier)
    fresh = tuple((member[-1], place) for place in wide.places)
    for key in fresh:
        known = numbers.get(key)
        limit = max(threshold, known.threshold) if known else threshold
        numbers[key] = Number(key, sums[key], limit, known is not None and known.printed)
    released = tuple(
        (covered, tuple(places)) for covered, places in zip(member, [*prints, wide.places], strict=True)
    )
    numbers |= _increments(numbers, sums, released)
    exposed = [key for key, number in numbers.items() if number.printed and number.small]
    if exposed:
        raise Refused("exposed", exposed)
    return Task(wide, made, spans, people, allowed, numbers, fresh, released)


def margin_of(place: Place) -> tuple[int, ...]:
    return tuple(dimension for dimension, value in enumerate(place) if value is not None)


def _widened(register: Micro, release: Release) -> dict[Place, int | None]:
    """The cells of an earlier release among all dimensions and values."""
    layout = release.layout
    where = [register.dimensions.index(name) for name in layout.dimensions]
    values = [
        [register.domains[dimension].index(value) for value in known]
        for dimension, known in zip(where, layout.domains, strict=True)
    ]
    found: dict[Place, int | None] = {}
    for cell in release.cells:
        place: list[int | None] = [None] * len(register.dimensions)
        for dimension, numbers, value in zip(where, values, cell.place, strict=True):
            place[dimension] = None if value is None else numbers[value]
        found[tuple(place)] = cell.value
    return found


def _spans(covers: Sequence[tuple[str, ...]]) -> tuple[tuple[tuple[str, ...], ...], list[tuple[int, ...]]]:
    """The periods by which releases cover them, and for each release the spans it covers."""
    if len({bool(covered) for covered in covers}) > 1:
        raise Refused("periods")
    periods = list(dict.fromkeys(period for covered in covers for period in covered))
    if not periods:
        return ((),), [(0,)] * len(covers)
    kinds: dict[tuple[bool, ...], list[str]] = {}
    for period in periods:
        kinds.setdefault(tuple(period in covered for covered in covers), []).append(period)
    member = [tuple(n for n, kind in enumerate(kinds) if kind[at]) for at in range(len(covers))]
    return tuple(map(tuple, kinds.values())), member


def people_of(register: Micro, span: tuple[str, ...]) -> dict[Inner, int]:
    """The table of all dimensions of these periods, of everybody when none are named."""
    if not span:
        return dict(register.inner)
    found: dict[Inner, int] = {}
    for period in span:
        if period in register.periods:
            for values, count in register.of(period).inner.items():
                found[values] = found.get(values, 0) + count
    return found


def _allowed(register: Micro, releases: Sequence[Release]) -> tuple[tuple[int, ...], ...]:
    """The values by dimension that all these releases declare: of others there was nobody in what they cover, because
    their totals are sums over the values that they declare."""
    found = [dict.fromkeys(range(len(values))) for values in register.domains]
    for release in releases:
        layout = release.layout
        for number in {dimension for table in layout.tables for dimension in table}:
            dimension = register.dimensions.index(layout.dimensions[number])
            names = register.domains[dimension]
            found[dimension] = {v: None for v in found[dimension] if names[v] in layout.domains[number]}
    return tuple(map(tuple, found))


def _cells(
    sums: Sums,
    prints: Sequence[Mapping[Place, int | None]],
    member: Sequence[tuple[int, ...]],
    earlier: Sequence[Release],
) -> dict[Key, Number]:
    found: dict[Key, Number] = {}
    untrue = []
    for release, cells, covered in zip(earlier, prints, member, strict=False):
        for place, value in cells.items():
            key = (covered, place)
            before = found.get(key)
            true = before.true if before else sums[key]
            if value is not None and value != true:
                untrue.append(key)
            limit = max(release.threshold, before.threshold) if before else release.threshold
            found[key] = Number(
                key, true, limit, value is not None or (before is not None and before.printed)
            )
    if untrue:
        raise Refused("untrue", untrue)
    return found


def _increments(
    numbers: Mapping[Key, Number],
    sums: Sums,
    released: Sequence[tuple[tuple[int, ...], tuple[Place, ...]]],
) -> dict[Key, Number]:
    """Differences of two releases at the same place, where one covers what the other does and more."""
    found: dict[Key, Number] = {}
    for inside, places in released:
        for outside, others in released:
            if not set(inside) < set(outside):
                continue
            rest = tuple(span for span in outside if span not in inside)
            for place in set(places) & set(others):
                one, two, key = numbers[inside, place], numbers[outside, place], (rest, place)
                if key not in numbers and not (key in found and found[key].printed):
                    limit = max(one.threshold, two.threshold)
                    found[key] = Number(
                        key, sums[key], limit, one.printed and two.printed, (one.key, two.key)
                    )
    return found

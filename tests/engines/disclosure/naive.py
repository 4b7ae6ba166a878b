"""An attacker that tries every register there could be: slow, short, and knows nothing of the product's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

Release = Mapping[str, Any]
Table = tuple[int, ...]


class World:
    """Every combination of values in every period: `cells`. `rows`: those that a printed number adds up."""

    def __init__(
        self, releases: Sequence[Release], known: Sequence[tuple[Mapping[str, str], str | None]]
    ) -> None:
        self.releases, self.known = releases, known
        self.periods = sorted({p for r in releases for p in r["covers"]}) or [None]
        names: dict[str, list[str]] = {}
        for release in releases:
            for name, values in release["dimensions"].items():
                names.setdefault(name, []).extend(v for v in values if v not in names.get(name, []))
        self.cells = [
            (dict(zip(names, values, strict=True)), period)
            for values in product(*names.values())
            for period in self.periods
        ]

    def inside(self, release: Release, at: Mapping[str, str]) -> list[int]:
        covers = release["covers"] or self.periods
        return [
            number
            for number, (values, period) in enumerate(self.cells)
            if period in covers and all(values[name] == value for name, value in at.items())
        ]

    def tables(self, cap: int) -> Iterator[Table]:
        """Every table of whole numbers with the printed numbers and the people known; no count above the cap."""
        rows = [
            (set(self.inside(release, cell["at"])), cell["value"])
            for release in self.releases
            for cell in release["cells"]
            if "value" in cell
        ]
        of = [
            [row for row, (cells, _) in enumerate(rows) if number in cells]
            for number in range(len(self.cells))
        ]
        last = [max(cells) for cells, _ in rows]
        left = [value for _, value in rows]
        chosen: list[int] = []

        def go(number: int) -> Iterator[Table]:
            if number == len(self.cells):
                if self.holds(chosen):
                    yield tuple(chosen)
                return
            most = min([left[row] for row in of[number]], default=cap)
            for value in range(most + 1):
                for row in of[number]:
                    left[row] -= value
                if all(left[row] == 0 for row in of[number] if last[row] == number):
                    chosen.append(value)
                    yield from go(number + 1)
                    chosen.pop()
                for row in of[number]:
                    left[row] += value

        if all(value >= 0 for value in left):
            yield from go(0)

    def holds(self, table: Sequence[int]) -> bool:
        """The people known are there: those with a period in it, the others somewhere."""
        wanted: dict[tuple[tuple[str, ...], str | None], int] = {}
        for values, period in self.known:
            key = tuple(values.values()), period
            wanted[key] = wanted.get(key, 0) + 1
        for (values, period), _ in list(wanted.items()):
            if period is None or wanted.get((values, None)) is None:
                continue
            wanted[values, None] += wanted[values, period]
        for (values, period), people in wanted.items():
            there = sum(
                count
                for (cell, when), count in zip(self.cells, table, strict=True)
                if tuple(cell.values()) == values and period in (None, when)
            )
            if there < people:
                return False
        return True

    def knows(self, release: Release, at: Mapping[str, str], without: Sequence[str | None] = ()) -> int:
        covers = [period for period in release["covers"] or self.periods if period not in without]
        return sum(
            (period in covers if period is not None else set(covers) == set(self.periods))
            and all(values[name] == value for name, value in at.items())
            for values, period in self.known
        )


class Reader:
    """Who has tried every register, and looks at the numbers that were not printed."""

    def __init__(self, world: World) -> None:
        self.world, self.releases = world, world.releases
        cap = max([cell.get("value", 0) for r in self.releases for cell in r["cells"]]) + 12
        self.tables = list(world.tables(cap))
        self.exact: set[tuple] = set()
        self.small: set[tuple] = set()

    def look(self, number: int, at: Mapping[str, str], sums: set[int], printed: bool, empty: bool) -> None:
        threshold = self.releases[number]["threshold"]
        key = number, tuple(sorted(at.items()))
        if len(sums) == 1:
            (value,) = sums
            if not (empty and value == 0) and (not printed or 1 <= value < threshold):
                self.exact.add((*key, value))
        elif min(sums) >= 1 and max(sums) < threshold:
            self.small.add((*key, min(sums), max(sums)))

    def summed(self, cells: Sequence[int]) -> set[int]:
        return {sum(table[cell] for cell in cells) for table in self.tables}

    def one(self, number: int) -> None:
        release = self.releases[number]
        printed = values_of(release)
        for cell in release["cells"]:
            at = cell["at"]
            sums = self.summed(self.world.inside(release, at))
            empty = inside_nothing(at, printed)
            if "hidden" in cell:
                self.look(number, at, sums, printed=False, empty=empty)
            if people := self.world.knows(release, at):
                self.look(number, at, {value - people for value in sums}, "value" in cell, empty)

    def two(self, number: int, earlier: Release) -> None:
        release = self.releases[number]
        before, after = values_of(earlier), values_of(release)
        came = {
            key: value - first
            for key, value in after.items()
            if value is not None and (first := before.get(key)) is not None
        }
        for at in (cell["at"] for cell in release["cells"] if key_of(cell["at"]) in before):
            inside = [
                cell
                for cell in self.world.inside(release, at)
                if self.world.cells[cell][1] not in earlier["covers"]
            ]
            sums, known = self.summed(inside), key_of(at) in came
            empty = inside_nothing(at, came) or inside_nothing(at, after)
            self.look(number, at, sums, known, empty)
            if people := self.world.knows(release, at, earlier["covers"]):
                self.look(number, at, {value - people for value in sums}, known, empty)


def key_of(at: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(at.items())


def values_of(release: Release) -> dict[tuple[tuple[str, str], ...], int | None]:
    return {key_of(cell["at"]): cell.get("value") for cell in release["cells"]}


def inside_nothing(at: Mapping[str, str], values: Mapping[tuple[tuple[str, str], ...], int | None]) -> bool:
    return any(value == 0 and set(key) < set(at.items()) for key, value in values.items())


def attack(
    releases: Sequence[Release], known: Sequence[tuple[Mapping[str, str], str | None]] = ()
) -> dict[str, set[tuple]]:
    """exact and small as the command prints them, with numbers for the releases, as sets."""
    reader = Reader(World(releases, known))
    assert reader.tables, "the true one is there"
    for number, release in enumerate(releases):
        reader.one(number)
        for earlier in releases:
            if earlier["covers"] and set(earlier["covers"]) < set(release["covers"]):
                reader.two(number, earlier)
    return {"exact": reader.exact, "small": reader.small}

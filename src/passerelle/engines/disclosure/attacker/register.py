"""The releases of one register: which values and periods they tell apart, and where each unknown count stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.attacker.items import At, Item, pairs, places, under_zero
from passerelle.engines.disclosure.attacker.knowledge import People
from passerelle.engines.disclosure.release import Release, Unusable
from passerelle.engines.disclosure.suppression.blocks import Blocks, blocks

Ints = npt.NDArray[np.int64]
MOST_COLUMNS = 300_000


class Contradiction(Exception):
    """No register has these numbers."""


class Register:
    """The releases of one register, their names of values and atoms, and where its counts stand."""

    def __init__(
        self, releases: Sequence[tuple[int, Release]], people: People, *, single: bool = False
    ) -> None:
        """releases: each with its number among all. single: every period is an atom, as a ledger needs it."""
        self.numbers = [number for number, _ in releases]
        self.releases = [release for _, release in releases]
        self.cells = [places(release) for release in self.releases]
        self._name()
        self._part(single)
        shape = tuple(map(len, self.domains))
        tables = {
            tuple(sorted(self.dimensions.index(name) for name, _ in at))
            for cells in self.cells
            for at in cells
        }
        if single:
            tables.add(tuple(range(len(shape))))
        self.blocks: Blocks = blocks(tables, shape)
        if self.blocks.columns * len(self.atoms) > MOST_COLUMNS:
            raise Unusable(
                "These releases have too many cells to look at together.",
                "Give fewer of them, or releases with fewer dimensions.",
            )
        self.known = self._known(people)
        self._people: dict[tuple[int, ...], dict[tuple[int, ...], Counter[int | None]]] = {}

    def _name(self) -> None:
        found: dict[str, dict[str, None]] = {}
        for release, cells in zip(self.releases, self.cells, strict=True):
            used = {name for at in cells for name, _ in at}
            whole = release.mode == "ledger"
            for name, values in zip(release.layout.dimensions, release.layout.domains, strict=True):
                if name in used or whole:
                    found.setdefault(name, {}).update(dict.fromkeys(values))
        self.dimensions = tuple(found)
        self.domains = tuple(tuple(values) for values in found.values())
        self.value = [{value: number for number, value in enumerate(values)} for values in self.domains]

    def _part(self, single: bool) -> None:
        covers: list[tuple[str | None, ...]] = [release.covers or (None,) for release in self.releases]
        self.periods = {period for covered in covers for period in covered if period is not None}
        grouped: dict[object, set[str | None]] = {}
        for period in dict.fromkeys(period for covered in covers for period in covered):
            group = period if single else tuple(period in covered for covered in covers)
            grouped.setdefault(group, set()).add(period)
        self.atoms = list(grouped.values())
        self.covered = [
            [number for number, atom in enumerate(self.atoms) if atom <= set(covered)] for covered in covers
        ]

    def _known(self, people: People) -> Counter[tuple[tuple[int, ...], int | None]]:
        """People the reader knows, by numbers of values and of the atom, None where it is not known."""
        found: Counter[tuple[tuple[int, ...], int | None]] = Counter()
        if not people.rows:
            return found
        of = {period: number for number, atom in enumerate(self.atoms) for period in atom}
        for (values, period), count in people.counted(self.dimensions, self.periods).items():
            if all(value in known for value, known in zip(values, self.value, strict=True)):
                atom = of[period] if period is not None else 0 if len(self.atoms) == 1 else None
                numbers = tuple(known[value] for value, known in zip(values, self.value, strict=True))
                found[numbers, atom] += count
        return found

    def of(self, at: At) -> dict[int, int]:
        """Numbers of dimension and value."""
        found = {}
        for name, value in at:
            dimension = self.dimensions.index(name)
            found[dimension] = self.value[dimension][value]
        return found

    def columns(self, at: At, atoms: Iterable[int]) -> Ints:
        """The unknown counts of a place in these atoms."""
        wanted = self.of(at)
        inner = self.blocks.holding(wanted).columns(wanted)
        width = self.blocks.columns
        return np.concatenate([np.zeros(0, dtype=np.int64), *(inner + width * atom for atom in atoms)])

    def people(self, at: At) -> Counter[int | None]:
        """People the reader knows there, by atom."""
        wanted = self.of(at)
        margin = tuple(wanted)
        if margin not in self._people:
            found = self._people[margin] = {}
            for (values, atom), count in self.known.items():
                key = tuple(values[dimension] for dimension in margin)
                found.setdefault(key, Counter())[atom] += count
        return self._people[margin].get(tuple(wanted.values()), Counter())

    def known_at(self, at: At, atoms: Iterable[int]) -> int:
        """People the reader knows there, in these atoms for certain."""
        inside = set(atoms)
        whole = len(inside) == len(self.atoms)
        return sum(
            count for atom, count in self.people(at).items() if (whole if atom is None else atom in inside)
        )

    def asked(self) -> list[tuple[Item, list[int]]]:
        """Every item with the atoms it counts."""
        found: list[tuple[Item, list[int]]] = []
        for number, release, cells, atoms in zip(
            self.numbers, self.releases, self.cells, self.covered, strict=True
        ):
            true = release.mode == "suppress"
            for at, value in cells.items():
                empty = true and under_zero(at, cells)
                known = self.known_at(at, atoms) if self.known else 0
                shown = value is not None if true else self._shown(at, atoms)
                if not true or value is None:
                    item = Item("cell", number, at, release.threshold, printed=shown, empty=empty)
                    found.append((item, atoms))
                if known:
                    item = Item(
                        "left", number, at, release.threshold, known=known, printed=shown, empty=empty
                    )
                    found.append((item, atoms))
        for first, second in pairs(self.releases):
            found += self._between(first, second)
        return found

    def _shown(self, at: At, atoms: list[int]) -> bool:
        """The true number of a ledger's cell is printed elsewhere."""
        return any(
            release.mode == "suppress" and covered == atoms and cells.get(at) is not None
            for release, cells, covered in zip(self.releases, self.cells, self.covered, strict=True)
        )

    def _between(self, first: int, second: int) -> list[tuple[Item, list[int]]]:
        found: list[tuple[Item, list[int]]] = []
        atoms = [atom for atom in self.covered[second] if atom not in self.covered[first]]
        before, after = self.cells[first], self.cells[second]
        threshold = self.releases[second].threshold
        true = self.releases[first].mode == self.releases[second].mode == "suppress"
        came = {
            at: value - earlier
            for at, value in after.items()
            if true and value is not None and (earlier := before.get(at)) is not None
        }
        for at in after:
            if at not in before:
                continue
            number, since = self.numbers[second], self.numbers[first]
            empty = under_zero(at, came) or under_zero(at, after)
            item = Item("increment", number, at, threshold, since, printed=at in came, empty=empty)
            found.append((item, atoms))
            if self.known and (known := self.known_at(at, atoms)):
                found.append((replace(item, kind="left", known=known), atoms))
        return found

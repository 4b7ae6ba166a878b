"""All that is known of a register as one set of whole numbers: unknown counts, and rows that printed numbers fix.

A count stands for the people of a combination of values who came in an atom, that is in periods which the releases
always cover together. The table of all dimensions is kept as blocks that stand for it exactly (suppression.blocks).
People whom the reader knows are taken out beforehand, so that unknown counts are 0 or more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.attacker.items import At, Item, pairs, places, under_zero
from passerelle.engines.disclosure.attacker.knowledge import People
from passerelle.engines.disclosure.release import Release, Unusable
from passerelle.engines.disclosure.suppression.blocks import Blocks, blocks
from passerelle.engines.sortition.solver import INFINITY, Polytope, sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MOST_COLUMNS = 300_000


class Contradiction(Exception):
    """No register has these numbers."""


@dataclass
class Rows:
    """Rows of a matrix, each with the columns it adds up, their signs, and what it must come to."""

    columns: list[Ints] = field(default_factory=list)
    signs: list[Floats] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, columns: Ints, signs: Floats | float, low: float, high: float | None = None) -> None:
        self.columns.append(columns)
        self.signs.append(np.broadcast_to(np.asarray(signs, dtype=float), (len(columns),)))
        self.low.append(low)
        self.high.append(low if high is None else high)


@dataclass(frozen=True)
class Asked:
    """An item as a sum of columns: adding, then `more`."""

    item: Item
    columns: Ints
    more: int


@dataclass(frozen=True)
class Model:
    """polytope: what every possible register obeys, as whole numbers. asked: the items."""

    polytope: Polytope
    asked: tuple[Asked, ...]


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

    def known_at(self, at: At, atoms: Iterable[int]) -> int:
        """People the reader knows there, in these atoms for certain."""
        wanted, inside = self.of(at), set(atoms)
        whole = len(inside) == len(self.atoms)
        return sum(
            count
            for (values, atom), count in self.known.items()
            if (whole if atom is None else atom in inside)
            and all(values[dimension] == value for dimension, value in wanted.items())
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


def model(register: Register) -> Model:
    """The set of all registers that have the printed numbers. Raises Contradiction."""
    width, atoms = register.blocks.columns, len(register.atoms)
    rows, most = Rows(), np.full(width * atoms, INFINITY)
    _agree(register, rows)
    _undeclared(register, most)
    some = _somewhere(register, rows)
    most = np.concatenate([most, np.full(len(some) * atoms, INFINITY)])
    for release, cells, covered in zip(register.releases, register.cells, register.covered, strict=True):
        if release.mode != "suppress":
            continue
        for at, value in cells.items():
            if value is None:
                continue
            columns = register.columns(at, covered)
            rest = value - _surely(register, at, covered)
            extra = _extra(register, some, at, covered)
            if rest < 0:
                raise Contradiction
            if rest == 0:
                most[columns] = 0
                most[extra] = 0
            rows.add(np.concatenate([columns, extra]), 1.0, rest)
    if any(release.mode == "ledger" for release in register.releases):
        most = np.concatenate([most, _rounded(register, rows, some, len(most))])
    asked = []
    for item, inside in register.asked():
        columns = np.concatenate([register.columns(item.at, inside), _extra(register, some, item.at, inside)])
        surely = _surely(register, item.at, inside)
        asked.append(Asked(item, columns, surely - item.known if item.kind == "left" else surely))
    matrix = sparse(list(zip(rows.columns, rows.signs, strict=True)), len(most))
    polytope = Polytope(matrix, np.array(rows.low), np.array(rows.high), np.zeros(len(most)), most)
    return Model(polytope, tuple(asked))


def _agree(register: Register, rows: Rows) -> None:
    """Blocks agree where they overlap, in every atom."""
    made = register.blocks
    for block, meet, beside in list(zip(made.blocks, made.meets, made.beside, strict=True))[1:]:
        other = made.blocks[beside]
        for values in product(*(range(len(register.domains[dimension])) for dimension in meet)):
            at = dict(zip(meet, values, strict=True))
            here, there = block.columns(at), other.columns(at)
            signs = np.concatenate([np.ones(len(here)), -np.ones(len(there))])
            for atom in range(len(register.atoms)):
                rows.add(np.concatenate([here, there]) + made.columns * atom, signs, 0)


def _undeclared(register: Register, most: Floats) -> None:
    """A value that a release does not declare had nobody when it was made."""
    for release, atoms in zip(register.releases, register.covered, strict=True):
        for name, declared in zip(release.layout.dimensions, release.layout.domains, strict=True):
            if name not in register.dimensions:
                continue
            dimension = register.dimensions.index(name)
            for value, number in register.value[dimension].items():
                if value in declared:
                    continue
                for block in register.blocks.blocks:
                    if dimension in block.dimensions:
                        columns = block.columns({dimension: number})
                        for atom in atoms:
                            most[columns + register.blocks.columns * atom] = 0


def _somewhere(register: Register, rows: Rows) -> list[tuple[tuple[int, ...], int]]:
    """People the reader knows without their period: columns of their own, behind all others, atom by atom."""
    some = [(values, count) for (values, atom), count in register.known.items() if atom is None]
    atoms, start = len(register.atoms), register.blocks.columns * len(register.atoms)
    for number, (_, count) in enumerate(some):
        rows.add(start + number * atoms + np.arange(atoms), 1.0, count)
    return some


def _extra(
    register: Register, some: Sequence[tuple[tuple[int, ...], int]], at: At, atoms: Sequence[int]
) -> Ints:
    if not some:
        return np.zeros(0, dtype=np.int64)
    wanted: Mapping[int, int] = register.of(at)
    width, start = len(register.atoms), register.blocks.columns * len(register.atoms)
    inside = [
        number
        for number, (values, _) in enumerate(some)
        if all(values[dimension] == value for dimension, value in wanted.items())
    ]
    return np.array([start + number * width + atom for number in inside for atom in atoms], dtype=np.int64)


def _surely(register: Register, at: At, atoms: Sequence[int]) -> int:
    """Known people whose period is known."""
    wanted, inside = register.of(at), set(atoms)
    return sum(
        count
        for (values, atom), count in register.known.items()
        if atom in inside and all(values[dimension] == value for dimension, value in wanted.items())
    )


def _rounded(
    register: Register, rows: Rows, some: Sequence[tuple[tuple[int, ...], int]], start: int
) -> Floats:
    """The frozen values of a ledger, as multiples of its base: columns behind all others, and what binds them.

    Needs a register whose atoms are single periods and whose block has all dimensions. Returns the columns' ends.
    """
    width = register.blocks.columns
    ledgers = [number for number, release in enumerate(register.releases) if release.mode == "ledger"]
    base = register.releases[ledgers[0]].base or 1
    covered = sorted({atom for number in ledgers for atom in register.covered[number]})
    for cell, values in enumerate(np.ndindex(*map(len, register.domains))):
        at = tuple(
            (name, domain[value])
            for name, domain, value in zip(register.dimensions, register.domains, values, strict=True)
        )
        for atom in covered:
            place = atom * width + cell
            people = np.concatenate([[place], _extra(register, some, at, [atom])])
            signs = np.concatenate([[float(base)], -np.ones(len(people))])
            surely = _surely(register, at, [atom])
            rows.add(np.concatenate([[start + place], people]), signs, surely - base, surely + base)
    for number in ledgers:
        for at, value in register.cells[number].items():
            columns = start + register.columns(at, register.covered[number])
            rows.add(columns, float(base), value or 0)
    return np.full(width * len(register.atoms), INFINITY)

"""All that is known of a register as one set of whole numbers: unknown counts, and rows that printed numbers fix.

A count stands for the people of a combination of values who came in an atom, that is in periods which the releases
always cover together. The table of all dimensions is kept as blocks that stand for it exactly (suppression.blocks).
People whom the reader knows are taken out beforehand, so that unknown counts are 0 or more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.attacker.items import At, Item
from passerelle.engines.disclosure.attacker.register import Contradiction, Ints, Register
from passerelle.engines.sortition.solver import INFINITY, Polytope, sparse

Floats = npt.NDArray[np.float64]


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
    people = register.people(at)
    return sum(people[atom] for atom in atoms)


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

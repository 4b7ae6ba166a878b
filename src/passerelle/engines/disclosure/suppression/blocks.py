"""The table of all dimensions, in small overlapping blocks that stand for it exactly.

Tables of whole numbers over the cliques of a junction tree that agree where they overlap are margins of one table of
whole numbers over all dimensions (Atserias and Kolaitis 2021, doi 10.1145/3452021.3458329: for acyclic schemas local
consistency of bags is global). `glued` makes that table, unit by unit, and as near to a given one as it comes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Inner = tuple[int, ...]
"""A combination of values of all dimensions: one number for each."""


@dataclass(frozen=True)
class Block:
    """The table over some dimensions. start: the number of its first column."""

    dimensions: tuple[int, ...]
    shape: tuple[int, ...]
    start: int

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    @cached_property
    def numbers(self) -> Ints:
        """The numbers of its columns, by value of each dimension."""
        return np.arange(self.start, self.start + self.size).reshape(self.shape)

    def columns(self, values: Mapping[int, int]) -> Ints:
        """Columns of the block that have these values, by dimension."""
        return self.numbers[tuple(values.get(d, slice(None)) for d in self.dimensions)].ravel()


@dataclass(frozen=True)
class Blocks:
    """Blocks in the order of their tree: each meets those before it in `meets`, all within one of them, `beside`."""

    blocks: tuple[Block, ...]
    meets: tuple[tuple[int, ...], ...]
    beside: tuple[int, ...]

    @property
    def columns(self) -> int:
        return sum(block.size for block in self.blocks)

    def holding(self, dimensions: Iterable[int]) -> Block:
        """A block with all these dimensions, the smallest there is."""
        wanted = set(dimensions)
        return min((b for b in self.blocks if wanted <= set(b.dimensions)), key=lambda b: b.size)

    def margins(self, inner: Mapping[Inner, int]) -> Ints:
        """(columns,) the table of all dimensions, summed into the blocks."""
        found = np.zeros(self.columns, dtype=np.int64)
        for values, count in inner.items():
            for block in self.blocks:
                found[block.numbers[tuple(values[d] for d in block.dimensions)]] += count
        return found


def blocks(tables: Iterable[Sequence[int]], shape: Sequence[int]) -> Blocks:
    """Blocks for these tables: cliques of the dimensions that stand together, after the cheapest elimination."""
    near: dict[int, set[int]] = {}
    for table in tables:
        for dimension in table:
            near.setdefault(dimension, set()).update(table)
    cliques: list[frozenset[int]] = []
    while near:
        chosen = min(near, key=lambda d: (math.prod(shape[n] for n in near[d]), d))
        clique = frozenset(near.pop(chosen))
        if not any(clique <= other for other in cliques):
            cliques.append(clique)
        for one, other in combinations(sorted(clique - {chosen}), 2):
            near[one].add(other)
            near[other].add(one)
        for around in near.values():
            around.discard(chosen)
    return _tree(cliques or [frozenset()], shape)


def _tree(cliques: list[frozenset[int]], shape: Sequence[int]) -> Blocks:
    """A spanning tree of the greatest overlaps, which of these cliques is a junction tree; the largest clique first."""
    waiting = sorted(cliques, key=lambda c: -math.prod(shape[d] for d in c))
    placed, beside = [waiting.pop(0)], [0]
    meets: list[tuple[int, ...]] = [()]
    while waiting:
        pairs = (
            (len(clique & other), -at, -number)
            for at, other in enumerate(placed)
            for number, clique in enumerate(waiting)
        )
        _, at, number = max(pairs)
        clique = waiting.pop(-number)
        meets.append(tuple(sorted(clique & placed[-at])))
        beside.append(-at)
        placed.append(clique)
    found: list[Block] = []
    for clique in placed:
        dimensions = tuple(sorted(clique))
        start = found[-1].start + found[-1].size if found else 0
        found.append(Block(dimensions, tuple(shape[d] for d in dimensions), start))
    return Blocks(tuple(found), tuple(meets), tuple(beside))


def glued(made: Blocks, inner: Mapping[Inner, int], wanted: Ints, width: int) -> dict[Inner, int]:
    """A table of all dimensions with the margins `wanted` in every block, near to `inner`.

    wanted: (columns,) whole numbers, none negative, that agree where blocks overlap. width: how many dimensions there
    are; those in no block keep the values people have, or take the first.
    """
    now = dict(inner)
    for block, meet in zip(made.blocks, made.meets, strict=True):
        _attach(now, block, wanted, meet, width)
    return {values: count for values, count in now.items() if count}


def _attach(now: dict[Inner, int], block: Block, wanted: Ints, meet: tuple[int, ...], width: int) -> None:
    """Make the block's margin right and leave those of the blocks before it as they are.

    Where the block has too many, people go; they come back where it has too few, at the same values of the dimensions
    where it meets the others.
    """
    here = wanted[block.start : block.start + block.size].reshape(block.shape)
    short = {tuple(map(int, values)): int(here[tuple(values)]) for values in np.argwhere(here)}
    over: dict[Inner, list[Inner]] = {}
    for values, count in now.items():
        cell = tuple(values[d] for d in block.dimensions)
        short[cell] = short.get(cell, 0) - count
        over.setdefault(cell, []).append(values)
    free: dict[Inner, list[tuple[Inner, int]]] = {}
    for cell, count in short.items():
        for values in over.get(cell, ()):
            if count >= 0:
                break
            taken = min(-count, now[values])
            now[values] -= taken
            count += taken
            free.setdefault(tuple(values[d] for d in meet), []).append((values, taken))
    places = dict(zip(block.dimensions, range(len(block.dimensions)), strict=True))
    for cell, count in short.items():
        there = free.get(tuple(cell[places[d]] for d in meet), [])
        while count > 0:
            # Only the first block may need more people than there are: the total itself may be hidden.
            values, taken = there.pop() if there else ((0,) * width, count)
            used = min(taken, count)
            if used < taken:
                there.append((values, taken - used))
            filled = list(values)
            for dimension, value in zip(block.dimensions, cell, strict=True):
                filled[dimension] = value
            now[tuple(filled)] = now.get(tuple(filled), 0) + used
            count -= used

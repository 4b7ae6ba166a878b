"""Segments that stand in a text more than once.

A page pasted twice has every segment repeated at one constant offset. Where the copies differ in a line,
that line is the sign of one source translated twice. Hashes find the exact repeats, offsets the copies, and
only segments in the same place of two copies are compared by their words: no step looks at all pairs.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Levenshtein

from passerelle.engines.text.segments import Block
from passerelle.engines.text.states import similarity

NEAR = 0.2
"""Least likeness (see `states.similarity`) of two segments in the same place of two copies. Not asked where
at least three in four of the segments around are the same: there the place alone says it ("Founded by" /
"Found by")."""
NEAR_AT_END = 0.6
"""The same just before and after a copy, where only one neighbour vouches for the place."""
_GAP = 3
"""Most segments in a row in which two copies may differ."""
_WORDS = 1_000
"""Most words compared of each of two segments, after what they share at both ends."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """The segment at `index` says again what an earlier one, at `of`, said.

    exact: the same words; `of` is the first segment with them. near: the same place of two copies in other
    words; `words` holds what differs as pairs (there, here). `run` counts the places of the copy that this
    one belongs to; 1 for a segment repeated on its own, such as a title.
    """

    index: int
    of: int
    kind: Literal["exact", "near"]
    words: tuple[tuple[str, str], ...] = ()
    run: int = 1


@dataclass(frozen=True, slots=True)
class _Run:
    """Places first..last repeat those `offset` before them; `same` of them word for word."""

    offset: int
    first: int
    last: int
    same: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def repeated(blocks: Sequence[Block]) -> tuple[Repeat, ...]:
    """Every repeat, in the order of the repeating segments. Linear in the number of segments but for
    sorting."""
    first_with: dict[str, int] = {}
    links: dict[int, list[int]] = defaultdict(list)
    last_with: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.hash in last_with:
            links[index - last_with[block.hash]].append(index)
        last_with[block.hash] = index
        first_with.setdefault(block.hash, index)
    found: dict[int, Repeat] = {}
    for run in _runs(blocks, links):
        for index in range(run.first, run.last + 1):
            there = first_with[blocks[index - run.offset].hash]
            if index in found:
                continue
            if first_with[blocks[index].hash] < index:
                found[index] = Repeat(index, first_with[blocks[index].hash], "exact", run=run.length)
            elif _is_near(blocks, index, run):
                found[index] = Repeat(
                    index, there, "near", differing(blocks[there].text, blocks[index].text), run.length
                )
    for indexes in links.values():
        for index in indexes:
            found.setdefault(index, Repeat(index, first_with[blocks[index].hash], "exact"))
    return tuple([found[index] for index in sorted(found)])


@dataclass(frozen=True, slots=True)
class Copy:
    """Segments first..last repeat those `offset` before them; in the `differing` ones the same place has other words."""

    first: int
    last: int
    offset: int
    differing: tuple[int, ...] = ()


def copies(blocks: Sequence[Block]) -> tuple[Copy, ...]:
    """The longest stretches that repeat earlier ones, in order and without overlap; of a third copy `offset` leads to
    the first. A segment that is repeated on its own is a stretch of one."""
    links: dict[int, list[int]] = defaultdict(list)
    last_with: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.hash in last_with:
            links[index - last_with[block.hash]].append(index)
        last_with[block.hash] = index
    alone = [_Run(offset, index, index, 1) for offset, indexes in links.items() for index in indexes]
    taken: set[int] = set()
    found: list[Copy] = []
    for run in [*_runs(blocks, links), *sorted(alone, key=lambda one: one.first)]:
        places = [index for index in range(run.first, run.last + 1) if index not in taken]
        if not places or places[-1] - places[0] + 1 != len(places):
            continue
        # A third copy right behind the second is one of its own.
        for first in range(0, len(places), run.offset):
            piece = places[first : first + run.offset]
            for stretch in _alike_throughout(blocks, piece, run):
                taken.update(range(stretch.first, stretch.last + 1))
                found.append(stretch)
    return _to_first(sorted(found, key=lambda copy: copy.first))


def _alike_throughout(blocks: Sequence[Block], piece: Sequence[int], run: _Run) -> Iterator[Copy]:
    """The stretches of a piece in which every segment says what the one before it at this offset says, in the same
    words or in others; an end in other words has to be as like as one just outside a copy."""
    same = [index for index in piece if blocks[index].hash == blocks[index - run.offset].hash]
    near = {index for index in piece if index not in same and _is_near(blocks, index, run)}
    start = 0
    for at in range(1, len(piece) + 1):
        if at < len(piece) and (piece[at] in near or piece[at] in same):
            continue
        stretch = piece[start:at]
        start = at + 1
        while stretch and stretch[0] not in same and not _alike(blocks, stretch[0], run.offset):
            stretch = stretch[1:]
        while stretch and stretch[-1] not in same and not _alike(blocks, stretch[-1], run.offset):
            stretch = stretch[:-1]
        if any(index in same for index in stretch):
            yield Copy(
                stretch[0], stretch[-1], run.offset, tuple(index for index in stretch if index in near)
            )


def _to_first(found: list[Copy]) -> tuple[Copy, ...]:
    """The same with offsets that lead to the first of several copies."""
    starts = [copy.first for copy in found]
    settled: list[Copy] = []
    for copy in found:
        there = copy.first - copy.offset
        at = bisect_right(starts, there) - 1
        inside = at >= 0 and there + copy.last - copy.first <= found[at].last and at < len(settled)
        offset = copy.offset + (settled[at].offset if inside else 0)
        settled.append(Copy(copy.first, copy.last, offset, copy.differing))
    return tuple(settled)


def _runs(blocks: Sequence[Block], links: dict[int, list[int]]) -> list[_Run]:
    """Copies at a constant offset, the surest first. A single link is no copy."""
    runs: list[_Run] = []
    for offset, indexes in links.items():
        start = 0
        for at in range(1, len(indexes) + 1):
            if at == len(indexes) or indexes[at] - indexes[at - 1] > _GAP + 1:
                if at - start > 1:
                    runs.append(_widened(blocks, offset, indexes[start], indexes[at - 1]))
                start = at
    return sorted(runs, key=lambda run: (-run.same, run.offset, run.first))


def _widened(blocks: Sequence[Block], offset: int, first: int, last: int) -> _Run:
    same = sum(blocks[index].hash == blocks[index - offset].hash for index in range(first, last + 1))
    if first - offset > 0 and first - 1 > last - offset and _alike(blocks, first - 1, offset):
        first -= 1
    if last + 1 < len(blocks) and _alike(blocks, last + 1, offset):
        last += 1
    return _Run(offset, first, last, same)


def _alike(blocks: Sequence[Block], index: int, offset: int) -> bool:
    return similarity(blocks[index - offset].text, blocks[index].text) >= NEAR_AT_END


def _is_near(blocks: Sequence[Block], index: int, run: _Run) -> bool:
    likeness = similarity(blocks[index - run.offset].text, blocks[index].text)
    if index in (run.first, run.last):
        return likeness >= NEAR_AT_END
    return likeness >= NEAR or run.same >= 3 * (run.length - run.same)


def differing(there: str, here: str) -> tuple[tuple[str, str], ...]:
    """The words in which two segments differ, in order, as pairs of phrases; one side is empty where words
    were only added or left out. Of very long segments only the first thousand words after the first
    difference are compared."""
    one, other = there.split(), here.split()
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end][:_WORDS], other[start : len(other) - end][:_WORDS]
    return tuple(
        (" ".join(one[code.src_start : code.src_end]), " ".join(other[code.dest_start : code.dest_end]))
        for code in Levenshtein.opcodes(one, other)
        if code.tag != "equal"
    )

"""The state of a translation, derived from the history of a text and never stored.

A translation belongs to the hash of the segment it was made from. A segment descends from the one it
replaced when its words *first* appeared in the history. Because that never changes later, restoring an
older text restores its states, and moving a segment changes none: the faults of time stamps and flags
(facts in integreat-cms issues 1653, 1864, 2137, 2807, 4254, 4284, 4320, 4385, 4397) cannot occur.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from passerelle.engines.text.segments import Block

Version = tuple[Block, ...]
"""One state of a text, its segments in order."""

ALIKE = 0.5
"""Least likeness at which a new segment counts as an edit of a removed one."""
REWRITTEN = 0.3
"""The same where one segment alone was replaced by one in its own place."""

_COMPARED = 2_000
"""Signs compared of each segment: two drafts of one paragraph show it well before that."""
_ALL_PAIRS = 2_500
_WINDOW = 12
"""Past that many pairs (a long text replaced as a whole) each new segment is compared with its nearest ones
only."""


@dataclass(frozen=True, slots=True)
class State:
    """State of one segment in one language.

    `hash` is the segment's; `source_hash` is the hash of the text that the translation at hand was made
    from: the same for current, an earlier one for outdated, None for missing.
    """

    kind: Literal["current", "outdated", "missing"]
    hash: str
    source_hash: str | None


def derive(
    history: Sequence[Version], translated: Collection[str], *, descent: Mapping[str, str] | None = None
) -> tuple[State, ...]:
    """State of every segment of the newest version, in its order.

    history: versions, oldest first; an empty history has no states. translated: hashes of source segments
    that have a translation in the language asked for. descent: `lineage(history)`, when several languages
    are asked for at once.
    """
    if not history:
        return ()
    if descent is None:
        descent = lineage(history)
    return tuple([_state(block.hash, translated, descent) for block in history[-1]])


def _state(own: str, translated: Collection[str], descent: Mapping[str, str]) -> State:
    if own in translated:
        return State("current", own, own)
    ancestor = descent.get(own)
    while ancestor is not None:
        if ancestor in translated:
            return State("outdated", own, ancestor)
        ancestor = descent.get(ancestor)
    return State("missing", own, None)


def lineage(history: Sequence[Version]) -> dict[str, str]:
    """Hash of each segment that replaced another → hash of the one it replaced, at its first appearance.

    Without cycles: a segment's predecessor always appeared in an earlier version.
    """
    descent: dict[str, str] = {}
    seen: set[str] = set()
    before: Version = ()
    hashes_before: set[str] = set()
    for version in history:
        hashes = {block.hash for block in version}
        if new := hashes - seen:
            gone = hashes_before - hashes
            if gone:
                descent.update(_replaced(_changed(before, gone), _changed(version, new)))
            seen |= new
        before, hashes_before = version, hashes
    return descent


@dataclass(frozen=True, slots=True)
class _Changed:
    """A removed or added segment; its place is the number of kept segments before it, so that both sides
    compare."""

    place: int
    block: Block
    alone: bool


def _changed(version: Version, wanted: set[str]) -> list[_Changed]:
    found: list[tuple[int, Block]] = []
    left, kept = set(wanted), 0
    for block in version:
        if block.hash in left:
            left.discard(block.hash)
            found.append((kept, block))
        elif block.hash not in wanted:
            kept += 1
    crowd = Counter(place for place, _ in found)
    return [_Changed(place, block, crowd[place] == 1) for place, block in found]


def _replaced(gone: list[_Changed], new: list[_Changed]) -> dict[str, str]:
    """Pair added with removed segments: the most alike first, then the nearest, then in order. Each is used
    once."""
    pairs: list[tuple[float, int, int, int]] = []
    for column, added in enumerate(new):
        for row in _candidates(len(gone), column, len(new)):
            removed = gone[row]
            apart = abs(removed.place - added.place)
            likeness = similarity(removed.block.text, added.block.text)
            if likeness >= (REWRITTEN if removed.alone and added.alone and not apart else ALIKE):
                pairs.append((-likeness, apart, column, row))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, _, column, row in sorted(pairs):
        if column not in found and row not in used:
            found[column] = row
            used.add(row)
    return {new[column].block.hash: gone[row].block.hash for column, row in found.items()}


def _candidates(rows: int, column: int, columns: int) -> range:
    if rows * columns <= _ALL_PAIRS:
        return range(rows)
    middle = column * rows // columns
    return range(max(0, middle - _WINDOW // 2), min(rows, middle + _WINDOW // 2 + 1))


def similarity(one: str, other: str) -> float:
    """Likeness of two segments, 0–1: the share of words kept in order (Indel), or for slips of the pen in
    short texts the share of signs, scaled so that unrelated words of one language, which share about 40 %,
    score nothing.
    """
    one, other = one[:_COMPARED], other[:_COMPARED]
    words = Indel.normalized_similarity(one.split(), other.split())
    if len(one) + len(other) > 200:
        return words
    return max(words, (Indel.normalized_similarity(one, other) - 0.4) / 0.6)

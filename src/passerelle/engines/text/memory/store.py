"""Many translated segments, and which of them say nearly what is asked.

Scores are whole numbers of a hundred. 100: the very same words. 99: the same but for numbers or addresses, all of
them carried over. Otherwise the share of signs that both texts have in the same order (Indel similarity, the
longest common subsequence: 2·LCS / (length + length)) between their skeletons, rounded down, at most 98. Every sign
counts, so the same score means the same in a language without blanks. Long texts of one language share half their
signs by chance: beyond 64 signs two of them are alike only if they also share words (see `memory.beginnings`).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import Indel

from passerelle.engines.text.memory.beginnings import Beginnings, share_words
from passerelle.engines.text.memory.carry import Carried, carry
from passerelle.engines.text.memory.places import skeleton
from passerelle.engines.text.segments import digest

K = TypeVar("K", bound=Hashable)

FLOOR = 70
"""Least score that is told: below it two texts of one language are alike by chance."""
_SHORT = 64
"""Signs up to which a text is compared with all of about its length: that is quick, and few words say little."""
_LONGEST = 2_000
"""Signs compared of each segment: two drafts of one paragraph show it well before that."""


@dataclass(frozen=True, slots=True)
class Unit(Generic[K]):
    """A segment and its translation, under a key of the caller's."""

    key: K
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Match(Generic[K]):
    """A unit that says nearly the same. target: its translation, with what was `carried` put in its place.

    kind: "exact" the same words; "places" but for numbers and addresses, all carried; "near" otherwise.
    left: numbers, names and words in which the sources differ and the target is still as it was."""

    unit: Unit[K]
    score: int
    kind: Literal["exact", "places", "near"]
    target: str
    carried: tuple[Carried, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def score(one: str, other: str) -> int:
    """Likeness of two segments that are not the same, 0–98, as defined above."""
    bones, others = skeleton(one)[:_LONGEST], skeleton(other)[:_LONGEST]
    if _long(bones) and not share_words(bones, others):
        return 0
    return _points(Indel.normalized_similarity(bones, others))


def _long(bones: str) -> bool:
    return len(bones) > _SHORT


def _points(similarity: float) -> int:
    return min(98, math.floor(similarity * 100 + 1e-9))


class Memory(Generic[K]):
    """Segments in one language with their translations into one other. Of units with the same source and the same
    target only the first is kept: put those first that are to be preferred. Built once, asked often; never changed."""

    def __init__(self, units: Iterable[Unit[K]]) -> None:
        self._by_hash: dict[str, list[Unit[K]]] = defaultdict(list)
        self._by_skeleton: dict[str, list[Unit[K]]] = defaultdict(list)
        seen: set[tuple[str, str]] = set()
        self._order: dict[K, int] = {}
        for unit in units:
            own = digest(unit.source)
            if (own, unit.target) in seen:
                continue
            seen.add((own, unit.target))
            self._by_hash[own].append(unit)
            self._by_skeleton[skeleton(unit.source)[:_LONGEST]].append(unit)
            self._order.setdefault(unit.key, len(self._order))
        # By length: what is much shorter or longer cannot reach the floor, and is not looked at.
        self._skeletons = sorted(self._by_skeleton, key=len)
        self._lengths = [len(one) for one in self._skeletons]
        self._beginnings = Beginnings(self._skeletons)

    def __len__(self) -> int:
        return len(self._order)

    def look_up(self, text: str, *, floor: int = FLOOR, most: int = 5) -> tuple[Match[K], ...]:
        """The best matches, the likest first, of equal ones in the order they were put in. Where the very same words
        are known nothing else is looked for.

        floor: least score, 1–100. most: how many."""
        same = [Match(unit, 100, "exact", unit.target) for unit in self._by_hash.get(digest(text), ())]
        if same:
            return tuple(same[:most])
        bones = skeleton(text)[:_LONGEST]
        if not bones:
            return ()
        found = [self._match(unit, text, 98) for unit in self._by_skeleton.get(bones, ())]
        for unit, points in self._near(bones, floor)[:most]:
            found.append(self._match(unit, text, points))
        return tuple(sorted(found, key=lambda one: -one.score)[:most])

    def _near(self, bones: str, floor: int) -> list[tuple[Unit[K], int]]:
        """Units that reach the floor, the likest first. 2·LCS / (a + b) ≥ f and LCS ≤ min(a, b) bound the length from
        both sides."""
        share, length = floor / 100, len(bones)
        first = bisect_left(self._lengths, math.floor(length * share / (2 - share)))
        last = bisect_right(self._lengths, math.ceil(length * (2 - share) / share))
        window = self._skeletons[first:last]
        if _long(bones):
            window = [self._skeletons[at] for at in self._beginnings.sharing(bones, first, last)]
        found = process.extract(
            bones,
            window,
            scorer=Indel.normalized_similarity,
            score_cutoff=share - 0.005,  # the library rounds; what counts are the points below
            limit=None,
        )
        told = [(points, other) for other, likeness, _at in found if (points := _points(likeness)) >= floor]
        units = [
            (unit, points) for points, other in told if other != bones for unit in self._by_skeleton[other]
        ]
        return sorted(units, key=lambda one: (-one[1], self._order[one[0].key]))

    @staticmethod
    def _match(unit: Unit[K], text: str, points: int) -> Match[K]:
        told = carry(unit.source, text, unit.target)
        if points == 98 and not told.left and skeleton(unit.source) == skeleton(text):
            return Match(unit, 99, "places", told.text, told.carried)
        return Match(unit, points, "near", told.text, told.carried, told.left)

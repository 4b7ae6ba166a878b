"""Which of many texts say nearly the same as one: the same news sent by two partners, or pasted a second time.

Texts are compared by their runs of four words (shingles; A. Broder, "On the resemblance and containment of
documents", 1997). What is asked is containment, not resemblance: a text that stands whole inside a longer one is
the same news.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

WORDS = 4
"""Words in a run. Three are shared by chance (names of organisations), five miss lightly edited texts."""
ALIKE = 0.35
"""Least containment that is told: a third of the shorter text's runs stand in the other."""
FEWEST = 4
"""Least number of shared runs: below that it is a shared name or phrase. Shorter texts must be the same."""
_SHARED, _SHORT = 0.3, 20
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Alike(Generic[K]):
    """The text under `key` shares `share` (0–1) of the shorter one's runs of words; 1.0: one contains the other."""

    key: K
    share: float


def runs_of_words(text: str) -> frozenset[str]:
    """Every run of four words, case and punctuation aside; of a shorter text, its words as one run."""
    words = _WORD.findall(text.casefold())
    last = max(len(words) - WORDS + 1, 1)
    return frozenset([" ".join(words[at : at + WORDS]) for at in range(last)]) if words else frozenset()


def alike(text: str, others: Iterable[tuple[K, str]]) -> tuple[Alike[K], ...]:
    """Those of `others` (key, text) that say nearly the same as `text`, the likest first; of equal ones in order.

    Linear in the length of all texts."""
    mine = runs_of_words(text)
    if not mine:
        return ()
    spoken = frozenset(text.casefold().split())
    found: list[Alike[K]] = []
    for key, other in others:
        if not _worth_comparing(spoken, frozenset(other.casefold().split())):
            continue
        theirs = runs_of_words(other)
        fewer = min(len(mine), len(theirs))
        shared = len(mine & theirs)
        if shared and shared >= min(FEWEST, fewer) and shared >= ALIKE * fewer:
            found.append(Alike(key, shared / fewer))
    return tuple(sorted(found, key=lambda one: -one.share))


def _worth_comparing(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether enough single words are shared; a passage holds at least its share of a text's different words, since
    new words come ever more slowly (Heaps' law). Ten times quicker to ask than runs; short texts are not asked."""
    fewer = min(len(one), len(other))
    return fewer < _SHORT or len(one & other) >= _SHARED * fewer

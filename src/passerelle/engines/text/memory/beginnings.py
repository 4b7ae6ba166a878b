"""Which of many texts share words with one: the gate before the slow comparison.

A word is known by its first four letters, whatever its ending, in lower case; in scripts without blanks every letter
is one. Two texts share words when the Dice coefficient of their sets of beginnings, 2·|both| / (|one| + |other|), is at
least 0.4. Texts that say nearly the same share far more, texts that merely are in one language far less.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from passerelle.engines.text.differences import UNSPACED

LEAST = 0.4
LETTERS = 4
_WORD = re.compile(r"[\w\ue000\ue001]+")
_SINGLE = re.compile(f"[{UNSPACED}]")


def beginnings(text: str) -> frozenset[str]:
    """The beginnings of the words of a text."""
    words = _WORD.findall(text.lower())
    found = {word[:LETTERS] for word in words}
    if not text.isascii() and (single := _SINGLE.findall(text)):
        found = {one for one in found if not _SINGLE.search(one)}.union(single)
    return frozenset(found)


def share_words(one: str, other: str) -> bool:
    """Whether two texts share words, as defined above."""
    mine, theirs = beginnings(one), beginnings(other)
    return bool(mine) and 2 * len(mine & theirs) >= LEAST * (len(mine) + len(theirs))


class Beginnings:
    """The texts by the beginnings of their words. Linear to build; asked in the number of texts that have each."""

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np  # large, and most who import this never ask

        listed: dict[str, list[int]] = defaultdict(list)
        sizes: list[int] = []
        for at, text in enumerate(texts):
            own = beginnings(text)
            sizes.append(len(own))
            for one in own:
                listed[one].append(at)
        self._sizes = np.array(sizes, dtype=np.int32)
        self._listed = {one: np.array(places, dtype=np.int32) for one, places in listed.items()}

    def sharing(self, text: str, first: int, last: int) -> list[int]:
        """Which of the texts from place `first` to before `last` share words with this one, in order."""
        import numpy as np

        mine = beginnings(text)
        lists = [self._listed[one] for one in mine if one in self._listed]
        if not lists:
            return []
        both = np.bincount(np.concatenate(lists), minlength=len(self._sizes))[first:last]
        told = 2 * both >= LEAST * (len(mine) + self._sizes[first:last])
        return [first + int(at) for at in np.flatnonzero(told)]

"""When two spellings mean the same, and which name is probably meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from passerelle.engines.sortition.intake.wording import is_nothing, loose, tidy

__all__ = ["digits", "is_nothing", "loose", "nearest", "tidy"]
LIKE_ENOUGH = 0.72
"""Least likeness (1 - changes/length) of a value and the name that is proposed for it."""


def digits(text: str) -> str:
    """The text with all digits as 0-9, whichever script they were written in."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def initials(name: str) -> str:
    """First letters of a name's words, as acronyms are made: "Solidaridad Sin Fronteras" gives "ssf"."""
    return "".join(loose(word)[:1] for word in tidy(name).split())


def nearest(value: str, names: Sequence[str]) -> str | None:
    """The one name that is probably meant: alike but for accents, its acronym, a slip of the pen, or its beginning.

    None where two are equally near: guessing would invent an answer."""
    key = loose(value)
    if not key:
        return None
    ways: tuple[Iterable[str], ...] = (
        (name for name in names if loose(name) == key),
        (name for name in names if len(key) > 1 and initials(name) == key),
        (name for name in names if len(key) > 3 and key in loose(name)),
    )
    for way in ways:
        found = list(dict.fromkeys(way))
        if len(found) == 1:
            return found[0]
    return _slip(key, names)


def _slip(key: str, names: Sequence[str]) -> str | None:
    from rapidfuzz import process  # takes its time to load, and most tables need no proposals
    from rapidfuzz.distance import OSA

    keys = {loose(name): name for name in names}
    found = process.extract(
        key, list(keys), scorer=OSA.normalized_similarity, score_cutoff=LIKE_ENOUGH, limit=2
    )
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return None
    return keys[found[0][0]]

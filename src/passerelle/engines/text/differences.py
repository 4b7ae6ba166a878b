"""What differs between two versions of a segment, word by word: kept, removed, inserted.

Words are runs of letters, marks and digits; scripts that put no blanks between words (Han, Kana, Thai, Lao, Khmer,
Burmese, Tibetan) are compared letter by letter, each with its marks. Nothing is lost: what is kept and removed is the
earlier text, what is kept and inserted the later one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

Kind = Literal["kept", "removed", "inserted"]

UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
# What a word is made of: \w knows no marks, and those of these scripts stand inside words.
_SIGNS = (
    r"\w\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff"
    r"\u200c\u200d\u00ad"
)
_WORD = rf"(?:(?![{UNSPACED}])[{_SIGNS}])+"
_TOKEN = re.compile(rf"\s+|{_WORD}(?:['’]{_WORD})*|.", re.DOTALL)
MOST = 3_000
"""Tokens compared of each text, after what they share at both ends; what is longer is replaced as a whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what became of them."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one row of pieces in reading order; removed stands before inserted in the same place."""
    old, new = tokens(before), tokens(after)
    found: list[Piece] = []
    for removed, inserted in _pairs(opcodes(old, new), old, new):
        if removed == inserted:
            found.append(Piece("kept", removed))
            continue
        found += [Piece("removed", removed)] if removed else []
        found += [Piece("inserted", inserted)] if inserted else []
    return tuple(found)


def _pairs(
    told: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """What stood there and what stands there now. A mere blank or comma between two changes is part of them: a
    sentence written anew reads as one removed and one inserted, not as a comb."""
    removed = inserted = ""
    for at, (kind, a, b, c, d) in enumerate(told):
        one, other = "".join(old[a:b]), "".join(new[c:d])
        between = kind == "equal" and 0 < at < len(told) - 1 and b - a <= 2 and not _says(one)
        if kind != "equal" or between:
            removed, inserted = removed + one, inserted + other
            continue
        if removed or inserted:
            yield removed, inserted
        removed = inserted = ""
        yield one, other
    if removed or inserted:
        yield removed, inserted


def _says(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def tokens(text: str) -> list[str]:
    """Words, blanks and signs in order; joined they are the text. A mark stays with what it sits on."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if found and len(token) == 1 and unicodedata.category(token)[0] == "M":
            found[-1] += token
        else:
            found.append(token)
    return found


def opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """("equal" or "replace", from, to, from, to) in order; neighbours that differ are one. In linear time and space
    for texts that hardly differ, else bounded by `MOST`."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    found: list[tuple[str, int, int, int, int]] = [("equal", 0, start, 0, start)] if start else []
    last, other = len(old) - end, len(new) - end
    if max(last, other) - start > MOST:
        found.append(("replace", start, last, start, other))
    elif start < last or start < other:
        found += _compared(old[start:last], new[start:other], start)
    return [*found, ("equal", last, len(old), other, len(new))] if end else found


def _compared(old: Sequence[str], new: Sequence[str], start: int) -> list[tuple[str, int, int, int, int]]:
    found: list[tuple[str, int, int, int, int]] = []
    for code in Indel.opcodes(old, new):
        kind = "equal" if code.tag == "equal" else "replace"
        spans = [start + at for at in (code.src_start, code.src_end, code.dest_start, code.dest_end)]
        if found and found[-1][0] == kind == "replace":
            found[-1] = (kind, found[-1][1], spans[1], found[-1][3], spans[3])
        else:
            found.append((kind, spans[0], spans[1], spans[2], spans[3]))
    return found

"""Keys by which texts are sorted: compared byte by byte they stand in the order of a language."""

from __future__ import annotations

import re
import unicodedata

from passerelle.engines.text.collation.source import rules
from passerelle.engines.text.collation.table import (
    COMMON,
    LONGEST_RUN,
    RUN,
    SEPARATOR,
    Table,
    Weights,
    table,
    unlisted,
)

LONGEST = 1_000
"""Signs of a text that take part in its key; a name that differs only after that is a tie."""

_USUAL = bytes((COMMON,))
_RUNS = re.compile(_USUAL + b"+")
_MARKS = re.compile(
    "[" + "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code))) + "]{2}"
)
_LOW = [bytes((RUN + length,)) for length in range(LONGEST_RUN)]
_HIGH = [bytes((COMMON + LONGEST_RUN - length,)) for length in range(LONGEST_RUN)]


def sort_key(text: str, language: str = "root") -> bytes:
    """Key whose byte order is the order of texts in `language` (BCP 47; one without rules has the root order).

    Canonically equivalent texts have equal keys. Any string is accepted; nothing is raised.
    """
    known = table(_known(language))
    whole = unicodedata.normalize("NFD", text[:LONGEST])
    # Marks that follow each other may belong to a letter across others: only then it takes more than a look-up.
    parts = _across_marks(known, whole) if _MARKS.search(whole) else known.parts.findall(whole)
    weights = known.weights
    try:
        found = [weights[part] for part in parts]
    except KeyError:
        found = [_met(known, part) for part in parts]
    if not found:
        return SEPARATOR + SEPARATOR
    first, second, third = zip(*found, strict=True)
    if known.backwards:
        second = second[::-1]
    return b"".join((*first, SEPARATOR, _shortened(b"".join(second)), SEPARATOR, _shortened(b"".join(third))))


def _met(known: Table, part: str) -> Weights:
    found = known.weights.get(part)
    if found is None:
        found = unlisted(known, part)
    return found


def _shortened(level: bytes) -> bytes:
    """Each run of usual weights as one byte (two where it is long), so that the order stays.

    A run is followed by something lower (or nothing) or by something higher: of two runs the shorter one is then the
    lower or the higher text. Source: Unicode Technical Standard 10, "Run-length compression"."""
    return _RUNS.sub(_run, level)


def _run(found: re.Match[bytes]) -> bytes:
    length = found.end() - found.start() - 1
    following = found.string[found.end() : found.end() + 1]
    many, rest = divmod(length, LONGEST_RUN)
    runs = _HIGH if following > _USUAL else _LOW
    return _USUAL * many + runs[rest]


def _across_marks(known: Table, text: str) -> list[str]:
    """Listed sequences from left to right, the longest each time (UTS 10, rule S2.1); marks further on that nothing
    blocks belong to it."""
    signs, parts, at = list(text), [], 0
    while at < len(signs):
        sequence, at = _sequence(known, signs, at)
        parts.append(sequence)
    return parts


def _sequence(known: Table, signs: list[str], at: int) -> tuple[str, int]:
    weights = known.weights
    first = signs[at]
    most = min(known.longest.get(first, 1), len(signs) - at)
    length = next((n for n in range(most, 1, -1) if "".join(signs[at : at + n]) in weights), 1)
    sequence = "".join(signs[at : at + length])
    at += length
    if first in known.longest:
        place, blocked = at, 0
        while place < len(signs) and (rank := unicodedata.combining(signs[place])):
            if rank > blocked and sequence + signs[place] in weights:
                sequence += signs.pop(place)
            else:
                blocked = rank
                place += 1
    return sequence, at


def _known(language: str) -> str:
    told = rules()
    tag = language.lower().replace("_", "-")
    if tag in told:
        return tag
    short = tag.partition("-")[0]
    return short if short in told else "root"

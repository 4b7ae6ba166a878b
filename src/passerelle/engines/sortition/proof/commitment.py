"""Promises that can be kept secret until they are kept: salts, codes of people, hashes.

A hash of something salted binds its author and tells nobody else anything (commitment by hashing, Halevi and Micali,
CRYPTO 1996). All of it can be done by hand with `sha256sum`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence

SALT_BYTES = 16
"""128 random bits hide the few features of a person from any search, and 32 signs can still be typed from a slip."""

FIRST = "CDFGHJKMNPQRTVWX"
"""A code begins with a letter, so that no spreadsheet takes it for a number."""
SIGNS = FIRST + "234789"
"""No vowels, so no words; of signs that look alike (0 O, 1 I, 2 Z, 5 S, 6 G, 8 B) at most one."""
CODE_LENGTH = 9
_FIRST_OF = bytes(ord(FIRST[byte % len(FIRST)]) for byte in range(256))
_SIGN_OF = bytes(ord(SIGNS[byte % len(SIGNS)]) for byte in range(256))


def canonical(value: object) -> bytes:
    """The one way to write JSON here: keys sorted, no blanks, UTF-8. Holds no floats, so all languages agree on it.

    The same bytes as `jq -cjS .` writes. Raises ValueError for a float and for text that is not Unicode.
    """
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def _refuse_floats(value: object) -> None:
    todo = [value]
    while todo:
        found = todo.pop()
        if isinstance(found, dict):
            todo += found.values()
        elif isinstance(found, list):
            if not set(map(type, found)) <= {int, str}:
                todo += found
        elif isinstance(found, float):
            raise ValueError("a float has no place in what is hashed")


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def labels(panels: int) -> list[str]:
    """The numbers of so many panels as dice show them: "000" to "999" for 1000, "00" to "99" for 100."""
    return [str(place).zfill(len(str(panels)) - 1) for place in range(panels)]


def code(salt: str, label: str) -> str:
    """What a public record calls the person with this salt on the panel of this number, and on no other panel.

    The first nine bytes of SHA-256 of three lines, "passerelle code", salt, number, each modulo the number of signs.
    Whoever does not know the salt cannot tell whether two codes on two panels are of one person.
    """
    found = hashlib.sha256(f"passerelle code\n{salt}\n{label}".encode()).digest()
    return (found[:1].translate(_FIRST_OF) + found[1:CODE_LENGTH].translate(_SIGN_OF)).decode("ascii")


def legible(code: str) -> str:
    """A code in groups of three, for people."""
    return f"{code[:3]}-{code[3:6]}-{code[6:]}"


def person(salt: str, categories: Sequence[str], features: Sequence[str]) -> str:
    """The commitment to a person's features: SHA-256 of three lines, "passerelle person", salt, features.

    Features are written as canonical JSON, a list of pairs of category and feature. The household is not among them:
    nobody knows its number by heart; the scrutineers' record alone binds it.
    """
    pairs = [[name, feature] for name, feature in zip(categories, features, strict=True)]
    text = b"\n".join([b"passerelle person", salt.encode(), canonical(pairs)])
    return hashlib.sha256(text).hexdigest()


def codes(salts: Sequence[str], panels: Sequence[Sequence[int]]) -> list[list[str]]:
    """For each panel the codes of its rows, in their order. panels: in the order of their numbers."""
    return [
        [code(salts[row], label) for row in rows]
        for label, rows in zip(labels(len(panels)), panels, strict=True)
    ]


def new_salts(
    people: int, panels: Sequence[Sequence[int]], random: Callable[[int], bytes] = secrets.token_bytes
) -> tuple[list[str], list[list[str]]]:
    """One salt per person, in hexadecimal, drawn again for whoever would share a salt or a code; and all `codes`.

    panels: the rows on each, in the order of their numbers. Among people on panels no code then stands twice anywhere.
    random: bytes from the operating system; tests may pass their own. Raises ValueError when it repeats itself.
    """
    salts = [random(SALT_BYTES).hex() for _ in range(people)]
    for _ in range(100):
        found = codes(salts, panels)
        again = _clashes(salts, panels, found)
        if not again:
            return salts, found
        for row in sorted(again):
            salts[row] = random(SALT_BYTES).hex()
    raise ValueError("the source of random bytes repeats itself")


def _clashes(salts: Sequence[str], panels: Sequence[Sequence[int]], found: list[list[str]]) -> set[int]:
    """Rows whose salt, or a code of whose, is already that of an earlier row or panel."""
    words = [*salts, *(word for panel in found for word in panel)]
    if len(set(words)) == len(words):
        return set()
    taken: set[str] = set()
    again: set[int] = set()
    owners = [*range(len(salts)), *(row for rows in panels for row in rows)]
    for row, word in zip(owners, words, strict=True):
        if word in taken:
            again.add(row)
        taken.add(word)
    return again

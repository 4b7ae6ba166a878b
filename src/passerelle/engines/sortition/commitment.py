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
CODE_LENGTH = 6


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


def code(salt: str) -> str:
    """The code of the person with this salt: what a public record calls them.

    The first six bytes of SHA-256 of "passerelle code", a line break and the salt, each modulo the number of signs.
    """
    found = hashlib.sha256(f"passerelle code\n{salt}".encode()).digest()
    return FIRST[found[0] % len(FIRST)] + "".join(SIGNS[byte % len(SIGNS)] for byte in found[1:CODE_LENGTH])


def person(salt: str, categories: Sequence[str], features: Sequence[str]) -> str:
    """The commitment to a person's features: SHA-256 of three lines, "passerelle person", salt, features.

    Features are written as canonical JSON, a list of pairs of category and feature. The household is not among them:
    nobody knows its number by heart; the scrutineers' record alone binds it.
    """
    pairs = [[name, feature] for name, feature in zip(categories, features, strict=True)]
    text = b"\n".join([b"passerelle person", salt.encode(), canonical(pairs)])
    return hashlib.sha256(text).hexdigest()


def new_salts(people: int, random: Callable[[int], bytes] = secrets.token_bytes) -> list[str]:
    """One salt per person, in hexadecimal, drawn again where two people would have the same code.

    random: bytes from the operating system; tests may pass their own. Raises ValueError when it repeats itself.
    """
    salts: list[str] = []
    taken: set[str] = set()
    tries = 0
    while len(salts) < people:
        tries += 1
        if tries > 2 * people + 100:
            raise ValueError("the source of random bytes repeats itself")
        salt = random(SALT_BYTES).hex()
        if (found := code(salt)) not in taken:
            taken.add(found)
            salts.append(salt)
    return salts

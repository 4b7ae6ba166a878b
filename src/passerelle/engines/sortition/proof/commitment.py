"""Promises that can be kept secret until they are kept: salts, codes of people, hashes.

A hash of something salted binds its author and tells nobody else anything (commitment by hashing, Halevi and Micali,
CRYPTO 1996). All of it can be done by hand with `sha256sum`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice

SCRUTINEERS_FORMAT = "passerelle-draw"
PUBLIC_FORMAT = "passerelle-draw-public"
"""What the two kinds of record call themselves."""
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
    if type(value) is dict and set(map(type, value)) <= {str}:
        parts = [f"{_text(name)}:{_words(value[name]) or _text(value[name])}" for name in sorted(value)]
        return ("{" + ",".join(parts) + "}").encode("utf-8")
    return (_words(value) or _text(value)).encode("utf-8")


def _words(value: object) -> str:
    """A list of words, or of lists of words, of which records are full, joined as it stands; else nothing."""
    if type(value) is not list or not value or not all(value):
        return ""
    lists = value if set(map(type, value)) == {list} else [value]
    if set(map(type, chain.from_iterable(lists))) != {str}:
        return ""
    text = "".join(chain.from_iterable(lists))
    if not text.isascii() or not text.isprintable() or '"' in text or "\\" in text:
        return ""
    joined = ",".join(['["' + '","'.join(words) + '"]' for words in lists])
    return joined if lists is not value else f"[{joined}]"


def _text(value: object) -> str:
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


_PLAIN = {int, str, type(None)}


def _refuse_floats(value: object) -> None:
    todo = [value]
    while todo:
        found = todo.pop()
        if isinstance(found, dict):
            todo += found.values()
        elif isinstance(found, list):
            if not set(map(type, found)) <= _PLAIN:
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
    return _promise(salt, _pairs(categories, features))


def people(salts: Sequence[str], categories: Sequence[str], features: Iterable[Sequence[str]]) -> list[str]:
    """`person` of each salt with its features."""
    known: dict[tuple[str, ...], bytes] = {}
    found = []
    for salt, each in zip(salts, features, strict=True):
        key = tuple(each)
        if key not in known:
            known[key] = _pairs(categories, key)
        found.append(_promise(salt, known[key]))
    return found


def _pairs(categories: Sequence[str], features: Sequence[str]) -> bytes:
    return canonical([[name, feature] for name, feature in zip(categories, features, strict=True)])


def _promise(salt: str, pairs: bytes) -> str:
    return hashlib.sha256(b"\n".join([b"passerelle person", salt.encode(), pairs])).hexdigest()


def codes(salts: Sequence[str], panels: Sequence[Sequence[int]]) -> list[list[str]]:
    """For each panel the codes of its rows, in their order. panels: in the order of their numbers.

    What `code` gives, but each salt is hashed once for all its panels and all signs are looked up in one go.
    """
    begun = [hashlib.sha256(f"passerelle code\n{salt}\n".encode()) for salt in salts]
    heads: list[bytes] = []
    for label, rows in zip(labels(len(panels)), panels, strict=True):
        end = label.encode()
        for row in rows:
            found = begun[row].copy()
            found.update(end)
            heads.append(found.digest()[:CODE_LENGTH])
    joined = b"".join(heads)
    signs = bytearray(joined.translate(_SIGN_OF))
    signs[::CODE_LENGTH] = joined[::CODE_LENGTH].translate(_FIRST_OF)
    text = signs.decode("ascii")
    words = iter([text[at : at + CODE_LENGTH] for at in range(0, len(text), CODE_LENGTH)])
    return [list(islice(words, len(rows))) for rows in panels]


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
    words = [*salts, *chain.from_iterable(found)]
    if len(set(words)) == len(words):
        return set()
    taken: set[str] = set()
    again: set[int] = set()
    owners = [*range(len(salts)), *chain.from_iterable(panels)]
    for row, word in zip(owners, words, strict=True):
        if word in taken:
            again.add(row)
        taken.add(word)
    return again

"""Sorting as the readers of a language expect it: the Unicode Collation Algorithm with CLDR's orders.

Source: Unicode Technical Standard 10 (algorithm, table of version 10.0.0) and Technical Standard 35, part 5
(root order, tailorings of CLDR 48). The table holds the scripts named in `data/make_collation.py`; other
characters come after all of them, in code point order. Strength is tertiary: words, then accents, then case.
Punctuation counts, as in CLDR ("non-ignorable").
"""

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LONGEST = 1_000
"""Signs of a text that take part in its key; a name that differs only after that is a tie."""

_PRIMARY, _SECONDARY, _TERTIARY = 32, 256, 8
"""Room between two weights of the table, for the letters that a language puts between them."""
_COMMON_SECONDARY, _COMMON_TERTIARY = 1 * _SECONDARY, 2 * _TERTIARY
_UPPER = (0x8, 0x9, 0xA, 0xB, 0xC, 0xE, 0x11, 0x12, 0x1D)
"""Tertiary weights of capitals (Technical Standard 10, table 4)."""
_BEYOND = 0xF000
_FIRST_MARK = "\u0300"

Element = tuple[int, int, int]
Weights = tuple[bytes, bytes, bytes]


def sort_key(text: str, language: str = "root") -> bytes:
    """Key whose byte order is the order of texts in `language` (BCP 47; one not known has the root order).

    Canonically equivalent texts have equal keys. Any string is accepted; nothing is raised.
    """
    table = _table(_known(language))
    weights, following = table.weights, table.following
    signs = list(unicodedata.normalize("NFD", text[:LONGEST]))
    primary: list[bytes] = []
    secondary: list[bytes] = []
    tertiary: list[bytes] = []
    at, end = 0, len(signs)
    while at < end:
        sign = signs[at]
        at += 1
        if sign in following and at < end and (signs[at] in following[sign] or signs[at] >= _FIRST_MARK):
            sign, at = _contracted(table, signs, at)
            end = len(signs)
        found = weights.get(sign) or _unlisted(table, sign)
        primary.append(found[0])
        secondary.append(found[1])
        tertiary.append(found[2])
    return b"\0\0".join((b"".join(primary), b"".join(secondary), b"".join(tertiary)))


def _contracted(table: "_Table", signs: list[str], at: int) -> tuple[str, int]:
    """The longest listed sequence from `at - 1` on and the place after it (UTS 10, rule S2.1).

    Marks further on that nothing blocks belong to it; they are taken out of `signs`.
    """
    weights = table.weights
    length = next(
        (
            length
            for length in range(min(table.longest[signs[at - 1]], len(signs) - at + 1), 1, -1)
            if "".join(signs[at - 1 : at - 1 + length]) in weights
        ),
        1,
    )
    sequence = "".join(signs[at - 1 : at - 1 + length])
    at += length - 1
    place, blocked = at, 0
    while place < len(signs) and (rank := unicodedata.combining(signs[place])):
        if rank > blocked and sequence + signs[place] in weights:
            sequence += signs.pop(place)
        else:
            blocked = rank
            place += 1
    return sequence, at


def _known(language: str) -> str:
    rules = _rules()
    code = language.lower().replace("_", "-").split("-")[0]
    found = rules.get(code)
    return found if isinstance(found, str) else code if code in rules else "root"


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Weights of every listed sequence as bytes per level; by first sign, how long sequences get and what can
    follow in them."""

    weights: dict[str, Weights]
    longest: dict[str, int]
    following: dict[str, frozenset[str]]


@lru_cache(maxsize=4_096)
def _unlisted(table: _Table, sign: str) -> Weights:
    """Weights of a character that the table has not: of what it is a variant of, else after everything."""
    plain = unicodedata.normalize("NFKD", sign)
    if plain != sign:
        parts = [table.weights.get(part) or _unlisted(table, part) for part in plain]
        first, second, third = zip(*parts, strict=True)
        return b"".join(first), b"".join(second), b"".join(third)
    lead, trail = divmod(ord(sign[0]), 0x1000)
    return _packed([(_BEYOND + lead, _COMMON_SECONDARY, _COMMON_TERTIARY), (0x8000 + trail, 0, 0)])


def _packed(elements: Iterable[Element]) -> Weights:
    primary, secondary, tertiary = b"", b"", b""
    for first, second, third in elements:
        primary += first.to_bytes(2, "big") if first else b""
        secondary += second.to_bytes(2, "big") if second else b""
        tertiary += bytes((third,)) if third else b""
    return primary, secondary, tertiary


@cache
def _rules() -> dict[str, list[str] | str]:
    """Language → its rules, or the language whose rules it shares."""
    rules: dict[str, list[str] | str] = json.loads(_data("tailoring.json"))
    return {language: rule for language, rule in rules.items() if language.isalpha()}


def _data(name: str) -> str:
    return files("passerelle.engines.text").joinpath("data", name).read_text(encoding="utf-8")


@cache
def _root() -> tuple[dict[str, tuple[Element, ...]], dict[str, tuple[int, int]]]:
    """The root table and the first and last primary weight of each group."""
    elements: dict[str, tuple[Element, ...]] = {}
    groups: dict[str, tuple[int, int]] = {}
    seen: dict[str, tuple[Element, ...]] = {}
    for line in _data("collation.txt").splitlines():
        if line[0] == "@":
            name, first, last = line[1:].split()
            groups[name] = (int(first) * _PRIMARY, int(last) * _PRIMARY)
        elif line[0] != "#":
            codes, _, weights = line.partition(";")
            if weights not in seen:
                seen[weights] = tuple([_element(weight) for weight in weights.split(" ")])
            elements["".join([chr(int(code, 16)) for code in codes.split(" ")])] = seen[weights]
    return elements, groups


def _element(weights: str) -> Element:
    first, second, third = weights.split(".")
    return int(first) * _PRIMARY, int(second) * _SECONDARY, int(third) * _TERTIARY


@cache
def _table(language: str) -> _Table:
    elements, groups = _root()
    tailoring = _Tailoring(dict(elements), groups)
    for rule in dict.fromkeys((*_rules()["root"], *_rules()[language])):
        tailoring.apply(rule)
    elements = tailoring.finished()
    packed: dict[tuple[Element, ...], Weights] = {}
    weights: dict[str, Weights] = {}
    longest: dict[str, int] = {}
    following: dict[str, set[str]] = {}
    for sequence, own in elements.items():
        if own not in packed:
            packed[own] = _packed(own)
        weights[sequence] = packed[own]
        if len(sequence) > 1:
            longest[sequence[0]] = max(longest.get(sequence[0], 1), len(sequence))
            following.setdefault(sequence[0], set()).update(sequence[1:])
    return _Table(weights, longest, {sign: frozenset(others) for sign, others in following.items()})


_RELATION = re.compile(r"(<{1,3}|=)([^<=&/]+)(?:/([^<=&]+))?")
_RESET = re.compile(r"&(?:\[before ([12])\])?(\[last secondary ignorable\]|[^<=&]+)")
_SETTING = re.compile(r"\[(reorder|caseFirst) ([A-Za-z ]+)\]")


class _Tailoring:
    """Applies CLDR's rules to a copy of the root table."""

    def __init__(self, elements: dict[str, tuple[Element, ...]], groups: dict[str, tuple[int, int]]) -> None:
        self._elements = elements
        self._groups = groups
        self._used = sorted({element[0] for own in elements.values() for element in own})
        self._order: list[str] = []
        self._capitals_first = False

    def apply(self, rule: str) -> None:
        """One rule. Raises ValueError where it cannot be read or there is no room: a fault in the data."""
        if setting := _SETTING.fullmatch(rule):
            if setting[1] == "reorder":
                self._order = setting[2].split()
            else:
                self._capitals_first = True
            return
        reset = _RESET.match(rule)
        if not reset:
            raise ValueError(rule)
        at = self._reset(reset[2], reset[1])
        for relation in _RELATION.finditer(rule, reset.end()):
            at = self._after(at, relation[1])
            added = self._of(unicodedata.normalize("NFD", relation[3])) if relation[3] else ()
            self._elements[unicodedata.normalize("NFD", relation[2])] = (*self._cased(at, relation), *added)

    def _reset(self, text: str, before: str | None) -> tuple[Element, ...]:
        if text.startswith("["):
            return ((0, 0, 24 * _TERTIARY),)
        *start, (first, second, third) = self._of(unicodedata.normalize("NFD", text))
        if before == "1":
            return (*start, (self._used[bisect_right(self._used, first - 1) - 1], second, third))
        return (*start, (first, second - _SECONDARY // 2 if before else second, third))

    def _of(self, text: str) -> tuple[Element, ...]:
        """Elements of a text by the longest sequences known so far."""
        found: list[Element] = []
        while text:
            length = next(length for length in range(len(text), 0, -1) if text[:length] in self._elements)
            found.extend(self._elements[text[:length]])
            text = text[length:]
        return tuple(found)

    def _after(self, at: tuple[Element, ...], strength: str) -> tuple[Element, ...]:
        *start, (first, second, third) = at
        if strength == "<":
            first, second, third = first + 1, _COMMON_SECONDARY, _COMMON_TERTIARY
            place = bisect_right(self._used, first)
            if self._used[place - 1] == first:
                raise ValueError(f"no room at {first}")
            self._used.insert(place, first)
        elif strength == "<<":
            second, third = second + 1, _COMMON_TERTIARY
        elif strength == "<<<":
            third += 1
        return (*start, (first, second, third))

    def _cased(self, at: tuple[Element, ...], relation: re.Match[str]) -> tuple[Element, ...]:
        if not self._capitals_first or relation[2] == relation[2].lower():
            return at
        *start, (first, second, third) = at
        earlier = _COMMON_TERTIARY if relation[2] == relation[2].upper() else _COMMON_TERTIARY // 2
        return (*start, (first, second, third - earlier + 2))

    def finished(self) -> dict[str, tuple[Element, ...]]:
        moves, thirds = self._moves(), {}
        if self._capitals_first:
            thirds = {third * _TERTIARY: rank for rank, third in enumerate(_UPPER, 1)}
        starts = sorted(moves)
        done: dict[tuple[Element, ...], tuple[Element, ...]] = {}
        for own in set(self._elements.values()) if thirds or self._order else ():
            done[own] = tuple(
                [(p + moves[starts[bisect_right(starts, p) - 1]], s, thirds.get(t, t)) for p, s, t in own]
            )
        return {sequence: done.get(own, own) for sequence, own in self._elements.items()}

    def _moves(self) -> dict[int, int]:
        """First weight of each group → by how much the group moves when scripts are reordered."""
        scripts = [name for name in self._groups if name[0].isupper()]
        fixed = [name for name in self._groups if name[0].islower()]
        moves, at = {0: 0}, _PRIMARY
        for name in (*fixed, *self._order, *(name for name in scripts if name not in self._order)):
            first, last = self._groups[name]
            moves[first] = at - first
            at += last - first + _PRIMARY
        return moves

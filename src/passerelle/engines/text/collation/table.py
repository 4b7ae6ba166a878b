"""The table of one language, ready for use: every listed sequence as bytes per level.

A primary weight is two bytes from `FIRST_PRIMARY` on. A secondary or tertiary weight is one byte, rare secondary ones
two. `COMMON` is the usual weight of both levels, runs of which `keys` shortens; nothing else has this byte.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from passerelle.engines.text.collation.rules import Rules, parse
from passerelle.engines.text.collation.source import COMMON_TERTIARY, root, rules
from passerelle.engines.text.collation.tailoring import Builder, Element, Tailored, Weight, in_order

SEPARATOR = b"\x01"
FIRST_PRIMARY = 0x0200
COMMON = 0x40
"""Below it are the weights before the usual one and runs of that, above it runs and the weights after it."""
BELOW, RUN, LONGEST_RUN = 0x04, 0x20, 0x20
"""First byte of weights below the usual one; of runs before something lower; how many usual weights one byte tells."""
ABOVE, WIDE = 0x80, 0xE0
"""First byte of weights above the usual one, and of those that need two bytes."""
_BEYOND = 0xFE00
"""First primary weight of characters that the table has not."""
_FIXED = ("space", "punct", "symbol", "currency", "digit")

Weights = tuple[bytes, bytes, bytes]


@dataclass(slots=True, eq=False)
class Table:
    """weights: of every listed sequence. parts: cuts a text into listed sequences. longest: by first sign.
    symbols: primary weight after the last symbol, where those go that the table has not."""

    weights: dict[str, Weights]
    parts: re.Pattern[str]
    longest: dict[str, int]
    backwards: bool
    symbols: int


@cache
def table(language: str) -> Table:
    """The table of a language that has rules; of any other, the root's."""
    told = parse(rules().get(language, ""))
    tailored = Builder(root()).apply(told)
    pack = _Packer(tailored, told)
    weights = {sequence: pack(own) for sequence, own in tailored.elements.items()}
    several = sorted((one for one in weights if len(one) > 1), key=len, reverse=True)
    starts = "".join(re.escape(sign) for sign in sorted({one[0] for one in several}))
    parts = re.compile("|".join([f"[^{starts}]", *map(re.escape, several), "."]), re.DOTALL)
    longest: dict[str, int] = {}
    for sequence in several:
        longest[sequence[0]] = max(longest.get(sequence[0], 1), len(sequence))
    return Table(weights, parts, longest, told.backwards, pack.after_symbols)


class _Packer:
    """Turns elements into bytes."""

    def __init__(self, tailored: Tailored, told: Rules) -> None:
        self._weights = tailored.weights
        self._told = told
        found = {self._of(one) for own in set(tailored.elements.values()) for one in own}
        self._primaries = self._moved(in_order({first for first, _, _ in found if first[0]}))
        self._seconds = _bytes({second for _, second, _ in found if second[0]}, (root().common, 0))
        self._thirds = _bytes({third for _, _, third in found if third[0]}, self._usual())
        self._done: dict[tuple[Element, ...], Weights] = {}

    def __call__(self, own: tuple[Element, ...]) -> Weights:
        if own not in self._done:
            told = [self._of(one) for one in own]
            first = b"".join([self._primaries[p] for p, _, _ in told if p[0]])
            seconds = [self._seconds[s] for _, s, _ in told if s[0]]
            if self._told.backwards:
                seconds.reverse()
            third = b"".join([self._thirds[t] for _, _, t in told if t[0]])
            self._done[own] = first, b"".join(seconds), third
        return self._done[own]

    def _of(self, one: Element) -> tuple[Weight, Weight, Weight]:
        if one.place is None:
            first, second, third = (one.primary, 0), (one.secondary, 0), (one.tertiary, 0)
        else:
            first, second, third = self._weights[id(one.place)]
        if self._told.capitals_first:
            # Capitals before small letters; what has no letter keeps its place behind both.
            rank = 3 if not second[0] else {2: 0, 1: 1}.get(one.case, 2) if first[0] else 2
            third = (third[0] + 0x100 * (rank + 1), third[1])
        return first, second, third

    def _usual(self) -> Weight:
        return (COMMON_TERTIARY + (0x300 if self._told.capitals_first else 0), 0)

    def _moved(self, ranks: dict[Weight, int]) -> dict[Weight, bytes]:
        """Primary weights as bytes, the groups in the order that the language has them in."""
        groups = root().groups
        asked = [name for name in self._told.reorder if name in groups]
        order = [name for name in _FIXED if name not in asked] + asked
        order += [name for name in groups if name not in order]
        starts = {name: at for at, name in enumerate(order)}
        of = {number: name for name, (first, last) in groups.items() for number in range(first, last + 1)}
        ordered = sorted(ranks, key=lambda weight: (starts[of[int(weight[0])]], weight))
        self.after_symbols = 0
        packed: dict[Weight, bytes] = {}
        number = FIRST_PRIMARY
        for weight in ordered:
            number += 1
            packed[weight] = number.to_bytes(2, "big")
            if weight[0] == groups["symbol"][1]:
                number += 0x200
                self.after_symbols = number - 0x1FF
        return packed


def _bytes(weights: set[Weight], usual: Weight) -> dict[Weight, bytes]:
    """One byte to each weight, two to the last ones where there are too many."""
    ordered = sorted(weights | {usual})
    at = ordered.index(usual)
    below, above = ordered[:at], ordered[at + 1 :]
    if len(below) > RUN - BELOW:
        raise ValueError("too many weights below the usual one")
    narrow = WIDE - ABOVE
    found = {weight: bytes((BELOW + place,)) for place, weight in enumerate(below)}
    found[usual] = bytes((COMMON,))
    for place, weight in enumerate(above):
        if place < narrow:
            found[weight] = bytes((ABOVE + place,))
        else:
            more, rest = divmod(place - narrow, 0x60)
            found[weight] = bytes((WIDE + more, ABOVE + rest))
    return found


def unlisted(table: Table, sign: str) -> Weights:
    """Weights of a character that the table has not: of what it is a variant of; symbols and digits among theirs;
    any other after everything, in the order of the code points."""
    plain = unicodedata.normalize("NFKD", sign)
    if plain != sign:
        return _joined([table.weights.get(part) or unlisted(table, part) for part in plain])
    digit = unicodedata.decimal(sign, None)
    if digit is not None and str(digit) in table.weights:
        return table.weights[str(digit)]
    category = unicodedata.category(sign)
    if category[0] == "M":
        return b"", b"", b""
    lead, trail = divmod(ord(sign), 0x8000)
    first = (table.symbols if category[0] in "SP" else _BEYOND) + lead
    usual = bytes((COMMON,))
    return first.to_bytes(2, "big") + (0x8000 + trail).to_bytes(2, "big"), usual, usual


def _joined(weights: Iterable[Weights]) -> Weights:
    first, second, third = zip(*weights, strict=True)
    return b"".join(first), b"".join(second), b"".join(third)

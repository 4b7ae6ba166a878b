"""The data as they lie beside the code: the root table, and the rules of the languages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

COMMON_TERTIARY = 0x05
_MADE = "1"
"""Counts up with every change of the code that changes keys: stored ones are then made anew."""

Element = tuple[int, int, int]
"""Primary, secondary and tertiary weight of the root table; 0 is ignored on its level. The tertiary weight has the
case in its upper two bits: 0 small, 1 mixed, 2 capital."""


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """elements: of every listed sequence, in NFD. groups: first and last primary weight of what can be moved.
    common: the secondary weight of a letter without accents."""

    elements: dict[str, tuple[Element, ...]]
    groups: dict[str, tuple[int, int]]
    common: int


@cache
def root() -> Root:
    """The root table."""
    elements: dict[str, tuple[Element, ...]] = {}
    groups: dict[str, tuple[int, int]] = {}
    common = 0
    for line in _text("collation.txt").splitlines():
        if line[0] == "@":
            name, *numbers = line[1:].split()
            if name == "common":
                common = int(numbers[0])
            else:
                groups[name] = (int(numbers[0]), int(numbers[1]))
        elif line[0] != "#":
            codes, _, weights = line.partition(";")
            sequence = "".join([chr(int(code, 16)) for code in codes.split(" ")])
            told = tuple([_element(weight, common) for weight in weights.split(" ")])
            elements[sequence] = tuple([one for one in told if any(one)])
    return Root(elements, groups, common)


def _element(weights: str, common: int) -> Element:
    told = [int(weight, 16) for weight in weights.split(".")]
    first = told[0]
    second = told[1] if len(told) > 1 else common
    return first, second, told[2] if len(told) > 2 else COMMON_TERTIARY


@cache
def rules() -> dict[str, str]:
    """Language (BCP 47, lower case) → its rules in CLDR's syntax. Languages in the root's order are not here."""
    found: dict[str, str] = json.loads(_text("tailoring.json"))
    return {language: rule for language, rule in found.items() if language != "//"}


def languages() -> frozenset[str]:
    """Languages with an order of their own."""
    return frozenset(rules())


@cache
def version() -> str:
    """Changes whenever keys do: whoever stores keys stores it beside them."""
    told = "\n".join((_MADE, _text("collation.txt"), _text("tailoring.json")))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _text(name: str) -> str:
    return files("passerelle.engines.text").joinpath("data", name).read_text(encoding="utf-8")

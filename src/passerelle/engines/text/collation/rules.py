"""Reads the rules by which a language differs from the root order.

Syntax: Unicode Technical Standard 35, part 5, "Collation Rule Syntax". `[import …]` is resolved by
`tools/collation.py` before; what it says of "alternate", "strength" and "normalization" does not concern us.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field


class Unreadable(ValueError):
    """The rules break their syntax: a fault in the data."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The place in the order from which the next relations go on; before: just before it, on that level (1–3)."""

    text: str
    before: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """text follows what stands before it, different on that level (1–3; 0: the same). prefix: only after that text.
    extension: sorted as if that came after it."""

    level: int
    text: str
    prefix: str = ""
    extension: str = ""


@dataclass(slots=True)
class Rules:
    """What a language's rules say: steps in their order, and settings for the whole."""

    steps: list[Reset | Relation] = field(default_factory=list)
    reorder: tuple[str, ...] = ()
    capitals_first: bool = False
    backwards: bool = False
    suppressed: str = ""


NOTHING = ""
"""A reset to what is ignored: the root has no element with a tertiary weight alone, so both names mean the same."""
_SPACE = re.compile(r"[\s\u0085\u200e\u200f\u2028\u2029]*")
_RELATION = re.compile(r"(<{1,3}|=)(\*?)")
_BEFORE = re.compile(r"\[before ([123])\]")
_IGNORABLE = re.compile(r"\[last (?:secondary|tertiary) ignorable\]")
_OPTION = re.compile(r"\[(\w+)\s*((?:[^\[\]]|\[[^\]]*\])*)\]")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)", re.DOTALL)
_STOPS = "&<=[/|"


def parse(source: str) -> Rules:
    """Raises Unreadable."""
    rules, at = Rules(), _skip(source, 0)
    while at < len(source):
        if source[at] == "&":
            reset, at = _reset(source, at + 1)
            rules.steps.append(reset)
        elif source[at] == "[":
            at = _option(rules, source, at)
        else:
            relations, at = _relations(source, at)
            rules.steps.extend(relations)
        at = _skip(source, at)
    return rules


def _skip(source: str, at: int) -> int:
    found = _SPACE.match(source, at)
    return found.end() if found else at


def _reset(source: str, at: int) -> tuple[Reset, int]:
    at = _skip(source, at)
    before = 0
    if found := _BEFORE.match(source, at):
        before, at = int(found[1]), _skip(source, found.end())
    if found := _IGNORABLE.match(source, at):
        return Reset(NOTHING, before), found.end()
    text, at = _string(source, at)
    return Reset(unicodedata.normalize("NFD", text), before), at


def _option(rules: Rules, source: str, at: int) -> int:
    found = _OPTION.match(source, at)
    if not found:
        raise Unreadable(source[at : at + 20])
    name, value = found[1], found[2].strip()
    if name == "reorder":
        rules.reorder = tuple(value.split())
    elif name == "caseFirst":
        rules.capitals_first = value == "upper"
    elif name == "backwards":
        rules.backwards = value == "2"
    elif name == "suppressContractions":
        rules.suppressed += value.strip("[]")
    return found.end()


def _relations(source: str, at: int) -> tuple[list[Relation], int]:
    found = _RELATION.match(source, at)
    if not found:
        raise Unreadable(source[at : at + 20])
    level = len(found[1]) if found[1] != "=" else 0
    text, at = _string(source, _skip(source, found.end()))
    if found[2]:
        return [Relation(level, unicodedata.normalize("NFD", sign)) for sign in _spread(text)], at
    prefix = extension = ""
    if source[at : at + 1] == "|":
        prefix = text
        text, at = _string(source, at + 1)
    if source[at : at + 1] == "/":
        extension, at = _string(source, at + 1)
    told = [unicodedata.normalize("NFD", one) for one in (text, prefix, extension)]
    return [Relation(level, *told)], at


def _spread(text: str) -> Iterator[str]:
    """The signs of an abbreviated relation: each for itself, "a-d" for all from a to d."""
    at = 0
    while at < len(text):
        if text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            yield from (chr(code) for code in range(ord(text[at]), ord(text[at + 2]) + 1))
            at += 3
        else:
            yield text[at]
            at += 1


def _string(source: str, at: int) -> tuple[str, int]:
    """The text that begins here, without quotes and escapes, and where it ends."""
    text: list[str] = []
    at = _skip(source, at)
    while at < len(source) and source[at] not in _STOPS:
        if source[at] == "'":
            end = source.find("'", at + 1)
            if end < 0:
                raise Unreadable(source[at : at + 20])
            text.append(source[at + 1 : end] or "'")
            at = end + 1
        elif escape := _ESCAPE.match(source, at):
            code = escape[1] or escape[2]
            text.append(chr(int(code, 16)) if code else escape[3])
            at = escape.end()
        else:
            text.append(source[at])
            at += 1
        at = _skip(source, at)
    if not text:
        raise Unreadable(source[max(0, at - 10) : at + 10])
    return "".join(text), at

"""A translation made for nearly the same words, with the numbers, names and addresses of the new ones put in.

Only what is certain is carried: it stands in the old source and in the old translation equally often, and every time
in the old source it became the same. A number is written with the signs that the old translation has; where those do
not show how (800 became 1,300), it is left, and whoever translates decides. So is a plural that no longer fits: what
was carried is marked, never hidden.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from passerelle.engines.text.differences import opcodes, tokens
from passerelle.engines.text.memory.places import places

_DIGITS = re.compile(r"\d+")
_MOST_SWAPS = 20
"""More differences than that, and it is another text."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Something put in place of something else, from `start` to `end` (code points) of the new translation."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Carriage:
    """A translation with what could be carried put in. left: what differs and could not be (before, after)."""

    text: str
    carried: tuple[Carried, ...]
    left: tuple[tuple[str, str], ...]


def carry(then: str, now: str, translation: str) -> Carriage:
    """Take the numbers, names and addresses in which `now` differs from `then` over into the translation of `then`."""
    kinds = {one.text: one.kind for text in (translation, now, then) for one in places(text)}
    told, left = _differences(then, now, kinds)
    if not told or len(told) > _MOST_SWAPS:
        return Carriage(translation, (), (*told, *left))
    wanted: dict[str, set[str]] = {}
    for before, after in told:
        wanted.setdefault(before, set()).add(after)
    swaps: list[tuple[int, int, str, str]] = []
    for before, afters in wanted.items():
        number = kinds.get(before) == "number"
        found = _occurrences(before, translation, number)
        after = next(iter(afters))
        times = sum(1 for one, _ in told if one == before)
        written = [
            _written(translation[start:end], before, after) if number else after for start, end in found
        ]
        certain = len(afters) == 1 and len(found) == times == len(_occurrences(before, then, number))
        if not certain or None in written or _overlap(found, swaps):
            left.append((before, after))
            continue
        swaps += [(*span, before, text or "") for span, text in zip(found, written, strict=True)]
    return _put(translation, sorted(swaps), left)


def _put(text: str, swaps: Sequence[tuple[int, int, str, str]], left: list[tuple[str, str]]) -> Carriage:
    pieces: list[str] = []
    carried: list[Carried] = []
    at, length = 0, 0
    for start, end, _before, after in swaps:
        pieces += [text[at:start], after]
        length += start - at + len(after)
        carried.append(Carried(length - len(after), length, text[start:end], after))
        at = end
    return Carriage("".join([*pieces, text[at:]]), tuple(carried), tuple(left))


def _overlap(spans: Sequence[tuple[int, int]], swaps: Sequence[tuple[int, int, str, str]]) -> bool:
    return any(start < other[1] and other[0] < end for start, end in spans for other in swaps)


def _differences(
    then: str, now: str, kinds: Mapping[str, str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs of places or names that took each other's place; and what else differs."""
    told: list[tuple[str, str]] = []
    left: list[tuple[str, str]] = []
    old, new = _units(then), _units(now)
    for kind, a, b, c, d in opcodes(old, new):
        before, after = _bare(old[a:b]), _bare(new[c:d])
        if kind == "equal" or before == after:
            continue
        pairs = list(zip(before, after, strict=False))
        if len(before) == len(after) and all(_alike(*pair, kinds) for pair in pairs):
            told += [pair for pair in pairs if pair[0] != pair[1]]
        else:
            left.append((" ".join(before), " ".join(after)))
    return told, left


def _units(text: str) -> list[str]:
    """The tokens of a text, each place as one."""
    found: list[str] = []
    at = 0
    for one in places(text):
        found += [*tokens(text[at : one.start]), one.text]
        at = one.end
    return [*found, *tokens(text[at:])]


def _bare(units: Sequence[str]) -> list[str]:
    return [one for one in units if not one.isspace()]


def _alike(one: str, other: str, kinds: Mapping[str, str]) -> bool:
    """Whether one can stand for the other: both places of a kind, or both words that begin with a capital."""
    if one in kinds or other in kinds:
        return kinds.get(one) == kinds.get(other)
    return one == other or (_named(one) and _named(other))


def _named(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].isalpha()


def _occurrences(what: str, text: str, number: bool) -> list[tuple[int, int]]:
    """Where it stands in a text: a number by its digits, whatever signs and script they are written with."""
    if _named(what):
        return [(one.start(), one.end()) for one in re.finditer(rf"(?<!\w){re.escape(what)}(?!\w)", text)]
    if not number:
        return [(one.start, one.end) for one in places(text) if one.text == what]
    wanted = _plain(what)
    return [
        (one.start, one.end) for one in places(text) if one.kind == "number" and _plain(one.text) == wanted
    ]


def _plain(number: str) -> str:
    """A number as its digits alone, in our own figures."""
    return "".join(str(unicodedata.digit(sign)) for sign in number if sign.isdigit())


def _written(there: str, before: str, after: str) -> str | None:
    """The number `after` in the signs and figures in which `there` writes `before`; None where they do not show how."""
    groups, old = _DIGITS.findall(after), _DIGITS.findall(before)
    signs = list(_between(there))
    if len(groups) == 1:
        # Years and small numbers are written alike everywhere; a long one may want signs between its thousands.
        if len(groups[0]) > 4 or (len(old) > 1 and len(groups[0]) > 3):
            return None
        return _figures(groups[0], there)
    if [len(one) for one in groups[1:]] != [len(one) for one in old[1:]] or len(signs) != len(groups) - 1:
        return None
    if list(_between(after)) != list(_between(before)):
        return None
    return _figures("".join(group + sign for group, sign in zip(groups, [*signs, ""], strict=True)), there)


def _between(number: str) -> Iterator[str]:
    yield from _DIGITS.split(number)[1:-1]


def _figures(number: str, like: str) -> str:
    """The same number in the figures of another: ٣ or 3."""
    zero = next((ord(sign) - unicodedata.digit(sign) for sign in like if sign.isdigit()), ord("0"))
    return "".join(chr(zero + unicodedata.digit(one)) if one.isdigit() else one for one in number)

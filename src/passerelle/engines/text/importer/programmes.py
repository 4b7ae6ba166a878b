"""Funding programmes, by their names in many languages and their abbreviations."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from passerelle.engines.text.importer.model import Value
from passerelle.engines.text.importer.source import data, plain

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"(?:[\s,'\"«»“”„()/-]|\s[&]\s){1,4}"


def programmes(text: str) -> Iterator[Value]:
    """Each programme that a plain text names, at its first place, with its English name."""
    seen: set[str] = set()
    last = -1
    for match in _matches(text):
        name = _all()[int((match.lastgroup or "p0")[1:])]
        if name not in seen and match.start() >= last:
            seen.add(name)
            last = match.end()
            yield Value("programme", name, match.start(), match.end(), 0.95)


def mentions(text: str) -> tuple[tuple[int, int], ...]:
    """Where programmes are named, with what belongs to the name: "Interreg Italia-Slovenija", "Erasmus+ France"."""
    found: list[tuple[int, int]] = []
    for match in _matches(text):
        end = match.end()
        if going_on := _PAIR.match(text, end):
            end = going_on.end()
        found.append((match.start(), end))
    return tuple(found)


_STRAND = r"(?: (?:V[- ]?[A-C]|VI[- ]?[A-C]|[A-C]|Central|Baltic|Sea|Region))*"
_NAME = r"[^\W\d_a-z][^\W\d_]+"
_PAIR = re.compile(rf"{_STRAND}(?: {_NAME} ?- ?{_NAME})|(?: {_NAME})(?= [/(]|/)")


@lru_cache(maxsize=2)
def _matches(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_pattern().finditer(text))


@cache
def _all() -> tuple[str, ...]:
    return tuple(one["name"] for one in data("programmes")["programmes"])


@cache
def _pattern() -> re.Pattern[str]:
    ways: list[tuple[int, str]] = []
    for number, one in enumerate(data("programmes")["programmes"]):
        exact = sorted(filter(None, one.get("exact", "").split("|")), key=len, reverse=True)
        names = sorted(filter(None, one.get("names", "").split("|")), key=len, reverse=True)
        forms = [_loose(plain(name)) for name in names] + [re.escape(plain(name)) for name in exact]
        longest = max(map(len, [*names, *exact]))
        ways.append((-longest, rf"(?P<p{number}>" + "|".join(forms) + ")"))
    # "European Social Fund Plus" before "European Social Fund".
    first = {sign for one in data("programmes")["programmes"] for sign in _first_letters(one)}
    begins = f"(?<!\\w)(?=[{re.escape(''.join(sorted(first)))}])"
    return re.compile(begins + "(?:" + "|".join(way for _, way in sorted(ways)) + r")(?!\w|(?<=\w)\+)")


def _first_letters(one: dict[str, str]) -> set[str]:
    """The letters with which a programme's names begin."""
    names = [*filter(None, one.get("exact", "").split("|")), *filter(None, one.get("names", "").split("|"))]
    return {
        sign
        for name in names
        for sign in (plain(name)[0], plain(name)[0].lower(), plain(name)[0].upper()[:1])
    }


def _loose(name: str) -> str:
    """A name whose longer words may have other endings, in small and capital letters."""
    parts = []
    for word in _WORD.findall(name):
        if len(word) < 5:
            parts.append(f"(?i:{re.escape(word)})")
        else:
            kept = word[: max(4, len(word) - 3)]
            parts.append(rf"(?i:{re.escape(kept)})\w{{0,7}}")
    return _BETWEEN.join(parts)

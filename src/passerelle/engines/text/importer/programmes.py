"""Funding programmes, by their names in many languages and their abbreviations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from passerelle.engines.text.importer.model import Value
from passerelle.engines.text.importer.source import data, plain

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"(?:[\s,'\"«»“”„()/-]|\s&\s){1,4}")
_KEY = 4  # letters by which a name's first word is looked up
_SHORT = 5  # a shorter word has no endings
_STRAND = r"(?: (?:V[- ]?[A-C]|VI[- ]?[A-C]|[A-C]|Central|Baltic|Sea|Region))*"
_NAME = r"[^\W\d_a-z][^\W\d_]+"
_PAIR = re.compile(rf"{_STRAND}(?: {_NAME} ?- ?{_NAME})|(?: {_NAME})(?= [/(]|/)")


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    name: str


def programmes(text: str) -> Iterator[Value]:
    """Each programme that a plain text names, at its first place, with its English name."""
    seen: set[str] = set()
    for one in _found(text):
        if one.name not in seen:
            seen.add(one.name)
            yield Value("programme", one.name, one.start, one.end, 0.95)


def mentions(text: str) -> tuple[tuple[int, int], ...]:
    """Where programmes are named, with what belongs to the name: "Interreg Italia-Slovenija", "Erasmus+ France"."""
    found: list[tuple[int, int]] = []
    for one in _found(text):
        going_on = _PAIR.match(text, one.end)
        found.append((one.start, going_on.end() if going_on else one.end))
    return tuple(found)


@lru_cache(maxsize=2)
def _found(text: str) -> tuple[_Mention, ...]:
    """All names in a text, the longest where several begin."""
    words = list(_WORD.finditer(text))
    exact, loose = _names()
    found: list[_Mention] = []
    last = -1
    for at, word in enumerate(words):
        start = word.start()
        if start < last:
            continue
        ends = [
            (start + len(name), programme)
            for name, programme in exact.get(word.group(), ())
            if text.startswith(name, start) and _stands_alone(text, start + len(name))
        ]
        for parts, programme in loose.get(word.group().lower()[:_KEY], ()):
            if (end := _end_of(text, words, at, parts)) is not None:
                ends.append((end, programme))
        if ends:
            last, programme = max(ends)
            found.append(_Mention(start, last, programme))
    return tuple(found)


def _stands_alone(text: str, end: int) -> bool:
    following = text[end : end + 1]
    return not (following.isalnum() or (following == "+" and text[end - 1] != "+"))


def _end_of(text: str, words: list[re.Match[str]], at: int, parts: tuple[str, ...]) -> int | None:
    """Where a name ends whose longer words may have other endings, in small and capital letters."""
    if at + len(parts) > len(words):
        return None
    for step, part in enumerate(parts):
        word = words[at + step].group().lower()
        if word != part and not (len(part) >= _SHORT and _is_form(word, part)):
            return None
        if step and not _BETWEEN.fullmatch(text, words[at + step - 1].end(), words[at + step].start()):
            return None
    return words[at + len(parts) - 1].end()


def _is_form(word: str, part: str) -> bool:
    kept = max(_KEY, len(part) - 3)
    return word.startswith(part[:kept]) and len(word) <= kept + 7


_Listed = dict[str, list[tuple[str, str]]]
_Loose = dict[str, list[tuple[tuple[str, ...], str]]]


@cache
def _names() -> tuple[_Listed, _Loose]:
    """Abbreviations by their first word, and names in full by the first letters of theirs."""
    exact: _Listed = {}
    loose: _Loose = {}
    for one in data("programmes")["programmes"]:
        for name in filter(None, plain(one.get("exact", "")).split("|")):
            first = _WORD.match(name)
            exact.setdefault(first.group() if first else name, []).append((name, one["name"]))
        for name in filter(None, plain(one.get("names", "")).split("|")):
            parts = tuple(word.lower() for word in _WORD.findall(name))
            loose.setdefault(parts[0][:_KEY], []).append((parts, one["name"]))
    return exact, loose

"""The terms of a glossary in a text.

A term of one or more words is found where words with the same stems stand in the same order with nothing but blanks,
hyphens or apostrophes between them. Short words and words in capitals ("EU", "NGO") are found only as they are written.
Where two terms overlap the one that begins first counts, and of those the longer one. In scripts without blanks a term
is found as it is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.engines.text.differences import tokens
from passerelle.engines.text.glossary.stems import stem

_SHORT = 3
_JOINS = re.compile(r"[\s\-‐‑'’]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a concept is called in one language; `forbidden` where that is what it must not be called.

    Of one concept and language the first entry that is not forbidden is the one to use."""

    concept: str
    language: str
    term: str
    forbidden: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that stands in a text, from `start` to `end` (code points), as `words`.

    offered: what the concept is called in the language asked for, the preferred one first; avoid: what it must not be
    called there."""

    entry: Entry
    start: int
    end: int
    words: str
    offered: tuple[Entry, ...] = ()
    avoid: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    key: str


class Glossary:
    """The terms of several languages, asked text by text. Never changed once built."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._of: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._by_first: dict[str, dict[str, list[tuple[tuple[str, ...], Entry]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for entry in entries:
            keys = tuple(word.key for word in _words(entry.term, entry.language))
            if keys:
                self._of[entry.concept, entry.language].append(entry)
                self._by_first[entry.language][keys[0]].append((keys, entry))

    def find(self, text: str, language: str, into: str = "") -> tuple[Hit, ...]:
        """Every term of `language` in a text, in order, without overlap. into: in which language to offer terms."""
        known = self._by_first.get(language)
        if not known:
            return ()
        words = _words(text, language)
        found: list[Hit] = []
        at = 0
        while at < len(words):
            told = self._longest(words, at, text, known.get(words[at].key, ()))
            if told is None:
                at += 1
                continue
            entry, count = told
            start, end = words[at].start, words[at + count - 1].end
            offered = [one for one in self._of.get((entry.concept, into), ()) if into]
            found.append(
                Hit(
                    entry,
                    start,
                    end,
                    text[start:end],
                    tuple(one for one in offered if not one.forbidden),
                    tuple(one for one in offered if one.forbidden),
                )
            )
            at += count
        return tuple(found)

    @staticmethod
    def _longest(
        words: list[_Word], at: int, text: str, terms: Iterable[tuple[tuple[str, ...], Entry]]
    ) -> tuple[Entry, int] | None:
        best: tuple[Entry, int] | None = None
        for keys, entry in terms:
            count = len(keys)
            if (best is None or count > best[1]) and _stands(words, at, text, keys):
                best = (entry, count)
        return best


def _stands(words: list[_Word], at: int, text: str, keys: tuple[str, ...]) -> bool:
    if at + len(keys) > len(words) or any(words[at + n].key != key for n, key in enumerate(keys)):
        return False
    pairs = zip(words[at : at + len(keys) - 1], words[at + 1 : at + len(keys)], strict=True)
    return all(_JOINS.fullmatch(text, one.end, other.start) for one, other in pairs)


def _words(text: str, language: str) -> list[_Word]:
    found: list[_Word] = []
    at = 0
    for token in tokens(text):
        for part in _parts(token):
            if part and part[0].isalnum():
                found.append(_Word(at, at + len(part), _key(part, language)))
            at += len(part)
    return found


def _parts(token: str) -> list[str]:
    """An elided article is a word of its own: l'accordo, d’amico; an English 's is an ending."""
    head, sign, tail = token.partition("’" if "’" in token else "'")
    if sign and head and len(tail) > 1:
        return [head, sign, tail]
    return [token]


def _key(word: str, language: str) -> str:
    if word.isupper() and len(word) > 1:
        return f"={word}"
    return word.casefold() if len(word) <= _SHORT else stem(word, language)

"""The piece of a text that a reader looked for, with the words found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelle.core.markdown import plain
from passerelle.core.search import tokens

LONGEST = 200  # characters of an excerpt: two lines and a half on a phone
BEFORE = 60  # of them before the first word that was found
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text. language: of the passage it is from; parts: (words, whether they were looked for)."""

    language: str
    parts: tuple[tuple[str, bool], ...]


def excerpt(passages: Iterable[Sequence[str]], asked: Sequence[str]) -> Excerpt | None:
    """The first of the passages (language, small Markdown) that hold the most of the `asked` words.

    asked: as `search.tokens` gives them; the last also as a beginning, like the search itself. None when no passage
    holds any: then the title has been found, and says so."""
    best: tuple[int, str, str, list[re.Match[str]]] | None = None
    for language, markdown in passages:
        text = plain(markdown)
        hits, words = [], set()
        for word in _WORD.finditer(text):
            here = {one for token in tokens(word[0]) if (one := _asked(token, asked))}
            if here:
                hits.append(word)
                words |= here
        if words and (best is None or len(words) > best[0]):
            best = len(words), language, text, hits
    return None if best is None else Excerpt(best[1], _cut(best[2], best[3]))


def _asked(token: str, asked: Sequence[str]) -> str | None:
    if token in asked:
        return token
    return asked[-1] if token.startswith(asked[-1]) else None


def _cut(text: str, hits: list[re.Match[str]]) -> tuple[tuple[str, bool], ...]:
    """A window that begins a little before the first word found, cut between words and marked where it is cut."""
    first = hits[0].start()
    start = 0 if first <= BEFORE else text.find(" ", first - BEFORE) + 1
    start = start if 0 < start <= first else (0 if first <= BEFORE else first)
    end = len(text)
    if end - start > LONGEST:
        end = max(text.rfind(" ", start, start + LONGEST), min(hits[0].end(), start + LONGEST))
    parts, at = [("… " if start else "", False)], start
    for hit in hits:
        if hit.start() >= end:
            break
        parts += [(text[at : hit.start()], False), (text[hit.start() : min(hit.end(), end)], True)]
        at = min(hit.end(), end)
    parts += [(text[at:end], False), (" …" if end < len(text) else "", False)]
    return tuple((words, found) for words, found in parts if words)

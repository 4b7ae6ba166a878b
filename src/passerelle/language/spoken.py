"""Languages as people name them: "French, Arabic", "français et arabe" or "fr ar" become codes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz, process

from passerelle.language.tongues import TONGUES, name_in, own_name

_APART = re.compile(r"[,;/\n،؛]+")
ALIKE = 70
"""Likeness (0 to 100) from which a name is offered instead of one that is not known."""


class NotKnown(LookupError):
    """A language that is not in the list. `word`: as it was written; `proposals`: names that look alike."""

    def __init__(self, word: str, proposals: list[str]) -> None:
        super().__init__(word)
        self.word, self.proposals = word, proposals


def read(text: str, reader: str) -> list[str]:
    """Codes of the languages named in `text`, each once, in the order of writing.

    Names are taken in the reader's language, in English, in the language itself, or as a code; separated by commas,
    semicolons or lines. Raises NotKnown for the first that is none of these."""
    named = _names(reader)
    codes = []
    for part in _APART.split(text):
        word = _plain(part)
        if not word:
            continue
        if word not in named:
            close = process.extract(word, list(named), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3)
            proposals = dict.fromkeys(name_in(named[name], reader) for name, *_score in close)
            raise NotKnown(part.strip(), list(proposals))
        codes.append(named[word])
    return list(dict.fromkeys(codes))


def told(codes: list[str], reader: str) -> str:
    """The same languages by name, as `read` takes them."""
    return ", ".join(name_in(code, reader) for code in codes)


@lru_cache(maxsize=16)
def _names(reader: str) -> dict[str, str]:
    """{plain name: code}; the reader's own words win where two languages share a name."""
    found: dict[str, str] = {}
    for code in TONGUES:
        found[_plain(code)] = code
    for code in TONGUES:
        for name in (own_name(code), name_in(code, "en")):
            found.setdefault(_plain(name), code)
    return found | {_plain(name_in(code, reader)): code for code in TONGUES}


def _plain(word: str) -> str:
    """Without capitals and accents, as people type on any keyboard."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())

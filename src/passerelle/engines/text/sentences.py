"""Sentences of a text and their words, in scripts that put blanks between words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[.!?…؟۔።፧।॥։]+[\"'”’»)\]]*(?=\s)|[。！？]")
# Vowels and accents that stand behind their letter, without the full stops that stand among them.
MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"
# Nothing that is not seen parts a word: Persian has joiners within its words, others places to break them.
_LETTER = rf"(?:[^\W_]|[{MARKS}])"
WORD = re.compile(rf"[^\W_]{_LETTER}*(?:[-'’.,\u00ad\u200c\u200d][^\W_]{_LETTER}*)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end], without the blanks around it, and the number of its words."""

    start: int
    end: int
    words: int


def sentences(text: str) -> Iterator[Sentence]:
    """Every sentence that has a word. What ends without a full stop ends with the text. Abbreviations count as ends:
    a sentence may come out shorter than it is, never longer."""
    at = 0
    for end in [*(found.end() for found in _END.finditer(text)), len(text)]:
        words = len(WORD.findall(text, at, end))
        if words:
            part = text[at:end]
            yield Sentence(at + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip()), words)
        at = end

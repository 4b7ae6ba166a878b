"""Sentences of a text and their words, in scripts that put blanks between words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[.!?…؟۔።]+[\"'”’»)\]]*(?=\s)|[。！？]")
WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")


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

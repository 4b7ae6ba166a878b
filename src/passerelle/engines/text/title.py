"""The likely title of a pasted page."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from passerelle.engines.text import words
from passerelle.engines.text.segments import Block

LONGEST = 160
"""Signs. A longer first line is a paragraph."""

_LOOKED_AT = 12
_EMPHASIS = re.compile(
    r"(?<!\w)\*{1,3}|\*{1,3}(?!\w)|\*{2,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|\\(?=[^\w\s])"
)
_TRAIL = re.compile(r"\s[»›>→/]\s")
_SENTENCE_END = (".", ":", ";", ",", "?", "!", "…")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def guess_title(blocks: Sequence[Block]) -> str | None:
    """The title that a person would read off the top of a page, or None when the page has none.

    The first segment before the first long one that is short, has letters and is no sentence, table row,
    bread-crumb trail, address or section name; a heading goes before, and of two the longer if it only adds
    to the first. None is an answer: many real pages have no title in their text.
    """
    headings = [block for block in blocks[:_LOOKED_AT] if block.kind == "heading" and block.level <= 2]
    for group in (headings, _before_long(blocks[:_LOOKED_AT])):
        names = [name for block in group if (name := _name(block.text)) is not None]
        if names:
            return _fuller(names)
    return None


def _before_long(blocks: Sequence[Block]) -> list[Block]:
    short = takewhile(lambda block: len(block.text) <= LONGEST, blocks)
    return [block for block in short if block.kind in ("heading", "paragraph")]


def _name(text: str) -> str | None:
    plain = " ".join(_EMPHASIS.sub("", text).split())
    if not plain or len(plain) > LONGEST or not _LETTERS.search(plain):
        return None
    if "|" in plain or plain.endswith(_SENTENCE_END) or _TRAIL.search(plain) or _is_address(plain):
        return None
    return None if plain.strip(" !–-").casefold() in words.say_nothing() else plain


def _is_address(text: str) -> bool:
    return " " not in text and ("@" in text or "://" in text)


def _fuller(names: list[str]) -> str:
    """The first name, or the most repeated of the few that begin with it: "Bridges 2018" → "Bridges
    2018–2021"."""
    first = names[0]
    longer = [name for name in names[1:4] if name.startswith(first) and len(name) - len(first) <= 40]
    return max(longer, key=lambda name: (Counter(names)[name], -names.index(name))) if longer else first

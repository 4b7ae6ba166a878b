"""Signs that nobody sees, pictures that say nothing to who cannot see them, sentences that go on for too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from passerelle.engines.text.publishing.finding import Finding

if TYPE_CHECKING:
    from passerelle.engines.text.reading.model import Image
from passerelle.engines.text.sentences import sentences

LONGEST_SENTENCE = 35
"""Words. The European Commission's guide "How to write clearly" asks for 20 on average; past 35 few readers follow."""

# Without width and without a use in running text. A soft hyphen inside a word is a place to break it, and stays.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffd"
    "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\U000e0000-\U000e007f]+"
)
_MARKS = frozenset("\u200e\u200f\u061c")
_OPENS, _CLOSES = (
    frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068"),
    {"\u202c": "embedding", "\u2069": "isolate"},
)
_OVERRIDES = frozenset("\u202d\u202e")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Scripts that join letters, or stack them: there ZWNJ and ZWJ spell words (Unicode, chapters 9 and 12).
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]"
)
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
_FILE_NAME = re.compile(r"[\w./%~-]{1,300}\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|heic|avif)", re.I)
_CAMERA_NAME = re.compile(
    r"(?:IMG|DSC|DSCN|PXL|P|image|photo|picture|screenshot|untitled)[-_ ]?\d{0,20}", re.I
)


def hidden(text: str) -> Iterator[Finding]:
    """Invisible characters with no use where they stand, neighbours as one finding."""
    odd = _odd_directions(text)
    for found in _HIDDEN.finditer(text):
        places = [at for at in range(found.start(), found.end()) if at in odd or _is_useless(text, at)]
        start = None
        if not places:
            continue
        for at, following in zip(places, [*places[1:], -1], strict=True):
            start = at if start is None else start
            if following != at + 1:
                yield Finding(
                    "hidden-character",
                    start,
                    at + 1,
                    facts={"names": ", ".join(sorted({_name(text[k]) for k in range(start, at + 1)}))},
                )
                start = None


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, 'control character').lower()}"


def _is_useless(text: str, at: int) -> bool:
    sign = text[at]
    before, after = text[at - 1] if at else "", text[at + 1] if at + 1 < len(text) else ""
    if sign in _OPENS or sign in _CLOSES:
        return False  # asked for the paragraph as a whole
    if sign == "\xad":
        return not (before.isalpha() and after.isalpha())
    if sign == "\u200c":
        return not (_JOINING.match(before or " ") and (_JOINING.match(after or " ") or not after.isalpha()))
    if sign == "\u200d":
        return not (_is_joined(before) or _JOINING.match(before or " "))
    if sign in _MARKS:
        around = text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1]
        return not _RIGHT_TO_LEFT.search(around)
    if sign == "\u200b":
        return not (_WITHOUT_BLANKS.match(before or " ") or _WITHOUT_BLANKS.match(after or " "))
    if "\U000e0000" <= sign <= "\U000e007f":
        return not (
            before >= "\U000e0000" or before == "\U0001f3f4"
        )  # the flags of England, Scotland and Wales
    return True


def _is_joined(before: str) -> bool:
    """Whether a joiner holds parts of one emoji together."""
    return bool(before) and (before == "\ufe0f" or unicodedata.category(before) in ("So", "Sk"))


def _odd_directions(text: str) -> set[int]:
    """Controls of reading direction that are never closed in their paragraph, close nothing, hold nothing or override."""
    odd: set[int] = set()
    open_: list[int] = []
    for at, sign in enumerate(text) if re.search("[\u202a-\u202e\u2066-\u2069]", text) else ():
        if sign == "\n":
            odd.update(open_)
            open_.clear()
        elif sign in _OPENS:
            open_.append(at)
            if sign in _OVERRIDES:
                odd.add(at)
        elif sign in _CLOSES:
            isolate = sign == "\u2069"
            if open_ and (text[open_[-1]] in "\u2066\u2067\u2068") == isolate:
                opened = open_.pop()
                if opened in odd or not any(map(str.isalnum, text[opened:at])):
                    odd.update((opened, at))
            else:
                odd.add(at)
    return odd.union(open_)


def silent(images: Iterable[Image]) -> Iterator[Finding]:
    """Pictures without an alternative text, or with the name of a file for one. An ornament (`alt=""` in HTML) needs
    none."""
    for image in images:
        alt = image.alt
        if alt is None:
            yield Finding("missing-alt", image.start, image.end, facts={"name": image.name})
        elif alt and (_FILE_NAME.fullmatch(alt) or _CAMERA_NAME.fullmatch(alt)):
            yield Finding("missing-alt", image.start, image.end, "file-name", facts={"name": alt})


def long_sentences(text: str, places: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """Sentences of more than LONGEST_SENTENCE words, in scripts that put blanks between them."""
    for first, last in places:
        if last - first < 3 * LONGEST_SENTENCE:
            continue
        for one in sentences(text[first:last]):
            start, end = first + one.start, first + one.end
            if one.words > LONGEST_SENTENCE and " | " not in text[start:end]:
                yield Finding("long-sentence", start, end, facts={"words": one.words})

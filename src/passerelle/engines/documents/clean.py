"""Words made fit to be set: no hidden characters, and for PDF only what our fonts can draw.

A PDF/UA file must not contain the sign for a missing glyph (ISO 14289-1, 7.21.8), so characters that no font of ours
has become "[…]", and who composes a document can ask which they were and say so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from struct import unpack_from

FONTS = files(__package__) / "fonts"

# Controls, unpaired surrogates, non-characters, private use, and the characters that reorder what stands around
# them (UAX #9): they can make one text look like another. U+200C and U+200D stay: Persian and Arabic need them.
_HIDDEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufe00-\ufe0f\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000e0000-\U0010ffff]"
)
_BLANKS = re.compile("[ \t\u00a0]*\n[ \t\u00a0]*")
MISSING = "[…]"  # stands for characters that cannot be drawn
LONGEST = 28  # letters without a place to break; longer ones get places


def plain(text: str) -> str:
    """NFC without hidden or reordering characters; blanks folded, "\\n" kept as a hard line break."""
    text = re.sub("\r\n?|[\u000b\u000c\u0085\u2028\u2029]", "\n", text).replace("\t", " ")
    shown = unicodedata.normalize("NFC", _HIDDEN.sub("", text))
    return _BLANKS.sub("\n", re.sub(" {2,}", " ", shown))


def line(text: str) -> str:
    """The same as one line."""
    return " ".join(plain(text).split())


def drawable(text: str) -> tuple[str, frozenset[str]]:
    """A plain text with only what our fonts can draw, and the characters that had to go.

    A letter and the marks on it must come from one font; a mark that has none is dropped, the letter stays."""
    if text.isascii():
        return text, frozenset()
    told: list[str] = []
    gone: set[str] = set()
    for cluster in _clusters(text):
        shown = _drawn(cluster)
        if shown != MISSING or told[-1:] != [MISSING]:
            told.append(shown)
        if shown == MISSING or len(shown) < len(cluster):
            gone.update(set(cluster) - set(shown))
    return "".join(told), frozenset(gone)


def short(text: str, most: int) -> str:
    """One line of at most so many letters; what was cut is shown by dots."""
    whole = line(text)
    return whole if len(whole) <= most else f"{whole[: most - 1].rstrip()}…"


def breakable(text: str) -> str:
    """Places to break within what would run over the edge: after signs in addresses, else every few letters."""
    return re.sub(rf"[^\s\u200b-\u200d]{{{LONGEST + 1},}}", _broken, text)


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    if "\u0600" <= word[0] <= "\u08ff":
        return word  # a break among joined letters would change their shapes
    step = LONGEST // 2
    places, last = [], 0
    for at in range(1, len(word)):
        after_sign = word[at - 1] in "/.-_?&=@,;:" and word[at].isalnum()
        if at - last >= (step if after_sign else LONGEST):
            places.append(at)
            last = at
    return "\u200b".join(word[a:b] for a, b in zip([0, *places], [*places, None], strict=True))


def _clusters(text: str) -> list[str]:
    """Letters with the marks that sit on them."""
    found: list[str] = []
    for sign in text:
        if found and unicodedata.category(sign) in ("Mn", "Me", "Mc"):
            found[-1] += sign
        else:
            found.append(sign)
    return found


@lru_cache(maxsize=20_000)
def _drawn(cluster: str) -> str:
    if cluster in ("\n", "\u200c", "\u200d") or _one_font_has(cluster):
        return cluster
    if _one_font_has(cluster[0]):
        return cluster[0]
    alike = unicodedata.normalize("NFKC", cluster)
    return alike if alike != cluster and all(map(_one_font_has, alike)) else MISSING


def _one_font_has(cluster: str) -> bool:
    return any(all(ord(sign) in font for sign in cluster) for font in coverage().values())


@cache
def coverage() -> dict[str, frozenset[int]]:
    """The characters each of the text faces can draw, in the order they are asked. Source: the fonts' own tables."""
    return {
        name: _characters((FONTS / f"{name}.ttf").read_bytes())
        for name in ("text-400", "text-arab-400", "text-ethi-400")
    }


def _characters(font: bytes) -> frozenset[int]:
    """The characters of a TrueType font's Unicode table. Source: OpenType 1.9, `cmap`, formats 4 and 12."""
    tables = {
        font[at : at + 4]: unpack_from(">I", font, at + 8)[0]
        for at in range(12, 12 + 16 * unpack_from(">H", font, 4)[0], 16)
    }
    top = tables[b"cmap"]
    found: set[int] = set()
    for at in range(top + 4, top + 4 + 8 * unpack_from(">H", font, top + 2)[0], 8):
        start = top + unpack_from(">I", font, at + 4)[0]
        if unpack_from(">H", font, start)[0] == 12:
            for group in range(unpack_from(">I", font, start + 12)[0]):
                first, last, _glyph = unpack_from(">III", font, start + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif unpack_from(">H", font, start)[0] == 4:
            segments = unpack_from(">H", font, start + 6)[0] // 2
            ends = unpack_from(f">{segments}H", font, start + 14)
            begins = unpack_from(f">{segments}H", font, start + 16 + 2 * segments)
            for begin, end in zip(begins, ends, strict=True):
                found.update(range(begin, end + 1))
    return frozenset(found - {0xFFFF})

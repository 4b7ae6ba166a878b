"""One line of text as people type or paste it, made fit to be stored and shown."""

from __future__ import annotations

import re
import unicodedata

# Controls, and the characters that reorder what stands around them (UAX #9): they can make one text look like
# another. U+200C and U+200D stay: Persian and Arabic need them.
_HIDDEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


def plain_line(value: str) -> str:
    """NFC, without hidden or reordering characters, blanks folded."""
    spaced = re.sub(r"[\t\r\n\v\f\u2028\u2029]", " ", value)
    return " ".join(unicodedata.normalize("NFC", _HIDDEN.sub("", spaced)).split())

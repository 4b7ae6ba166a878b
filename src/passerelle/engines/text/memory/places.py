"""What stands in a segment and is no language: numbers and addresses. (Called placeables where memories are made.)

A number joined to letters is a word ("M14", "1st", "EU27") and stays one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "address"]

NUMBER, ADDRESS = "\ue000", "\ue001"
"""What stands for each in a skeleton: private-use signs, one per place."""

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"]*[^\s<>()\[\]\".,;:!?…'’»”]"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|(?<=\]\()[^\s()]{1,2000}(?=\))"
)
_OF_ADDRESSES = ("://", "www.", "@", "](")
_DIGIT = re.compile(r"\d")
# Groups of three with the sign of any language between them, then decimals; or digits with the signs of dates and times.
_NUMBER = re.compile(
    r"(?<![\w\ue000\ue001])(?:\d{1,3}(?:[.,'’٬\u00a0\u2009\u202f ]\d{3}){1,9}(?:[.,٫]\d{1,20})?(?!\d)"
    r"|\d{1,40}(?:[.,٫:/-]\d{1,20}){0,9})(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A number or an address, from `start` to `end` (code points) of the text it stands in."""

    kind: Kind
    start: int
    end: int
    text: str


def places(text: str) -> tuple[Place, ...]:
    """Every number and address of a segment, in order; numbers inside an address belong to it."""
    found: list[Place] = []
    # Most segments hold neither, and looking for an address at every letter is what costs.
    if any(sign in text for sign in _OF_ADDRESSES):
        found = [Place("address", one.start(), one.end(), one.group()) for one in _ADDRESS.finditer(text)]
    blanked = text
    for one in found:
        blanked = blanked[: one.start] + ADDRESS * (one.end - one.start) + blanked[one.end :]
    if _DIGIT.search(blanked):
        found += [Place("number", one.start(), one.end(), one.group()) for one in _NUMBER.finditer(blanked)]
    return tuple(sorted(found, key=lambda one: one.start))


def skeleton(text: str) -> str:
    """The words of a segment with a sign for each place, single blanks between them."""
    found = places(text)
    if not found:
        return " ".join(text.split())
    written, at = [], 0
    for one in found:
        written += [text[at : one.start], NUMBER if one.kind == "number" else ADDRESS]
        at = one.end
    return " ".join("".join([*written, text[at:]]).split())

"""Writes letters for envelopes with a window: one after the other in one tagged PDF, each in its own language.

Where the window is: on the left as in DIN 5008 form B (field of 85 × 45 mm, 20 mm from the left and 45 mm from the top,
its upper 17.7 mm for the way back); on the right for a DL envelope (ISO 269: 220 × 110 mm) whose window of 100 × 35 or
100 × 45 mm lies 20 mm from its right and lower edge, placed so that the address stays in sight however far the sheet
slides. The sheet is folded at 105 and 210 mm in both cases.

Run as a program it reads such a description as JSON and answers with the PDF, so that who asks can call it off.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from passerelle.engines.documents import drawing
from passerelle.engines.documents.model import of_name
from passerelle.engines.documents.pdf import SIZES, Telling, language, source, typeset

Side = Literal["left", "right"]
# Millimetres from the left and upper edge of the sheet: the line of the way back, and the receiver's first line.
WINDOWS: dict[Side, dict[str, float]] = {
    "left": {"x": 25, "back": 47, "to": 64},
    "right": {"x": 107, "back": 46, "to": 60},
}

# Code 39 (ISO/IEC 16388): five bars and the four gaps between them; w is wide, three of nine are.
PATTERNS = {
    "0": "nnnwwnwnn", "1": "wnnwnnnnw", "2": "nnwwnnnnw", "3": "wnwwnnnnn", "4": "nnnwwnnnw", "5": "wnnwwnnnn",
    "6": "nnwwwnnnn", "7": "nnnwnnwnw", "8": "wnnwnnwnn", "9": "nnwwnnwnn", "A": "wnnnnwnnw", "B": "nnwnnwnnw",
    "C": "wnwnnwnnn", "D": "nnnnwwnnw", "E": "wnnnwwnnn", "F": "nnwnwwnnn", "G": "nnnnnwwnw", "H": "wnnnnwwnn",
    "I": "nnwnnwwnn", "J": "nnnnwwwnn", "K": "wnnnnnnww", "L": "nnwnnnnww", "M": "wnwnnnnwn", "N": "nnnnwnnww",
    "O": "wnnnwnnwn", "P": "nnwnwnnwn", "Q": "nnnnnnwww", "R": "wnnnnnwwn", "S": "nnwnnnwwn", "T": "nnnnwnwwn",
    "U": "wwnnnnnnw", "V": "nwwnnnnnw", "W": "wwwnnnnnn", "X": "nwnnwnnnw", "Y": "wwnnwnnnn", "Z": "nwwnwnnnn",
    "*": "nwnnwnwnn",
}  # fmt: skip
WIDE = 2.5  # narrow bars


@dataclass(frozen=True, slots=True)
class Letter:
    """to: the lines of the address, the name first. text: paragraphs with an empty line between. date: in words of the
    receiver's language. code: letters and digits by which it is known when it comes back."""

    to: tuple[str, ...]
    subject: str
    text: str
    language: str
    date: str
    code: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Letters of one sender. house: its name; sender: the other lines of its address. title and language are the whole
    file's. both_sides: each letter begins on a sheet of its own also when both sides are printed."""

    title: str
    language: str
    made: datetime
    house: str
    sender: tuple[str, ...]
    window: Side
    letters: tuple[Letter, ...]
    both_sides: bool = False


def write(bundle: Bundle) -> bytes:
    """All letters as one PDF/UA-1 file, in the order given. Raises ValueError when there is none."""
    if not bundle.letters:
        raise ValueError("a bundle holds at least one letter")
    description = json.dumps(_told(bundle), ensure_ascii=False)
    return typeset(
        {
            "main.typ": source("letter.typ"),
            "words.typ": source("words.typ"),
            "data.json": description.encode(),
        },
        pdf_standards=["ua-1"],
        timestamp=bundle.made.replace(microsecond=0),
    )


def pages(pdf: bytes) -> int:
    """How many pages a file of ours has: what its tree of pages says. 0 when it says nothing."""
    found = re.search(rb"/Type\s*/Pages[^>]*/Count (\d+)", pdf)
    return int(found[1]) if found else 0


def stripes(code: str) -> list[tuple[float, float]]:
    """The bars of a code as (from, width) in narrow bars. Raises KeyError for what Code 39 cannot say."""
    found: list[tuple[float, float]] = []
    place = 0.0
    for sign in f"*{code.upper()}*":
        for number, width in enumerate(PATTERNS[sign]):
            wide = WIDE if width == "w" else 1.0
            if number % 2 == 0:
                found.append((place, wide))
            place += wide
        place += 1
    return found


def as_json(bundle: Bundle) -> str:
    return json.dumps({**asdict(bundle), "made": bundle.made.isoformat()}, ensure_ascii=False)


def from_json(text: str) -> Bundle:
    told = json.loads(text)
    letters = tuple(Letter(**{**one, "to": tuple(one["to"])}) for one in told.pop("letters"))
    told |= {"made": datetime.fromisoformat(told["made"]), "sender": tuple(told["sender"])}
    return Bundle(**told, letters=letters)


def _told(bundle: Bundle) -> dict[str, Any]:
    telling = Telling()
    return {
        "title": telling.line(bundle.title),
        "lang": language(bundle.language),
        "house": telling.line(bundle.house),
        "sender": [telling.line(one) for one in bundle.sender],
        "sender_lang": language(of_name(bundle.house)),
        "window": WINDOWS[bundle.window],
        "both_sides": bundle.both_sides,
        "inks": drawing.INKS,
        "letters": [_letter(telling, one) for one in bundle.letters],
    }


def _letter(telling: Telling, one: Letter) -> dict[str, Any]:
    speaks = language(one.language)
    assert speaks is not None
    return {
        "lang": speaks,
        "size": SIZES[speaks["script"]],
        "to": [{"text": telling.line(part), "lang": language(of_name(part))} for part in one.to],
        "subject": telling.line(one.subject) or "–",
        "paragraphs": [telling.text(part) for part in one.text.split("\n\n") if part.strip()],
        "date": telling.line(one.date),
        "code": one.code,
        "stripes": stripes(one.code),
    }


def main() -> None:
    """A description on standard input becomes a PDF on standard output."""
    sys.stdout.buffer.write(write(from_json(sys.stdin.read())))


if __name__ == "__main__":
    main()

"""What travels: the segments of some texts with their translations into one language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from passerelle.engines.text.segments import digest

State = Literal["", "missing", "outdated", "current"]

LARGEST = 20_000_000
"""Bytes of a file, packed or not."""
MOST = 20_000
"""Segments of a file."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment and its translation, "" for none.

    hash: of the source, as `segments.digest` has it; "" where the file names none, then that of the source it holds.
    place: which text of the record it is from. state: of the translation when it left; a table in Word holds none.
    note: for whoever translates."""

    source: str
    target: str = ""
    hash: str = ""
    place: str = ""
    state: State = ""
    note: str = ""

    @property
    def key(self) -> str:
        return self.hash or digest(self.source)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One file. name: of the record. made: when it left the house, with a zone; None where the file does not say.

    title, lead, source_name, target_name: words in `language` that only the table for Word shows, in its head and
    above it."""

    name: str
    source_language: str
    target_language: str
    segments: tuple[Segment, ...]
    made: datetime | None = None
    language: str = field(default="", compare=False)
    title: str = field(default="", compare=False)
    source_name: str = field(default="", compare=False)
    target_name: str = field(default="", compare=False)
    lead: str = field(default="", compare=False)


class Unreadable(Exception):
    """A file cannot be taken in. code: "unknown" none of the four formats; "damaged"; "too-large"; "entities" it
    declares entities; "encoding"; "no-table" a DOCX without a table of two columns; "empty"; "several" more than one
    source or target language.

    line: where, counted from 1; 0 where that is not known."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code, self.line = code, line

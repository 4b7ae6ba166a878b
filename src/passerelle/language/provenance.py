"""Where a translation comes from: who made it, how, and who read the very same words after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from passerelle.language.models import Translation
from passerelle.language.told import Told

FILE = "file"


@dataclass(frozen=True, slots=True)
class Provenance:
    """how: "human", "memory", "machine", or "file" for one that came in with a file; by: who made it, or asked the
    machine for it; readers: everybody else who looked at these words and saved them, in that order."""

    how: str
    at: datetime
    by: UUID | None
    readers: tuple[UUID, ...]


def provenance(told: Told, made: Translation) -> Provenance:
    """How the words of a translation came about. Earlier words of the same paragraph are another matter."""
    rows = [
        one
        for one in told.translations
        if (one.source_hash, one.language, one.variant) == (made.source_hash, made.language, made.variant)
        and one.number <= made.number
    ]
    run: list[Translation] = []
    for one in sorted(rows, key=lambda row: -row.number):
        if one.body != made.body:
            break
        run.append(one)
    first = run[-1]
    by = None if first.origin == Translation.Origin.MACHINE else first.author
    later = (one.author for one in reversed(run[:-1]) if one.author is not None and one.author != by)
    how = FILE if first.batch else first.origin
    return Provenance(how, first.at, by, tuple(dict.fromkeys(later)))

"""What the workshop says of a translation's origin: how it was made, when, by whom, and who read it after them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.language.models import Translation
from passerelle.language.provenance import FILE, provenance
from passerelle.language.texts import Line, Told
from passerelle.people.queries import names_of

_HOW = {
    Translation.Origin.HUMAN: _("Written by a person"),
    Translation.Origin.MEMORY: _("From the memory"),
    Translation.Origin.MACHINE: _("Drafted by a machine"),
    FILE: _("Came in with a file"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """how: in words; by, readers: names that the reader may know."""

    how: Any
    at: datetime
    by: str
    readers: tuple[str, ...]


def origins(actor: Actor, told: dict[str, Told], lines: Iterable[Line]) -> dict[tuple[str, str], Origin]:
    """For each line that has a translation, by field and hash, where that comes from. Two queries at most."""
    found = {
        (line.field, line.block.hash): provenance(told[line.field], line.translation)
        for line in lines
        if line.translation is not None
    }
    people = {person for one in found.values() for person in (one.by, *one.readers) if person}
    names = names_of(actor, people)
    return {
        place: Origin(
            _HOW[one.how],
            one.at,
            (one.by and names[one.by]) or "",
            tuple(name for person in one.readers if (name := names[person])),
        )
        for place, one in found.items()
    }

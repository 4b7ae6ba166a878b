"""Whom a message is for. Opaque here: the rooms above say what a recipient's kind and id mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Problem
from passerelle.core.rooms import rooms


@dataclass(frozen=True, slots=True)
class Postal:
    """Where a letter reaches somebody. country: ISO 3166-1, two letters."""

    street: str
    postcode: str
    town: str
    country: str

    def __str__(self) -> str:
        return "\n".join((self.street, self.postcode, self.town, self.country))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a message can be for. address: e-mail, None when there is none; language: a BCP 47 tag.

    postal: None when there is not enough of it for a letter. phone: "" when there is none."""

    kind: str
    id: UUID
    address: str | None
    name: str
    language: str
    postal: Postal | None = None
    phone: str = ""


def resolve(kind: str, receiver: UUID) -> Recipient:
    """The recipient as they are now. Raises Problem("receiver gone") when nobody can be written to any more."""
    found = resolve_many(kind, [receiver]).get(receiver)
    if found is None:
        raise Problem(
            "receiver gone", _("This person was erased, or never was here. Nothing can be sent to them.")
        )
    return found


def resolve_many(kind: str, receivers: Iterable[UUID]) -> dict[UUID, Recipient]:
    """Like `resolve` for many, in as few queries as the room needs for one; who is gone is left out."""
    wanted = set(receivers)
    if not wanted:
        return {}
    for room in rooms():
        if kind in room.recipients:
            return room.recipients[kind](wanted)
    raise LookupError(f"no room resolves recipients of kind {kind!r}")

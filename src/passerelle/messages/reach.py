"""By which way somebody can be reached now: by mail, else by letter, else by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings

from passerelle.core import sealing
from passerelle.messages.models import DeadEnd, Message
from passerelle.messages.recipients import Recipient

Way = Message.Way
Dead = dict[UUID, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Road:
    """way: the best that is left. trouble: a code for why it is not the mail, "" when it is or nothing is wrong."""

    way: str
    trouble: str = ""


def road(recipient: Recipient, dead: Dead) -> Road:
    """How a message travels to somebody. dead: what `dead_ends` said of them."""
    closed = dead.get(recipient.id, {})
    by_mail = bool(recipient.address) and Way.MAIL not in closed
    if by_mail and settings.EMAIL_URL:
        return Road(Way.MAIL)
    trouble = "no mail server" if by_mail else "came back" if recipient.address else "no address"
    if recipient.postal and Way.LETTER not in closed:
        return Road(Way.LETTER, trouble)
    return Road(Way.HAND, trouble)


def dead_ends(recipients: Iterable[Recipient]) -> Dead:
    """{receiver: {way: why}} for the addresses people have now; two queries whatever their number.

    What came back at an earlier address of theirs says nothing any more."""
    by_id = {one.id: one for one in recipients}
    rows = list(
        DeadEnd.objects.unscoped(reason="by which way somebody is reached").filter(receiver__in=by_id)
    )
    found: Dead = {}
    for row, texts in zip(rows, sealing.opened(rows, ["address"], owner="receiver"), strict=True):
        if texts["address"] and texts["address"] == _address(by_id[row.receiver], row.way):
            found.setdefault(row.receiver, {})[row.way] = row.why
    return found


def mark_dead(recipient: Recipient, way: str, why: str) -> None:
    """Something came back from where they are reached this way; until the address changes nothing more goes there."""
    address = _address(recipient, way)
    if not address:
        return
    row = DeadEnd.objects.unscoped(reason="by which way somebody is reached").filter(
        receiver=recipient.id, way=way
    ).first() or DeadEnd(id=uuid4(), receiver=recipient.id, way=way)
    row.why = why
    sealing.fill(row, recipient.id, address=address)
    row.save()


def _address(recipient: Recipient, way: str) -> str:
    if way == Way.LETTER:
        return str(recipient.postal or "")
    return recipient.address or ""

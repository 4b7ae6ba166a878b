"""Every read of the outbox, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from passerelle.core import sealing
from passerelle.core.actor import Actor
from passerelle.core.errors import Denied
from passerelle.messages import policies, reach
from passerelle.messages.models import Message
from passerelle.messages.recipients import Recipient, resolve_many

ORDERS = {"newest": "-created_at", "oldest": "created_at", "state": "state", "-state": "-state"}


@dataclass(frozen=True, slots=True)
class Line:
    """A message in the list. receiver and subject: None when the actor may not know them, or nobody can."""

    message: Message
    receiver: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message opened. address: None when there is none. road: by which way it would travel now."""

    receiver: str
    address: str | None
    subject: str
    text: str
    road: reach.Road
    phone: str = ""


def outbox(
    actor: Actor, *, state: str = "", words: str = "", order: str = "newest"
) -> models.QuerySet[Message]:
    """The messages an actor may see; `words` are sought in the receivers' names, opened in memory."""
    found = Message.objects.visible_to(actor).defer("text", "html")
    if state:
        found = found.filter(state=state)
    if words:
        found = found.filter(receiver__in=_named(actor, found, words))
    return found.order_by(ORDERS.get(order, ORDERS["newest"]), "id")


def lines(actor: Actor, messages: Iterable[Message]) -> list[Line]:
    """The rows of one page, in four queries whatever their number."""
    messages = list(messages)
    open_to = [m for m in messages if policies.may_read(actor, m)]
    people = _receivers(open_to)
    subjects = dict(
        zip((m.pk for m in open_to), sealing.opened(open_to, ["subject"], owner="receiver"), strict=True)
    )
    rows = []
    for message in messages:
        who = people.get((message.receiver_kind, message.receiver)) if message.pk in subjects else None
        subject = subjects.get(message.pk, {}).get("subject")
        rows.append(Line(message, who.name if who else None, subject))
    return rows


def letter_of(actor: Actor, message: Message) -> Letter | None:
    """The message as it was written; None when it can no longer be read. Raises Denied."""
    if policies.may_read(actor, message) is not True:
        raise Denied("message read")
    who = resolve_many(message.receiver_kind, [message.receiver]).get(message.receiver)
    (texts,) = sealing.opened([message], ["subject", "text"], owner="receiver")
    if who is None or texts["text"] is None:
        return None
    road = reach.road(who, reach.dead_ends([who]))
    return Letter(who.name, who.address, texts["subject"] or "", texts["text"], road, who.phone)


def _receivers(messages: Iterable[Message]) -> dict[tuple[str, UUID], Recipient]:
    wanted: dict[str, set[UUID]] = {}
    for message in messages:
        wanted.setdefault(message.receiver_kind, set()).add(message.receiver)
    return {(kind, pk): who for kind, ids in wanted.items() for pk, who in resolve_many(kind, ids).items()}


def _named(actor: Actor, messages: models.QuerySet[Message], words: str) -> list[UUID]:
    light = messages.only("receiver_kind", "receiver", "project", "author", "secret")
    people = _receivers(m for m in light if policies.may_read(actor, m))
    return [pk for (_kind, pk), who in people.items() if words.casefold() in who.name.casefold()]

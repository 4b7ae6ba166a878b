"""Messages being written: by which way, in which words, sealed under their receivers' keys."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from passerelle.core import keys, sealing
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.messages import reach, unsubscribing
from passerelle.messages.delivery import message_id
from passerelle.messages.models import Message
from passerelle.messages.purposes import is_bulk
from passerelle.messages.recipients import Recipient
from passerelle.messages.rendering import render, spoken

State, Way = Message.State, Message.Way
STATE_OF = {Way.MAIL: State.WAITING, Way.LETTER: State.LETTER, Way.HAND: State.PASTE}
WORDS = ("subject", "text", "html")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who writes, why, and from which templates. occasion: "" for a message that is written once, to one."""

    actor: Actor
    purpose: str
    template: str
    project: UUID | None = None
    occasion: str = ""
    secret: bool = False


def written(told: Occasion, to: Iterable[tuple[Recipient, dict[str, Any]]]) -> list[Message]:
    """The messages, not saved yet, in the order given; a handful of queries whatever their number."""
    to = list(to)
    dead = {} if told.secret else reach.dead_ends(recipient for recipient, _context in to)
    silent = unsubscribing.silent((recipient.id for recipient, _context in to), told.purpose)
    addresses = unsubscribing.Addresses() if is_bulk(told.purpose) else None
    made: list[Message] = []
    sealing_list: list[tuple[UUID, str, str]] = []
    places: list[tuple[Message, str]] = []
    for recipient, context in to:
        road = reach.road(recipient, dead)
        message = _bare(told, recipient, road)
        made.append(message)
        if recipient.id in silent:
            message.state, message.trouble = State.UNWANTED, ""
        if message.state in (State.FAILED, State.UNWANTED):
            continue
        way_out = (
            addresses.of(recipient.id, told.purpose, message.language)
            if addresses and road.way == Way.MAIL
            else ""
        )
        words = render(told.template, recipient, context, way=road.way, unsubscribe=way_out)
        for field in WORDS:
            if text := getattr(words, field):
                sealing_list.append((recipient.id, text, sealing.place(message, field, message.pk)))
                places.append((message, field))
    for (message, field), sealed in zip(places, keys.seal_many(sealing_list), strict=True):
        setattr(message, field, sealed)
    return made


def _bare(told: Occasion, recipient: Recipient, road: reach.Road) -> Message:
    pk = uuid.uuid4()
    state = State.FAILED if told.secret and road.way != Way.MAIL else STATE_OF[Way(road.way)]
    return Message(
        pk=pk,
        code=new_code(),
        receiver_kind=recipient.kind,
        receiver=recipient.id,
        purpose=told.purpose,
        language=spoken(recipient.language),
        project=told.project,
        author=told.actor.person,
        secret=told.secret,
        occasion=told.occasion,
        way=road.way,
        state=state,
        trouble=road.trouble,
        door=None if road.way == Way.MAIL else new_code(12),
        message_id=message_id(pk),
    )

"""Whom to call or write to: everybody whom something did not reach, why, and which way is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.messages import policies, reach
from passerelle.messages.models import Message
from passerelle.messages.recipients import Recipient, resolve_many

State, Way = Message.State, Message.Way
LEFT = {
    "mail": _("by mail"),
    "own mail": _("by a mail of your own"),
    "letter": _("by letter"),
    "phone": _("by phone"),
    "none": _("none: ask somebody who knows them"),
}
WHYS = {
    "no address": _("no e-mail address"),
    "no mail server": _("no mail server here"),
    "mail back": _("a mail came back"),
    "letter back": _("a letter came back"),
    "failed": _("could not be sent"),
    "unsure": _("unsure whether it left"),
}


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom at least one message did not reach.

    why: a key of WHYS, of the newest message. way: a key of LEFT. messages: how many wait for them; newest: the one to
    begin with; since: when the oldest was written. phone: "" when there is none."""

    name: str
    phone: str
    language: str
    why: str
    way: str
    messages: int
    newest: Message
    since: datetime


def unreached(actor: Actor) -> list[Unreached]:
    """One row for each such person this actor may read messages to, in five queries or so whatever their number.

    Whoever asked for no more, was erased, or was to get a code to sign in is not among them."""
    rows = (
        Message.objects.visible_to(actor)
        .filter(Q(state__in=[State.PASTE, State.FAILED, State.UNSURE, State.RETURNED]), secret=False)
        .exclude(trouble="receiver gone")
        .defer("subject", "text", "html")
        .order_by("created_at", "id")
    )
    found: dict[tuple[str, UUID], list[Message]] = {}
    for message in rows:
        if policies.may_read(actor, message):
            found.setdefault((message.receiver_kind, message.receiver), []).append(message)
    people: dict[tuple[str, UUID], Recipient] = {}
    for kind in {kind for kind, _who in found}:
        resolved = resolve_many(kind, [who for one, who in found if one == kind])
        people |= {(kind, pk): who for pk, who in resolved.items()}
    dead = reach.dead_ends(people.values())
    return [_row(people[key], dead, of_one) for key, of_one in found.items() if key in people]


def _row(who: Recipient, dead: reach.Dead, messages: list[Message]) -> Unreached:
    newest = messages[-1]
    return Unreached(
        who.name,
        who.phone,
        who.language,
        _why(newest),
        _left(who, dead),
        len(messages),
        newest,
        messages[0].created_at,
    )


def _why(message: Message) -> str:
    if message.state == State.UNSURE:
        return "unsure"
    if message.state == State.RETURNED or message.trouble == "came back":
        return "letter back" if message.way == Way.LETTER else "mail back"
    return message.trouble if message.trouble in ("no address", "no mail server") else "failed"


def _left(who: Recipient, dead: reach.Dead) -> str:
    road = reach.road(who, dead)
    if road.way != Way.HAND:
        return str(road.way)
    if road.trouble == "no mail server":
        return "own mail"
    return "phone" if who.phone else "none"


def sorted_by(rows: list[Unreached], key: str, names: Any) -> list[Unreached]:
    """key: name, why, way or since. names(text) -> the place of a name in the reader's order."""
    places: dict[str, Any] = {
        "name": lambda one: names(one.name),
        "why": lambda one: (one.why, names(one.name)),
        "way": lambda one: (list(LEFT).index(one.way), names(one.name)),
        "since": lambda one: one.since,
    }
    return sorted(rows, key=places[key])

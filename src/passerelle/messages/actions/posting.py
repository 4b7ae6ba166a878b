"""Writing to one and to many, and what a person decides about a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.messages import jobs, policies, reach, writing
from passerelle.messages.models import Message
from passerelle.messages.recipients import resolve, resolve_many

State = Message.State
NO_WAY = {
    "no mail server": _("No mail server is set up here. Copy the text and pass it on by hand."),
    "no address": _("This person has no e-mail address. Copy the text and pass it on by hand."),
    "came back": _(
        "What was sent to this address came back. Write down another one, or pass the text on by hand."
    ),
}


@action(may=policies.may_post, says="message posted")
def post(
    actor: Actor,
    *,
    receiver: tuple[str, UUID],
    purpose: str,
    template: str,
    context: dict[str, Any],
    project: UUID | None = None,
    secret: bool = False,
) -> Message:
    """Write to somebody in their language; the mail leaves by itself once the transaction under way is done.

    receiver: (kind, id), resolved by the room that knows the kind. purpose: a code for lists and the journal.
    template: `<template>.subject.txt`, `.txt` and `.html`. secret: its text is shown to nobody but the receiver and
    forgotten once it has left. Without an address or a mail server the message becomes a letter to print, or waits to
    be passed on by hand, which a secret one cannot. Raises Problem when the receiver is gone. Many: `post_many`.
    """
    kind, who = receiver
    recipient = resolve(kind, who)
    told = writing.Occasion(actor, purpose, template, project, secret=secret)
    (message,) = writing.written(told, [(recipient, context)])
    message.save()
    if message.state == State.WAITING:
        jobs.send.enqueue(message=message.pk)
    journal.tell(purpose=purpose, state=message.state, receiver=who)
    return message


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of writing to many: the new messages, how many had theirs from an earlier run, and who is gone."""

    messages: tuple[Message, ...]
    already: int = 0
    gone: frozenset[UUID] = frozenset()

    def count(self, state: str) -> int:
        """How many of the new ones are in this state: waiting (mail), letter, paste, unwanted."""
        return sum(message.state == state for message in self.messages)


@action(may=policies.may_post, says="many written to")
def post_many(
    actor: Actor,
    *,
    receivers: Mapping[UUID, dict[str, Any]],
    occasion: str,
    purpose: str,
    template: str,
    kind: str = "person",
    project: UUID | None = None,
) -> Posted:
    """Write to many at once, to each in their language and by the way that reaches them: mail, else letter, else text
    to pass on by hand.

    receivers: {person id: what the templates of this one receiver know}. occasion: a code of at most 80 signs for why
    they are written to now ("digest.2026-W48", "due.<item id>.2026-11-30"): each gets one message on one occasion, so
    it is safe to run twice, after a crash too. purpose: one of `purposes.PURPOSES`. If that is bulk, every mail carries
    List-Unsubscribe and `unsubscribe` for the templates (the foot of email/base shows it by itself), and who asked for
    no more gets a row in state UNWANTED and no words. template: `<template>.subject.txt`, `.txt` and `.html`; the html
    is for mail only, and in the others `way` says "mail", "letter" or "hand". kind: as in `post`, "person" almost
    always. Who is erased is left out and named in `gone`. For 2,000 receivers about as many queries as for two.
    Raises ValueError for an occasion that is empty or too long, IntegrityError when two do the same at the same time:
    then one of them has written, and running the other again finds it done.

        post_many(actor, receivers={p.pk: {"items": due[p.pk]} for p in people}, occasion=f"digest.{week}",
                  purpose="digest", template="tasks/mail/digest", project=project.pk)
    """
    if not 0 < len(occasion) <= 80:
        raise ValueError("an occasion is a code of 1 to 80 signs")
    had = set(
        Message.objects.filter(occasion=occasion, receiver__in=receivers).values_list("receiver", flat=True)
    )
    wanted = [who for who in receivers if who not in had]
    found = resolve_many(kind, wanted)
    told = writing.Occasion(actor, purpose, template, project, occasion=occasion)
    made = writing.written(told, [(found[who], receivers[who]) for who in wanted if who in found])
    Message.objects.bulk_create(made, batch_size=500)
    jobs.send.enqueue_many([{"message": m.pk} for m in made if m.state == State.WAITING])
    states = {f"of_{state}": sum(m.state == state for m in made) for state in {m.state for m in made}}
    journal.tell(purpose=purpose, occasion=occasion, already=len(had), **states)
    return Posted(tuple(made), len(had), frozenset(set(wanted) - set(found)))


@action(may=policies.may_settle, says="message sent again")
def send_again(actor: Actor, message: Message) -> Message:
    """Send a message whose fate is unsure, that failed, came back or was to be passed on by hand, by the best way left.

    Raises Problem when it waits already, when its text is forgotten, or when there is no way to send it."""
    if message.state in (State.WAITING, State.SENDING, State.LETTER):
        raise Problem("on its way", _("This message is on its way already. Look again in a minute."))
    if not message.text:
        raise Problem(
            "forgotten", _("The text of this message is no longer kept. Ask the person to start anew.")
        )
    recipient = resolve(message.receiver_kind, message.receiver)
    road = reach.road(recipient, reach.dead_ends([recipient]))
    if road.way == Message.Way.HAND:
        raise Problem(road.trouble, NO_WAY[road.trouble])
    message.way, message.attempts, message.trouble, message.pile = road.way, 0, "", None
    message.state = State.WAITING if road.way == Message.Way.MAIL else State.LETTER
    message.door = message.door or (new_code(12) if road.way != Message.Way.MAIL else None)
    message.save(update_fields=["state", "way", "attempts", "trouble", "pile", "door"])
    if message.state == State.WAITING:
        jobs.send.enqueue(message=message.pk)
    return message


@action(may=policies.may_settle, says="message marked as sent")
def mark_sent(actor: Actor, message: Message) -> Message:
    """Somebody knows that it arrived, or passed it on by hand.

    Raises Problem while the house itself is still sending it."""
    if message.state in (State.WAITING, State.SENDING):
        raise Problem("on its way", _("This message is on its way already. Look again in a minute."))
    if message.state != State.SENT:
        message.state, message.sent_at = State.SENT, timezone.now()
        message.save(update_fields=["state", "sent_at"])
    return message

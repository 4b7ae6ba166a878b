"""Everything that can happen to a message. Whoever wants to write to somebody calls `post`."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal, sealing
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.messages import jobs, policies
from passerelle.messages.delivery import message_id
from passerelle.messages.models import Message
from passerelle.messages.recipients import resolve
from passerelle.messages.rendering import render

State = Message.State


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
    forgotten once it has left. Without an address or a mail server the message waits to be passed on by hand, which
    a secret one cannot. Raises Problem when the receiver is gone.
    """
    kind, who = receiver
    recipient = resolve(kind, who)
    words = render(template, recipient, context)
    pk = uuid.uuid4()
    message = Message(
        pk=pk,
        code=new_code(),
        receiver_kind=kind,
        receiver=who,
        purpose=purpose,
        language=words.language,
        project=project,
        author=actor.person,
        secret=secret,
        message_id=message_id(pk),
    )
    if not (recipient.address and settings.EMAIL_URL):
        message.state = State.FAILED if secret else State.PASTE
        message.trouble = "no mail server" if recipient.address else "no address"
    if message.state != State.FAILED:
        sealing.fill(message, who, subject=words.subject, text=words.text, html=words.html)
    message.save()
    if message.state == State.WAITING:
        jobs.send.enqueue(message=message.pk)
    journal.tell(purpose=purpose, state=message.state, receiver=who)
    return message


@action(may=policies.may_settle, says="message sent again")
def send_again(actor: Actor, message: Message) -> Message:
    """Send a message whose fate is unsure, or that failed or was to be passed on by hand, once more.

    Raises Problem when it waits already, when its text is forgotten, or when there is no way to send it."""
    if message.state in (State.WAITING, State.SENDING):
        raise Problem("on its way", _("This message is on its way already. Look again in a minute."))
    if not message.text:
        raise Problem(
            "forgotten", _("The text of this message is no longer kept. Ask the person to start anew.")
        )
    if not settings.EMAIL_URL:
        raise Problem(
            "no mail server", _("No mail server is set up here. Copy the text and pass it on by hand.")
        )
    if not resolve(message.receiver_kind, message.receiver).address:
        raise Problem(
            "no address", _("This person has no e-mail address. Copy the text and pass it on by hand.")
        )
    message.state, message.attempts, message.trouble = State.WAITING, 0, ""
    message.save(update_fields=["state", "attempts", "trouble"])
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

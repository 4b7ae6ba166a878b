"""What leaves the house in the background: each message at most once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from passerelle.core import journal, keys, sealing
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Problem
from passerelle.core.jobs import job
from passerelle.messages import policies, printing, reach, unsubscribing
from passerelle.messages.delivery import Mail, Permanent, Transient, Unsure, deliver
from passerelle.messages.models import Message
from passerelle.messages.purposes import is_bulk
from passerelle.messages.recipients import resolve

State = Message.State
ATTEMPTS = 8
HOUSE = SystemActor(reason="outbox")


@job(queue="quick", attempts=ATTEMPTS)
def send(message: Any) -> None:
    """Send one message, at most once.

    It is claimed in a transaction of its own before the mail leaves. Whoever finds it claimed while nobody is at it
    knows that the worker died in between: then it may have left, and a person decides. Raises Transient to be run
    again later.
    """
    pk = UUID(str(message))
    with _alone_with(pk) as alone:
        if not alone:
            # Alive and sending, or just killed and its lock not freed yet: who looks again will know.
            raise Transient("in other hands")
        if claimed := _claim(pk):
            _send(claimed)


@job(every="*/10 * * * *")
def read_what_came_back() -> None:
    """Read the folder into which the mail server puts what came back, where there is one."""
    from passerelle.messages.actions.bounces import take_folder  # actions ask for jobs

    if settings.BOUNCE_FOLDER:
        take_folder(Path(settings.BOUNCE_FOLDER))


@job(queue="heavy", attempts=3)
def set_letters(pile: Any) -> None:
    """Set the letters of one pile in one file."""
    printing.make(UUID(str(pile)))


def _send(message: Message) -> None:
    if unsubscribing.silent([message.receiver], message.purpose):
        # Asked for between writing and sending.
        _settle(HOUSE, message, State.UNWANTED, "")
        return
    try:
        deliver(_mail(message))
    except Unsure as doubt:
        _settle(HOUSE, message, State.UNSURE, str(doubt))
    except Permanent as trouble:
        _settle(HOUSE, message, State.FAILED, str(trouble))
    except Transient as trouble:
        if message.attempts >= ATTEMPTS:
            _settle(HOUSE, message, State.FAILED, str(trouble))
            return
        Message.objects.filter(pk=message.pk).update(state=State.WAITING, trouble=str(trouble))
        raise
    else:
        _settle(HOUSE, message, State.SENT, "")


def _mail(message: Message) -> Mail:
    """The message opened, for its receiver as they can be reached now. Raises Permanent."""
    if not settings.EMAIL_URL:
        raise Permanent("no mail server")
    try:
        recipient = resolve(message.receiver_kind, message.receiver)
    except Problem as gone:
        raise Permanent("receiver gone") from gone
    if not recipient.address:
        raise Permanent("no address")
    if not message.secret and reach.Way.MAIL in reach.dead_ends([recipient]).get(recipient.id, {}):
        raise Permanent("came back")
    subject, text, html = keys.unseal_many(
        (message.receiver, getattr(message, f), sealing.place(message, f, message.pk))
        for f in ("subject", "text", "html")
    )
    if subject is None or text is None:
        raise Permanent("text forgotten")
    way_out = (
        unsubscribing.Addresses().of(message.receiver, message.purpose, message.language)
        if is_bulk(message.purpose)
        else ""
    )
    return Mail(
        recipient.address, recipient.name, message.language, subject, text, html, message.message_id, way_out
    )


def _claim(pk: UUID) -> Message | None:
    """waiting → sending, committed before anything leaves; sending → unsure, because its worker is gone."""
    with transaction.atomic():
        rows = Message.objects.unscoped(reason="the outbox sends what waits")
        message = rows.select_for_update(skip_locked=True).filter(pk=pk).first()
        if message is None or message.state not in (State.WAITING, State.SENDING):
            return None
        if message.state == State.SENDING:
            _settle(HOUSE, message, State.UNSURE, "worker stopped")
            return None
        message.state, message.attempts = State.SENDING, message.attempts + 1
        message.save(update_fields=["state", "attempts"])
        return message


@action(may=policies.is_house, says="message settled")
def _settle(actor: Actor, message: Message, state: str, trouble: str) -> Message:
    """Write down what became of a message; a secret one is forgotten, whatever became of it."""
    message.state, message.trouble = state, trouble
    message.sent_at = timezone.now() if state == State.SENT else None
    if message.secret:
        message.text = message.html = None
    message.save(update_fields=["state", "trouble", "sent_at", "text", "html"])
    journal.tell(state=state, trouble=trouble.replace(" ", "-"))
    return message


@contextmanager
def _alone_with(pk: UUID) -> Iterator[bool]:
    """True for the one worker that holds this message's lock; the server frees it when that worker dies."""
    number = int.from_bytes(pk.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])

"""One outbox for everything that leaves the house for one receiver. Knows no person and no project."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, SealedTextField, impersonal, personal
from passerelle.core.scope import ScopedManager


def words(name: Any) -> SealedTextField:
    """A part of a message, sealed under its receiver's key."""
    return personal(
        SealedTextField(name),
        purpose=_("To send a message, and to show what was sent."),
        basis="6(1)(b)",
        keep=Keep("letter", _("Two years, or until the receiver asks for erasure.")),
        erase=Erase.SHRED,
        subject="receiver",
    )


class Message(models.Model):
    """A rendered message to one receiver, sealed under the receiver's key."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        # The worker died between handing the mail over and writing so down. A person decides; nothing goes twice.
        UNSURE = "unsure", _("unsure whether it left")
        FAILED = "failed", _("could not be sent")
        PASTE = "paste", _("to be passed on by hand")
        LETTER = "letter", _("to be sent as a letter")
        RETURNED = "returned", _("came back")
        # The receiver asked for no more of this kind; its words were never written.
        UNWANTED = "unwanted", _("not wanted by the receiver")

    class Way(models.TextChoices):
        MAIL = "mail", _("by mail")
        LETTER = "letter", _("by letter")
        HAND = "hand", _("by hand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    receiver_kind = impersonal(models.CharField(max_length=20))
    receiver = personal(
        models.UUIDField(_("receiver"), db_index=True),
        purpose=_("To know whom a message is for."),
        basis="6(1)(b)",
        keep=Keep("person", _("The id says nothing once the person is erased.")),
        erase=Erase.KEEP,
        subject="receiver",
    )
    purpose = impersonal(models.CharField(max_length=40))
    way = impersonal(models.CharField(max_length=8, choices=Way.choices, default=Way.MAIL))
    # The occasion on which many were written to; each of them gets one message on it, however often the house tries.
    occasion = impersonal(models.CharField(max_length=80, blank=True))
    language = impersonal(models.CharField(max_length=12))
    # Whose working space the message belongs to; none: only administrators see it.
    project = models.UUIDField(null=True, db_index=True)
    author = personal(
        models.UUIDField(_("sender"), null=True),
        purpose=_("To know who sent a message: only they and the lead coordinator may read it."),
        basis="6(1)(f)",
        keep=Keep("person", _("The id says nothing once the person is erased.")),
        erase=Erase.KEEP,
        subject="author",
    )
    subject = words(_("subject"))
    text = words(_("text"))
    html = words(_("text with links"))
    # A code that signs somebody in is shown to nobody but its receiver, and forgotten once it has left.
    secret = models.BooleanField(default=False)
    state = impersonal(models.CharField(max_length=8, choices=State.choices, default=State.WAITING))
    message_id = impersonal(models.CharField(max_length=120, unique=True))
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = impersonal(models.CharField(max_length=60, blank=True))
    created_at = impersonal(models.DateTimeField(auto_now_add=True))
    sent_at = impersonal(models.DateTimeField(null=True))
    # A short address that leads where the first link of the text leads, to type or to paste.
    door = impersonal(models.CharField(max_length=12, unique=True, null=True))
    pile = models.ForeignKey("Pile", models.SET_NULL, null=True, related_name="letters")

    objects = ScopedManager()

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                "receiver", "occasion", condition=~models.Q(occasion=""), name="one_message_per_occasion"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """The lead coordinator sees the outbox of the project, everybody else who sends what they sent themselves."""
        seen = models.Q(project__in=actor.projects("lead_coordinator"))
        if actor.person:
            seen |= models.Q(author=actor.person, project__in=actor.projects("local_coordinator"))
        if actor.has("administrator"):
            seen |= models.Q(project__isnull=True) | models.Q(author=actor.person, author__isnull=False)
        return seen


class Silence(models.Model):
    """Somebody wants no more messages of one purpose. It holds until they undo it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    receiver = personal(
        models.UUIDField(_("receiver"), db_index=True),
        purpose=_("To write no more of what somebody asked us not to write."),
        basis="6(1)(c)",
        keep=Keep("person", _("Until they ask for these messages again.")),
        erase=Erase.DELETE,
        subject="receiver",
    )
    purpose = personal(
        models.CharField(_("kind of message"), max_length=40),
        purpose=_("To write no more of what somebody asked us not to write."),
        basis="6(1)(c)",
        keep=Keep("person", _("Until they ask for these messages again.")),
        erase=Erase.DELETE,
        subject="receiver",
    )
    since = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("kind of message not wanted")
        verbose_name_plural = _("kinds of messages not wanted")
        constraints = [models.UniqueConstraint("receiver", "purpose", name="one_silence_per_purpose")]

    def __str__(self) -> str:
        return self.purpose


class DeadEnd(models.Model):
    """An address at which something came back. It holds for that very address: a new one is tried again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    receiver = personal(
        models.UUIDField(_("receiver"), db_index=True),
        purpose=_("To write no more to an address at which nobody is reached."),
        basis="6(1)(f)",
        keep=Keep("person", _("Until the address is changed.")),
        erase=Erase.DELETE,
        subject="receiver",
    )
    way = impersonal(models.CharField(max_length=8, choices=Message.Way.choices))
    address = personal(
        SealedTextField(_("address at which nobody is reached")),
        purpose=_("To see whether the address was changed since."),
        basis="6(1)(f)",
        keep=Keep("person", _("Until the address is changed.")),
        erase=Erase.DELETE,
        subject="receiver",
    )
    why = impersonal(models.CharField(max_length=60))
    since = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("address at which nobody is reached")
        verbose_name_plural = _("addresses at which nobody is reached")
        constraints = [models.UniqueConstraint("receiver", "way", name="one_dead_end_per_way")]

    def __str__(self) -> str:
        return self.way


class Pile(models.Model):
    """Letters that are printed together: one file, sorted for the post, under a key of its own."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SETTING = "setting", _("being made")
        READY = "ready", _("ready to print")
        SENT = "sent", _("taken to the post")
        CANCELLED = "cancelled", _("called off")
        FAILED = "failed", _("could not be made")

    class Window(models.TextChoices):
        LEFT = "left", _("window on the left (DIN 5008, form B)")
        RIGHT = "right", _("window on the right")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.UUIDField(null=True, db_index=True)
    author = personal(
        models.UUIDField(_("printed by"), null=True),
        purpose=_("To know who may open a file of letters."),
        basis="6(1)(f)",
        keep=Keep("person", _("The id says nothing once the person is erased.")),
        erase=Erase.KEEP,
        subject="author",
    )
    # Of the organisation that sends: lines of its address, the last one its postcode and town.
    sender = impersonal(models.TextField(_("sender")))
    country = impersonal(models.CharField(_("country of the sender"), max_length=2))
    language = impersonal(models.CharField(max_length=12, default="en"))
    window = impersonal(models.CharField(max_length=8, choices=Window.choices, default=Window.LEFT))
    both_sides = models.BooleanField(default=False)
    state = impersonal(models.CharField(max_length=10, choices=State.choices, default=State.WAITING))
    trouble = impersonal(models.CharField(max_length=60, blank=True))
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))
    ready_at = impersonal(models.DateTimeField(null=True))
    sent_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name = _("pile of letters")
        verbose_name_plural = _("piles of letters")

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever had it printed. Others see the letters in their outbox."""
        return models.Q(author=actor.person, author__isnull=False)

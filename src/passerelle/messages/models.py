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

    objects = ScopedManager()

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

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

"""A table on its way in: sealed while it waits, and what takes it back once it is in."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, SealedTextField, impersonal, personal
from passerelle.core.scope import ScopedManager, nobody

KEPT = Keep(
    "sheet", _("A table that waits goes after seven days; what takes an import back goes after thirty.")
)


class Sheet(models.Model):
    """One table somebody gave, and what became of it. Only who gave it sees it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for you")
        DONE = "done", _("Taken in")
        UNDONE = "undone", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    kind = impersonal(models.CharField(max_length=40))
    # Where the rows go to: a project (an opaque id: projects live above this room), or the whole house.
    place = models.UUIDField(null=True)
    by = personal(
        models.UUIDField(_("who gave the table")),
        purpose=_("To show a table only to who gave it."),
        basis="6(1)(f)",
        keep=KEPT,
        erase=Erase.DELETE,
        subject="by",
    )
    state = impersonal(models.CharField(max_length=8, choices=State.choices, default=State.WAITING))
    # Which of the tables of the file, which row is the header, which column is what: numbers and names of fields.
    choices = impersonal(models.JSONField(default=dict))
    # Sealed under the key of who gave it: the file's name and cells, and the corrections that were accepted.
    content = personal(
        SealedTextField(_("cells of a table that waits")),
        purpose=_("To show what a table would change before it does."),
        basis="6(1)(f)",
        keep=KEPT,
        erase=Erase.DELETE,
        subject="by",
    )
    # Sealed as well: the values before and after, by which an import is taken back.
    undo = personal(
        SealedTextField(_("what takes an import back")),
        purpose=_("To take an import back as a whole."),
        basis="6(1)(f)",
        keep=KEPT,
        erase=Erase.DELETE,
        subject="by",
    )
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    at = impersonal(models.DateTimeField(auto_now_add=True))
    ended_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("table taken in")
        verbose_name_plural = _("tables taken in")
        indexes = [models.Index(fields=["by", "-at"], name="tables_of_somebody")]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return models.Q(by=actor.person) if actor.person else nobody()

    @property
    def waits(self) -> bool:
        return self.state == self.State.WAITING


class Heads(models.Model):
    """Which column was what the last time a table had this header: a hash of the labels, and names of fields."""

    id = models.BigAutoField(primary_key=True)
    kind = impersonal(models.CharField(max_length=40))
    digest = impersonal(models.CharField(max_length=64))
    mapping = impersonal(models.JSONField(default=dict))
    at = impersonal(models.DateTimeField(auto_now=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="one_memory_per_header")]

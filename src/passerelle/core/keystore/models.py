"""The key store: a database of its own, outside the data's backups, kept in one generation.

It also holds the ledger of withdrawals, because whoever restores old data must learn from the newest keys who has
left since.
"""

from __future__ import annotations

import uuid

from django.db import models

from passerelle.core.fields import impersonal


class PersonKey(models.Model):
    """The key of one person (or compartment), wrapped by the master key, which is in no database."""

    owner = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wrapped = models.BinaryField()
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        db_table = "keystore_key"


class Withdrawal(models.Model):
    """Somebody's key was destroyed. Replayed on data restored from before."""

    id = models.BigAutoField(primary_key=True)
    owner = models.UUIDField(unique=True)
    at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["id"]


class Secret(models.Model):
    """A secret of the house (the journal's signing key), wrapped by the master key."""

    name = impersonal(models.CharField(max_length=40, primary_key=True))
    wrapped = models.BinaryField()


class Generation(models.Model):
    """How many times the keys were backed up; only the newest copy may be restored."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_generation_row")]

"""What things are called here: the glossary of the network."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody


class Term(models.Model):
    """What a concept is called in one language, or must not be called there.

    concept: a word that ties the languages together; whoever writes the first term chooses it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    concept = impersonal(models.CharField(max_length=80))
    language = impersonal(models.CharField(max_length=12))
    term = impersonal(models.CharField(max_length=120))
    forbidden = impersonal(models.BooleanField(default=False))
    note = impersonal(models.CharField(max_length=300, blank=True))
    source = impersonal(models.CharField(max_length=200, blank=True))
    # Out of use: offered to nobody, still readable.
    retired_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["concept", "language", "forbidden", "term"]
        constraints = [
            models.UniqueConstraint(
                Lower("concept"), "language", Lower("term"), name="one_term_per_concept_and_language"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody()

"""One taxonomy of themes for everything in the house: a theme is an id, its names are labels, one per language."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody


class Theme(models.Model):
    """What something is about. Its id never changes; names may, each language by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    # The name of a theme of the starting vocabulary in its data file, so that it is added only once; else empty.
    key = impersonal(models.CharField(max_length=40, blank=True))
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="narrower")
    # Out of use: nothing new gets it, what has it keeps it.
    retired_at = impersonal(models.DateTimeField(null=True))
    # Gone into another one, which everything that had this one has now.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="one_theme_per_key"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="no_theme_above_itself"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(retired_at__isnull=False),
                name="merged_themes_are_out_of_use",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody()


class ThemeLabel(models.Model):
    """What a theme is called in one language."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="labels")
    language = impersonal(models.CharField(max_length=12))
    text = impersonal(models.CharField(max_length=120))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "language"], name="one_label_per_language")]
        indexes = [models.Index("language", Lower("text"), name="themes_by_label")]


class Themed(models.Model):
    """Something that is about a theme: a project, later a practice, a statement, a session, a finding."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="themed")
    subject_kind = impersonal(models.CharField(max_length=20))
    subject = impersonal(models.UUIDField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "theme"], name="theme_once_per_subject"
            )
        ]

"""What a project or one of its activities does for the Sustainable Development Goals, and what shows it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models.projects import PARTIAL, Project


class Aim(models.Model):
    """One goal or target that something works towards. target: "10" for a goal, "10.2" for one of its targets."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    # Whose working space it belongs to; the subject is the project itself, or one of its activities.
    project = models.ForeignKey(Project, models.CASCADE, related_name="aims")
    subject_kind = impersonal(models.CharField(max_length=20))
    subject = impersonal(models.UUIDField())
    target = impersonal(models.CharField(_("goal or target"), max_length=6))

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "target"], name="target_once_per_subject"
            )
        ]

    def __str__(self) -> str:
        return self.target

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())


class Evidence(models.Model):
    """What shows that something was done for a goal or target: a text, a link or a file."""

    KIND = "evidence"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    aim = models.ForeignKey(Aim, models.CASCADE, related_name="evidence")
    says = impersonal(models.TextField(_("what shows it"), blank=True))
    language = impersonal(models.CharField(max_length=12, blank=True))
    address = impersonal(models.URLField(_("link"), max_length=500, blank=True))
    # A stored file whose owner is this very row.
    has_file = models.BooleanField(default=False)
    day = impersonal(models.CharField(_("when"), max_length=10, blank=True))
    added_at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(says="") | ~models.Q(address="") | models.Q(has_file=True),
                name="evidence_shows_something",
            ),
            models.CheckConstraint(
                condition=models.Q(day="") | models.Q(day__regex=PARTIAL), name="evidence_day_is_a_date"
            ),
        ]
        ordering = ["added_at", "id"]

"""A report to a funder: put together, written, made into files, and kept as it was sent."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager
from passerelle.evidence.models.chain import of_projects
from passerelle.evidence.models.snapshots import Snapshot
from passerelle.network.models import Project


class Report(models.Model):
    """One report of a project. Its numbers are those of the moment it was counted last (`counted_at`), its words those
    written last; nobody's name is in it (see `reports.people`). A trigger forbids to change what was sent (migration)."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "Being written")
        SENT = "sent", pgettext_lazy("report", "Sent")

    class Files(models.TextChoices):
        """How far its files are."""

        NONE = "none", pgettext_lazy("files", "None yet")
        WAITING = "waiting", pgettext_lazy("files", "Waiting")
        MAKING = "making", pgettext_lazy("files", "Being made")
        READY = "ready", pgettext_lazy("files", "Ready")
        CANCELLED = "cancelled", pgettext_lazy("files", "Called off")
        FAILED = "failed", pgettext_lazy("files", "Could not be made")

    FILES, TEMPLATE = "report", "report-template"  # what its files are kept as

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    # An id of evidence/data/programmes.
    definition = impersonal(models.CharField(_("form"), max_length=60))
    title = impersonal(models.CharField(_("title"), max_length=200))
    language = impersonal(models.CharField(_("language"), max_length=12, default="en"))
    # The period it reports on, both days inclusive.
    starts_on = impersonal(models.DateField(_("from"), null=True))
    ends_on = impersonal(models.DateField(_("until"), null=True))
    # Codes of gatherings of the period that are left out.
    without = impersonal(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    # {part or "event:<code>": {language, words}}.
    texts = impersonal(models.JSONField(default=dict, blank=True))
    # The report as data (`reports.model.as_json`).
    told = impersonal(models.JSONField(default=dict))
    counted_at = impersonal(models.DateTimeField())
    state = impersonal(models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT))
    # Its figures as they were frozen; none where the project has no indicator.
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, null=True, related_name="report")
    sent_at = impersonal(models.DateTimeField(null=True))
    # SHA-256 over `told` as it was sent, in its canonical form.
    digest = impersonal(models.CharField(max_length=64, blank=True))
    files = impersonal(models.CharField(max_length=10, choices=Files.choices, default=Files.NONE))
    done = models.PositiveIntegerField(default=0)
    made_at = impersonal(models.DateTimeField(null=True))
    # Under which key the files lie; a new one each time they are made.
    key = impersonal(models.UUIDField(null=True))
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name = pgettext_lazy("to a funder", "report")
        verbose_name_plural = pgettext_lazy("to a funder", "reports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", sent_at=None)
                | models.Q(state="sent", sent_at__isnull=False),
                name="what_was_sent_says_when",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def sent(self) -> bool:
        return self.state == self.State.SENT

    @property
    def under_way(self) -> bool:
        """Its files are being made, or wait to be."""
        return self.files in (self.Files.WAITING, self.Files.MAKING)

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return of_projects(actor)

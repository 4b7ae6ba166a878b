"""What was reported, as it was: frozen figures with their rules and the hashes of the records behind them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, impersonal, personal
from passerelle.core.scope import ScopedManager
from passerelle.evidence.models.chain import of_projects
from passerelle.network.models import Project
from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT


class Snapshot(models.Model):
    """The figures of a report at the moment it was sent. A trigger forbids to change or remove it (migration 0001).

    figures: one dictionary for each indicator, as `evidence.freezing` makes it; digest: SHA-256 over them in their
    canonical form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    title = impersonal(models.CharField(_("title"), max_length=200))
    # The language its title is written in.
    language = impersonal(models.CharField(_("language"), max_length=12, default="en"))
    # To whom it went.
    sent_to = impersonal(models.CharField(_("sent to"), max_length=200, blank=True))
    # The period it reports on, both days inclusive.
    since = impersonal(models.DateField(_("from"), null=True))
    until = impersonal(models.DateField(_("until"), null=True))
    figures = impersonal(models.JSONField(default=list))
    digest = impersonal(models.CharField(max_length=64))
    # The one it corrects.
    restates = models.ForeignKey("self", models.PROTECT, null=True, related_name="restated_by")
    # What a restatement says about what changed, in the same language.
    reason = impersonal(models.CharField(_("reason"), max_length=300, blank=True))
    frozen_at = impersonal(models.DateTimeField(auto_now_add=True))
    frozen_by = personal(
        models.UUIDField(_("frozen by"), null=True),
        purpose=_("To know who sent a report."),
        basis="6(1)(b)",
        keep=AS_LONG_AS_THE_PROJECT,
        erase=Erase.KEEP,
        subject="frozen_by",
    )

    objects = ScopedManager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_snapshot_per_number"),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return of_projects(actor)

"""Plans that were."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, impersonal, personal
from passerelle.core.scope import ScopedManager
from passerelle.network.models import Project
from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT, WorkPackage


class PlanVersion(models.Model):
    """The plan as it stood before the project's dates changed: its joint items, without anybody's name.

    A trigger forbids to change what it says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="plan_versions")
    number = models.PositiveIntegerField()
    # The project's dates under this plan.
    starts = impersonal(models.CharField(max_length=10, blank=True))
    ends = impersonal(models.CharField(max_length=10, blank=True))
    months = models.PositiveSmallIntegerField(null=True)
    # One dictionary for each item, as actions.amending.rows_of makes it.
    rows = impersonal(models.JSONField(default=list))
    # What came after it, to know whether something was built on that: a hash over items, rules and days.
    after = impersonal(models.CharField(max_length=64, blank=True))
    reason = impersonal(models.CharField(_("reason"), max_length=300, blank=True))
    made_at = impersonal(models.DateTimeField(auto_now_add=True))
    made_by = personal(
        models.UUIDField(_("made by"), null=True),
        purpose=_("To know who changed the plan."),
        basis="6(1)(b)",
        keep=AS_LONG_AS_THE_PROJECT,
        erase=Erase.KEEP,
        subject="made_by",
    )
    undone_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("earlier plan")
        verbose_name_plural = _("earlier plans")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_version_per_number"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """As the plan it was."""
        return WorkPackage.scope(actor)

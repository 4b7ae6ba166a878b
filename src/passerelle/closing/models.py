"""The end of a project: when it was closed and opened again, and what it left as one file."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models import Project

AS_LONG = Keep(
    "person", _("As long as the project's records; the id says nothing once the person is erased.")
)


class Closing(models.Model):
    """One time a project was closed; opened again with a reason, or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="closings")
    closed_at = impersonal(models.DateTimeField())
    closed_by = personal(
        models.UUIDField(_("closed by"), null=True),
        purpose=_("To know who closed a project."),
        basis="6(1)(f)",
        keep=AS_LONG,
        erase=Erase.KEEP,
        subject="closed_by",
    )
    reopened_at = impersonal(models.DateTimeField(null=True))
    reopened_by = personal(
        models.UUIDField(_("opened again by"), null=True),
        purpose=_("To know who opened a project again."),
        basis="6(1)(f)",
        keep=AS_LONG,
        erase=Erase.KEEP,
        subject="reopened_by",
    )
    # Why it was opened again: about the project, and told to everybody who works in it.
    reason = impersonal(models.CharField(_("reason"), max_length=500, blank=True))

    class Meta:
        ordering = ["-closed_at"]
        verbose_name = _("closing of a project")
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(reopened_at__isnull=True),
                name="a_project_is_closed_once_at_a_time",
            )
        ]


class Bundle(models.Model):
    """What a project left, as one zip: being made, or there. The file itself is one of the house's files."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    KIND = "closing"
    UNDER_WAY = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="bundles")
    state = impersonal(models.CharField(max_length=8, choices=State.choices, default=State.WAITING))
    # Pages and files taken so far, and how many are known of: the second grows while the first ones are read.
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    # One sentence about what went wrong, in the language of whoever asked.
    trouble = impersonal(models.CharField(max_length=300, blank=True))
    file = impersonal(models.UUIDField(null=True))
    size = models.PositiveBigIntegerField(default=0)
    sha256 = impersonal(models.CharField(max_length=64, blank=True))
    asked_at = impersonal(models.DateTimeField(auto_now_add=True))
    asked_by = personal(
        models.UUIDField(_("asked for by"), null=True),
        purpose=_("To know who had a project's file made."),
        basis="6(1)(f)",
        keep=AS_LONG,
        erase=Erase.KEEP,
        subject="asked_by",
    )
    finished_at = impersonal(models.DateTimeField(null=True))
    # Whether everybody can have it from the project's public page.
    public = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("file of a closed project")
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_bundle_in_the_making",
            )
        ]

    @property
    def under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; a public one is everybody's."""
        if actor.has("administrator"):
            return everybody()
        return models.Q(public=True) | models.Q(project__in=actor.projects())

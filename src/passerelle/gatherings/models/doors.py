"""How presence is taken down: the door of a gathering, lists on paper, and what was corrected afterwards."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.gatherings.models.gathering import Gathering
from passerelle.gatherings.models.presence import of_controllers
from passerelle.network.models import Organisation

# Events end late, and people leave their code on the way out.
LATE = timedelta(hours=3)


class Door(models.Model):
    """A public address at which people say that they are at a gathering, with nothing but a code of their own."""

    gathering = models.OneToOneField(Gathering, models.CASCADE, primary_key=True, related_name="door")
    code = impersonal(models.CharField(max_length=12, unique=True))
    # Who answers for what is written down there.
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="doors")
    opened_at = impersonal(models.DateTimeField())
    closed_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("door of a gathering")
        verbose_name_plural = _("doors of gatherings")

    @property
    def project_id(self) -> uuid.UUID:
        """Of which project it is: nobody comes in while it is being closed, or afterwards."""
        return self.gathering.project_id

    @property
    def closes_at(self) -> object:
        """When it closes by itself."""
        return self.gathering.over_at + LATE

    @property
    def is_open(self) -> bool:
        """Whether somebody can come in now: never where people are heads only, or what is cancelled."""
        one = self.gathering
        return (
            self.closed_at is None
            and timezone.now() < one.over_at + LATE
            and one.state != Gathering.State.CANCELLED
            and one.project.closed_at is None
        )

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project for the organisation that answers for it."""
        return of_controllers(actor, "controller", "gathering__project")


class Sheet(models.Model):
    """A list on paper that was photographed, to be typed in beside its picture. The picture is sealed under a key of
    the sheet's own, for the lines of a list hold what nobody was asked to declare."""

    FILE = "attendance sheet"  # the kind of owner of its picture

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="sheets")
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="sheets")
    # How many people were entered from it; who was there already is not among them.
    lines = models.PositiveIntegerField(default=0)
    at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("attendance list on paper")
        verbose_name_plural = _("attendance lists on paper")

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project for the organisation that collected it."""
        return of_controllers(actor, "controller", "gathering__project")


class Correction(models.Model):
    """What changed the numbers of a gathering after it was over, or took something back: how they were, how they are."""

    class What(models.TextChoices):
        LATE = "late", pgettext_lazy("correction", "Entered later")
        TAKEN_BACK = "taken_back", pgettext_lazy("correction", "Taken back")
        PUT_BACK = "put_back", pgettext_lazy("correction", "Put back")
        CHANGED = "changed", pgettext_lazy("correction", "Changed")
        MERGED = "merged", pgettext_lazy("correction", "Found to be the same person")
        SPLIT = "split", pgettext_lazy("correction", "Found to be different people")
        TABLE = "table", pgettext_lazy("correction", "Taken in from a table")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="corrections")
    what = impersonal(models.CharField(_("what"), max_length=10, choices=What.choices))
    attendances_before = models.PositiveIntegerField()
    attendances_after = models.PositiveIntegerField()
    heads_before = models.PositiveIntegerField()
    heads_after = models.PositiveIntegerField()
    at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-at", "id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Numbers about nobody: whoever works in the project."""
        return (
            everybody() if actor.has("administrator") else models.Q(gathering__project__in=actor.projects())
        )

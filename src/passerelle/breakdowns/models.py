"""Breakdowns: who took part, by something people differ in, as it may leave the organisation that collected it.

Numbers go out as sums of a ledger (engines.disclosure): each quarter is rounded once with a secret key and never
again. The ledger itself is sealed; what was released is kept as it was and never changed.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models import Organisation, Project

THRESHOLD = 5
"""Counts of 1 to 4 can be 0 or 5 for every reader."""


class BreakdownManager(ScopedManager):
    """No page shows one without its project and whose it is."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("project", "controller")


class Breakdown(models.Model):
    """One source of one project, as one organisation collected it, by one attribute or two together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="breakdowns")
    # Who collected it, answers for it, and sees the exact counts.
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="breakdowns")
    source = impersonal(models.CharField(_("what is counted"), max_length=80))
    # Keys of the source's attributes.
    attributes = impersonal(models.JSONField())
    public = models.BooleanField(default=False)
    # The ledger, sealed under a key of this row's own: its entries are the truth about groups, and name nobody.
    ledger = models.BinaryField(editable=False)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = BreakdownManager()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("breakdown")
        verbose_name_plural = _("breakdowns")
        constraints = [
            # A second ledger of the same people would be a second look at them.
            models.UniqueConstraint(
                fields=["project", "controller", "source"], name="one_ledger_for_the_same_people"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; its released numbers only."""
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())


class Released(models.Model):
    """What was published for one quarter: the release itself, and by how much its numbers may be off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    breakdown = models.ForeignKey(Breakdown, models.CASCADE, related_name="releases")
    quarter = impersonal(models.CharField(_("quarter"), max_length=7))
    # engines.disclosure.release.Release.as_json as text: a release has an order, and the same bytes for ever.
    numbers = impersonal(models.TextField())
    # Set of attributes, joined by blanks -> people.
    margins = impersonal(models.JSONField())
    at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-quarter"]
        verbose_name = _("released quarter")
        verbose_name_plural = _("released quarters")
        constraints = [
            models.UniqueConstraint(fields=["breakdown", "quarter"], name="a_quarter_is_released_once")
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """As its breakdown."""
        if actor.has("administrator"):
            return everybody()
        return models.Q(breakdown__project__in=actor.projects())


class Residents(models.Model):
    """Who lives here: how many, by one attribute of a breakdown, with source and year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    breakdown = models.ForeignKey(Breakdown, models.CASCADE, related_name="residents")
    attribute = impersonal(models.CharField(max_length=40))
    value = impersonal(models.CharField(max_length=40))
    number = models.PositiveBigIntegerField()
    year = models.PositiveSmallIntegerField(_("year"))
    source = impersonal(models.CharField(_("source"), max_length=300))

    objects = ScopedManager()

    class Meta:
        ordering = ["attribute", "value"]
        verbose_name = _("number of residents")
        verbose_name_plural = _("numbers of residents")
        constraints = [
            models.UniqueConstraint(
                fields=["breakdown", "attribute", "value"], name="residents_are_counted_once"
            )
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """As its breakdown."""
        if actor.has("administrator"):
            return everybody()
        return models.Q(breakdown__project__in=actor.projects())

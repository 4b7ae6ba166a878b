"""Which organisation answers for which personal data, and what an organisation says it belongs to."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models.projects import Organisation, Project


class Controllership(models.Model):
    """The organisation that answers for one category of personal data in one project; without a row the lead partner."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="controllerships")
    # A category that a room declares (core.categories).
    category = impersonal(models.CharField(max_length=40))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="controllerships")
    since = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "category"], name="one_controller_per_category")
        ]


class Belonging(models.Model):
    """A community, religion or origin that an organisation itself says it stands for. Never of a person.

    A table of its own: no list, table to take away or address of the API that tells of organisations holds it."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("Community")
        RELIGION = "religion", _("Religion")
        ORIGIN = "origin", _("Origin")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="belongings")
    kind = impersonal(models.CharField(_("kind"), max_length=10, choices=Kind.choices))
    words = impersonal(models.CharField(_("in the organisation’s own words"), max_length=120))
    purpose = impersonal(models.CharField(_("what it is needed for"), max_length=300))
    since = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "words"], name="one_belonging_per_organisation"
            ),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="belonging_has_a_purpose"),
        ]
        ordering = ["kind", "words"]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Administrators, and the lead coordinators of projects in which the organisation is a partner."""
        if actor.has("administrator"):
            return everybody()
        return models.Q(organisation__partnerships__project__in=actor.projects("lead_coordinator"))

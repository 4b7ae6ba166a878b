"""The agreement of a project in its versions, who accepted it for which partner, and what newcomers have looked at."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models import Organisation, Project


class Agreement(models.Model):
    """One version of what the partners of a project agree on. A trigger forbids to change it: a new text is a new
    version, and what somebody accepted stays readable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    language = impersonal(models.CharField(_("language"), max_length=12))
    # The small Markdown of all readable texts (engines.text.segments).
    text = impersonal(models.TextField(_("text")))
    made_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="agreement_versions_are_counted"),
            models.CheckConstraint(condition=~models.Q(text=""), name="an_agreement_says_something"),
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project."""
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())


class Acceptance(models.Model):
    """One partner accepted one version: somebody for it on the screen, or on paper."""

    class Way(models.TextChoices):
        SCREEN = "screen", _("on the screen")
        PAPER = "paper", _("signed on paper")

    KIND = "acceptance"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="acceptances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="acceptances")
    # Nobody for what was signed on paper: the names stand on the paper.
    person = personal(
        models.UUIDField(_("accepted by"), null=True),
        purpose=_("To prove who accepted the agreement for an organisation."),
        basis="6(1)(f)",
        keep=Keep("acceptance", _("Six years after the project ended, because the funder may ask for it.")),
        erase=Erase.KEEP,
        subject="person",
    )
    accepted_at = impersonal(models.DateTimeField(auto_now_add=True))
    way = impersonal(models.CharField(_("how"), max_length=6, choices=Way.choices))
    has_file = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        ordering = ["accepted_at"]
        verbose_name = _("acceptance of an agreement")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="a_partner_accepts_once")
        ]

    @property
    def project_id(self) -> uuid.UUID:
        """Which project this belongs to, for whoever asks whether that one is closed (core.closed)."""
        return self.agreement.project_id

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """The lead's, and for their own organisation its coordinators'."""
        if actor.has("administrator"):
            return everybody()
        own = models.Q(pk__in=[])
        for grant in actor.grants:
            if grant.role == "local_coordinator" and grant.organisation:
                own |= models.Q(agreement__project=grant.project, organisation=grant.organisation)
        return own | models.Q(agreement__project__in=actor.projects("lead_coordinator"))


class Look(models.Model):
    """Somebody who joins a project has looked at one thing there: their organisation's profile, a page of the tour."""

    person = personal(
        models.ForeignKey(
            "people.Person", models.CASCADE, related_name="looks", verbose_name=_("person who joins")
        ),
        purpose=_("To show newcomers what they have done and what is left."),
        basis="6(1)(b)",
        keep=Keep("person", _("Deleted when the person is erased.")),
        erase=Erase.DELETE,
    )
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    what = impersonal(models.CharField(max_length=12))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("page somebody looked at")
        constraints = [models.UniqueConstraint(fields=["person", "project", "what"], name="looked_once")]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """One's own only."""
        return models.Q(person=actor.person) if actor.person else models.Q(pk__in=[])

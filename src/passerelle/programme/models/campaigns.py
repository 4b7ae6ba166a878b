"""What a project wants many people to hear, and the numbers of its own that show how far it went."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.countables import Unit
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from passerelle.network.models.projects import PARTIAL


class Way(models.TextChoices):
    """By which channel something reaches people."""

    POSTER = "poster", pgettext_lazy("channel of a campaign", "Posters")
    LEAFLET = "leaflet", pgettext_lazy("channel of a campaign", "Leaflets")
    PRESS = "press", pgettext_lazy("channel of a campaign", "Press")
    RADIO = "radio", pgettext_lazy("channel of a campaign", "Radio and television")
    SOCIAL = "social", pgettext_lazy("channel of a campaign", "Social media")
    WEB = "web", pgettext_lazy("channel of a campaign", "Website")
    MAIL = "mail", pgettext_lazy("channel of a campaign", "E-mail and letters")
    STREET = "street", pgettext_lazy("channel of a campaign", "In the street")
    SCHOOL = "school", pgettext_lazy("channel of a campaign", "Schools")
    OTHER = "other", pgettext_lazy("channel of a campaign", "Another channel")


class Campaign(models.Model):
    """Aim, audience, channels, period; its message is a text of the room of languages. Gatherings belong to it."""

    KIND = "campaign"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="campaigns")
    title = impersonal(models.CharField(_("title"), max_length=200))
    # Of title, aim and audience.
    language = impersonal(models.CharField(_("language"), max_length=12, blank=True))
    aim = impersonal(models.CharField(_("aim"), max_length=500, blank=True))
    audience = impersonal(models.CharField(_("audience"), max_length=300, blank=True))
    # Codes of `Way` with blanks between.
    ways = impersonal(models.CharField(_("channels"), max_length=200, blank=True))
    starts = impersonal(models.CharField(_("begins"), max_length=10, blank=True))
    ends = impersonal(models.CharField(_("ends"), max_length=10, blank=True))
    gatherings = models.ManyToManyField(
        Gathering, through="programme.CampaignGathering", related_name="campaigns"
    )
    archived_at = impersonal(models.DateTimeField(null=True))
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["archived_at", "created_at"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(starts="") | models.Q(starts__regex=PARTIAL))
                & (models.Q(ends="") | models.Q(ends__regex=PARTIAL)),
                name="a_campaign_has_its_dates",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by_ways(self) -> list[str]:
        return self.ways.split()

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; administrators look after all of them."""
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())


class CampaignGathering(models.Model):
    """One gathering that belongs to a campaign."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    campaign = models.ForeignKey(Campaign, models.CASCADE)
    gathering = models.ForeignKey(Gathering, models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "gathering"], name="a_gathering_once_in_a_campaign")
        ]


class Reach(models.Model):
    """One number of a campaign, with its day and its source. A correction is a row that stands in the place of another;
    both stay readable.

    What is counted here is views, things and people reached indirectly: nothing of it is somebody who took part."""

    class Kind(models.TextChoices):
        VIEWS = "views", pgettext_lazy("number of a campaign", "Views")
        IMPRESSIONS = "impressions", pgettext_lazy("number of a campaign", "Impressions (times shown)")
        PRINTED = "printed", pgettext_lazy("number of a campaign", "Items printed or handed out")
        REACTIONS = "reactions", pgettext_lazy("number of a campaign", "Reactions (comments, shares)")
        INDIRECT = "indirect", pgettext_lazy("number of a campaign", "People reached indirectly (estimate)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="numbers")
    kind = impersonal(models.CharField(_("what was counted"), max_length=12, choices=Kind.choices))
    number = models.PositiveBigIntegerField(_("number"))
    # As precise as it was given.
    on = impersonal(models.CharField(_("when"), max_length=10))
    way = impersonal(models.CharField(_("channel"), max_length=10, choices=Way.choices, default=Way.OTHER))
    source = impersonal(models.CharField(_("source"), max_length=200))
    # The row in whose place it stands.
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, related_name="corrections")
    # Whether it counts: not once it was corrected, nor once it was taken back.
    stands = models.BooleanField(default=True)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-on", "-created_at"]
        verbose_name = _("number of a campaign")
        verbose_name_plural = _("numbers of a campaign")
        constraints = [
            models.CheckConstraint(condition=models.Q(on__regex=PARTIAL), name="a_number_has_its_day"),
            models.CheckConstraint(condition=~models.Q(source=""), name="a_number_has_its_source"),
            models.UniqueConstraint(
                fields=["corrects"], condition=models.Q(stands=True), name="one_correction_stands"
            ),
        ]
        indexes = [models.Index(fields=["campaign", "kind", "stands"], name="what_counts_of_a_campaign")]

    def __str__(self) -> str:
        return self.code

    @property
    def project_id(self) -> uuid.UUID:
        return self.campaign.project_id

    @property
    def project(self) -> Project:
        return self.campaign.project

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        if actor.has("administrator"):
            return everybody()
        return models.Q(campaign__project__in=actor.projects())


# What one of each is. None of them is people who took part, and no rule can make them so (core.countables).
UNITS: dict[str, Unit] = {
    Reach.Kind.VIEWS.value: Unit.VIEWS,
    Reach.Kind.IMPRESSIONS.value: Unit.VIEWS,
    Reach.Kind.PRINTED.value: Unit.ITEMS,
    Reach.Kind.REACTIONS.value: Unit.ITEMS,
    Reach.Kind.INDIRECT.value: Unit.INDIRECT,
}

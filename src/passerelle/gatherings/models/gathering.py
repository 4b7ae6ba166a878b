"""A coming-together of a project: what kind, when, where, in which languages, and who hosts it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models import City, Organisation, Project
from passerelle.tasks.models import WorkPackage

DAY = r"^\d{4}-\d{2}-\d{2}$"
PARTIAL = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class Gathering(models.Model):
    """One event of whatever kind, planned, held or cancelled. Who came is not told here."""

    class Kind(models.TextChoices):
        TRANSNATIONAL = "transnational", _("Transnational event")
        INFORMATION = "information", _("Information session")
        FORUM = "forum", pgettext_lazy("gathering", "Forum")
        WORKSHOP = "workshop", pgettext_lazy("gathering", "Workshop")
        SCHOOL = "school", _("School workshop")
        FAIR = "fair", pgettext_lazy("gathering", "Fair")
        CONFERENCE = "conference", pgettext_lazy("gathering", "Conference")
        WEBINAR = "webinar", pgettext_lazy("gathering", "Webinar")
        COMMITTEE = "committee", _("Committee meeting")
        COURSE = "course", _("Course session")
        VISIT = "visit", pgettext_lazy("gathering", "Visit")
        OTHER = "other", _("Other gathering")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", pgettext_lazy("gathering", "On site")
        ONLINE = "online", pgettext_lazy("gathering", "Online")
        BOTH = "both", _("On site and online")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("gathering", "Planned")
        HELD = "held", pgettext_lazy("gathering", "Held")
        CANCELLED = "cancelled", pgettext_lazy("gathering", "Cancelled")

    FOUND = "gathering"  # the kind under which it is found

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="gatherings")
    kind = impersonal(models.CharField(_("kind"), max_length=16, choices=Kind.choices))
    title = impersonal(models.CharField(_("title"), max_length=200))
    # The language its title is written in: every foreign word says what it is.
    language = impersonal(models.CharField(_("language"), max_length=12, blank=True))
    # As precise as they were given ("2027", "2027-05", "2027-05-03"); no end: it ends on the day it begins.
    starts = impersonal(models.CharField(_("begins"), max_length=10))
    ends = impersonal(models.CharField(_("ends"), max_length=10, blank=True))
    starts_time = impersonal(models.TimeField(_("begins at"), null=True))
    ends_time = impersonal(models.TimeField(_("ends at"), null=True))
    zone = impersonal(models.CharField(_("time zone"), max_length=64, default="Europe/Brussels"))
    # The first moment all this can mean and the last, in that zone: what is to come, and what is past.
    begins_at = impersonal(models.DateTimeField())
    over_at = impersonal(models.DateTimeField())
    place = impersonal(models.CharField(_("place"), max_length=200, blank=True))
    town = impersonal(models.CharField(_("town"), max_length=120, blank=True))
    country = impersonal(models.CharField(_("country"), max_length=2, blank=True))
    # The city it is in, where that is one of the network's; `town` stays as it was written.
    city = models.ForeignKey(City, models.SET_NULL, null=True, related_name="gatherings")
    mode = impersonal(models.CharField(_("mode"), max_length=8, choices=Mode.choices, default=Mode.ON_SITE))
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="gatherings", verbose_name=_("host")
    )
    package = models.ForeignKey(
        WorkPackage, models.SET_NULL, null=True, related_name="gatherings", verbose_name=_("work package")
    )
    # Codes with blanks between.
    languages = impersonal(models.CharField(_("languages"), max_length=200, blank=True))
    # How many people can take part.
    places = models.PositiveIntegerField(_("places"), null=True)
    state = impersonal(
        models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    )
    # Why it was cancelled.
    reason = impersonal(models.CharField(_("reason"), max_length=300, blank=True))
    # Counts up with each change: whoever saves an older one is told.
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["begins_at", "created_at"]
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts__regex=PARTIAL)
                & (models.Q(ends="") | models.Q(ends__regex=PARTIAL)),
                name="a_gathering_has_its_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(over_at__gte=models.F("begins_at")),
                name="a_gathering_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_time__isnull=True) | models.Q(starts__regex=DAY),
                name="an_hour_needs_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_time__isnull=True)
                | models.Q(ends__regex=DAY)
                | models.Q(ends="", starts__regex=DAY),
                name="an_hour_of_the_end_needs_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(places__isnull=True) | models.Q(places__gte=1), name="places_for_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled") & ~models.Q(reason="")
                | ~models.Q(state="cancelled") & models.Q(reason=""),
                name="what_is_cancelled_says_why",
            ),
        ]
        indexes = [models.Index(fields=["project", "over_at"], name="what_is_to_come")]

    def __str__(self) -> str:
        return self.title

    @property
    def over(self) -> bool:
        """Its last moment has passed, whether anybody came or not."""
        return self.over_at < timezone.now()

    @property
    def spoken(self) -> list[str]:
        """The codes of its languages."""
        return self.languages.split()

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; administrators look after all of them."""
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())

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

    class StepFree(models.TextChoices):
        YES = "yes", _("You get in without steps.")
        NO = "no", _("There are steps on the way in.")

    KIND = "gathering"  # of whose files and tasks it is the owner
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
    # What everybody reads of it, once its host publishes it on a project that is public itself.
    published_at = impersonal(models.DateTimeField(null=True))
    agenda = impersonal(models.TextField(_("agenda"), blank=True))
    # [{"title": …, "address": …}]
    links = impersonal(models.JSONField(_("links"), default=list))
    step_free = impersonal(
        models.CharField(_("without steps"), max_length=3, choices=StepFree.choices, blank=True)
    )
    child_care = models.BooleanField(_("child care"), default=False)
    # Languages into which an interpreter is booked: codes with blanks between.
    interpreted = impersonal(models.CharField(_("interpreters into"), max_length=200, blank=True))
    # Whether anybody can say that they will come, until when, and whether a name is asked for.
    registers = models.BooleanField(_("registration is open"), default=False)
    registers_until = impersonal(models.DateField(_("registration until"), null=True))
    names_optional = models.BooleanField(_("a name can be left out"), default=False)
    heads_only = models.BooleanField(_("heads only"), default=False)
    # So many days before it who has a place is reminded; None: nobody is.
    remind_days = models.PositiveSmallIntegerField(_("reminder, days before"), null=True, default=3)
    # What those with a place need, as counts: {"interpreter ar": 4, "children": 3, "step free": 1}. Never who.
    needed = impersonal(models.JSONField(default=dict))
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
    def begun(self) -> bool:
        """Somebody can be missing: before, who has a place has not failed to come."""
        return self.begins_at <= timezone.now()

    @property
    def is_public(self) -> bool:
        """Everybody reads it: published, on a project that is published. Asks for the project where it is not at hand."""
        return self.published_at is not None and self.project.state == Project.State.PUBLISHED

    @property
    def only_heads(self) -> bool:
        """Nobody is asked for a name here: pupils, and wherever the host says so. They are counted, never registered."""
        return self.heads_only or self.kind == self.Kind.SCHOOL

    @property
    def takes_registrations(self) -> bool:
        """Whether somebody can register now."""
        today = timezone.now()
        return (
            self.registers
            and not self.only_heads
            and self.state == self.State.PLANNED
            and self.over_at > today
            and (self.registers_until is None or self.registers_until >= today.date())
            and self.is_public
            and self.project.closed_at is None
        )

    @property
    def spoken(self) -> list[str]:
        """The codes of its languages."""
        return self.languages.split()

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; administrators look after all of them."""
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())

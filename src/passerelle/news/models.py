"""News: short texts with a day, written in a project or for the whole network, or taken over from a partner."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models import Organisation, Project
from passerelle.network.policies import COORDINATORS


class Item(models.Model):
    """One piece of news. Its title and text are texts of the room of languages, as a project's page is."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("news", "Draft")
        PUBLISHED = "published", pgettext_lazy("news", "Public")
        WITHDRAWN = "withdrawn", pgettext_lazy("news", "Withdrawn")

    KIND = "news"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    # None: news of the network as a whole.
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="news")
    # Who speaks; None: the network.
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="news")
    # The day the news is of. Taken over, it is often older than the day it was published here.
    day = impersonal(models.DateField(_("day"), null=True))
    # Where a text that was taken over comes from: an organisation, a newspaper, a site.
    source_name = impersonal(models.CharField(_("source"), max_length=200, blank=True))
    source_address = impersonal(models.URLField(_("address of the source"), max_length=500, blank=True))
    state = impersonal(models.CharField(max_length=10, choices=State.choices, default=State.DRAFT))
    invented = models.BooleanField(default=False)
    # Counts up with each change of the facts: whoever saves an older one is told.
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))
    # The first time it was public, and the last time its text was shown as it stood then.
    published_at = impersonal(models.DateTimeField(null=True))
    shown_at = impersonal(models.DateTimeField(null=True))
    # Put away: on no list but that of the archive, and not public. Whatever its state was comes back with it.
    archived_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-day", "-published_at", "-created_at"]
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(published_at__isnull=False, shown_at__isnull=False, day__isnull=False),
                name="published_news_have_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(source_address="") | models.Q(source_address__regex=r"^https?://"),
                name="a_source_is_an_address_of_the_web",
            ),
        ]
        indexes = [models.Index(fields=["-day", "-published_at"], name="newest_news")]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def public() -> models.Q:
        """What everybody may read: published, not put away, and of no project whose page is not public."""
        of_public = models.Q(project=None) | models.Q(project__state=Project.State.PUBLISHED)
        return models.Q(state=Item.State.PUBLISHED, archived_at=None) & of_public

    @property
    def is_public(self) -> bool:
        shown = self.state == Item.State.PUBLISHED and self.archived_at is None
        return shown and (self.project is None or self.project.state == Project.State.PUBLISHED)

    @property
    def taken_over(self) -> bool:
        return bool(self.source_name or self.source_address)

    def shows_day(self) -> date:
        """The day readers see: the one that was given, else the day it was written down."""
        return self.day or self.created_at.date()

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Everybody sees what is public; the rest is seen by who works in the project, or writes for the network."""
        if actor.has("administrator"):
            return everybody()
        seen = Item.public()
        if actor.signed_in:
            seen |= models.Q(project__in=actor.projects())
            if actor.holds(*COORDINATORS):
                seen |= models.Q(project=None)
        return seen

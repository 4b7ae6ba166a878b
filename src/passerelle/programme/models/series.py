"""So many gatherings of some kinds that a project promised to hold in a period."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from passerelle.network.models.projects import PARTIAL


class Series(models.Model):
    """ "Eight transnational events in 24 months, at least 60 days apart." Which gatherings are in it follows from their
    kind: nobody has to put them in, and none is forgotten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="series")
    title = impersonal(models.CharField(_("title"), max_length=200))
    language = impersonal(models.CharField(_("language"), max_length=12, blank=True))
    # Kinds of gatherings, with blanks between.
    kinds = impersonal(models.CharField(_("kinds"), max_length=200))
    number = models.PositiveSmallIntegerField(_("how many"))
    # As precise as they were given; "" stands for the project's own.
    starts = impersonal(models.CharField(_("begins"), max_length=10, blank=True))
    ends = impersonal(models.CharField(_("ends"), max_length=10, blank=True))
    # In days: from the last day of one to the first of the next; how long each takes; how long it takes to prepare one.
    spacing = models.PositiveSmallIntegerField(_("days between two"), default=0)
    lasts = models.PositiveSmallIntegerField(_("days each takes"), default=1)
    lead = models.PositiveSmallIntegerField(_("days to prepare one"), default=0)
    # How many people each must bring together, and how many of them from another country; 0: not promised.
    people = models.PositiveIntegerField(_("people at each"), default=0)
    abroad = models.PositiveIntegerField(_("of them from abroad"), default=0)
    # Put away: it counts nothing and warns of nothing, and can be brought back.
    archived_at = impersonal(models.DateTimeField(null=True))
    # Counts up with each change: whoever saves an older one is told.
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["archived_at", "created_at"]
        verbose_name = _("series of gatherings")
        verbose_name_plural = _("series of gatherings")
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="a_series_has_a_number"),
            models.CheckConstraint(condition=models.Q(lasts__gte=1), name="each_takes_a_day"),
            models.CheckConstraint(
                condition=(models.Q(starts="") | models.Q(starts__regex=PARTIAL))
                & (models.Q(ends="") | models.Q(ends__regex=PARTIAL)),
                name="a_series_has_its_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_kinds(self) -> list[str]:
        """The kinds of gatherings that count."""
        return self.kinds.split()

    def kind_names(self) -> list[str]:
        """Those kinds in the reader's language."""
        return [str(Gathering.Kind(kind).label) for kind in self.of_kinds]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; administrators look after all of them."""
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())

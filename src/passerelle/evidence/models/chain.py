"""The chain of results: goals, outcomes, outputs and activities, each below what it serves; and the priorities of the
programme that activities work for.

Terms after the logical framework of the European Commission (Project Cycle Management Guidelines, 2004, chapter 5).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.evidence.models.worded import Worded
from passerelle.network.models import Project


def of_projects(actor: Actor) -> models.Q:
    """Whoever works in the project; administrators look after all of them."""
    return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())


class Mode(models.TextChoices):
    """Where an activity takes place: kept with the priority it works for."""

    ON_SITE = "on_site", pgettext_lazy("gathering", "On site")
    ONLINE = "online", pgettext_lazy("gathering", "Online")
    BOTH = "both", _("On site and online")


class Result(Worded):
    """One link of the chain."""

    class Level(models.TextChoices):
        GOAL = "goal", pgettext_lazy("result", "Goal")
        OUTCOME = "outcome", pgettext_lazy("result", "Outcome")
        OUTPUT = "output", pgettext_lazy("of a project", "Output")
        ACTIVITY = "activity", _("Activity")

    LEVELS = ("goal", "outcome", "output", "activity")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="results")
    level = impersonal(models.CharField(_("level"), max_length=8, choices=Level.choices))
    # What it serves: always of a level above its own.
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="below", verbose_name=_("serves")
    )
    # As the grant agreement numbers it ("O2.1"); "" without one.
    number = impersonal(models.CharField(_("number"), max_length=12, blank=True))
    order = models.PositiveIntegerField(default=0)
    # Found in an old page and taken over unread: a draft counts in no report until somebody agrees to it.
    draft = models.BooleanField(default=False)
    # What an activity is carried out with: work packages, and kinds of gatherings.
    # Ids of the first, keys of the second.
    packages = impersonal(models.JSONField(_("work packages"), default=list, blank=True))
    kinds = impersonal(models.JSONField(_("kinds"), default=list, blank=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["order", "created_at", "id"]
        verbose_name = pgettext_lazy("of a chain", "result")
        verbose_name_plural = pgettext_lazy("of a chain", "results")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], condition=~models.Q(number=""), name="one_result_per_number"
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="no_result_serves_itself",
            ),
            models.CheckConstraint(
                condition=~models.Q(level="goal") | models.Q(parent__isnull=True),
                name="a_goal_serves_nothing",
            ),
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return of_projects(actor)


class Priority(Worded):
    """A priority of the programme that the project promised to work for. key: of the starting list, "" for own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="priorities")
    key = impersonal(models.CharField(max_length=40, blank=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("priority of the programme")
        verbose_name_plural = _("priorities of the programme")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "key"], condition=~models.Q(key=""), name="one_priority_per_key"
            )
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return of_projects(actor)


class Tick(models.Model):
    """An activity works for a priority: on site, online or both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    priority = models.ForeignKey(Priority, models.CASCADE, related_name="ticks")
    result = models.ForeignKey(Result, models.CASCADE, related_name="ticks")
    mode = impersonal(models.CharField(_("mode"), max_length=8, choices=Mode.choices, default=Mode.ON_SITE))

    objects = ScopedManager()

    class Meta:
        ordering = ["priority", "id"]
        verbose_name = _("priority of an activity")
        verbose_name_plural = _("priorities of activities")
        constraints = [
            models.UniqueConstraint(fields=["priority", "result"], name="a_priority_once_per_activity")
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody() if actor.has("administrator") else models.Q(result__project__in=actor.projects())

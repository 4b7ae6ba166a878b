"""Indicators: what shows that a result is reached, from which baseline to which target, counted by which rule."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.countables import Unit
from passerelle.core.fields import Erase, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.evidence.models.chain import Result, of_projects
from passerelle.evidence.models.worded import Worded
from passerelle.network.models import Organisation, Project
from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT

PERCENT, OTHER = "percent", "other"


def units() -> list[tuple[str, Any]]:
    """What an indicator can be told in: what rooms count, and what only hands can enter."""
    return [
        *((one.value, one.label) for one in Unit),
        (PERCENT, pgettext_lazy("unit", "Per cent")),
        (OTHER, pgettext_lazy("unit", "Something else")),
    ]


class Indicator(Worded):
    """One number that shows whether a result is reached.

    rule: how it is counted (`evidence.rules.Rule` as JSON); {} while nobody has said."""

    FILES = "hand-figure"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="indicators")
    result = models.ForeignKey(
        Result, models.PROTECT, related_name="indicators", verbose_name=pgettext_lazy("of a chain", "Result")
    )
    unit = impersonal(models.CharField(_("unit"), max_length=14))
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2, null=True)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True)
    # Where the number comes from, as the application said: "registration lists", "survey of the committee".
    source = impersonal(models.CharField(_("source"), max_length=300, blank=True))
    # Who sees to it that the number is there.
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="indicators", verbose_name=_("owner")
    )
    due = impersonal(models.DateField(_("to be reached by"), null=True))
    rule = impersonal(models.JSONField(_("counting rule"), default=dict, blank=True))
    # The number the funder gets. Others beside it are for the project's own eyes.
    claimed = models.BooleanField(_("claimed"), default=True)
    order = models.PositiveIntegerField(default=0)
    draft = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        ordering = ["order", "created_at", "id"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        indexes = [models.Index(fields=["project", "due"], name="indicators_by_deadline")]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return of_projects(actor)


class HandFigure(models.Model):
    """A figure somebody entered, because no room counts it: with its source, and a file that shows it.

    Never changed: a correction is a new row that replaces one, and what was wrong stays readable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="by_hand")
    value = models.DecimalField(_("figure"), max_digits=14, decimal_places=2)
    # An interval where there is one, as of a survey; both or none.
    low = models.DecimalField(_("lowest"), max_digits=14, decimal_places=2, null=True)
    high = models.DecimalField(_("highest"), max_digits=14, decimal_places=2, null=True)
    # The day it is of.
    on = impersonal(models.DateField(_("day")))
    source = impersonal(models.CharField(_("source"), max_length=300))
    # Who found it: a partner's figure is its own to correct.
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="hand_figures",
        verbose_name=_("organisation"),
    )
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    # Why it was corrected or taken back.
    reason = impersonal(models.CharField(_("reason"), max_length=300, blank=True))
    taken_back_at = impersonal(models.DateTimeField(null=True))
    entered_at = impersonal(models.DateTimeField(auto_now_add=True))
    entered_by = personal(
        models.UUIDField(_("entered by"), null=True),
        purpose=_("To ask whoever entered a figure where it comes from."),
        basis="6(1)(b)",
        keep=AS_LONG_AS_THE_PROJECT,
        erase=Erase.KEEP,
        subject="entered_by",
    )

    objects = ScopedManager()

    class Meta:
        ordering = ["-on", "-entered_at"]
        verbose_name = _("figure entered by hand")
        verbose_name_plural = _("figures entered by hand")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(low__lte=models.F("value"), high__gte=models.F("value")),
                name="a_figure_lies_in_its_interval",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="a_hand_figure_says_its_source"),
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        if actor.has("administrator"):
            return everybody()
        return models.Q(indicator__project__in=actor.projects())

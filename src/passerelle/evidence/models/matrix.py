"""A comparison of countries: the same questions put to every partner, and what each answers, with its source."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.evidence.models.chain import of_projects
from passerelle.evidence.models.worded import Worded
from passerelle.network.models import Organisation, Project


class Question(Worded):
    """One column of the comparison."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="compared")
    # By when everybody answers.
    due = impersonal(models.DateField(_("answers by"), null=True))
    order = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        ordering = ["order", "created_at", "id"]
        verbose_name = _("question of the comparison")
        verbose_name_plural = _("questions of the comparison")

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return of_projects(actor)


class Answer(models.Model):
    """What one partner answers for its country."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="compared")
    language = impersonal(models.CharField(_("language"), max_length=12, default="en"))
    text = impersonal(models.TextField(_("answer")))
    source = impersonal(models.CharField(_("source"), max_length=300, blank=True))
    # The year or day the answer is of, as precise as it was given.
    as_of = impersonal(models.CharField(_("as of"), max_length=10, blank=True))
    revision = models.PositiveIntegerField(default=1)
    changed_at = impersonal(models.DateTimeField(auto_now=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["question", "organisation"]
        verbose_name = _("answer of the comparison")
        verbose_name_plural = _("answers of the comparison")
        constraints = [
            models.UniqueConstraint(fields=["question", "organisation"], name="one_answer_per_partner"),
            models.CheckConstraint(condition=~models.Q(text=""), name="an_answer_says_something"),
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody() if actor.has("administrator") else models.Q(question__project__in=actor.projects())

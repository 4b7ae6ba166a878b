"""A process in which people are asked, and what was settled before it opens."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models import Organisation, Project
from passerelle.network.models.projects import PARTIAL


class Process(models.Model):
    """A committee, a questionnaire, a series of evenings: anything in which people are asked what they think.

    What has to be clear before it opens follows the steps of the OECD Guidelines for Citizen Participation Processes
    (OECD Publishing, Paris, 2022), in our own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="processes")
    title = impersonal(models.CharField(_("title"), max_length=200))
    language = impersonal(models.CharField(_("language"), max_length=12, blank=True))
    opens = impersonal(models.CharField(_("opens"), max_length=10, blank=True))
    purpose = impersonal(models.CharField(_("purpose"), max_length=500, blank=True))
    # Which body decides in the end: an office, never a person's name.
    decides = impersonal(models.CharField(_("who decides"), max_length=300, blank=True))
    promise = impersonal(models.CharField(_("the answer that is promised"), max_length=500, blank=True))
    answers = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="promises", verbose_name=_("who answers")
    )
    answer_by = impersonal(models.CharField(_("answer until"), max_length=10, blank=True))
    resources = impersonal(models.CharField(_("resources"), max_length=300, blank=True))
    reaching = impersonal(models.CharField(_("how everybody can take part"), max_length=500, blank=True))
    publishing = impersonal(models.CharField(_("how results are published"), max_length=300, blank=True))
    archived_at = impersonal(models.DateTimeField(null=True))
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["archived_at", "opens", "created_at"]
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(opens="") | models.Q(opens__regex=PARTIAL))
                & (models.Q(answer_by="") | models.Q(answer_by__regex=PARTIAL)),
                name="a_process_has_its_dates",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def promised(self) -> bool:
        """Somebody promised an answer: what, who, and by when."""
        return bool(self.promise and self.answers_id and self.answer_by)

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; administrators look after all of them."""
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())

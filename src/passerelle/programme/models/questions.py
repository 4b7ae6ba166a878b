"""What people asked at a gathering, and what was answered later."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Organisation, Project
from passerelle.tasks import schedule

TIME_TO_ANSWER = timedelta(days=30)


class Question(models.Model):
    """One question, without anybody's name. Its words and its answer are texts of the room of languages.

    Until it is due it stands on the desk only; then everybody reads it: answered, or open."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("question", "Open")
        ANSWERED = "answered", pgettext_lazy("question", "Answered")
        MERGED = "merged", pgettext_lazy("question", "The same as another")
        WITHDRAWN = "withdrawn", pgettext_lazy("question", "Withdrawn")

    KIND = "question"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="questions")
    # Where it was asked, where that is known.
    gathering = models.ForeignKey(Gathering, models.SET_NULL, null=True, related_name="questions")
    asked_on = impersonal(models.DateField(_("asked on")))
    # The last day to answer it before it is shown as open.
    due_on = impersonal(models.DateField(_("to be answered by")))
    state = impersonal(models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN))
    answered_on = impersonal(models.DateField(_("answered on"), null=True))
    answered_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="answers", verbose_name=_("who answered")
    )
    # Never one that is merged itself.
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["due_on", "created_at"]
        verbose_name = pgettext_lazy("of the public", "question")
        verbose_name_plural = pgettext_lazy("of the public", "questions")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="answered")
                | models.Q(answered_on__isnull=False, answered_by__isnull=False),
                name="an_answer_has_its_day_and_its_author",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(state="merged"),
                name="only_the_same_is_merged",
            ),
        ]
        indexes = [models.Index(fields=["project", "state", "due_on"], name="what_is_to_be_answered")]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def public(today: date | None = None) -> models.Q:
        """What everybody may read: answered, or open although its time is over, of a project whose page is public."""
        shown = models.Q(state=Question.State.ANSWERED) | models.Q(
            state=Question.State.OPEN, due_on__lt=today or schedule.today()
        )
        return shown & models.Q(project__state=Project.State.PUBLISHED)

    def late(self, today: date) -> bool:
        """It is open, and its time is over."""
        return self.state == Question.State.OPEN and self.due_on < today

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Everybody sees what is public; the rest is seen by who works in the project."""
        if actor.has("administrator"):
            return everybody()
        seen = Question.public()
        return seen | models.Q(project__in=actor.projects()) if actor.signed_in else seen

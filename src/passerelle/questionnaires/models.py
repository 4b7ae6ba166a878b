"""Questionnaires of a project, the occasions on which they are asked, and what was answered.

Nobody who answers is a person here: no name, no account, no link to either; of what was answered with a registration,
the registration knows, in the room above. What somebody answered is one sealed value
under a key of its own, so that each response can be erased for good (docs/decisions, "answers under a key of their own").
"""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, SealedTextField, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.engines.questions import Questionnaire, from_json
from passerelle.network.models import Organisation, Project

# The funder may ask for five years after the final payment, which comes within a year of the project's end.
# Source: EU Model Grant Agreement, article 20 and data sheet, point 6.
KEPT = Keep(
    "answers", _("Until whoever answered deletes it; at the latest six years after the project’s end.")
)


class InstrumentManager(ScopedManager):
    """Hardly a page shows one without its project."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("project")


class AskingManager(ScopedManager):
    """Nor an occasion without what is asked."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("project", "version__instrument__project")


class Instrument(models.Model):
    """A questionnaire, in all its versions."""

    KIND = "questionnaire"  # the kind under which the texts of its versions are kept

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="questionnaires")
    archived_at = impersonal(models.DateTimeField(null=True))
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = InstrumentManager()

    class Meta:
        ordering = ["-created_at", "code"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project."""
        if actor.has("administrator"):
            return everybody()
        return models.Q(project__in=actor.projects())


class Version(models.Model):
    """A questionnaire as it stands, or stood: once it is asked, its questions do not change any more.

    form: engines.questions.as_json. Its words are texts (language.Text) whose owner is the version, one for each key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    # The language it is written in.
    language = impersonal(models.CharField(_("language"), max_length=12))
    form = impersonal(models.JSONField(default=dict))
    # Counts up with each change: whoever changes an older one is told.
    revision = models.PositiveIntegerField(default=1)
    # Since when it is asked.
    frozen_at = impersonal(models.DateTimeField(null=True))
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a questionnaire")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"], name="next_version_of_questionnaire_once"
            ),
            models.UniqueConstraint(
                fields=["instrument"],
                condition=models.Q(frozen_at=None),
                name="one_questionnaire_draft_at_a_time",
            ),
        ]

    @cached_property
    def questions(self) -> Questionnaire:
        return from_json(self.form)

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None


class Asking(models.Model):
    """One occasion on which a version is asked: registration, feedback, before, after, or by itself."""

    class Purpose(models.TextChoices):
        REGISTRATION = "registration", _("Registration")
        FEEDBACK = "feedback", _("Feedback")
        BEFORE = "before", pgettext_lazy("questionnaire", "Before")
        AFTER = "after", pgettext_lazy("questionnaire", "After")
        SURVEY = "survey", _("Survey")

    class Door(models.TextChoices):
        OPEN = "open", _("Whoever has the link")
        CODES = "codes", _("Only with a personal code, which works once")
        DESK = "desk", _("Nobody alone: on paper or together with somebody of the team")
        # Chosen by nobody: it comes with what it is about.
        WITHIN = "within", _("Whoever registers, together with the registration")

    PAIRED = (Purpose.BEFORE, Purpose.AFTER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # Stands in the address people are given.
    code = impersonal(models.CharField(max_length=12, unique=True))
    version = models.ForeignKey(Version, models.PROTECT, related_name="askings")
    project = models.ForeignKey(Project, models.CASCADE, related_name="askings")
    purpose = impersonal(models.CharField(_("what for"), max_length=12, choices=Purpose.choices))
    door = impersonal(
        models.CharField(_("who can answer"), max_length=8, choices=Door.choices, default=Door.OPEN)
    )
    # What the team calls this occasion; the public never sees it.
    label = impersonal(models.CharField(_("occasion"), max_length=120, blank=True))
    # What of a room above it is about, such as a gathering.
    subject_kind = impersonal(models.CharField(max_length=40, blank=True))
    subject = impersonal(models.UUIDField(null=True))
    # Who collects what is answered, where it is another than the one the project names for answers.
    collected_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="askings")
    opens_at = impersonal(models.DateTimeField(_("opens")))
    closes_at = impersonal(models.DateTimeField(_("closes"), null=True))
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = AskingManager()

    class Meta:
        ordering = ["-opens_at", "code"]
        verbose_name = _("occasion of a questionnaire")
        verbose_name_plural = _("occasions of questionnaires")
        indexes = [models.Index(fields=["subject_kind", "subject"], name="askings_of_a_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at=None) | models.Q(closes_at__gte=models.F("opens_at")),
                name="asking_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def begun(self) -> bool:
        return self.opens_at <= timezone.now()

    @property
    def over(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.begun and not self.over

    @property
    def by_link(self) -> bool:
        """Whether people can answer it by themselves, at its address."""
        return self.door in (self.Door.OPEN, self.Door.CODES)

    @property
    def alone(self) -> bool:
        """Whether it is answered for itself, not as a part of something else."""
        return self.door != self.Door.WITHIN

    @property
    def paired(self) -> bool:
        """Whether it is one of two waves, laid side by side by a code people make themselves."""
        return self.purpose in self.PAIRED

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; people who answer come by the link, which is looked up apart."""
        if actor.has("administrator"):
            return everybody()
        return models.Q(project__in=actor.projects())


ANSWER: dict[str, Any] = {
    "purpose": _("To count what people answered, and to learn from what they wrote."),
    "basis": "9(2)(a)",
    "keep": KEPT,
    "erase": Erase.DELETE,
    "subject": "id",
}


class Response(models.Model):
    """What one person answered on one occasion. It is its own subject: its key lies with those of people.

    answers: JSON {"answers": {question: value}, "pair": self-made code}, sealed. on: the day, and no hour, so that
    nobody who saw somebody answer finds their answers; what was given with something else, which has a day of its own,
    has the day on which that was asked first."""

    class Channel(models.TextChoices):
        SELF = "self", _("By themselves")
        ASSISTED = "assisted", _("Together with somebody of the team")
        PAPER = "paper", _("On paper")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    asking = models.ForeignKey(Asking, models.CASCADE, related_name="responses")
    channel = impersonal(models.CharField(max_length=8, choices=Channel.choices, default=Channel.SELF))
    language = impersonal(models.CharField(max_length=12))
    on = impersonal(models.DateField())
    # What it was given with does not count at the moment, such as a registration that was withdrawn.
    set_aside = models.BooleanField(default=False)
    answers = personal(SealedTextField(_("answers")), **ANSWER)
    # The hash of the code with which whoever answered sees, changes and deletes it.
    receipt = personal(
        models.CharField(_("code"), max_length=64, unique=True),
        **{
            **ANSWER,
            "purpose": _("To let whoever answered see, change and delete their answers."),
            "basis": "6(1)(c)",
        },
    )
    entered_by = personal(
        models.UUIDField(_("typed in by"), null=True),
        purpose=_("To ask whoever typed an answer in when something in it cannot be."),
        basis="6(1)(f)",
        keep=Keep("person", _("As long as the answer; the id says nothing once the person is erased.")),
        erase=Erase.KEEP,
        subject="entered_by",
    )

    objects = ScopedManager()

    class Meta:
        ordering = ["on", "id"]
        verbose_name = _("response to a questionnaire")
        verbose_name_plural = _("responses to questionnaires")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(channel="self") | models.Q(entered_by=None),
                name="nobody_typed_in_what_was_answered_alone",
            )
        ]

    @property
    def project_id(self) -> uuid.UUID:
        """Which project it belongs to, so that nothing in a closed one is changed."""
        return self.asking.project_id

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Of what somebody typed in, whoever did, as long as they work there; nobody opens what others answered."""
        return models.Q(
            entered_by=actor.person, entered_by__isnull=False, asking__project__in=actor.projects()
        )


class Ticket(models.Model):
    """A printed code that opens one occasion once. Nothing says whose it is, nor which response came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    asking = models.ForeignKey(Asking, models.CASCADE, related_name="tickets")
    digest = impersonal(models.CharField(max_length=64, unique=True))
    used = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("code for a questionnaire")
        verbose_name_plural = _("codes for questionnaires")

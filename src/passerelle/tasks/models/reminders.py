"""That somebody was reminded of what is owed, and how often a person wants to be told what waits for them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody, nobody


class Reminder(models.Model):
    """One person was reminded of one item. The words themselves stand in the outbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    item = models.ForeignKey("tasks.Item", models.CASCADE, related_name="reminders")
    person = personal(
        models.ForeignKey(
            "people.Person", models.CASCADE, related_name="reminders", verbose_name=_("reminded person")
        ),
        purpose=_("To know who was reminded of what, so that nobody is asked too often."),
        basis="6(1)(b)",
        keep=Keep("person", _("As long as the task; deleted when the person is erased.")),
        erase=Erase.DELETE,
    )
    by = personal(
        models.UUIDField(_("reminded by"), null=True),
        purpose=_("To know who asked."),
        basis="6(1)(b)",
        keep=Keep("person", _("The id says nothing once the person is erased.")),
        erase=Erase.KEEP,
        subject="by",
    )
    message = models.ForeignKey("outbox.Message", models.SET_NULL, null=True, related_name="+")
    at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        indexes = [models.Index(fields=["item", "-at"], name="last_reminded_of")]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Like the joint items it speaks of; nobody is reminded of what an organisation keeps for itself."""
        if actor.has("administrator"):
            return everybody()
        return models.Q(item__project__in=actor.projects()) if actor.signed_in else nobody()


class Digest(models.Model):
    """How often somebody wants a mail with what waits for them. No row: never, until they ask for it."""

    class Rhythm(models.TextChoices):
        NEVER = "never", _("Never")
        DAILY = "daily", _("Every working day")
        WEEKLY = "weekly", _("Once a week")

    person = personal(
        models.OneToOneField(
            "people.Person", models.CASCADE, primary_key=True, related_name="digest", verbose_name=_("person")
        ),
        purpose=_("To know whose wish it is."),
        basis="6(1)(a)",
        keep=Keep("person", _("Until the person is erased.")),
        erase=Erase.DELETE,
    )
    rhythm = personal(
        models.CharField(_("how often"), max_length=8, choices=Rhythm.choices, default=Rhythm.NEVER),
        purpose=_("To write as often as the person wants, and never more."),
        basis="6(1)(a)",
        keep=Keep("person", _("Until the person is erased.")),
        erase=Erase.DELETE,
    )
    # 0 is Monday, as in ISO 8601 less one and in Python's calendar.
    weekday = models.PositiveSmallIntegerField(_("on which day"), default=0)
    last_on = personal(
        models.DateField(_("last looked through on"), null=True),
        purpose=_("To write at most once on a day."),
        basis="6(1)(a)",
        keep=Keep("person", _("Until the person is erased.")),
        erase=Erase.DELETE,
    )

    objects = ScopedManager()

    class Meta:
        verbose_name = _("digest by mail")
        verbose_name_plural = _("digests by mail")
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="a_week_has_seven_days")
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """One's own wish only."""
        return models.Q(person=actor.person) if actor.person else nobody()

"""Secret addresses for people's calendars."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, impersonal, personal
from passerelle.core.scope import ScopedManager, nobody


class CalendarKey(models.Model):
    """The secret address under which one person's calendar follows what they owe. Only its hash is kept."""

    person = personal(
        models.OneToOneField(
            "people.Person",
            models.CASCADE,
            primary_key=True,
            related_name="calendar_key",
            verbose_name=_("person"),
        ),
        purpose=_("To know whose calendar it is."),
        basis="6(1)(a)",
        keep=Keep("person", _("Until the person takes the address back, or is erased.")),
        erase=Erase.DELETE,
    )
    digest = personal(
        models.CharField(_("code"), max_length=64, unique=True),
        purpose=_("To open the calendar; only its hash is kept."),
        basis="6(1)(a)",
        keep=Keep("person", _("Until the person takes the address back, or is erased.")),
        erase=Erase.DELETE,
    )
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return models.Q(person=actor.person) if actor.person else nobody()

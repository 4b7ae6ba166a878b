"""Who speaks at a gathering. On public pages by name only with their consent; else as a role and an organisation."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import UNTIL_ERASED, Erase, Keep, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.gatherings.models.gathering import Gathering
from passerelle.network.models import Organisation
from passerelle.people.models import Person


class Speaker(models.Model):
    """Somebody who speaks: what they are there, for whom, and, where they are known here, which person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="speakers")
    person = personal(
        models.ForeignKey(
            Person, models.SET_NULL, null=True, related_name="speeches", verbose_name=_("person")
        ),
        purpose=_("To say who speaks, by name only if the person agreed to be shown."),
        basis="6(1)(a)",
        keep=Keep("person", UNTIL_ERASED),
        erase=Erase.BLANK,
    )
    # What they are there: "hydrologist", "lead coordinator". Nobody's name belongs here.
    role = impersonal(models.CharField(_("role"), max_length=120))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="speakers", verbose_name=_("organisation")
    )
    added_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project."""
        return (
            everybody() if actor.has("administrator") else models.Q(gathering__project__in=actor.projects())
        )

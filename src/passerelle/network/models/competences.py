"""What the organisations of the network can do for each other."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import impersonal
from passerelle.core.scope import ScopedManager, everybody, nobody
from passerelle.network.models.projects import Organisation


class Competence(models.Model):
    """Something an organisation can do, as it says itself: whom to ask before paying somebody outside."""

    class Kind(models.TextChoices):
        FACILITATION = "facilitation", _("Facilitating groups")
        OUTREACH = "outreach", _("Reaching people who are seldom asked")
        MEDIATION = "mediation", _("Intercultural mediation")
        INTERPRETING = "interpreting", _("Interpreting and translation")
        TRAINING = "training", _("Courses and training")
        ARTS = "arts", _("Arts and culture")
        RESEARCH = "research", _("Surveys and interviews")
        EVALUATION = "evaluation", _("Evaluation")
        EVENTS = "events", pgettext_lazy("competence", "Events")
        MEDIA = "media", _("Film, photography and design")
        ONLINE = "online", _("Websites and social media")
        POLICY = "policy", _("Municipal policy")
        LAW = "law", _("Law and data protection")
        ADVICE = "advice", _("Advice for newcomers")
        GRANTS = "grants", _("Grant applications and reporting")
        YOUTH = "youth", _("Work with young people")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="competences")
    kind = impersonal(models.CharField(_("competence"), max_length=14, choices=Kind.choices))
    # "Two trained facilitators, French and Arabic": about the organisation, in its own words and language.
    note = impersonal(models.CharField(_("in your own words"), max_length=200, blank=True))
    language = impersonal(models.CharField(_("language"), max_length=12, blank=True))
    since = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="each_competence_once")]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Like the network itself: whoever works in it."""
        return everybody() if actor.signed_in else nobody()

"""Money and person-days, plainly: what each partner may use, and what it has used. No accounting."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models import Organisation, Project
from passerelle.network.policies import COORDINATORS, LEAD
from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT, WorkPackage


class Budget(models.Model):
    """What one partner may use in one work package, or beside all of them. In the project's currency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="budgets")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="budgets")
    package = models.ForeignKey(WorkPackage, models.PROTECT, null=True, related_name="budgets")
    amount = models.DecimalField(_("money"), max_digits=12, decimal_places=2, default=0)
    days = models.DecimalField(_("person-days"), max_digits=7, decimal_places=2, default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "package"],
                name="one_budget_per_partner_and_package",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, days__gte=0), name="a_budget_is_not_negative"
            ),
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """All coordinators see what all partners may use: it is one grant. Administrators look after all."""
        return (
            everybody() if actor.has("administrator") else models.Q(project__in=actor.projects(*COORDINATORS))
        )


class Use(models.Model):
    """What a partner used on one day: money, person-days or both, and for what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="uses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="uses")
    package = models.ForeignKey(WorkPackage, models.PROTECT, null=True, related_name="uses")
    day = impersonal(models.DateField(_("day")))
    amount = models.DecimalField(_("money"), max_digits=12, decimal_places=2, default=0)
    days = models.DecimalField(_("person-days"), max_digits=7, decimal_places=2, default=0)
    what = impersonal(models.CharField(_("for what"), max_length=200, blank=True))
    entered_by = personal(
        models.UUIDField(_("entered by"), null=True),
        purpose=_("To know whom to ask about an entry."),
        basis="6(1)(f)",
        keep=AS_LONG_AS_THE_PROJECT,
        erase=Erase.KEEP,
        subject="entered_by",
    )
    entered_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-day", "-entered_at"]
        verbose_name = _("entry of use")
        verbose_name_plural = _("entries of use")
        indexes = [models.Index(fields=["project", "-day"], name="what_was_used_when")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, days__gte=0)
                & (models.Q(amount__gt=0) | models.Q(days__gt=0)),
                name="an_entry_uses_something",
            ),
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Single entries: the lead, who answers for all of them, and the partner's own coordinators."""
        if actor.has("administrator"):
            return everybody()
        seen = models.Q(project__in=actor.projects(LEAD))
        for grant in actor.grants:
            if grant.role in COORDINATORS and grant.project and grant.organisation:
                seen |= models.Q(project=grant.project, organisation=grant.organisation)
        return seen

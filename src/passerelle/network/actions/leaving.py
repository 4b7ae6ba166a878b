"""Leaving a project: a partner as a whole, or one person by themselves. What they did there stays, with its dates."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.network import policies
from passerelle.network.models import (
    Appointment,
    Controllership,
    Departure,
    Invitation,
    Organisation,
    Partnership,
    Project,
)
from passerelle.network.roles import Role


@action(may=policies.may_lead, says="partner left")
def end_partnership(actor: Actor, project: Project, organisation: Organisation, *, on: date) -> Project:
    """A partner leaves: its people's roles end, open letters lapse, and the lead partner answers for what it answered
    for. Its tasks stay its own in the plan until somebody else takes them over.

    Raises Problem for the lead partner, for who is none, for a day that cannot be, and when nobody would lead."""
    here = Partnership.objects.filter(project=project, organisation=organisation).first()
    if here is None:
        raise Problem("no partner", _("This organisation is no partner of the project any more."))
    if here.lead:
        raise Problem("lead partner", _("The lead partner answers to the funder and stays."))
    if on > timezone.localdate():
        raise Problem("later", _("Note it on the day it leaves, or afterwards."), field="on")
    if on < here.joined_at.date():
        raise Problem("too early", _("The partner joined later than this day."), field="on")
    theirs = Appointment.objects.filter(project=project, organisation=organisation, active=True)
    keep_a_lead(project, theirs)
    now = timezone.now()
    letters = Invitation.objects.unscoped(reason="the partner leaves").filter(
        project=project, organisation=organisation, accepted_at=None, expires_at__gt=now
    )
    journal.tell(
        organisation=organisation.code,
        roles=theirs.update(active=False, ended_at=now),
        letters=letters.update(expires_at=now),
    )
    Controllership.objects.filter(project=project, organisation=organisation).delete()
    part(here, on)
    return project


@action(may=policies.may_leave, says="project left", on_closed=True)
def leave_project(actor: Actor, project: Project) -> Project:
    """Give up one's own roles in a project. Raises Problem for its last lead coordinator."""
    own = Appointment.objects.filter(project=project, person=actor.person, active=True)
    keep_a_lead(project, own)
    journal.tell(roles=sorted(own.values_list("role", flat=True)))
    own.update(active=False, ended_at=timezone.now())
    return project


def part(partnership: Partnership, on: date) -> None:
    """The partnership ends, and that it was one stays."""
    joined = partnership.joined_at.date()
    Departure.objects.create(
        project=partnership.project,
        organisation=partnership.organisation,
        joined_on=min(joined, on),
        left_on=on,
    )
    partnership.delete()


def keep_a_lead(project: Project, ending: QuerySet[Appointment]) -> None:
    """Raises Problem when without these roles nobody would answer to the funder."""
    leads = Appointment.objects.filter(project=project, role=Role.LEAD_COORDINATOR, active=True)
    if ending.filter(role=Role.LEAD_COORDINATOR).exists() and not leads.exclude(pk__in=ending.values("pk")):
        raise Problem(
            "last lead", _("A project keeps at least one lead coordinator. Appoint another one first.")
        )

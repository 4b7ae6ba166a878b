"""Who does what in a project: roles, invitations, participants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import digest, new_code, printed_code
from passerelle.core.errors import Problem
from passerelle.messages.actions import post
from passerelle.network import controllers, policies
from passerelle.network.actions.leaving import keep_a_lead
from passerelle.network.models import Appointment, Invitation, Organisation, Partnership, Project
from passerelle.network.roles import Role
from passerelle.people import actions as people
from passerelle.people.models import Account, Person, Place
from passerelle.people.queries import same_person

LETTER_LASTS = timedelta(days=30)


@action(may=policies.may_lead, says="role given")
def appoint(
    actor: Actor, project: Project, person: Person, role: str, organisation: Organisation | None
) -> Appointment:
    """Give somebody a role in the project, for one of its partners."""
    journal.tell(role=role, person=person.pk)
    return give_role(person.pk, role, project, organisation)


@action(may=policies.may_lead, says="role ended", on_closed=True)
def end_appointment(actor: Actor, project: Project, appointment: Appointment) -> Appointment:
    """End a role. The last lead coordinator cannot leave: somebody must answer to the funder."""
    keep_a_lead(project, Appointment.objects.filter(pk=appointment.pk))
    appointment.active, appointment.ended_at = False, timezone.now()
    appointment.save(update_fields=["active", "ended_at"])
    journal.tell(role=appointment.role, person=appointment.person_id)
    return appointment


@action(may=policies.may_coordinate, says="participant written down")
def write_down(
    actor: Actor, project: Project, *, organisation: Organisation | None, **contact: str
) -> Person:
    """Make somebody known who takes part and needs no account. organisation: the partner that answers for the data.

    Somebody of the same name and address whom the same organisation answers for is the same person, and gets a place
    in this project. Raises Problem when there is no name, or the organisation is no partner."""
    if organisation is not None:
        _check_partner(project, organisation)
    controller = organisation.pk if organisation else controllers.of(project, "identity")
    if controller is not None:
        known = same_person(name=contact["name"], email=contact["email"], controller=controller)
        if known is not None:
            people.take_place(known.pk, project.pk)
            return known
    return people.register_person(
        actor, project=project.pk, controller=controller, invented=project.invented, **contact
    )


@action(may=policies.may_coordinate, says="participants written down")
def write_down_all(actor: Actor, project: Project, rows: Sequence[dict[str, Any]]) -> list[Person]:
    """`write_down` for a table of people: {"contact", "language", "organisation"} each, all of them or nobody.

    Raises Problem when a name is missing, or an organisation is no partner."""
    for organisation in {one["organisation"] for one in rows if one["organisation"]}:
        _check_partner(project, organisation)
    told = [
        {
            "contact": one["contact"],
            "language": one["language"],
            "controller": one["organisation"].pk if one["organisation"] else None,
        }
        for one in rows
    ]
    return people.register_people(actor, told, project=project.pk, invented=project.invented)


@action(may=policies.may_coordinate, says="participants struck out")
def strike_out(actor: Actor, project: Project, gone: Sequence[Person]) -> None:
    """Take back people whom a table brought and who stand nowhere else."""
    people.strike_out(actor, gone, project=project.pk)


@action(may=policies.may_coordinate, says="contacts taken away", on_closed=True)
def note_contacts_taken(actor: Actor, project: Project, many: int) -> None:
    """Write down that somebody took away how so many people of a project are reached."""
    journal.tell(people=many)


def change_contact(actor: Actor, person: Person, told: dict[str, Any]) -> None:
    """Change what is known of somebody, as `people.change_identity` allows."""
    people.change_identity(actor, person, **told)


@action(may=policies.may_lead, says="person invited")
def invite(
    actor: Actor,
    project: Project,
    *,
    name: str,
    email: str,
    language: str,
    role: str,
    organisation: Organisation,
) -> Invitation:
    """Write to somebody, in their language, to take a role for one of the partners.

    Raises Problem when the organisation is no partner."""
    _check_partner(project, organisation)
    account = Account.objects.filter(email__iexact=email).select_related("person").first()
    person = (
        account.person
        if account is not None
        else people.register_person(
            actor,
            name=name,
            email=email,
            language=language,
            project=project.pk,
            controller=organisation.pk,
            invented=project.invented,
        )
    )
    secret = printed_code()
    invitation = Invitation.objects.create(
        code=new_code(),
        person=person,
        project=project,
        organisation=organisation,
        role=role,
        digest=digest(secret),
        invited_by=actor.person,
        expires_at=timezone.now() + LETTER_LASTS,
    )
    with translation.override(language):
        link = settings.ADDRESS + reverse("join", args=[secret])
        context = {
            "name": name,
            "project": project.acronym,
            "organisation": organisation.name,
            "role": Role(role).label,
            "link": link,
            "expires": invitation.expires_at.date().isoformat(),
        }
    post(
        actor,
        receiver=("person", person.pk),
        purpose="invitation",
        template="network/mail/invitation",
        context=context,
        project=project.pk,
    )
    journal.tell(role=role, person=person.pk, project=project.code)
    return invitation


def open_invitation(secret: str) -> Invitation | None:
    """The letter this secret belongs to, if it is still open."""
    found = Invitation.objects.filter(
        digest=digest(secret),
        accepted_at=None,
        expires_at__gt=timezone.now(),
        person__erased_at=None,
        project__closed_at=None,
    )
    return found.select_related("project", "organisation", "person").first()


@action(may=policies.may_answer_invitation, says="invitation accepted")
def accept_invitation(
    actor: Actor, invitation: Invitation, *, email: str = "", password: str = ""
) -> Account:
    """Answer a letter: an account (unless the person has one), and the role it names.

    Raises Problem when it was answered already."""
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if not still_open.update(accepted_at=timezone.now()):
        raise Problem("answered", _("This invitation was answered already. Sign in with your account."))
    account = Account.objects.filter(person=invitation.person_id).first()
    if account is None:
        # The letter speaks for the person: they make their own account.
        oneself = Actor(person=invitation.person_id)
        account = people.create_account(oneself, invitation.person, email, password)
    give_role(invitation.person_id, invitation.role, invitation.project, invitation.organisation)
    journal.tell(person=invitation.person_id, role=invitation.role, invitation=invitation.code)
    return account


def give_role(
    person: UUID, role: str, project: Project | None, organisation: Organisation | None
) -> Appointment:
    appointment, _new = Appointment.objects.update_or_create(
        person_id=person,
        role=role,
        project=project,
        organisation=organisation,
        defaults={"active": True, "ended_at": None},
    )
    if project is not None:
        Place.objects.get_or_create(person_id=person, project=project.pk)
    return appointment


def _check_partner(project: Project, organisation: Organisation) -> None:
    if not Partnership.objects.filter(project=project, organisation=organisation).exists():
        raise Problem(
            "no partner",
            _("Only partners of the project can be given a role. Choose them first."),
            field="organisation",
        )

"""Who may do what in the network. One function per permission; whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor
from passerelle.core.models import Hold
from passerelle.network.models import Project
from passerelle.people.models import Person, Place

LEAD = "lead_coordinator"
LOCAL = "local_coordinator"
COORDINATORS = (LEAD, LOCAL)
ADMINISTRATOR = "administrator"


def may_enter_desk(actor: Actor, *_: Any) -> bool:
    """Whoever holds any role at all has a desk."""
    return bool(actor.grants)


def may_see_network(actor: Actor, *_: Any) -> bool:
    return bool(actor.grants)


def may_create_project(actor: Actor, *_: Any, **__: Any) -> bool:
    return actor.holds(ADMINISTRATOR, LEAD)


def may_work_in(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever holds a role in this project sees its working space; administrators look after all of them."""
    return project.pk in actor.projects() or actor.has(ADMINISTRATOR)


def may_lead(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The lead coordinator answers to the funder: facts, partners, roles and invitations are theirs."""
    return actor.has(LEAD, project=project.pk)


def may_coordinate(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Lead and local coordinators write, translate and publish."""
    return actor.has(*COORDINATORS, project=project.pk)


def may_translate(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    return actor.has(*COORDINATORS, "facilitator", project=project.pk)


def may_read_files(actor: Actor, project: UUID) -> bool:
    """Files of a project are its own people's, until they are made public."""
    return project in actor.projects() or actor.has(ADMINISTRATOR)


def may_administer(actor: Actor, *_: Any, **__: Any) -> bool:
    return actor.has(ADMINISTRATOR)


def may_answer_invitation(actor: Actor, *_: Any, **__: Any) -> bool:
    """The letter itself is the permission: whoever holds its secret may answer it, once."""
    return True


def may_see_retention(actor: Actor, *_: Any) -> bool:
    """Counts only, of nobody in particular: for whoever answers for data."""
    return actor.holds(ADMINISTRATOR, LEAD)


def may_place_holds(actor: Actor, *_: Any) -> bool:
    return actor.holds(ADMINISTRATOR, LEAD)


def may_place_hold(actor: Actor, on: Any, *_: Any, **__: Any) -> bool:
    """Administrators on anything; lead coordinators on their projects and the people in them."""
    if actor.has(ADMINISTRATOR):
        return True
    if isinstance(on, Project):
        return actor.has(LEAD, project=on.pk)
    return isinstance(on, Person) and _leads(actor, on.pk)


def role_for_holds(actor: Actor) -> str:
    """The role a hold is placed in."""
    return ADMINISTRATOR if actor.has(ADMINISTRATOR) else LEAD


def may_release_hold(actor: Actor, hold: Hold, *_: Any, **__: Any) -> bool:
    """The role that placed it, and no other: an administrator's hold is not a coordinator's to end, nor the other
    way round."""
    if hold.placed_as == ADMINISTRATOR:
        return actor.has(ADMINISTRATOR)
    if hold.project is not None:
        return hold.project in actor.projects(LEAD)
    return hold.person is not None and _leads(actor, hold.person)


def _leads(actor: Actor, person: UUID) -> bool:
    return Place.objects.filter(person=person, project__in=actor.projects(LEAD)).exists()

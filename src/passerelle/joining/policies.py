"""Who may join, accept, and see who accepted; deny by default."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor, SystemActor
from passerelle.joining.models import Acceptance, Agreement
from passerelle.network import policies as network
from passerelle.network.models import Organisation, Project


def may_join(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever coordinates in the project."""
    return network.may_coordinate(actor, project)


def may_write(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The agreement is the lead coordinator's to write."""
    return is_house(actor) or network.may_lead(actor, project)


def may_see_all(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Who accepted what: the lead."""
    return network.may_lead(actor, project)


def may_accept(actor: Actor, agreement: Agreement, organisation: Organisation, *_: Any, **__: Any) -> bool:
    """For an organisation only who coordinates for it in this project."""
    return is_house(actor) or organisation.pk in acting_for(actor, agreement.project_id)


def may_note_paper(actor: Actor, agreement: Agreement, *_: Any, **__: Any) -> bool:
    return is_house(actor) or actor.has(network.LEAD, project=agreement.project_id)


def may_take_back(actor: Actor, acceptance: Acceptance, *_: Any, **__: Any) -> bool:
    return actor.has(network.LEAD, project=acceptance.agreement.project_id)


def may_read_paper(actor: Actor, acceptance: UUID) -> bool:
    """The signed paper goes with the note that there is one."""
    return Acceptance.objects.visible_to(actor).filter(pk=acceptance).exists()


def is_house(actor: Actor, *_: Any, **__: Any) -> bool:
    return isinstance(actor, SystemActor)


def acting_for(actor: Actor, project: UUID) -> set[UUID]:
    """The organisations somebody coordinates for in a project."""
    return {
        g.organisation
        for g in actor.grants
        if g.role in network.COORDINATORS and g.project == project and g.organisation
    }

"""Who may do what with gatherings. One function per permission; whatever is not allowed here is denied."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor, SystemActor
from passerelle.gatherings import presence, secrets
from passerelle.gatherings.models import Channel, Door, Gathering, Participant, Registration, Sheet
from passerelle.network import policies as network
from passerelle.network.models import Organisation, Project
from passerelle.tasks.roles import HOSTS, WORKERS


def may_see_all(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever works in the project."""
    return network.may_work_in(actor, project)


def may_see(actor: Actor, gathering: Gathering, *_: Any, **__: Any) -> bool:
    """As `Gathering.scope` cuts it, for one gathering."""
    return network.may_work_in(actor, gathering.project)


def may_plan(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The lead plans every partner's gatherings, and those without a host."""
    return network.may_lead(actor, project)


def may_add(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever does the project's work; for which host, `may_create` says."""
    return actor.has(*WORKERS, project=project.pk)


def may_create(actor: Actor, project: Project, *_: Any, host: Organisation | None = None, **__: Any) -> bool:
    """The lead; of what their own organisation hosts, whoever does the project's work for it."""
    return may_plan(actor, project) or (host is not None and works_for(actor, project.pk, host.pk))


def may_change(actor: Actor, gathering: Gathering, *_: Any, **__: Any) -> bool:
    """The lead, and whoever does the project's work for its host."""
    if may_plan(actor, gathering.project):
        return True
    return gathering.host_id is not None and works_for(actor, gathering.project_id, gathering.host_id)


def may_ask(actor: Actor, gathering: Gathering, *_: Any, **__: Any) -> bool:
    """Choose what people are asked there: who may change it and writes questionnaires."""
    return may_change(actor, gathering) and network.may_coordinate(actor, gathering.project)


def works_for(actor: Actor, project: UUID, organisation: UUID | None) -> bool:
    """Whether the actor does the project's work for this organisation."""
    return _holds(actor, WORKERS, project, organisation)


def receives_for(actor: Actor, project: UUID, organisation: UUID | None) -> bool:
    """Whether the actor receives people for this organisation, and so may know who comes to the project."""
    return _holds(actor, HOSTS, project, organisation)


def _holds(actor: Actor, roles: Collection[str], project: UUID, organisation: UUID | None) -> bool:
    return isinstance(actor, SystemActor) or any(
        g.role in roles and g.project == project and g.organisation == organisation for g in actor.grants
    )


def may_attend(actor: Actor, gathering: Gathering, *_: Any, **__: Any) -> bool:
    """Take down who is there, and read it: whoever receives people for the organisation that answers for it.

    The lead of the project, unless it is theirs, sees numbers."""
    return receives_for(actor, gathering.project_id, presence.controller_of(gathering))


def may_know(actor: Actor, participant: Participant, *_: Any, **__: Any) -> bool:
    """Read and merge who takes part: whoever does the project's work for the organisation that collected it."""
    return receives_for(actor, participant.project_id, participant.controller_id)


def may_register(actor: Actor, gathering: Gathering, *_: Any, channel: str = Channel.SELF, **__: Any) -> bool:
    """Everybody, for what everybody reads; in somebody's name, who works for the organisation that answers for it."""
    if isinstance(actor, SystemActor):
        return True
    return gathering.is_public if channel == Channel.SELF else may_attend(actor, gathering)


def may_change_registration(
    actor: Actor, registration: Registration, *_: Any, secret: str = "", **__: Any
) -> bool:
    """Whoever holds its secret, and whoever works for the organisation that answers for it."""
    if secret:
        return secrets.still_opens(secret, registration.digest)
    told = registration.participant
    return receives_for(actor, told.project_id, told.controller_id)


def may_erase_registration(actor: Actor, registration: Registration, *_: Any, secret: str, **__: Any) -> bool:
    """Only who holds its secret: others erase a person on the page of people, where they answer for them."""
    return bool(secret) and may_change_registration(actor, registration, secret=secret)


def may_count(actor: Actor, gathering: Gathering, *_: Any, **__: Any) -> bool:
    """Count heads, which are nobody's: as `may_attend`, and the lead."""
    return may_plan(actor, gathering.project) or may_attend(actor, gathering)


def may_come_in(actor: Actor, door: Door, *_: Any, **__: Any) -> bool:
    """Anybody, as long as the door is open."""
    return door.is_open


def may_knock(actor: Actor, door: str, *_: Any, **__: Any) -> bool:
    """Anybody who has the code of a door. Whether it is open is asked where it is written down that they are in."""
    return True


def may_open_sheet(actor: Actor, sheet: Sheet, *_: Any, **__: Any) -> bool:
    """A list on paper, with what stands on it: whoever does the project's work for the organisation it is of."""
    return receives_for(actor, sheet.gathering.project_id, sheet.controller_id)


def may_see_who(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The list of who takes part in a project: whoever does its work for some organisation, each for their own."""
    return isinstance(actor, SystemActor) or any(
        g.role in HOSTS and g.project == project.pk and g.organisation for g in actor.grants
    )

"""Who may do what with breakdowns. One function per permission; whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.breakdowns.models import Breakdown
from passerelle.core.actor import Actor, SystemActor
from passerelle.network import policies as network
from passerelle.network.models import Organisation, Project
from passerelle.tasks.roles import WORKERS


def may_see_all(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Released numbers: whoever works in the project."""
    return network.may_work_in(actor, project)


def may_see(actor: Actor, one: Breakdown, *_: Any, **__: Any) -> bool:
    """As its scope cuts it."""
    return one.project_id in actor.projects() or actor.has(network.ADMINISTRATOR)


def may_begin_here(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Coordinators; for which organisation, `may_begin` says."""
    return actor.has(*network.COORDINATORS, project=project.pk)


def may_begin(actor: Actor, project: Project, *, controller: Organisation, **_: Any) -> bool:
    """A coordinator of the organisation that collected it."""
    return _coordinates(actor, project.pk, controller.pk)


def may_keep(actor: Actor, one: Breakdown, *_: Any, **__: Any) -> bool:
    """Release, compare and publish: a coordinator of the organisation that collected it; the house by the clock."""
    return _coordinates(actor, one.project_id, one.controller_id)


def may_see_exact(actor: Actor, one: Breakdown, *_: Any, **__: Any) -> bool:
    """Exact counts stay inside: whoever does the project's work for the organisation that collected it."""
    return any(
        grant.role in WORKERS and grant.project == one.project_id and grant.organisation == one.controller_id
        for grant in actor.grants
    )


def _coordinates(actor: Actor, project: UUID, organisation: UUID) -> bool:
    if isinstance(actor, SystemActor):
        return True
    return any(
        grant.role in network.COORDINATORS and grant.project == project and grant.organisation == organisation
        for grant in actor.grants
    )

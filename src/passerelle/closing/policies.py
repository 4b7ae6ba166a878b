"""Who may close a project, open it again and have its file made; deny by default."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.closing.models import Bundle
from passerelle.core.actor import Actor, SystemActor
from passerelle.network import policies
from passerelle.network.models import Project


def may_see(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever works in a project may know that it is closed, and take home what it left."""
    return policies.may_work_in(actor, project)


def may_close(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The lead coordinator, who answers to the funder; nobody looks after a project's end from outside."""
    return policies.may_lead(actor, project)


def may_handle(actor: Actor, bundle: Bundle, *_: Any, **__: Any) -> bool:
    return policies.may_lead(actor, bundle.project)


def is_house(actor: Actor, *_: Any, **__: Any) -> bool:
    return isinstance(actor, SystemActor)


def may_download(actor: Actor, bundle: UUID) -> bool:
    """The file of somebody's project; a public one is given out before anybody asks here."""
    return Bundle.objects.visible_to(actor).filter(pk=bundle).exists()

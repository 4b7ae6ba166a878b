"""Who may do what with a project's programme. One function per permission; whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import Actor
from passerelle.network import policies as network
from passerelle.network.models import Project


def may_see_all(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever works in the project."""
    return network.may_work_in(actor, project)


def may_promise(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """What the project promised its funder, the lead writes down."""
    return network.may_lead(actor, project)


def may_see(actor: Actor, one: Any, *_: Any, **__: Any) -> bool:
    """As `scope` cuts it, for one record of a project."""
    return network.may_work_in(actor, one.project)


def may_change(actor: Actor, one: Any, *_: Any, **__: Any) -> bool:
    """The lead."""
    return network.may_lead(actor, one.project)

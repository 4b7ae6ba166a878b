"""Who may do what with news: in a project as with the project's page, for the network as a whole its coordinators."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import Actor
from passerelle.network import policies as network
from passerelle.network.models import Project
from passerelle.news.models import Item


def may_enter(actor: Actor, *_: Any) -> bool:
    """Whoever holds a role sees the news of their projects, drafts included."""
    return network.may_enter_desk(actor)


def may_begin(actor: Actor, *_: Any) -> bool:
    """Coordinators write news, whichever project theirs is; administrators for the network."""
    return actor.holds(*network.COORDINATORS, network.ADMINISTRATOR)


def may_write(actor: Actor, *_: Any, project: Project | None = None, **__: Any) -> bool:
    """News of a project are written by its coordinators; those of the network by any coordinator."""
    return network.may_coordinate(actor, project) if project is not None else may_begin(actor)


def may_open(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    """Whoever works in the project, or may write for the network."""
    return network.may_work_in(actor, item.project) if item.project is not None else may_begin(actor)


def may_change(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    return may_write(actor, project=item.project)


def may_translate(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    return network.may_translate(actor, item.project) if item.project is not None else may_begin(actor)


def may_publish(actor: Actor, item: Item, *_: Any, **__: Any) -> bool:
    """As a project's page; what speaks for the whole network, its lead coordinators and administrators."""
    if item.project is not None:
        return network.may_coordinate(actor, item.project)
    return actor.holds(network.LEAD, network.ADMINISTRATOR)

"""Who may do what with questionnaires. One function per permission; whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import Actor
from passerelle.network import controllers
from passerelle.network import policies as network
from passerelle.network.models import Project
from passerelle.questionnaires.models import Asking, Instrument, Response
from passerelle.tasks.roles import WORKERS

# Whoever may read what people wrote in their own words, and take answers out one by one.
READERS = (*network.COORDINATORS, "researcher")
CATEGORY = "answers"  # of personal data: see room.py
TRANSLATORS = (*network.COORDINATORS, "facilitator")


def may_see_all(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever works in the project sees which questionnaires there are."""
    return network.may_work_in(actor, project)


def may_see(actor: Actor, one: Instrument | Asking, *_: Any, **__: Any) -> bool:
    return network.may_work_in(actor, one.project)


def may_begin(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Lead and local coordinators write questionnaires."""
    return network.may_coordinate(actor, project)


def may_build(actor: Actor, one: Instrument | Asking, *_: Any, **__: Any) -> bool:
    return network.may_coordinate(actor, one.project)


def may_translate(actor: Actor, one: Instrument, *_: Any, **__: Any) -> bool:
    return actor.has(*TRANSLATORS, project=one.project_id)


def may_enter(actor: Actor, asking: Asking, *_: Any, **__: Any) -> bool:
    """Type in what came on paper, or what somebody says: whoever does the project's work."""
    return actor.has(*WORKERS, project=asking.project_id)


def may_count(actor: Actor, one: Instrument | Asking, *_: Any, **__: Any) -> bool:
    """Exact counts, small ones included: whoever does the project's work. Others of the project see what may leave it."""
    return actor.has(*WORKERS, project=one.project_id)


def may_tell_apart(actor: Actor, asking: Asking, *_: Any, **__: Any) -> bool:
    """Exact counts of what people are: whoever does the project's work for the organisation that collects them."""
    collects = asking.collected_by_id or controllers.of(asking.project, CATEGORY)
    return any(
        grant.role in WORKERS and grant.project == asking.project_id and grant.organisation == collects
        for grant in actor.grants
    )


def may_read_words(actor: Actor, one: Instrument | Asking, *_: Any, **__: Any) -> bool:
    """What people wrote in their own words, and answers one by one. An administrator is none of them."""
    return actor.has(*READERS, project=one.project_id)


def may_correct(actor: Actor, response: Response, *_: Any, **__: Any) -> bool:
    """What somebody typed in themselves."""
    return response.entered_by is not None and response.entered_by == actor.person


def has_link(actor: Actor, asking: Asking, *_: Any, **__: Any) -> bool:
    """The link is the permission; whether it is open, the action says."""
    return True


def has_receipt(actor: Actor, response: Response, *_: Any, **__: Any) -> bool:
    """The code people got when they answered is the permission: whoever calls has looked the response up by it."""
    return True

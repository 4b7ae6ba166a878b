"""Who takes in a table of a project that only its lead takes in, and into which projects."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import Actor
from passerelle.core.importables import Place
from passerelle.network import policies, queries


def may(actor: Actor, place: Any = None) -> bool:
    """Whether the actor leads this project, or any at all."""
    return actor.has(policies.LEAD, project=place) if place else actor.holds(policies.LEAD)


def places(actor: Actor, language: str) -> list[Place]:
    """The projects one leads."""
    found = [one for one in queries.working_in(actor, language) if policies.may_lead(actor, one)]
    return [Place(one.pk, one.code, one.acronym) for one in found]

"""A machine drafts translations of a project's page."""

from __future__ import annotations

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.language import drafting
from passerelle.network import policies
from passerelle.network.actions.found import PAGE, TITLE, owner_of
from passerelle.network.models import Project


@action(may=policies.may_translate, says="machine asked to translate")
def draft_by_machine(actor: Actor, project: Project, language: str) -> Project:
    """Have a machine draft what is missing in a language. Raises Problem when it cannot."""
    asked = drafting.begin(owner_of(project), (TITLE, PAGE), language, actor.person)
    journal.tell(language=language, engine=asked.engine.replace(" ", "-"), wanted=asked.wanted)
    return project


@action(may=policies.may_translate, says="machine stopped", on_closed=True)
def stop_machine(actor: Actor, project: Project, language: str) -> Project:
    """Stop the machine that is at work; what it drafted stays."""
    journal.tell(language=language)
    if (at_work := drafting.latest(owner_of(project), language)) is not None:
        drafting.stop(at_work)
    return project


@action(may=policies.may_translate, says="machine drafts taken back")
def take_drafts_back(actor: Actor, project: Project, language: str) -> int:
    """Take back every draft that no person has saved since; returns how many."""
    gone = drafting.take_back(owner_of(project), language, actor.person)
    journal.tell(language=language, drafts=gone)
    return gone

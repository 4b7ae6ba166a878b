"""A machine drafts translations of news."""

from __future__ import annotations

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.language import drafting
from passerelle.news import policies
from passerelle.news.actions.found import FIELDS, owner_of
from passerelle.news.models import Item


@action(may=policies.may_translate, says="news machine asked to translate")
def draft_by_machine(actor: Actor, item: Item, language: str) -> Item:
    """Have a machine draft what is missing in a language. Raises Problem when it cannot."""
    asked = drafting.begin(owner_of(item), FIELDS, language, actor.person)
    journal.tell(language=language, engine=asked.engine.replace(" ", "-"), wanted=asked.wanted)
    return item


@action(may=policies.may_translate, says="news machine stopped", on_closed=True)
def stop_machine(actor: Actor, item: Item, language: str) -> Item:
    """Stop the machine that is at work; what it drafted stays."""
    journal.tell(language=language)
    if (at_work := drafting.latest(owner_of(item), language)) is not None:
        drafting.stop(at_work)
    return item


@action(may=policies.may_translate, says="news machine drafts taken back")
def take_drafts_back(actor: Actor, item: Item, language: str) -> int:
    """Take back every draft that no person has saved since; returns how many."""
    gone = drafting.take_back(owner_of(item), language, actor.person)
    journal.tell(language=language, drafts=gone)
    return gone

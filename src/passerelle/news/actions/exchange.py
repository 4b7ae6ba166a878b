"""Translations of a piece of news that were made in another program."""

from __future__ import annotations

from uuid import UUID

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.language import exchanging
from passerelle.news import policies
from passerelle.news.actions.found import FIELDS, owner_of
from passerelle.news.models import Item


@action(may=policies.may_translate, says="translations taken in from a file")
def take_file_in(actor: Actor, item: Item, language: str, question: str) -> int:
    """Keep what a look at a file said would come in, all or nothing; returns how many rows. Raises Problem."""
    rows = exchanging.take_in(owner_of(item), FIELDS, language, question, actor.person)
    journal.tell(language=language, rows=rows)
    return rows


@action(may=policies.may_translate, says="file of translations taken back")
def take_file_back(actor: Actor, item: Item, language: str, mark: UUID) -> int:
    """Put back what stood there before a file came in, where nobody changed it since; returns how many rows."""
    rows = exchanging.take_back(owner_of(item), language, mark, actor.person)
    journal.tell(language=language, rows=rows)
    return rows

"""Translations of a project’s page that were made in another program."""

from __future__ import annotations

from uuid import UUID

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.language import exchanging
from passerelle.network import policies
from passerelle.network.actions.found import PAGE, TITLE, owner_of
from passerelle.network.models import Project


@action(may=policies.may_translate, says="translations taken in from a file")
def take_file_in(actor: Actor, project: Project, language: str, question: str) -> int:
    """Keep what a look at a file said would come in, all or nothing; returns how many rows. Raises Problem."""
    rows = exchanging.take_in(owner_of(project), (TITLE, PAGE), language, question, actor.person)
    journal.tell(language=language, rows=rows)
    return rows


@action(may=policies.may_translate, says="file of translations taken back")
def take_file_back(actor: Actor, project: Project, language: str, mark: UUID) -> int:
    """Put back what stood there before a file came in, where nobody changed it since; returns how many rows."""
    rows = exchanging.take_back(owner_of(project), language, mark, actor.person)
    journal.tell(language=language, rows=rows)
    return rows

"""What the check before publishing found in a project's page is let stand, or told again."""

from __future__ import annotations

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.language import checking, texts
from passerelle.language.models import Waiver
from passerelle.network import checks, policies
from passerelle.network.actions.found import PAGE, TITLE, owner_of
from passerelle.network.models import Project


@action(may=policies.may_coordinate, says="finding let stand")
def let_stand(actor: Actor, project: Project, mark: str, reason: str) -> Waiver:
    """Let one finding stand, with a reason that the next who publishes reads. Raises Problem."""
    owner = owner_of(project)
    found = checks.found(owner, texts.tell(owner), (TITLE, PAGE), names=[project.acronym])
    journal.tell(mark=mark)
    return checking.let_stand(owner, found, mark, reason, actor.person)


@action(may=policies.may_coordinate, says="finding told again")
def tell_again(actor: Actor, project: Project, mark: str) -> Project:
    """No longer let it stand."""
    journal.tell(mark=mark)
    checking.tell_again(owner_of(project), mark)
    return project

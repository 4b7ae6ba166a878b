"""What the check before publishing found in news is let stand, or told again."""

from __future__ import annotations

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.language import checking, texts
from passerelle.language.models import Waiver
from passerelle.network import checks
from passerelle.news import policies
from passerelle.news.actions.found import FIELDS, owner_of
from passerelle.news.models import Item


@action(may=policies.may_publish, says="news finding let stand")
def let_stand(actor: Actor, item: Item, mark: str, reason: str) -> Waiver:
    """Let one finding stand, with a reason that the next who publishes reads. Raises Problem."""
    owner = owner_of(item)
    found = checks.found(
        owner, texts.tell(owner), FIELDS, names=[item.project.acronym if item.project else ""]
    )
    journal.tell(mark=mark)
    return checking.let_stand(owner, found, mark, reason, actor.person)


@action(may=policies.may_publish, says="news finding told again")
def tell_again(actor: Actor, item: Item, mark: str) -> Item:
    """No longer let it stand."""
    journal.tell(mark=mark)
    checking.tell_again(owner_of(item), mark)
    return item

"""News become public, are withdrawn, put away and brought back."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal, search
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.language import texts
from passerelle.network.models import Project
from passerelle.news import policies
from passerelle.news.actions.found import TEXT, TITLE, index, owner_of
from passerelle.news.models import Item


@action(may=policies.may_publish, says="news published")
def publish_news(actor: Actor, item: Item) -> Item:
    """Show a piece of news as it stands now to everybody; without a day it is news of today.

    Raises Problem when it is put away, has no title or text, or is of a project whose page is not public."""
    _check_ready(item)
    journal.tell(editions=texts.publish(owner_of(item), TITLE, [TEXT], actor.person))
    now = timezone.now()
    item.state = Item.State.PUBLISHED
    item.published_at = item.published_at or now
    item.shown_at = now
    item.day = item.day or timezone.localdate()
    item.save(update_fields=["state", "published_at", "shown_at", "day"])
    index(item)
    return item


@action(may=policies.may_publish, says="news withdrawn", on_closed=True)
def withdraw_news(actor: Actor, item: Item) -> Item:
    """Take a piece of news off the public site; nothing is deleted, and publishing brings it back."""
    item.state = Item.State.WITHDRAWN
    item.save(update_fields=["state"])
    search.forget(Item.KIND, item.pk)
    return item


@action(may=policies.may_publish, says="news archived")
def archive_news(actor: Actor, item: Item) -> Item:
    """Put a piece of news away; it leaves the public site and all lists but the archive's."""
    item.archived_at = timezone.now()
    item.save(update_fields=["archived_at"])
    search.forget(Item.KIND, item.pk)
    return item


@action(may=policies.may_publish, says="news restored")
def restore_news(actor: Actor, item: Item) -> Item:
    """Bring a piece of news back from the archive in the state it had: what was public is public again."""
    item.archived_at = None
    item.save(update_fields=["archived_at"])
    if item.is_public:
        index(item)
    return item


def _check_ready(item: Item) -> None:
    if item.archived_at is not None:
        raise Problem("archived", _("This is in the archive. Bring it back, then publish."))
    if item.project is not None and item.project.state != Project.State.PUBLISHED:
        raise Problem(
            "project not public",
            _("The page of %(acronym)s is not public yet. Publish it first, then its news."),
            acronym=item.project.acronym,
        )
    told = texts.tell(owner_of(item))
    if TITLE not in told or not told[TITLE].newest.body:
        raise Problem("no title", _("This has no title yet. Write one, then publish."))
    if TEXT not in told or not told[TEXT].newest.body:
        raise Problem("no text", _("This has no text yet. Write one, then publish."))

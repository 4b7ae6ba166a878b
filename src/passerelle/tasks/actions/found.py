"""What an item is found by: joint items in the search of their project's people; an organisation's own in none."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from passerelle.core import search
from passerelle.tasks.models import Item


def index(item: Item) -> None:
    """Put a joint item where its project's people find it. An own item, or one dropped, stands in no index."""
    if not item.joint or item.state == Item.State.DROPPED:
        search.forget(Item.FOUND, item.pk)
        return
    language = item.language or "en"
    search.index(
        Item.FOUND, item.pk, language, item.project_id, str(item), item.description, address_of(item)
    )


def index_all() -> int:
    """Index every joint item anew, for a rebuild of the search index."""
    joint = Item.objects.unscoped(reason="search index").filter(keeper=None).exclude(state=Item.State.DROPPED)
    made = 0
    for item in joint.iterator(500):
        index(item)
        made += 1
    return made


def address_of(item: Item) -> str:
    with translation.override("en"):
        return reverse("desk_item", args=[item.code])

"""What an item is found by: joint items in the search of their project's people; an organisation's own in none."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from passerelle.core import search
from passerelle.tasks.models import Item


def index(item: Item) -> None:
    """Put a joint item where its project's people find it. An own item, or one dropped, stands in no index."""
    if not item.joint or item.state == Item.State.DROPPED:
        search.forget(Item.FOUND, item.pk)
        return
    search.index_many([_entry(item, search.addresses("desk_item"))])


def index_many(items: Iterable[Item]) -> None:
    """The same for many, in a few statements."""
    rows = list(items)
    address = search.addresses("desk_item")
    entries = [_entry(item, address) for item in rows if item.joint and item.state != Item.State.DROPPED]
    dropped = [item.pk for item in rows if item.state == Item.State.DROPPED]
    if dropped:
        search.forget(Item.FOUND, *dropped)
    search.index_many(entries)


def index_all() -> int:
    """Index every joint item anew, for a rebuild of the search index."""
    joint = Item.objects.unscoped(reason="search index").filter(keeper=None).exclude(state=Item.State.DROPPED)
    made = 0
    for some in search.in_lots(joint.iterator(search.LOT)):
        index_many(some)
        made += len(some)
    return made


def _entry(item: Item, address: Callable[[str], str]) -> search.Told:
    language, passages = item.language or "en", [(item.language or "en", item.description)]
    return search.Told(
        Item.FOUND,
        item.pk,
        language,
        item.project_id,
        str(item),
        item.description,
        address(item.code),
        passages,
    )

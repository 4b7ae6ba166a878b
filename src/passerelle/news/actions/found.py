"""What news are known by: their texts, their address, and their place in the search index."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify

from passerelle.core import search
from passerelle.language import texts
from passerelle.news.models import Item

TITLE, TEXT = "title", "text"
FIELDS = (TITLE, TEXT)


def owner_of(item: Item) -> texts.Owner:
    return texts.Owner(Item.KIND, item.pk)


def address_of(item: Item, title: str, language: str = "") -> str:
    """The public page of an item; the words after the code are there for the eye only.

    language: of the address, the reader's own when empty."""
    slug = slugify(title)[:60].strip("-")
    with translation.override(language or translation.get_language()):
        return reverse("news_item", args=[item.code, slug] if slug else [item.code])


def index_all() -> int:
    """Index every public piece of news anew, for a rebuild of the search index."""
    public = list(Item.objects.unscoped(reason="search index").filter(Item.public()))
    for item in public:
        index(item)
    return len(public)


def index(item: Item) -> None:
    for language in texts.INTERFACE:
        edition = texts.edition(owner_of(item), language)
        if edition is None:
            continue
        words = " ".join([edition.title, item.source_name, *(part["body"] for part in edition.parts)])
        address = address_of(item, edition.title, language)
        passages = [(part["language"], part["body"]) for part in edition.parts if part["field"] != TITLE]
        search.index(Item.KIND, item.pk, language, None, edition.title, words, address, passages)


def follow_project(project: UUID) -> None:
    """News of a project whose page leaves the public site are not found any more, and are again when it is back."""
    for item in Item.objects.unscoped(reason="follow the project").filter(project=project):
        if item.is_public:
            index(item)
        else:
            search.forget(Item.KIND, item.pk)

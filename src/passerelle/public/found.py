"""What a search found, ready to be shown: under its own title, with the language it was found in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from passerelle.core.excerpts import excerpt
from passerelle.core.rooms import Searchable, rooms
from passerelle.core.search import Found, asked
from passerelle.core.templatetags.look import in_language
from passerelle.language import texts
from passerelle.language.models import Edition
from passerelle.public.sections import named


def results(found: Found, words: str, reader: str) -> list[dict[str, Any]]:
    """The entries of one page of results with the piece of each that was looked for; one query per kind of thing.

    The index keeps no language of a title of its own, so published things are shown under the title of their
    edition, which may be in another language than the words that were found."""
    kinds = {searchable.kind: searchable for room in rooms() for searchable in room.searchables}
    titles = {kind: _titles(found, kind, reader) for kind in {entry.kind for entry in found.entries}}
    wanted = asked(words)
    return [
        _result(entry, titles[entry.kind].get(entry.subject), kinds.get(entry.kind), reader)
        | {"excerpt": excerpt(entry.passages, wanted)}
        for entry in found.entries
    ]


def _titles(found: Found, kind: str, reader: str) -> dict[Any, Edition]:
    return texts.titles(kind, [entry.subject for entry in found.entries if entry.kind == kind], reader)


def _result(entry: Any, edition: Edition | None, kind: Searchable | None, reader: str) -> dict[str, Any]:
    of_the_reader = kind is not None and kind.of_the_reader
    told = gettext("Found in %(language)s") % {"language": named(entry.language, reader)}
    return {
        "url": in_language(entry.address, reader) if of_the_reader else entry.address,
        "title": edition.title if edition and edition.title else entry.title,
        "lang": edition.title_language if edition and edition.title else entry.language,
        "kind": kind.label if kind else "",
        "found_in": told if entry.language != reader else "",
        "hreflang": reader if of_the_reader else entry.language,
    }

"""One search over everything: who may find what stands in the index itself.

Both sides are folded here and not in the database, which then needs no extension and no particular locale: accents,
case, the Arabic hamza seats, tatweel and vowel signs, Persian letters, and digits of other scripts make no
difference. Folding forgets more than a linguist would; a page too many is better than a page not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation

from passerelle.core.actor import Actor
from passerelle.core.models import SearchEntry
from passerelle.core.rooms import rooms

T = TypeVar("T")
PAGE = 20
MOST_WORDS = 12  # of a query; who pastes a page means its beginning
LONGEST_WORD = 60
LONGEST_TEXT = 200_000  # characters indexed of one entry: PostgreSQL's own limit is 1 MB for a vector
LONGEST_QUERY = 1_000
LOT = 500  # entries written by one statement
_ANY_CODE = "22222222"  # stands for a record's own (see core.codes) and in no path of ours

# What Unicode does not take apart, but people type without.
_ALIKE = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
        "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ٱ": "ا",
        "ـ": None, "ء": None, "\u200c": None, "\u200d": None,
    }
)  # fmt: skip
# Accents, Hebrew points, Arabic vowel and hamza signs. Vowels of Indic scripts are marks too, and stay.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
                    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")  # fmt: skip
_APART = re.compile(r"[^\w\u0900-\u0dff\u1000-\u109f]+|_+")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found; `total` counts things, not their languages."""

    entries: list[SearchEntry]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Told:
    """What `index` is told of one thing in one language."""

    kind: str
    subject: UUID
    language: str
    project: UUID | None
    title: str
    words: str
    address: str
    passages: Sequence[tuple[str, str]] = ()


def fold(text: str) -> str:
    """The same letters for everything that readers take for the same: "Ångström" → "angstrom", "أحمد" → "احمد"."""
    if text.isascii():  # nothing else to fold
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = _MARKS.sub("", apart).translate(_ALIKE)
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    return unicodedata.normalize("NFC", digits)


def tokens(text: str) -> list[str]:
    """The words of a text, folded. Whatever is neither letter nor digit parts words, so nothing is left to quote."""
    return [word[:LONGEST_WORD] for word in _APART.split(fold(text)) if word]


def index(
    kind: str,
    subject: UUID,
    language: str,
    project: UUID | None,
    title: str,
    words: str,
    address: str,
    passages: Iterable[tuple[str, str]] = (),
) -> None:
    """Make one thing findable in one language; project None: by everybody. Replaces what was there.

    words: all that it is found by. passages: (language, small Markdown) of which a piece may be shown to whoever finds
    it there."""
    index_many([Told(kind, subject, language, project, title, words, address, list(passages))])


def index_many(told: Sequence[Told]) -> None:
    """`index` for many at once, each of them a different thing or language."""
    entries = [
        SearchEntry(
            kind=one.kind,
            subject=one.subject,
            language=one.language,
            project=one.project,
            title=_storable(one.title)[:300],
            words=" ".join(tokens(f"{one.title} {one.words}"[:LONGEST_TEXT])),
            passages=_kept(one.passages),
            address=_storable(one.address)[:300],
        )
        for one in told
    ]
    # One statement where looking first would take six: a restore indexes every page in every language.
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=LOT,
        update_conflicts=True,
        unique_fields=["kind", "subject", "language", "project"],
        update_fields=["title", "words", "passages", "address"],
    )


def addresses(view: str) -> Callable[[str], str]:
    """From a record's code to the address of its page, as the index keeps it. `reverse` is asked once: for each of five
    thousand rows it would take longer than all else that is told of them."""
    with translation.override("en"):
        before, _code, after = reverse(view, args=[_ANY_CODE]).partition(_ANY_CODE)
    return lambda code: f"{before}{code}{after}"


def forget(kind: str, *subjects: UUID) -> None:
    """Nobody finds these any more, in no language."""
    SearchEntry.objects.filter(kind=kind, subject__in=subjects).delete()


def forget_in_public(kind: str, *subjects: UUID) -> None:
    """Only the people of its project find these from now on."""
    SearchEntry.objects.filter(kind=kind, subject__in=subjects, project=None).delete()


def in_lots(rows: Iterable[T]) -> Iterator[list[T]]:
    """As many at a time as the index is told of at once."""
    there = iter(rows)
    while some := list(islice(there, LOT)):
        yield some


def rebuild() -> int:
    """Make the index anew from the rooms' records, kind by kind; returns the number of entries."""
    made = 0
    with transaction.atomic():
        for searchable in (one for room in rooms() for one in room.searchables):
            SearchEntry.objects.filter(kind=searchable.kind).delete()
            made += searchable.rebuild()
    return made


def find(actor: Actor, words: str, language: str, page: int = 1) -> Found:
    """What this actor may find: every word, the last one also as a beginning; three queries.

    Words of the glossary also find what they are called in other languages. A thing that is there in several
    languages is shown once: in the reader's, else in another; what stands on the desk and in public, to the people of
    its project on the desk.
    """
    wanted = asked(words)
    if not wanted:
        return Found([], 0, 1)
    query = SearchQuery(_wanted(wanted), search_type="raw", config="simple")
    other = models.Case(models.When(language=language, then=0), default=1, output_field=models.IntegerField())
    once = (
        SearchEntry.objects.visible_to(actor)
        .filter(vector=query)
        .order_by("kind", "subject", other, models.F("project").asc(nulls_last=True), "pk")
        .distinct("kind", "subject")
        .values("pk")
    )
    found = SearchEntry.objects.filter(pk__in=once)  # scoped by `once`
    total = found.count()
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    ranked = found.annotate(rank=SearchRank("vector", query), other=other).order_by(
        "-rank", "other", "title", "pk"
    )
    return Found(list(ranked.defer("words", "vector")[(page - 1) * PAGE : page * PAGE]), total, page)


def _wanted(words: Sequence[str]) -> str:
    """The query in PostgreSQL's own signs: every word, the last also as a beginning, or in the place of some of them
    what the glossary calls them elsewhere. Words hold neither signs nor quotes (see `tokens`)."""
    said = [f"'{word}'" for word in words]
    said[-1] += ":*"
    others: dict[tuple[int, int], list[str]] = {}
    for room in rooms():
        for at, many, name in room.also_called(words) if room.also_called else ():
            others.setdefault((at, many), []).append(" & ".join(f"'{word}'" for word in name))
    parts, at = [], 0
    while at < len(words):
        # The longest name that begins here; what stands within it is part of it.
        many = max((many for (begin, many) in others if begin == at), default=1)
        choices = [" & ".join(said[at : at + many]), *dict.fromkeys(others.get((at, many), ()))]
        parts.append("(" + " | ".join(f"({one})" for one in choices) + ")")
        at += many
    return " & ".join(parts)


def asked(words: str) -> list[str]:
    """What is looked for, from what somebody typed: each word once, folded."""
    return list(dict.fromkeys(tokens(words[:LONGEST_QUERY])))[:MOST_WORDS]


def _kept(passages: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    kept, room = [], LONGEST_TEXT
    for language, text in passages:
        kept.append((language, _storable(text)[: max(room, 0)]))
        room -= len(text)
    return [(language, text) for language, text in kept if text]


def _storable(text: str) -> str:
    """PostgreSQL takes neither NUL nor half a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()

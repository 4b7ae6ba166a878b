"""The translation memory: what was translated before, offered where nearly the same is said again.

What people saved is remembered, never what a machine drafted and nobody checked. An index per pair of languages is
kept in each process; it says what is alike. What of that an actor gets is asked of the database every time: texts of
records they work on, and of everybody's what was published. Nobody's page changes because somebody else's did: an offer
is copied when it is accepted.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, Subquery

from passerelle.core.actor import Actor
from passerelle.core.rooms import rooms
from passerelle.engines.text.differences import Piece, differences
from passerelle.engines.text.memory import Carried, Match, Memory, Unit
from passerelle.language import plain, texts
from passerelle.language.models import Edition, Translation

log = logging.getLogger("passerelle.memory")
MOST = 20_000
"""Translations remembered of a pair of languages, the newest ones."""
AT_ONCE = 2_000
"""So many of the newest are ready for the first who asks; the others are read beside the requests that follow."""
_PAIRS = 4
_FRESH = timedelta(minutes=2)
"""A row may be told by its clock some time before it can be seen."""
_STALE = 3_600
"""Seconds after which an index is made anew, and translations after which."""
_MANY = 1_000
_CANDIDATES = 12


# Not django's Count, which would group by the columns that are read.
_HOW_MANY = Func("pk", function="COUNT", output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation that may serve again. words: with numbers and names carried over; pieces: (words, put in) in order.

    changes: how its source differs from what is translated now; left: what of that is not in the words yet.
    title, language: of the published page it comes from, "" for one that is not public; own: this very record."""

    row: Translation
    score: int
    kind: str
    words: str
    pieces: tuple[tuple[str, bool], ...]
    changes: tuple[Piece, ...]
    left: tuple[tuple[str, str], ...]
    own: bool
    title: str = ""
    language: str = ""


# The id of a translation, what it was made from, its words, when, and the language of the original.
Row = tuple[UUID, str, str, datetime, str]


class _Pair:
    """The index of one pair of languages, and what was saved since it was made."""

    def __init__(self, source: str, target: str, rows: Sequence[Row], most: int) -> None:
        self.source, self.target = source, target
        self.whole = most >= MOST or len(rows) < most
        self.known = {row[0] for row in rows}
        self.memory = Memory([Unit(*row[:3]) for row in rows])
        self.made = time.monotonic()
        self.after = max(row[3] for row in rows) - _FRESH if rows else None
        self.fresh = sum(1 for row in rows if self.after and row[3] > self.after)

    def since(self) -> QuerySet[Translation, Row]:
        """What was saved since, with what was fresh then; nothing while that is all: after a large file everything
        is fresh, and need not be read again."""
        rows = _rows(self.source, self.target)
        if self.after is not None:
            rows = rows.filter(at__gt=self.after)
        count = rows.order_by().annotate(count=_HOW_MANY).values("count")
        return rows.alias(count=Subquery(count)).exclude(count=self.fresh)[: _MANY + 1 + self.fresh]


_pairs: OrderedDict[tuple[str, str], _Pair] = OrderedDict()
_making: set[tuple[str, str]] = set()
_lock = Lock()


def offers(
    actor: Actor, owner: texts.Owner, asked: Sequence[tuple[str, str]], target: str, *, most: int = 3
) -> list[tuple[Offer, ...]]:
    """For each of these segments the likest translations this actor may see, the likest first; at most two queries, and
    one more where a language is asked for that was not before.

    owner: the record that is being translated; asked: segments, each with its language."""
    memories = _memories({source for _words, source in asked}, target) if asked else {}
    found = [_alike(text, memories[source]) for text, source in asked]
    ids = {one.unit.key for some in found for one in some}
    rows = {row.pk: row for row in _seen_by(actor, ids, target)} if ids else {}
    told = []
    for (text, _source), some in zip(asked, found, strict=True):
        mine = [_offer(one, text, rows[one.unit.key], owner) for one in some if one.unit.key in rows]
        told.append(_different(mine)[:most])
    return told


def _memories(sources: Collection[str], target: str) -> dict[str, list[Memory[UUID]]]:
    """By language of the original: what was saved since, and what is indexed."""
    with _lock:
        pairs = {one: pair for one in sorted(sources) if (pair := _pairs.pop((one, target), None))}
        newer = _read([pair.since() for pair in pairs.values()])
        missing = [one for one in sorted(sources) if one not in pairs]
        rows = _read([_rows(one, target)[:AT_ONCE] for one in missing])
        pairs |= {one: _Pair(one, target, rows.get(one, []), AT_ONCE) for one in missing}
        told = {}
        for one, pair in pairs.items():
            since = [Unit(*row[:3]) for row in newer.get(one, []) if row[0] not in pair.known]
            if not pair.whole or time.monotonic() - pair.made > _STALE or len(since) > _MANY:
                _make_anew(one, target)
            _pairs[one, target] = pair
            told[one] = [Memory(since), pair.memory]
        while len(_pairs) > _PAIRS:
            _pairs.popitem(last=False)
    return told


def _read(asked: Sequence[QuerySet[Translation, Row]]) -> dict[str, list[Row]]:
    """The rows of all of these by the language of the original; one query."""
    found: dict[str, list[Row]] = {}
    if asked:
        rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
        for row in rows:
            found.setdefault(row[4], []).append(row)
    return found


def _make_anew(source: str, target: str) -> None:
    """Have the whole index made beside the requests, which go on with the one there is."""
    if (source, target) not in _making:
        _making.add((source, target))
        Thread(target=_make, args=(source, target), daemon=True, name="memory").start()


def _make(source: str, target: str) -> None:
    try:
        pair = _Pair(source, target, list(_rows(source, target)[:MOST]), MOST)
        with _lock:
            _pairs[source, target] = pair
    except Exception:  # nobody waits for this thread; the next request tries again
        log.exception("index of the memory")
    finally:
        _making.discard((source, target))
        connection.close()


def _alike(text: str, memories: Iterable[Memory[UUID]]) -> list[Match[UUID]]:
    found = [one for memory in memories for one in memory.look_up(text, most=_CANDIDATES)]
    if any(one.kind == "exact" for one in found):
        found = [one for one in found if one.kind == "exact"]
    return sorted(found, key=lambda one: -one.score)


def _rows(source: str, target: str) -> QuerySet[Translation, Row]:
    language, variant = plain.parted(target)
    rows = Translation.objects.filter(language=language, text__language=source, variant=variant)
    rows = rows.exclude(body="").exclude(source="").exclude(origin=Translation.Origin.MACHINE)
    return rows.order_by("-at").values_list("pk", "source", "body", "at", "text__language")


def _seen_by(actor: Actor, ids: Iterable[UUID], target: str) -> QuerySet[Translation]:
    """Those that still count and that this actor may see: drafts of what they work on, else what was published.

    title, title_language: of the newest edition of its record in the actor's language, None without one."""
    same = ("text", "source_hash", "language", "variant")
    newer = Translation.objects.filter(**{key: OuterRef(key) for key in same}, number__gt=OuterRef("number"))
    published = Edition.objects.filter(
        owner_kind=OuterRef("text__owner_kind"),
        owner=OuterRef("text__owner"),
        language=target,
        published_at__gte=OuterRef("at"),
    )
    allowed: Any = Q(pk__in=[])
    for kind, ask in ((kind, ask) for room in rooms() for kind, ask in room.remembers.items()):
        working, public = ask(actor)
        allowed |= Q(text__owner_kind=kind, text__owner__in=working)
        allowed |= Q(text__owner_kind=kind, text__owner__in=public) & Exists(published)
    edition = texts.newest_edition(OuterRef("text__owner_kind"), OuterRef("text__owner"), actor.language)
    rows = Translation.objects.filter(~Exists(newer), allowed, pk__in=ids).select_related("text")
    return rows.annotate(**{name: Subquery(edition.values(name)[:1]) for name in ("title", "title_language")})


def _offer(match: Match[UUID], text: str, row: Any, owner: texts.Owner) -> Offer:
    own = (row.text.owner_kind, row.text.owner) == (owner.kind, owner.id)
    return Offer(
        row,
        match.score,
        match.kind,
        match.target,
        _pieces(match.target, match.carried),
        differences(match.unit.source, text) if match.kind != "exact" else (),
        match.left,
        own,
        row.title or "",
        row.title_language or "",
    )


def _pieces(text: str, carried: Sequence[Carried]) -> tuple[tuple[str, bool], ...]:
    found, at = [], 0
    for one in carried:
        found += [(text[at : one.start], False), (text[one.start : one.end], True)]
        at = one.end
    return tuple(piece for piece in [*found, (text[at:], False)] if piece[0])


def _different(some: Sequence[Offer]) -> tuple[Offer, ...]:
    """Each translation once: the first of those that say the same."""
    seen: set[str] = set()
    found = []
    for one in some:
        if one.words not in seen:
            seen.add(one.words)
            found.append(one)
    return tuple(found)

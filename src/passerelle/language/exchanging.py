"""Translations of a record on their way to another program and back. Rooms call these inside their own actions.

Nothing is kept between looking at a file and taking it in: what would come in travels with the question, and each row
names the version it builds on. Either all of it comes in, or nothing; the rows of one file carry one mark, by which they
are taken back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Conflict, Problem
from passerelle.engines.text.exchange import (
    Bundle,
    Finding,
    Segment,
    Standing,
    Taken,
    Unreadable,
    merge,
    read,
)
from passerelle.language import plain, texts
from passerelle.language.models import Translation

UNREADABLE = {
    "unknown": _("This is none of the files that can be read here: DOCX, XLIFF 2, PO or TMX."),
    "damaged": _("This file is damaged. Save it again in the program it comes from, and give that file."),
    "too-large": _("This file is too large for one text. Give only the file that was downloaded here."),
    "entities": _("This file declares entities, which can hide something. Save it anew without them."),
    "encoding": _("The letters of this file cannot be read. Save it as UTF-8 and give that file."),
    "no-table": _(
        "There is no table with two columns in this document. Give the one that was downloaded here."
    ),
    "empty": _("There is nothing in this file."),
    "several": _("This file holds more than two languages. Give one with this pair only."),
}
MOST = 5_000
"""Rows that are taken in at once."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file would change. coming: those of `taken` that come in; question: they once more, to be sent back."""

    taken: tuple[Taken, ...]
    findings: tuple[Finding, ...]
    coming: tuple[Taken, ...]
    question: str

    def count(self, *kinds: str) -> int:
        return sum(one.kind in kinds for one in self.taken)


@dataclass(frozen=True, slots=True)
class Batch:
    """A file that was taken in. rows: how many translations; still: how many of them nobody has changed since."""

    mark: UUID
    at: datetime
    by: UUID | None
    rows: int
    still: int


def bundle(
    told: dict[str, texts.Told], fields: Sequence[str], tag: str, *, name: str, made: datetime, **words: str
) -> Bundle:
    """Every segment that can be translated into a language, as it stands. name: of the record; words: see Bundle.

    Raises Problem when there is none, or when its fields are written in different languages."""
    sources = {
        one.text.language for field, one in told.items() if field in fields and one.text.language != tag
    }
    lines = [line for line in texts.workshop(told, fields, tag) if told[line.field].text.language != tag]
    if not lines:
        raise Problem("nothing", _("There is nothing to translate into this language yet."))
    if len(sources) > 1:
        raise Problem("several", _("Title and text are written in different languages: translate them here."))
    once = {(line.field, line.block.hash): line for line in lines}
    segments = tuple(
        Segment(
            line.block.text,
            line.translation.body if line.translation else "",
            line.block.hash,
            line.field,
            line.state.kind,
        )
        for line in once.values()
    )
    return Bundle(name, sources.pop(), tag, segments, made, **words)


def naming(bundle: Bundle, source_name: str) -> Bundle:
    """The same with what its source language is called, for the head of a table."""
    return replace(bundle, source_name=source_name)


def look(told: dict[str, texts.Told], fields: Sequence[str], tag: str, name: str, content: bytes) -> Look:
    """What a file would change in a language. name: of the record. Raises Problem when it cannot be this text's."""
    try:
        found = read(content)
    except Unreadable as reason:
        raise Problem(reason.code, _unread(reason), field="file") from None
    if found.name and found.name != name:
        raise Problem("another text", _("This file is of another text. Give it there."), field="file")
    if not _speaks(found.target_language, tag):
        raise Problem(
            "another language",
            _("This file is in another language (%(language)s). Choose that language, then give it again."),
            field="file",
            language=found.target_language,
        )
    earlier = {hash_ for field in fields if field in told for hash_ in told[field].earlier}
    taken, findings = merge(found, _standing(told, fields, tag, found.made), earlier)
    coming = tuple(one for one in taken if one.comes_in)
    if len(coming) > MOST:
        raise Problem("too-large", UNREADABLE["too-large"], field="file")
    bases = {(line.field, line.block.hash): line.base for line in texts.workshop(told, fields, tag)}
    rows = [
        [one.standing.place, one.standing.hash, bases[one.standing.place, one.standing.hash], one.target]
        for one in coming
    ]
    return Look(taken, findings, coming, json.dumps(rows, ensure_ascii=False))


def take_in(owner: texts.Owner, fields: Sequence[str], tag: str, question: str, by: UUID | None) -> int:
    """Keep what a look said would come in, all of it or nothing; returns how many rows.

    Raises Problem when it cannot be read, or when somebody translated one of them since: then look again."""
    try:
        rows = [
            (str(field), str(hash_), int(base), str(words))
            for field, hash_, base, words in json.loads(question)
        ]
    except (ValueError, TypeError):
        raise Problem("question", _("This cannot be read. Give the file again.")) from None
    if len(rows) > MOST or {row[0] for row in rows} - set(fields) or any(row[2] < 0 for row in rows):
        raise Problem("question", _("This cannot be read. Give the file again."))
    told, mark = texts.tell(owner, fields), uuid4()
    for field, hash_, base, words in rows:
        if field not in told or hash_ not in {block.hash for block in told[field].history[-1]}:
            raise Problem("question", _("The text has changed since. Give the file again."))
        try:
            texts.translate(told[field].text, hash_, tag, words, base=base, author=by, batch=mark)
        except Conflict:
            says = _(
                "Somebody translated one of these paragraphs meanwhile. Nothing came in: give the file again."
            )
            raise Problem("meanwhile", says) from None
    return len(rows)


def batches(told: dict[str, texts.Told], tag: str) -> list[Batch]:
    """The files that were taken in for a language, the newest first, ten at most."""
    rows: dict[UUID, list[Translation]] = {}
    for one in told.values():
        for row in _of(one, tag):
            if row.batch is not None:
                rows.setdefault(row.batch, []).append(row)
    still = Counter(row.batch for one in told.values() for row in _newest(one, tag).values())
    found = [Batch(mark, some[0].at, some[0].author, len(some), still[mark]) for mark, some in rows.items()]
    return sorted(found, key=lambda one: one.at, reverse=True)[:10]


def take_back(owner: texts.Owner, tag: str, mark: UUID, by: UUID | None) -> int:
    """Put back what stood there before a file was taken in, where nobody has changed it since; returns how many rows."""
    gone = 0
    for one in texts.tell(owner).values():
        for hash_, row in _newest(one, tag).items():
            if row.batch != mark:
                continue
            before = [t for t in _of(one, tag) if t.source_hash == hash_ and t.number < row.number]
            words = before[-1].body if before else ""
            origin = before[-1].origin if before else Translation.Origin.HUMAN
            texts.translate(one.text, hash_, tag, words, base=row.number, author=by, origin=origin)
            gone += 1
    return gone


def _of(told: texts.Told, tag: str) -> list[Translation]:
    spoken = plain.parted(tag)
    return [one for one in told.translations if (one.language, one.variant) == spoken]


def _newest(told: texts.Told, tag: str) -> dict[str, Translation]:
    """The newest row of each segment, one that was taken back included."""
    return {one.source_hash: one for one in sorted(_of(told, tag), key=lambda one: one.number)}


def _standing(
    told: dict[str, texts.Told], fields: Sequence[str], tag: str, made: datetime | None
) -> list[Standing]:
    then = {(one.field, one.block.hash): one for one in texts.workshop(_as_of(told, made), fields, tag)}
    found: list[Standing] = []
    for line in texts.workshop(told, fields, tag):
        if told[line.field].text.language == tag:
            continue
        key = (line.field, line.block.hash)
        now, current = line.translation.body if line.translation else "", line.state.kind == "current"
        earlier: str | None = None
        if made is not None:
            made_then = then[key].translation if key in then else None
            earlier = made_then.body if made_then else ""
        was = key in then and then[key].state.kind == "current"
        found.append(Standing(line.block.hash, line.field, line.block.text, now, current, earlier, was))
    return found


def _as_of(told: dict[str, texts.Told], made: datetime | None) -> dict[str, texts.Told]:
    """The texts as they stood when a file left."""
    if made is None:
        return {}
    found: dict[str, texts.Told] = {}
    for field, one in told.items():
        versions = tuple(version for version in one.versions if version.at <= made)
        if versions:
            rows = tuple(row for row in one.translations if row.at <= made)
            found[field] = texts.Told(one.text, versions, rows)
    return found


def _speaks(language: str, tag: str) -> bool:
    """Whether a file in this language is one in that: programs add a country, a table in Word may say nothing."""
    spoken = language.replace("_", "-").lower()
    return not spoken or spoken == tag or (plain.parted(spoken)[1] == "" and spoken.partition("-")[0] == tag)


def _unread(reason: Unreadable) -> Any:
    if reason.line and reason.code == "damaged":
        return _("This file is damaged at line %(line)s. Save it again in the program it comes from.") % {
            "line": reason.line
        }
    return UNREADABLE[reason.code]

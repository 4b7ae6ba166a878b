"""Write, translate, publish and read texts. Rooms call these inside their own actions, which carry the policy.

What was written stays: versions and translations are only added to, and the unique next number tells the second of
two people who wrote at once, with both their words in hand (core.errors.Conflict).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Conflict, Problem
from passerelle.engines.text.segments import Block, blocks, render
from passerelle.engines.text.states import State, derive, lineage
from passerelle.language.models import Edition, Text, TextVersion, Translation

LONGEST_LINE = 300
LONGEST_TEXT = 200_000
INTERFACE = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Owner:
    """The record a text belongs to."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class Told:
    """A text with its whole history: what the workshop, the publisher and the reader work on."""

    text: Text
    versions: tuple[TextVersion, ...]
    translations: tuple[Translation, ...]

    @property
    def newest(self) -> TextVersion:
        return self.versions[-1]

    @cached_property
    def history(self) -> list[tuple[Block, ...]]:
        return [blocks(version.body) for version in self.versions]

    @cached_property
    def descent(self) -> dict[str, str]:
        """Which segment replaced which: the same for all languages, so it is worked out once."""
        return lineage(self.history)

    @cached_property
    def earlier(self) -> dict[str, Block]:
        """Every segment this text ever had, by its hash."""
        return {block.hash: block for version in self.history for block in version}

    def states(self, translated: Collection[str]) -> tuple[State, ...]:
        return derive(self.history, translated, descent=self.descent)

    def renderings(self, language: str) -> dict[str, Translation]:
        """The translation that counts (the highest number) of each segment hash; withdrawn ones are gone."""
        newest: dict[str, Translation] = {}
        for one in self.translations:
            if one.language == language and not one.variant:
                known = newest.get(one.source_hash)
                if known is None or one.number > known.number:
                    newest[one.source_hash] = one
        return {hash_: one for hash_, one in newest.items() if one.body}

    def languages(self) -> set[str]:
        return {one.language for one in self.translations}


@dataclass(frozen=True, slots=True)
class Line:
    """One segment as the workshop shows it in one target language."""

    field: str
    block: Block
    state: State
    translation: Translation | None
    made_from: str | None  # the source text the translation was made from, when that has moved on

    @property
    def base(self) -> int:
        """The number a new translation of this segment builds on."""
        return self.translation.number if self.translation and self.state.kind == "current" else 0


def tell(owner: Owner, fields: Sequence[str] | None = None) -> dict[str, Told]:
    """The texts of a record by field, in three queries whatever their number."""
    found = Text.objects.filter(owner_kind=owner.kind, owner=owner.id)
    texts = list(found if fields is None else found.filter(field__in=fields))
    versions = list(TextVersion.objects.filter(text__in=texts).order_by("number"))
    translations = list(Translation.objects.filter(text__in=texts).order_by("number"))
    return {
        text.field: Told(
            text,
            tuple(v for v in versions if v.text_id == text.id),
            tuple(t for t in translations if t.text_id == text.id),
        )
        for text in texts
    }


def text_of(owner: Owner, field: str) -> Text:
    """The text of one field, without its history. Raises Text.DoesNotExist."""
    return Text.objects.get(owner_kind=owner.kind, owner=owner.id, field=field)


def save(
    owner: Owner, field: str, language: str, body: str, *, base: int, author: UUID | None, line: bool = False
) -> TextVersion:
    """Keep what the author wrote as the next version of a text.

    base: the number of the version the author started from, 0 for a new text. line: a title, one line only.
    Raises Problem when it is too long, Conflict when somebody saved a version after `base`.
    """
    body = _fitting(body, line)
    text, _new = Text.objects.get_or_create(
        owner_kind=owner.kind, owner=owner.id, field=field, defaults={"language": language}
    )
    if text.language != language:
        Text.objects.filter(pk=text.pk).update(language=language)
    newest = text.versions.order_by("-number").first()
    if newest is not None and newest.body == body:
        return newest
    try:
        with transaction.atomic():
            return TextVersion.objects.create(text=text, number=base + 1, body=body, author=author)
    except IntegrityError:
        newest = text.versions.order_by("-number").first()
        assert newest is not None
        raise _conflict(newest.body, body, newest.number) from None


def edit_segment(text: Text, source_hash: str, words: str, *, author: UUID | None) -> TextVersion:
    """Replace one segment (or remove it, with no words) in the newest version.

    Other segments may have changed meanwhile: that is no conflict. Raises Conflict when this very segment did.
    """
    words = _fitting(words, line=False)
    text = Text.objects.select_for_update().get(pk=text.pk)
    versions = list(text.versions.order_by("number"))
    newest = versions[-1]
    current = blocks(newest.body)
    if source_hash not in {block.hash for block in current}:
        descent = lineage([blocks(v.body) for v in versions])
        theirs = next((b.text for b in current if _descends(b.hash, source_hash, descent)), "")
        raise _conflict(theirs, words, newest.number)
    edited: list[Block] = []
    for block in current:
        if block.hash != source_hash:
            edited.append(block)
        elif words:
            edited += _like(block, words)
    body = render(edited)
    if body == newest.body:
        return newest
    return TextVersion.objects.create(text=text, number=newest.number + 1, body=body, author=author)


def translate(
    text: Text,
    source_hash: str,
    language: str,
    words: str,
    *,
    base: int,
    author: UUID | None,
    origin: str = Translation.Origin.HUMAN,
) -> Translation:
    """Keep a translation of one segment. base: the number of the translation it was started from, 0 for none.

    A person who saves a machine's words as they are has checked them: from then on they are a person's.
    Raises Conflict when somebody translated the same segment meanwhile.
    """
    words = _fitting(words, line=False)
    same = Translation.objects.filter(text=text, source_hash=source_hash, language=language, variant="")
    newest = same.order_by("-number").first()
    if newest is not None and newest.body == words and not _confirms(newest, origin):
        return newest
    try:
        with transaction.atomic():
            return Translation.objects.create(
                text=text,
                source_hash=source_hash,
                language=language,
                number=base + 1,
                body=words,
                origin=origin,
                author=author,
            )
    except IntegrityError:
        newest = same.order_by("-number").first()
        assert newest is not None
        raise _conflict(newest.body, words, newest.number) from None


def workshop(told: dict[str, Told], fields: Iterable[str], language: str) -> list[Line]:
    """Every segment of these fields with its state in `language`, in reading order."""
    lines: list[Line] = []
    for field in fields:
        if field not in told:
            continue
        one = told[field]
        renderings = one.renderings(language)
        for block, state in zip(one.history[-1], one.states(renderings.keys()), strict=True):
            source = one.earlier.get(state.source_hash or "") if state.kind == "outdated" else None
            moved_on = source.text if source else None
            lines.append(Line(field, block, state, renderings.get(state.source_hash or ""), moved_on))
    return lines


def coverage(
    told: dict[str, Told], fields: Sequence[str], languages: Iterable[str]
) -> dict[str, dict[str, int]]:
    """How many segments are current, outdated and missing per language."""
    table = {}
    for language in languages:
        counts = {"current": 0, "outdated": 0, "missing": 0}
        for line in workshop(told, fields, language):
            own = told[line.field].text.language == language
            counts["current" if own else line.state.kind] += 1
        table[language] = counts
    return table


def publish(owner: Owner, title_field: str, fields: Sequence[str], by: UUID | None) -> int:
    """Make an edition for every language somebody may read in; returns how many changed.

    Of two who publish at once the second waits until the first is done: an edition has the next number, once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(owner.id.bytes[:8], signed=True)])
    told = tell(owner)
    languages = set(INTERFACE).union(*(one.languages() | {one.text.language} for one in told.values()))
    newest = {e.language: e for e in _editions(owner)}
    changed = []
    for language in sorted(languages):
        title, *_rest = _parts(told, [title_field], language) or [_untitled(language)]
        parts = _parts(told, fields, language)
        before = newest.get(language)
        if before and (before.title, before.parts) == (title["body"], parts):
            continue
        changed.append(
            Edition(
                owner_kind=owner.kind,
                owner=owner.id,
                language=language,
                number=before.number + 1 if before else 1,
                title=title["body"],
                title_language=title["language"],
                parts=parts,
                published_by=by,
            )
        )
    Edition.objects.bulk_create(changed)
    return len(changed)


def edition(owner: Owner, language: str) -> Edition | None:
    """What readers of `language` get, in one query."""
    found = Edition.objects.filter(owner_kind=owner.kind, owner=owner.id, language=language)
    return found.order_by("-number").first()


def titles(kind: str, owners: Iterable[UUID], language: str) -> dict[UUID, Edition]:
    """The newest edition's title of many records in one query; the parts stay in the database."""
    found = Edition.objects.filter(owner_kind=kind, owner__in=list(owners), language=language)
    return {e.owner: e for e in found.order_by("owner", "-number").distinct("owner").defer("parts")}


def _editions(owner: Owner) -> list[Edition]:
    found = Edition.objects.filter(owner_kind=owner.kind, owner=owner.id)
    return list(found.order_by("language", "-number").distinct("language"))


def _parts(told: dict[str, Told], fields: Sequence[str], language: str) -> list[dict[str, Any]]:
    parts = []
    for line in workshop(told, fields, language):
        source = told[line.field].text.language
        part = {"field": line.field, "kind": line.block.kind, "level": line.block.level, "source": source}
        if source == language:
            part |= {"state": "original", "language": source, "body": line.block.text}
        elif line.translation is None:
            part |= {"state": "missing", "language": source, "body": line.block.text}
        else:
            state = "outdated" if line.state.kind == "outdated" else "translated"
            if line.translation.origin == Translation.Origin.MACHINE and state == "translated":
                state = "machine"
            part |= {"state": state, "language": language, "body": line.translation.body}
        parts.append(part)
    return parts


def _confirms(newest: Translation, origin: str) -> bool:
    machine = Translation.Origin.MACHINE
    return newest.origin == machine and origin != machine and bool(newest.body)


def _untitled(language: str) -> dict[str, str]:
    return {"body": "", "language": language}


def _like(block: Block, words: str) -> list[Block]:
    """What was typed into one segment: one segment of the same kind, or several when it holds blank lines."""
    typed = blocks(words)
    if len(typed) == 1 and typed[0].kind == "paragraph":
        return [Block(block.kind, block.level, typed[0].text, block.number)]
    return list(typed)


def _descends(hash_: str, ancestor: str, descent: dict[str, str]) -> bool:
    while (hash_ := descent.get(hash_, "")) != "":
        if hash_ == ancestor:
            return True
    return False


def _fitting(words: str, line: bool) -> str:
    words = words.strip()
    limit = LONGEST_LINE if line else LONGEST_TEXT
    if len(words) > limit:
        raise Problem(
            "too long",
            _("This text has %(length)s characters; there is room for %(limit)s. Shorten it or split it."),
            length=len(words),
            limit=limit,
        )
    return " ".join(words.split()) if line else words


def _conflict(theirs: str, mine: str, number: int) -> Conflict:
    return Conflict(
        "edited meanwhile",
        _("Somebody else saved this text while you were writing. Both versions are below; nothing is lost."),
        theirs=theirs,
        mine=mine,
        number=number,
    )

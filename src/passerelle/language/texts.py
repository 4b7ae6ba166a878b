"""Write, translate, publish and read texts. Rooms call these inside their own actions, which carry the policy.

What was written stays: versions and translations are only added to, and the unique next number tells the second of
two people who wrote at once, with both their words in hand (core.errors.Conflict).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Conflict, Problem
from passerelle.engines.text.segments import Block, blocks, render
from passerelle.engines.text.states import lineage
from passerelle.language import plain
from passerelle.language.models import Edition, SameMeaning, Text, TextVersion, Translation
from passerelle.language.told import Line as Line
from passerelle.language.told import Owner as Owner
from passerelle.language.told import Told as Told
from passerelle.language.told import tell as tell
from passerelle.language.told import tell_many as tell_many
from passerelle.language.told import text_of as text_of

LONGEST_LINE = 300
LONGEST_TEXT = 200_000
INTERFACE = tuple(code for code, _name in settings.LANGUAGES)


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


def edit_segment(
    text: Text, source_hash: str, words: str, *, author: UUID | None, same_meaning: bool = False
) -> TextVersion:
    """Replace one segment (or remove it, with no words) in the newest version.

    same_meaning: only a slip was mended, so its translations stay current.
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
    fresh = _like(next(block for block in current if block.hash == source_hash), words)
    if same_meaning and len(fresh) == 1 and fresh[0].hash != source_hash:
        _meaning(text, source_hash, fresh[0].hash, author)
    return TextVersion.objects.create(text=text, number=newest.number + 1, body=body, author=author)


def keep_meaning(owner: Owner, field: str, segment: str, *, author: UUID | None) -> SameMeaning:
    """Say that a segment means what the one it replaced meant: that one's translations serve for it.

    Raises Problem for a segment that replaced none."""
    told = tell(owner, [field]).get(field)
    before = told.descent.get(segment) if told else None
    if told is None or before is None:
        raise Problem(
            "nothing before", _("This paragraph is new: there is nothing it could mean the same as.")
        )
    return _meaning(told.text, before, segment, author)


def drop_meaning(owner: Owner, field: str, segment: str) -> None:
    """Take that back: its translations are outdated again."""
    SameMeaning.objects.filter(text=text_of(owner, field), after=segment).delete()


def _meaning(text: Text, before: str, after: str, author: UUID | None) -> SameMeaning:
    told = {"before": before, "author": author}
    return SameMeaning.objects.update_or_create(text=text, after=after, defaults=told)[0]


def translate(
    text: Text,
    source_hash: str,
    language: str,
    words: str,
    *,
    base: int,
    author: UUID | None,
    origin: str = Translation.Origin.HUMAN,
    batch: UUID | None = None,
) -> Translation:
    """Keep a translation of one segment. base: the number of the translation it was started from, 0 for none.

    batch: the mark of the file it came in with.
    language: also the plain variant of one, that of the source included (see `plain`).
    Whoever saves words as they stand has read them: a machine's are a person's from then on, those of somebody else
    were read by two (see `provenance`).
    Raises Conflict when somebody translated the same segment meanwhile.
    """
    words = _fitting(words, line=False)
    source = _words_of(text, source_hash)
    tongue, variant = plain.parted(language)
    same = Translation.objects.filter(text=text, source_hash=source_hash, language=tongue, variant=variant)
    newest = same.order_by("-number").first()
    if newest is not None and newest.body == words:
        read = author is not None and not same.filter(body=words, author=author).exists()
        if not words or not (read or _confirms(newest, origin)):
            return newest
        # Nobody's words are lost by saving the same ones, whoever was quicker; they come from where they came from.
        base = newest.number
    try:
        with transaction.atomic():
            return Translation.objects.create(
                text=text,
                source_hash=source_hash,
                source=source,
                language=tongue,
                variant=variant,
                number=base + 1,
                body=words,
                origin=origin,
                batch=batch,
                author=author,
            )
    except IntegrityError:
        newest = same.order_by("-number").first()
        assert newest is not None
        raise _conflict(newest.body, words, newest.number) from None


def _words_of(text: Text, source_hash: str) -> str:
    """The words of a segment, the newest version first; "" for one that never stood here."""
    for body in text.versions.order_by("-number").values_list("body", flat=True).iterator():
        for block in blocks(body):
            if block.hash == source_hash:
                return block.text
    return ""


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
            made = renderings.get(state.source_hash or "")
            lines.append(Line(field, block, state, made, moved_on, one.number(block.hash, language)))
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
    return newest_edition(owner.kind, owner.id, language).first()


def newest_edition(kind: Any, owner: Any, language: str) -> QuerySet[Edition]:
    """The editions readers of `language` got, the newest first. kind, owner: a kind and an id, or columns of a query
    around it."""
    return Edition.objects.filter(owner_kind=kind, owner=owner, language=language).order_by("-number")


def titles(kind: str, owners: Iterable[UUID], language: str) -> dict[UUID, Edition]:
    """The newest edition's title of many records in one query; the parts stay in the database."""
    found = Edition.objects.filter(owner_kind=kind, owner__in=list(owners), language=language)
    return {e.owner: e for e in found.order_by("owner", "-number").distinct("owner").defer("parts")}


def _editions(owner: Owner) -> list[Edition]:
    found = Edition.objects.filter(owner_kind=owner.kind, owner=owner.id)
    return list(found.order_by("language", "-number").distinct("language"))


def _parts(told: dict[str, Told], fields: Sequence[str], tag: str) -> list[dict[str, Any]]:
    """What readers of a language get; of its plain variant, what there is in plain words, and the rest as it is.

    Plain words older than the text are left out: what is right comes before what is easy."""
    language, variant = plain.parted(tag)
    ordinary = _ordinary(told, fields, language)
    if not variant:
        return ordinary
    lines = workshop(told, fields, tag)
    return [
        part | {"state": "plain", "language": tag, "body": line.translation.body}
        if line.translation is not None and line.state.kind == "current"
        else part
        for part, line in zip(ordinary, lines, strict=True)
    ]


def _ordinary(told: dict[str, Told], fields: Sequence[str], language: str) -> list[dict[str, Any]]:
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

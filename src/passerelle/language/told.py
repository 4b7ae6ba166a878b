"""Texts as they stand: with their versions and translations, and the state of every segment in a language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONArray

from passerelle.engines.text.segments import Block, blocks
from passerelle.engines.text.states import State, derive, lineage
from passerelle.language import plain
from passerelle.language.models import SameMeaning, Text, TextVersion, Translation


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

    @property
    def same(self) -> dict[str, str]:
        """Segments that mean what another one meant before: hash → the earlier one's. Read with the text."""
        return dict(getattr(self.text, "same_pairs", None) or ())

    def states(self, translated: Collection[str]) -> tuple[State, ...]:
        return derive(self.history, translated, descent=self.descent)

    def renderings(self, language: str) -> dict[str, Translation]:
        """The translation that counts (the highest number) of each segment hash; withdrawn ones are gone.

        A segment that means what an earlier one meant has that one's, until it gets its own. language: also its
        plain variant."""
        newest: dict[str, Translation] = {}
        wanted = plain.parted(language)
        for one in self.translations:
            if (one.language, one.variant) == wanted:
                known = newest.get(one.source_hash)
                if known is None or one.number > known.number:
                    newest[one.source_hash] = one
        own = {hash_: one for hash_, one in newest.items() if one.body}
        served = {after: self._meant(after, own) for after in self.same}
        return own | {after: own[before] for after, before in served.items() if before}

    def _meant(self, after: str, own: Collection[str]) -> str:
        """The segment whose translation serves for this one, the nearest first; "" for none."""
        found, seen = after, set[str]()
        while found and found not in own and found not in seen:
            seen.add(found)
            found = self.same.get(found, "")
        return found if found in own else ""

    def number(self, hash_: str, language: str) -> int:
        """The number of the newest translation of these very words, one that was taken back included; 0 for none."""
        wanted = (hash_, *plain.parted(language))
        rows = (one for one in self.translations if (one.source_hash, one.language, one.variant) == wanted)
        return max((one.number for one in rows), default=0)

    def translated(self, hash_: str) -> set[str]:
        """The languages in which this segment has a current translation."""
        return {language for language in self.languages() if hash_ in self.renderings(language)}

    def languages(self) -> set[str]:
        """Languages, and plain variants of languages, in which there is something."""
        return {plain.joined(one.language, one.variant) for one in self.translations}


@dataclass(frozen=True, slots=True)
class Line:
    """One segment as the workshop shows it in one target language."""

    field: str
    block: Block
    state: State
    translation: Translation | None
    made_from: str | None  # the source text the translation was made from, when that has moved on
    base: int = 0
    """The number a new translation of this segment builds on."""

    @property
    def carried(self) -> bool:
        """Whether the translation was made for earlier words of the same meaning."""
        return (
            self.translation is not None
            and self.state.kind == "current"
            and self.translation.source_hash != self.block.hash
        )


_SAME = SameMeaning.objects.filter(text=OuterRef("text")).values_list(JSONArray("after", "before"))


def tell(owner: Owner, fields: Sequence[str] | None = None) -> dict[str, Told]:
    """The texts of a record by field, in two queries whatever their number."""
    return tell_many(owner.kind, [owner.id], fields).get(owner.id, {})


def tell_many(
    kind: str, owners: Sequence[UUID], fields: Sequence[str] | None = None
) -> dict[UUID, dict[str, Told]]:
    """The texts of many records by record and field, in the same two queries. For the rows of one page."""
    found = TextVersion.objects.filter(text__owner_kind=kind, text__owner__in=owners).select_related("text")
    found = found.annotate(same_pairs=ArraySubquery(_SAME)).order_by("text__field", "number")
    texts: dict[UUID, Text] = {}
    versions: dict[UUID, list[TextVersion]] = {}
    for version in found if fields is None else found.filter(text__field__in=fields):
        version.text = texts.setdefault(version.text_id, version.text)
        version.text.same_pairs = version.same_pairs  # type: ignore[attr-defined]
        versions.setdefault(version.text_id, []).append(version)
    translations: dict[UUID, list[Translation]] = {text: [] for text in texts}
    for translation in Translation.objects.filter(text__in=texts).order_by("number"):
        translations[translation.text_id].append(translation)
    told: dict[UUID, dict[str, Told]] = {}
    for text in texts.values():
        one = Told(text, tuple(versions[text.pk]), tuple(translations[text.pk]))
        told.setdefault(text.owner, {})[text.field] = one
    return told


def text_of(owner: Owner, field: str) -> Text:
    """The text of one field, without its history. Raises Text.DoesNotExist."""
    return Text.objects.get(owner_kind=owner.kind, owner=owner.id, field=field)

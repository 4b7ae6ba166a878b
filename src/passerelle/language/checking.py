"""The check before publishing over a record's texts: in the language they were written in, and in each translation
beside its source. Rooms call these inside their own screens and actions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core import markdown
from passerelle.core.errors import Problem
from passerelle.engines.text.glossary import Entry
from passerelle.engines.text.publishing import Beside, Finding, check
from passerelle.engines.text.segments import digest
from passerelle.language import plain, texts
from passerelle.language.models import Waiver

LONGEST_REASON = 300
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its place: a paragraph (field and hash of the source segment) in one language.

    passage: the words it is about, `at` from and to in those of its paragraph, which are without the signs of Markdown.
    translated: whether they are a translation. waiver: why it was let stand."""

    finding: Finding
    language: str
    field: str
    segment: str
    passage: str
    mark: str
    translated: bool
    at: tuple[int, int]
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    field: str
    segment: str
    source: str
    words: str


def looked_at(
    owner: texts.Owner,
    told: dict[str, texts.Told],
    fields: Sequence[str],
    *,
    names: Collection[str] = (),
    glossary: Sequence[Entry] = (),
) -> list[Told]:
    """Everything found, language by language, what was let stand included; one query beside those for the texts."""
    waivers = {one.mark: one for one in Waiver.objects.filter(owner_kind=owner.kind, owner=owner.id)}
    written = {one.text.language for one in told.values()}
    others = {tag for one in told.values() for tag in one.languages() if not plain.parted(tag)[1]}
    return [
        Told(*found, waiver=waivers.get(found[5]))
        for tag in [*sorted(written), *sorted(others - written)]
        for translated in (False, True)
        for found in _in_one(told, fields, tag, translated, names, glossary)
    ]


def let_stand(owner: texts.Owner, found: Collection[Told], mark: str, reason: str, by: UUID | None) -> Waiver:
    """Let one finding stand, with a reason that the next who publishes reads. Raises Problem."""
    words = " ".join(reason.split())
    if not words:
        raise Problem("no reason", _("Say in a few words why it may stay as it is."), field="reason")
    if len(words) > LONGEST_REASON:
        raise Problem("too long", _("At most 300 characters."), field="reason")
    if mark not in {one.mark for one in found}:
        raise Problem("gone", _("This was not found any more: somebody has mended it meanwhile."))
    told = {"reason": words, "author": by}
    return Waiver.objects.update_or_create(owner_kind=owner.kind, owner=owner.id, mark=mark, defaults=told)[0]


def tell_again(owner: texts.Owner, mark: str) -> None:
    """No longer let it stand."""
    Waiver.objects.filter(owner_kind=owner.kind, owner=owner.id, mark=mark).delete()


def _in_one(
    told: dict[str, texts.Told],
    fields: Sequence[str],
    tag: str,
    translated: bool,
    names: Collection[str],
    glossary: Sequence[Entry],
) -> Iterator[tuple[Finding, str, str, str, str, str, bool, tuple[int, int]]]:
    parts = list(_parts(told, fields, tag, translated))
    if not parts:
        return
    text = _BETWEEN.join(part.words for part in parts)
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part.words) + len(_BETWEEN))
    sources = {told[part.field].text.language for part in parts}
    beside = None
    if translated and len(sources) == 1:
        beside = Beside(_BETWEEN.join(part.source for part in parts), sources.pop())
    for finding in check(text, language=tag, names=names, glossary=glossary, beside=beside).findings:
        first = bisect_right(starts, finding.start) - 1
        last = max(bisect_right(starts, max(finding.end - 1, finding.start)) - 1, first)
        first = min(first, len(parts) - 1)
        part, begins = parts[first], starts[first]
        at = (finding.start - begins, min(finding.end - begins, len(part.words)))
        passage = text[finding.start : finding.end]
        around = " ".join(one.words for one in parts[first : last + 1])
        mark = digest(f"{finding.kind} {finding.code} {tag} {passage} {around}")
        yield finding, tag, part.field, part.segment, passage, mark, translated, at


def _parts(told: dict[str, texts.Told], fields: Sequence[str], tag: str, translated: bool) -> Iterator[_Part]:
    """The paragraphs there are in one language, as readers will get them, without the signs of Markdown."""
    for line in texts.workshop(told, fields, tag):
        own = told[line.field].text.language == tag
        words = line.block.text if own else line.translation.body if line.translation else ""
        if words and own is not translated:
            source = "" if own else markdown.plain(line.block.text)
            yield _Part(line.field, line.block.hash, source, markdown.plain(words))

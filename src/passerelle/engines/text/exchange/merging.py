"""A file that comes back, laid over what stands here now. Nothing depends on the order of its rows.

Three states of each segment are compared: what the file took along, what it brings, and what stands here. Only what
changed in the file and nowhere else comes in; what changed on both sides is shown, and nobody's words are overwritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from passerelle.engines.text.exchange.model import Bundle, Segment
from passerelle.engines.text.memory.places import places
from passerelle.engines.text.segments import digest

Kind = Literal["new", "changed", "confirmed", "same", "untouched", "empty"]
Trouble = Literal["source-changed", "unknown", "emptied", "lost", "conflict", "twice"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A segment as it stands here. now, is_current: its translation and whether it is of these very words.

    then, was_current: the same when the file left; then is None where the file does not say when that was."""

    hash: str
    place: str
    source: str
    now: str = ""
    is_current: bool = False
    then: str | None = None
    was_current: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of the file that fits. row: counted from 1. kind: "new", "changed" and "confirmed" (an outdated one that
    is right as it is) come in; "same" as here, "untouched" and "empty" change nothing."""

    row: int
    kind: Kind
    standing: Standing
    target: str

    @property
    def comes_in(self) -> bool:
        return self.kind in ("new", "changed", "confirmed")


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that does not fit, and stays outside. what: the addresses that are missing from a "lost" one.

    source-changed: made for words that have changed since; unknown: of no segment of this text; emptied: the
    translation was taken out; conflict: both sides changed; twice: two rows translate one segment differently."""

    row: int
    kind: Trouble
    segment: Segment
    standing: Standing | None = None
    what: tuple[str, ...] = ()


def merge(
    bundle: Bundle, standing: Sequence[Standing], earlier: Collection[str] = ()
) -> tuple[tuple[Taken, ...], tuple[Finding, ...]]:
    """What of a file fits, and what does not, each in the order of its rows.

    standing: every segment of the text now. earlier: hashes of those it once had."""
    whose = _Rows(standing)
    taken: list[Taken] = []
    findings: list[Finding] = []
    claimed: dict[tuple[str, str], tuple[int, str]] = {}
    for row, segment in enumerate(bundle.segments, 1):
        places_of_it = whose.of(segment)
        if not places_of_it and segment.target.strip():
            known = segment.key in earlier or digest(segment.source) in earlier
            findings.append(Finding(row, "source-changed" if known else "unknown", segment))
        for here in places_of_it:
            told = _judged(row, segment, here)
            if isinstance(told, Finding):
                findings.append(told)
                continue
            first = (
                claimed.setdefault((here.place, here.hash), (row, told.target))
                if told.comes_in
                else (row, "")
            )
            if first[0] == row:
                taken.append(told)
            elif first[1] != told.target:
                findings.append(Finding(row, "twice", segment, here))
    return tuple(taken), tuple(findings)


class _Rows:
    """Which segment a row is of: by its place and hash, by its hash alone (the same words in several places take the
    same translation), by the words of its source, and by those words as a program may have dressed them."""

    def __init__(self, standing: Iterable[Standing]) -> None:
        self._by_place: dict[tuple[str, str], Standing] = {}
        self._by_hash: dict[str, list[Standing]] = defaultdict(list)
        self._by_words: dict[str, list[Standing]] = defaultdict(list)
        for one in standing:
            if self._by_place.setdefault((one.place, one.hash), one) is one:
                self._by_hash[one.hash].append(one)
                self._by_words[_loose(one.source)].append(one)

    def of(self, segment: Segment) -> Sequence[Standing]:
        if (segment.place, segment.key) in self._by_place:
            return (self._by_place[segment.place, segment.key],)
        for key in (segment.key, digest(segment.source)):
            if key in self._by_hash:
                return self._by_hash[key]
        found = self._by_words.get(_loose(segment.source), ())
        return found if len({one.hash for one in found}) == 1 else ()


def _judged(row: int, segment: Segment, here: Standing) -> Taken | Finding:
    target = segment.target.strip()
    if not target:
        if here.then:
            return Finding(row, "emptied", segment, here)
        return Taken(row, "empty", here, "")
    if target == here.now and here.is_current:
        return Taken(row, "same", here, target)
    confirmed = segment.state == "current" and not here.was_current
    if target == here.then and not confirmed:
        return Taken(row, "untouched", here, target)
    if lost := _lost(here.source, target):
        return Finding(row, "lost", segment, here, lost)
    moved = (
        bool(here.now) if here.then is None else (here.now, here.is_current) != (here.then, here.was_current)
    )
    if moved and here.is_current:
        return Finding(row, "conflict", segment, here)
    if not here.now:
        return Taken(row, "new", here, target)
    return Taken(row, "confirmed" if target == here.now else "changed", here, target)


def _lost(source: str, target: str) -> tuple[str, ...]:
    """Addresses of the source that the translation no longer has."""
    kept = {one.text for one in places(target) if one.kind == "address"}
    return tuple(
        one.text
        for one in places(source)
        if one.kind == "address" and one.text not in kept and one.text not in target
    )


def _loose(text: str) -> str:
    """The words as programs change them by themselves: other quotation marks and dashes, hidden signs left out."""
    bare = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    bare = re.sub("[\"'‘’‚‛“”„‟«»‹›]+", "'", re.sub("[‐‑‒–—―−]", "-", bare)).replace("…", "...")
    return " ".join(bare.split())

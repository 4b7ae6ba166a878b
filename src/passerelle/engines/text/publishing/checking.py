"""The check of one text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passerelle.engines.text import language as tongues
from passerelle.engines.text.layout import paragraphs
from passerelle.engines.text.publishing import signs, terms, written
from passerelle.engines.text.publishing.finding import Finding
from passerelle.engines.text.publishing.repeats import repeats

if TYPE_CHECKING:
    from passerelle.engines.text.glossary import Entry
    from passerelle.engines.text.reading.model import Image

_SIGN = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Beside:
    """The same text in another language, which the checked one should say."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, in the order of the text."""

    language: str | None
    findings: tuple[Finding, ...]

    @property
    def has_faults(self) -> bool:
        """Whether anything but notes was found."""
        return not all(finding.is_note for finding in self.findings)


def check(
    text: str,
    *,
    language: str | None = None,
    images: Sequence[Image] = (),
    names: Collection[str] = (),
    glossary: Sequence[Entry] = (),
    beside: Beside | None = None,
) -> Checked:
    """Everything that a careful reader would stop at before this text is published.

    language: if it is known; else it is that of most letters. names: words that may stand in any language. Of what
    stands twice only the first copy is read further. Linear in the length of the text.
    """
    places = list(paragraphs(text))
    repeated = list(repeats(text, places))
    once = _first_copies(text, repeated)
    language = language or tongues.base(once)
    found = [*repeated]
    found.extend(_runs(once, language, names))
    others = [run.language for run in found if run.kind == "language-run" and run.language]
    if beside is not None and beside.language:
        others.insert(0, beside.language)
    found.extend(written.numbers(once, language, others))
    spoken = [(run.start, run.end) for run in found if run.kind == "language-run"]
    found.extend(written.dates(once, language, others, spoken))
    if beside is not None:
        found.extend(_differences(beside, once, language, glossary))
    found.extend(terms.built_in(once, language))
    found.extend(terms.forbidden(once, language, glossary))
    found.extend(signs.hidden(once))
    left = [image for image in images if not any(_holds(one, image.start) for one in repeated)]
    found.extend(signs.silent(left))
    found.extend(signs.long_sentences(once, places))
    found.sort(key=lambda one: (one.start, one.end, one.kind))
    return Checked(language, tuple(found))


def _differences(
    beside: Beside, text: str, language: str | None, glossary: Sequence[Entry]
) -> Iterator[Finding]:
    from passerelle.engines.text.publishing import (
        compare,
    )  # most texts are checked alone, and wait for none of it

    source = _first_copies(beside.text, list(repeats(beside.text, list(paragraphs(beside.text)))))
    theirs, ours = list(paragraphs(source)), list(paragraphs(text))
    sides = (source, beside.language, theirs, text, language, ours)
    yield from compare.differences(*sides)
    yield from compare.lost_terms(*sides, glossary)


def _first_copies(text: str, repeated: Sequence[Finding]) -> str:
    """The text with digits in place of the letters of later copies; places stay."""
    for block in repeated:
        if block.kind == "duplicate-block":
            text = text[: block.start] + _SIGN.sub(" ", text[block.start : block.end]) + text[block.end :]
    return text


def _holds(block: Finding, at: int) -> bool:
    return block.kind == "duplicate-block" and block.start <= at < block.end


def _runs(text: str, language: str | None, names: Collection[str]) -> Iterator[Finding]:
    if language is None:
        return
    for run in tongues.runs(text, language, names=names):
        yield Finding("language-run", run.start, run.end, language=run.language, facts={"main": language})

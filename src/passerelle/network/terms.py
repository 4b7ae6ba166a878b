"""Terms of a vocabulary: an id that stays, and a label per language. Themes and measures are read through here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from passerelle.language.tongues import INTERFACE

LONGEST = 120  # signs of a label


@dataclass(frozen=True, slots=True)
class Label:
    """What a term is called for a reader, and the language that is in."""

    text: str
    language: str


def label_in(labels: Mapping[str, str], reader: str) -> Label:
    """The label in the reader's language, else in the first language of the interface that has one, else in any."""
    for language in (reader, *INTERFACE, *sorted(labels)):
        if labels.get(language):
            return Label(labels[language], language)
    return Label("", reader)


def missing(labels: Mapping[str, str]) -> list[str]:
    """Languages of the interface in which a term has no name yet."""
    return [language for language in INTERFACE if not labels.get(language)]


def gathered(rows: Iterable[tuple[Any, str | None, str | None]]) -> dict[Any, dict[str, str]]:
    """(term, language, text) rows of a join as {term: {language: text}}; a term without labels has an empty one."""
    found: dict[Any, dict[str, str]] = {}
    for term, language, text in rows:
        labels = found.setdefault(term, {})
        if language and text:
            labels[language] = text
    return found

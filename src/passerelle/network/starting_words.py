"""Words to begin a glossary with: a dated list with sources, taken over with one press and taken back with another."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from passerelle.core.actor import Actor
from passerelle.engines.text.publishing import right_words
from passerelle.network.models import Term


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of the list, as a term of the glossary holds it."""

    concept: str
    language: str
    term: str
    note: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """By what the glossary tells terms apart."""
        return self.concept.lower(), self.language, self.term.lower()


@dataclass(frozen=True, slots=True)
class Start:
    """How the list and the glossary stand: what is not there yet, and what came from the list and is unchanged."""

    new: tuple[Word, ...]
    unchanged: tuple[Term, ...]
    date: date

    @property
    def concepts(self) -> int:
        return len({word.concept for word in self.new})


def start(actor: Actor) -> Start:
    """One query."""
    there = {_key(one): one for one in Term.objects.visible_to(actor).filter(forbidden=False)}
    words = listed()
    unchanged = [
        there[word.key]
        for word in words
        if word.key in there and there[word.key].source == word.source and there[word.key].note == word.note
    ]
    return Start(
        tuple(word for word in words if word.key not in there),
        tuple(unchanged),
        date.fromisoformat(_data()["date"]),
    )


def _key(one: Term) -> tuple[str, str, str]:
    return one.concept.lower(), one.language, one.term.lower()


@cache
def listed() -> tuple[Word, ...]:
    """Every word of the list, and those of the check before publishing."""
    found: dict[tuple[str, str, str], Word] = {}
    for one in _data()["concepts"]:
        source = _source(one["source"])
        for language, term in one["terms"].items():
            word = Word(one["concept"], language, term, one.get("note", ""), source)
            found.setdefault(word.key, word)
    for concept, language, term in right_words():
        word = Word(concept, language, term, "", _source("built in"))
        found.setdefault(word.key, word)
    return tuple(found.values())


def _source(key: str) -> str:
    return f"{_data()['sources'][key]} ({_data()['date']})"


@cache
def _data() -> dict[str, Any]:
    kept = files("passerelle.network").joinpath("data", "glossary.json")
    told: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return told


def as_terms(words: tuple[Word, ...]) -> list[dict[str, str]]:
    """What `actions.take_in_terms` takes."""
    return [asdict(word) for word in words]

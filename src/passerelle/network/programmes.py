"""Funding programmes with the acknowledgement and disclaimer they ask for: dated data, not code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """What the funder asks to be said in one language. `official`: the funder's own wording in that language."""

    language: str
    text: str
    official: bool


@dataclass(frozen=True, slots=True)
class Programme:
    id: str
    acronym: str
    names: dict[str, str]
    acknowledgements: dict[str, Words]
    disclaimers: dict[str, Words]
    emblem: str = ""  # the flag its documents carry

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["en"])

    def acknowledgement(self, language: str) -> Words:
        return self.acknowledgements.get(language, self.acknowledgements["en"])

    def disclaimer(self, language: str) -> Words:
        return self.disclaimers.get(language, self.disclaimers["en"])


@cache
def programmes() -> dict[str, Programme]:
    """All programmes by id, in the order of the data file."""
    raw = json.loads((files(__package__) / "data" / "programmes.json").read_text(encoding="utf-8"))
    return {row["id"]: _programme(row) for row in raw["programmes"]}


def programme(id_: str) -> Programme | None:
    return programmes().get(id_)


def _programme(row: dict[str, Any]) -> Programme:
    return Programme(
        row["id"],
        row["acronym"],
        row["names"],
        _words(row["acknowledgement"]),
        _words(row["disclaimer"]),
        row.get("emblem", ""),
    )


def _words(by_language: dict[str, Any]) -> dict[str, Words]:
    return {code: Words(code, one["text"], one["official"]) for code, one in by_language.items()}

"""Funding calls and what they ask of a partnership: dated data files with their sources, not code.

The form of a file is told in `data/calls/README.md`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files(__package__) / "data"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from. read: the day somebody read it there; says: what was taken from it."""

    title: str
    address: str
    says: str
    read: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a call asks. at_least, at_most, invited: 0 when the rule has no such number; kinds: () for any."""

    rule: str
    at_least: int = 0
    at_most: int = 0
    invited: int = 0
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A funder's call of one year.

    counting: ISO 3166 codes of the countries that count. union: those of them that were Member States.
    ask: whether other countries may count too and nobody verified which."""

    id: str
    programme: str
    year: int
    number: str
    names: dict[str, str]
    note: str
    sources: tuple[Source, ...]
    counting: frozenset[str]
    union: frozenset[str]
    ask: bool
    rules: tuple[Rule, ...]

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["en"])


@cache
def calls() -> dict[str, Call]:
    """All calls by id, the newest first, those of one year by id."""
    unions = tomllib.loads((DATA / "unions.toml").read_text(encoding="utf-8"))
    found = [
        _call(tomllib.loads(file.read_text(encoding="utf-8")), unions)
        for file in (DATA / "calls").iterdir()
        if file.name.endswith(".toml")
    ]
    return {one.id: one for one in sorted(found, key=lambda one: (-one.year, one.id))}


def call(id_: str) -> Call | None:
    return calls().get(id_)


def _call(row: dict[str, Any], unions: dict[str, Any]) -> Call:
    where = row["countries"]
    union = frozenset(unions[where["union"]]["countries"]) - frozenset(where.get("without", ()))
    return Call(
        id=row["id"],
        programme=row["programme"],
        year=row["year"],
        number=row["number"],
        names=row["name"],
        note=row["note"],
        sources=tuple(Source(**source) for source in row["sources"]),
        counting=union | frozenset(where.get("also", ())),
        union=union,
        ask=where["others"] == "ask",
        rules=tuple(Rule(**{**rule, "kinds": tuple(rule.get("kinds", ()))}) for rule in row["rules"]),
    )

"""What funders want in a report: dated data files with their sources, not code (data/programmes, data/report_parts)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files("passerelle.evidence") / "data"
# Parts that are made of records; all others are texts.
MADE = frozenset(("facts", "partners", "figures", "events", "indicators", "by_hand", "people"))
SPLITS = frozenset(("place", "country", "mode", "channel"))


@dataclass(frozen=True, slots=True)
class Source:
    """read: the day somebody read it there, ISO 8601."""

    title: str
    address: str
    read: str


@dataclass(frozen=True, slots=True)
class Definition:
    """One form of one year. programmes: ids of network.programmes it serves. checked: whether somebody held it against
    the funder's own form; what it says is in our own words either way. claims: the number the funder is told.
    limits: characters by part, where they are known."""

    id: str
    programmes: tuple[str, ...]
    year: int
    checked: bool
    names: dict[str, str]
    note: str
    sources: tuple[Source, ...]
    claims: str
    splits: tuple[str, ...]
    hands: tuple[str, ...]
    sections: tuple[str, ...]
    limits: dict[str, int]

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["en"])

    @property
    def texts(self) -> tuple[str, ...]:
        """The parts somebody writes."""
        return tuple(key for key in self.sections if key not in MADE)


@cache
def definitions() -> dict[str, Definition]:
    """All by id, the newest first."""
    found = [
        _definition(json.loads(file.read_text(encoding="utf-8")))
        for file in (DATA / "programmes").iterdir()
        if file.name.endswith(".json")
    ]
    return {one.id: one for one in sorted(found, key=lambda one: (-one.year, one.id))}


def definition(id_: str) -> Definition | None:
    return definitions().get(id_)


def fitting(programme: str) -> list[Definition]:
    """The forms of a programme first, then all others: a project may report to somebody else, too."""
    return sorted(definitions().values(), key=lambda one: programme not in one.programmes)


def heading(key: str, language: str) -> str:
    return _in(_parts()["headings"][key], language)


def asks(key: str, language: str) -> str:
    """What belongs into a part, "" for those made of records."""
    told = _parts()["asks"].get(key)
    return _in(told, language) if told else ""


def hand(key: str, language: str) -> str:
    return _in(_parts()["hands"][key], language)


def _in(told: dict[str, str], language: str) -> str:
    return told.get(language, told["en"])


@cache
def _parts() -> Any:
    return json.loads((DATA / "report_parts.json").read_text(encoding="utf-8"))


def _definition(row: dict[str, Any]) -> Definition:
    return Definition(
        **{
            **row,
            "programmes": tuple(row["programmes"]),
            "sources": tuple(Source(**one) for one in row["sources"]),
            "splits": tuple(row["splits"]),
            "hands": tuple(row["hands"]),
            "sections": tuple(row["sections"]),
        }
    )

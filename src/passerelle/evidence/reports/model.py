"""A report as data. Every word knows its language, every number its unit; nothing here says how it looks.

Numbers of three units stand side by side and are never added up: people counted once, attendances, heads. At one
gathering a person attends once, so there people and attendances are the same number. "" or None: not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown in one language. said: what a reader has to know of it, such as that it is only there in French."""

    words: str = ""
    language: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a breakdown. key: a country code, a mode, a channel, "" for who did not say. people: each once in
    this part, so that parts need not add up to the whole; attendances and heads do."""

    key: str
    label: str
    people: int
    attendances: int
    heads: int


@dataclass(frozen=True, slots=True)
class Split:
    """by: "place" (from the country of the gathering or from another), "country", "mode" or "channel"."""

    by: str
    caption: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted. registrations: places people had; hosts, countries: in how many the gatherings were."""

    people: int
    attendances: int
    heads: int
    registrations: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One gathering. starts, ends: as precise as they were given (ISO 8601); when: the same in words."""

    code: str
    number: int
    title: str
    language: str
    kind: str
    starts: str
    ends: str
    when: str
    place: str
    town: str
    country: str
    country_name: str
    mode: str
    host: str
    spoken: str
    state: str
    counts: Counts
    splits: tuple[Split, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator: numbers as decimal text, None while nothing is counted; then `why` says so. code: of the indicator,
    "" in what was sent before it was told."""

    title: Text
    unit: str
    unit_label: str
    baseline: str | None
    target: str | None
    reached: str | None
    low: str | None
    high: str | None
    rule: str
    source: str
    claimed: bool
    why: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    name: str
    kind: str
    town: str
    country: str
    lead: bool


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who carried the project. name: "" without their consent; people: how many such lines are told as one."""

    role: str
    organisation: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Section:
    """kind: the name of a part that is made of records (facts, partners, figures, events, indicators, by_hand, people),
    else "text". asks: what belongs there, in our words. limit: characters the funder takes, 0 where none is known."""

    key: str
    kind: str
    heading: str
    asks: str
    limit: int
    text: Text


@dataclass(frozen=True, slots=True)
class Funder:
    statement: str
    disclaimer: str
    language: str
    compared: bool
    emblem: str
    acronym: str


@dataclass(frozen=True, slots=True)
class Report:
    """claims: which of the three numbers the funder is told; the others stand beside it as what they are.

    since, until: days of the period, ISO 8601. made: the day. sent: whether it is as it was sent. hands: numbers a
    funder asks for that are not recorded here. checked: whether somebody held the definition against the form."""

    definition: str
    programme: str
    year: int
    checked: bool
    language: str
    title: str
    project: str
    project_title: Text
    grant: str
    lead: str
    runs: str
    since: str
    until: str
    period: str
    made: str
    invented: bool
    sent: bool
    claims: str
    counts: Counts
    splits: tuple[Split, ...]
    sections: tuple[Section, ...]
    sheets: tuple[Sheet, ...]
    lines: tuple[Line, ...]
    partners: tuple[Partner, ...]
    people: tuple[Somebody, ...]
    hands: tuple[str, ...]
    funder: Funder | None


def as_json(report: Report) -> dict[str, Any]:
    return asdict(report)


def from_json(told: Mapping[str, Any]) -> Report:
    """The report that `as_json` told, now or when a field with a default was not told yet. Raises TypeError for anything
    else."""
    made: Report = _made(Report, told)
    return made


def _made(kind: Any, value: Any) -> Any:
    if get_origin(kind) is UnionType:
        return None if value is None else _made(next(k for k in get_args(kind) if k is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(_made(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        one: Any = kind
        return one(**{name: _made(hint, value[name]) for name, hint in _hints(one).items() if name in value})
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)

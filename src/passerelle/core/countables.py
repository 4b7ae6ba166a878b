"""What rooms count: the numbers that indicators and reports are made of, each with its unit and its records.

A unit says what one is: a person counted once, an attendance, a head, somebody reached indirectly, an organisation,
a thing, a view. Numbers of two units are never added up, and no rule can turn one into another: a `Countable` has one
unit, and whoever asks for a sum over several gets an error (`one_unit`). Evidence walks over the rooms and knows none
by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor


class Unit(StrEnum):
    """What one is. label: in the reader's language. direct: whether it says that somebody took part themselves."""

    label: Any

    def __new__(cls, value: str, label: Any) -> Unit:
        made = str.__new__(cls, value)
        made._value_, made.label = value, label
        return made

    PEOPLE = "people", _("People, counted once")
    ATTENDANCES = "attendances", _("Attendances")
    HEADS = "heads", _("Heads, counted in the room")
    INDIRECT = "indirect", _("People reached indirectly")
    ORGANISATIONS = "organisations", pgettext_lazy("unit", "Organisations")
    ITEMS = "items", pgettext_lazy("unit", "Items")
    VIEWS = "views", pgettext_lazy("unit", "Views")


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part is counted: of these projects, on these days (both inclusive, by the first day a thing can mean),
    only these kinds, hosts, cities, countries of people, modes and channels; None or empty: all of them.

    channels: for "with and without" assisted entries. subjects: single records, such as gatherings, by their ids."""

    projects: frozenset[UUID]
    since: date | None = None
    until: date | None = None
    kinds: frozenset[str] = frozenset()
    organisations: frozenset[UUID] = frozenset()
    cities: frozenset[UUID] = frozenset()
    countries: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    subjects: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a number: what it is called, in which language, where it opens, on which day (ISO 8601), and
    how much it has of the number: of people counted once, who came to it, so that these do not add up to the whole."""

    id: UUID
    title: str
    language: str
    url: str
    on: str
    number: int


@dataclass(frozen=True, slots=True)
class Countable:
    """Something a room counts.

    key: "gatherings.people". count(cut) -> the number, over everything in the cut, whoever asks: numbers are the
    project's. by(cut, part) -> the same by one of `parts`, a number for each key; people are counted once in each.
    behind(actor, cut) -> what the reader may open, newest first; kinds: what `Cut.kinds` may name here, with labels.
    query(cut, at, part) -> the same number as at most one row (at, number), by a part as rows (at, key, number), so
    that many are one question; see `counted` and `counted_by`. part: "" or one of `parts`.
    """

    key: str
    unit: Unit
    label: Any
    says: Any
    count: Callable[[Cut], int]
    by: Callable[[Cut, str], Mapping[str, int]]
    behind: Callable[[Actor, Cut], Sequence[Behind]]
    kinds: Mapping[str, Any]
    # Of "kind", "country", "mode", "channel", "city", "organisation", "month", "subject".
    parts: frozenset[str] = frozenset()
    query: Callable[[Cut, int, str], QuerySet[Any, Any]] | None = None


def counted(asked: Sequence[tuple[Countable, Cut]]) -> list[int]:
    """A number for each, in one question to the database for all that can be asked so."""
    told: dict[int, int] = {}
    queries = []
    for at, (one, cut) in enumerate(asked):
        if one.query is not None:
            queries.append(one.query(cut, at, ""))
        else:
            told[at] = one.count(cut)
    if queries:
        told |= {at: number or 0 for at, number in queries[0].union(*queries[1:], all=True)}
    return [told.get(at, 0) for at in range(len(asked))]


def counted_by(asked: Sequence[tuple[Countable, Cut]], part: str) -> list[dict[str, int]]:
    """The same by a part that each of them has: a number for each key."""
    told: list[dict[str, int]] = [{} for _one in asked]
    queries = []
    for at, (one, cut) in enumerate(asked):
        if one.query is not None:
            queries.append(one.query(cut, at, part))
        else:
            told[at] = dict(one.by(cut, part))
    if queries:
        for at, key, number in queries[0].union(*queries[1:], all=True):
            if number:
                told[at][key or ""] = number
    return told


class MixedUnits(ValueError):
    """Numbers of two units cannot be added up."""


def one_unit(countables: Iterable[Countable]) -> Unit:
    """The unit they share. Raises MixedUnits: views are no people, and heads no unique people."""
    units = {one.unit for one in countables}
    if len(units) != 1:
        raise MixedUnits(", ".join(sorted(units)))
    return units.pop()


def countables() -> dict[str, Countable]:
    """Everything that can be counted, by its key, in the order of the rooms."""
    from passerelle.core.rooms import rooms

    return {one.key: one for room in rooms() for one in room.countables}

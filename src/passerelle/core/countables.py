"""What rooms count: the numbers that indicators and reports are made of, each with its unit and its records.

A unit says what one is: a person counted once, an attendance, a head, somebody reached indirectly, an organisation,
a thing, a view. Numbers of two units are never added up, and no rule can turn one into another: a `Countable` has one
unit, and whoever asks for a sum over several gets an error (`one_unit`). Things are of one unit
only where they are of one kind: two posters and three gatherings are not five items. Evidence walks over the rooms and
knows none by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
class Asked:
    """One of several numbers that are asked for together: its place among them, what is counted, and in which cut.

    part: "" for the whole, or what it is told apart by."""

    at: int
    key: str
    cut: Cut
    part: str


# SQL and its parameters.
Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Countable:
    """Something a room counts.

    key: "gatherings.people". behind(actor, cut, numbers) -> what the reader may open, newest first; numbers: the same by
    "subject", where they are known already. kinds: what `Cut.kinds` may name here, with labels. parts: what the number
    can be told apart by. item: what one is where the unit is items; two that name none are different things.
    many(asked) -> all these numbers as rows (at, key, number), the key "" without a part. It is the same function for
    all that a room counts, so that rows are read once for many numbers; what is 0 may be left out.
    """

    key: str
    unit: Unit
    label: Any
    says: Any
    many: Callable[[Sequence[Asked]], Statement]
    behind: Callable[..., Sequence[Behind]]
    kinds: Mapping[str, Any]
    # The records by which "subject" tells it apart, as `behind`, where those behind the number are others.
    subjects: Callable[..., Sequence[Behind]] | None = None
    # Of "kind", "country", "mode", "channel", "city", "organisation", "month", "subject".
    parts: frozenset[str] = frozenset()
    item: str = ""

    @property
    def one(self) -> tuple[Unit, str]:
        """What one of them is: numbers of two different ones are never added up."""
        return self.unit, (self.item or self.key) if self.unit == Unit.ITEMS else ""

    def count(self, cut: Cut) -> int:
        """The number, over everything in the cut, whoever asks: numbers are the project's."""
        return counted([(self, cut)])[0]

    def by(self, cut: Cut, part: str) -> Mapping[str, int]:
        """The same by one of `parts`, a number for each key; people are counted once in each."""
        return counted_by([(self, cut, part)])[0]


def counted(asked: Sequence[tuple[Countable, Cut]]) -> list[int]:
    """A number for each, in one question to the database for all of them."""
    return [sum(parts.values()) for parts in counted_by([(one, cut, "") for one, cut in asked])]


def counted_by(asked: Sequence[tuple[Countable, Cut, str]]) -> list[dict[str, int]]:
    """The same, each by one of its parts ("": the whole, under the key ""): without those that are 0."""
    told: list[dict[str, int]] = [{} for _one in asked]
    together: dict[Any, list[Asked]] = {}
    for at, (one, cut, part) in enumerate(asked):
        if cut.projects:
            together.setdefault(one.many, []).append(Asked(at, one.key, cut, part))
    if not together:
        return told
    statements = [many(some) for many, some in together.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"({sql})" for sql, _given in statements),
            [value for _sql, given in statements for value in given],
        )
        for at, key, number in cursor.fetchall():
            if number:
                told[at][key or ""] = int(number)
    return told


class MixedUnits(ValueError):
    """Numbers of two units cannot be added up."""


def one_unit(countables: Iterable[Countable]) -> Unit:
    """The unit they share. Raises MixedUnits: views are no people, heads no unique people, and posters no gatherings."""
    ones = {one.one for one in countables}
    if len(ones) != 1:
        raise MixedUnits(", ".join(sorted(item or unit for unit, item in ones)))
    return ones.pop()[0]


@cache
def countables() -> Mapping[str, Countable]:
    """Everything that can be counted, by its key, in the order of the rooms."""
    from passerelle.core.rooms import rooms

    return {one.key: one for room in rooms() for one in room.countables}

"""What rooms can tell apart people by, for breakdowns that leave the organisation that collected them.

A source counts one kind of thing (heads, people once, answers) by attributes whose values are declared beforehand, so
that a value that appears tells nothing. Who did not say is a value of its own and is never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.countables import Unit

UNSAID = "unsaid"
"""Nobody asked, or nobody answered."""


class Ages(TextChoices):
    """The ages people are told apart by everywhere, so that numbers of two rooms are about the same groups."""

    UNDER_14 = "under_14", _("Under 14")
    FROM_14 = "14_17", _("14 to 17")
    ADULT = "18_64", _("18 to 64")
    OLDER = "65", _("65 and over")
    UNKNOWN = "unknown", pgettext_lazy("age", "Age not known")


class Row(NamedTuple):
    """So many of one combination of values, first known in one quarter ("2027-Q2")."""

    quarter: str
    values: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something people differ in. values: code -> what it is called, all there can be, in their order."""

    key: str
    label: Any
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """What is counted in one project. rows(controller, attributes): everything that this organisation collected, each
    once, by these attributes in this order; not cut to an actor, so whoever asks cuts."""

    key: str
    label: Any
    unit: Unit
    attributes: tuple[Attribute, ...]
    rows: Callable[[UUID, Collection[str]], Iterable[Row]]

    def attribute(self, key: str) -> Attribute:
        return next(one for one in self.attributes if one.key == key)


def quarter(day: date) -> str:
    """The quarter of a day, as periods are named."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def last_over(today: date) -> str:
    """The last quarter that is over on this day."""
    year, number = today.year, (today.month + 2) // 3
    return f"{year}-Q{number - 1}" if number > 1 else f"{year - 1}-Q4"


def sources(project: UUID) -> dict[str, Source]:
    """Everything a project can break down, by its key, in the order of the rooms."""
    from passerelle.core.rooms import rooms

    return {one.key: one for room in rooms() if room.describes for one in room.describes(project)}

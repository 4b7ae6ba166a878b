"""The numbers of a report: of each gathering and of all together, from the same rows as every other figure.

Five questions to the database, however many gatherings there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from passerelle.core.countables import Cut
from passerelle.evidence.reports.model import Counts, Part, Split
from passerelle.gatherings import countables
from passerelle.gatherings.models import Channel, Gathering
from passerelle.language.tongues import country_name

_PERSON = "participant__counted_as"
_HOW = ("gathering_id", "country", "mode", "channel")
HERE, ABROAD = "here", "abroad"


class Row(NamedTuple):
    """So many of one way to take part: where, from which country, how, by which channel."""

    gathering: UUID
    country: str
    mode: str
    channel: str
    people: frozenset[Any]
    heads: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """rows: all of them; where: the country each gathering was in; registrations: by gathering."""

    rows: tuple[Row, ...]
    where: Mapping[UUID, str]
    registrations: Mapping[UUID, int]

    def counts(self, gathering: UUID | None = None) -> Counts:
        """Of one gathering, or of all of them."""
        rows = self._of(gathering)
        return Counts(
            people=len(frozenset().union(*(row.people for row in rows))),
            attendances=sum(len(row.people) for row in rows),
            heads=sum(row.heads for row in rows),
            registrations=sum(n for key, n in self.registrations.items() if gathering in (None, key)),
        )

    def splits(self, by: Iterable[str], language: str, gathering: UUID | None = None) -> tuple[Split, ...]:
        """One for each of `by` (see programmes.SPLITS), its parts by size; what is empty is left out."""
        rows = self._of(gathering)
        return tuple(_split(one, rows, self._key(one), language) for one in by)

    def _of(self, gathering: UUID | None) -> list[Row]:
        return [row for row in self.rows if gathering in (None, row.gathering)]

    def _key(self, by: str) -> Callable[[Row], str]:
        if by != "place":
            return lambda row: str(getattr(row, by))

        def place(row: Row) -> str:
            here = self.where.get(row.gathering, "")
            if not here or not row.country:
                return ""
            return HERE if row.country == here else ABROAD

        return place


def _split(by: str, rows: Collection[Row], key: Callable[[Row], str], language: str) -> Split:
    people: dict[str, set[Any]] = {}
    attendances: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for row in rows:
        one = key(row)
        people.setdefault(one, set()).update(row.people)
        attendances[one] += len(row.people)
        heads[one] += row.heads
    parts = [
        Part(one, _label(by, one, language), len(people[one]), attendances[one], heads[one]) for one in people
    ]
    parts.sort(key=lambda one: (not one.key, -one.attendances - one.heads, one.label))
    return Split(by, caption(by), tuple(parts))


def caption(by: str) -> str:
    """What a breakdown is called, in the language that is active."""
    return {
        "place": gettext("From the country of the gathering, and from others"),
        "country": gettext("By the country people came from"),
        "mode": gettext("On site and online"),
        "channel": gettext("By how it came in"),
    }[by]


def _label(by: str, key: str, language: str) -> str:
    if not key:
        return pgettext("of a breakdown", "Not said")
    if by == "country":
        return country_name(key, language)
    if by == "place":
        return gettext("From this country") if key == HERE else gettext("From another country")
    return str((Gathering.Mode if by == "mode" else Channel)(key).label)


def tallies(project: UUID, gatherings: Collection[Gathering]) -> Tallies:
    """What was counted at these gatherings of a project; three questions. Cancelled ones count nothing."""
    if not gatherings:
        return Tallies((), {}, {})
    cut = Cut(frozenset({project}), subjects=frozenset(one.pk for one in gatherings))
    found: dict[tuple[UUID, str, str, str], set[Any]] = {}
    for where, country, mode, channel, person in countables.attendances(cut).values_list(*_HOW, _PERSON):
        found.setdefault((where, country, mode, channel), set()).add(person)
    rows = [Row(*how, frozenset(people), 0) for how, people in found.items()]
    told = countables.heads(cut).values(*_HOW).annotate(n=Sum("heads")).values_list(*_HOW, "n")
    rows += [Row(where, country, mode, channel, frozenset(), n) for where, country, mode, channel, n in told]
    places = countables.registrations(cut).values("gathering_id").annotate(n=Count("pk"))
    return Tallies(
        tuple(rows),
        {one.pk: one.country for one in gatherings},
        dict(places.values_list("gathering_id", "n")),
    )


def chosen(project: UUID, since: date | None, until: date | None) -> Any:
    """The gatherings of a period that have begun, by the first day their dates can mean; oldest first, none cancelled."""
    rows = countables.gatherings(Cut(frozenset({project}), since=since, until=until))
    rows = rows.filter(begins_at__lte=timezone.now())
    return rows.select_related("host").order_by("begins_at", "title", "pk")

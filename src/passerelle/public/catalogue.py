"""All published projects as light rows, of which list, map and table to take away are made: so they cannot disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from passerelle.core import maps
from passerelle.core.search import fold, tokens
from passerelle.core.templatetags.look import number
from passerelle.language.sorting import name_order, remembered_key
from passerelle.language.tongues import UnknownCountry, country_name
from passerelle.network.themes import of_projects
from passerelle.public import queries


class When(TextChoices):
    """Where a project stands today; derived from its dates, never stored."""

    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    TO_BEGIN = "begins", _("Not begun yet")
    UNTOLD = "untold", _("Dates not told")


@dataclass(frozen=True, slots=True)
class Row:
    """What a project is found by. countries: ISO codes of its partners' seats; where no partners are recorded, those
    it names itself. themes: ids. starts, ends: as precise as they were given, "" where not known."""

    id: UUID
    acronym: str
    starts: str
    ends: str
    months: int | None
    programme: str
    countries: frozenset[str]
    themes: frozenset[UUID] = frozenset()

    def when(self, today: str) -> When:
        """today: ISO 8601. An end "2021" is over when 2021 is; a beginning "2027" has come when 2027 has."""
        if self.ends and self.ends < today[: len(self.ends)]:
            return When.ENDED
        if self.starts and self.starts > today[: len(self.starts)]:
            return When.TO_BEGIN
        if not self.starts and not self.ends:
            return When.UNTOLD
        last = self._last()
        return When.ENDED if not self.ends and last and last < today[: len(last)] else When.RUNNING

    def years(self, today: str) -> range:
        """The years in which it runs, as far as is known; an end that nobody knows is this year."""
        if not self.starts and not self.ends:
            return range(0)
        first = int((self.starts or self.ends)[:4])
        last = int((self.ends or self._last() or max(today, self.starts))[:4])
        return range(first, last + 1)

    def _last(self) -> str:
        """The last month, where only the beginning and the length are told."""
        if not self.starts or not self.months:
            return ""
        month = int(self.starts[:4]) * 12 + int(self.starts[5:7] or 1) - 1 + self.months - 1
        return f"{month // 12:04}-{month % 12 + 1:02}"


def today() -> str:
    return timezone.localdate().isoformat()


def rows(language: str) -> list[Row]:
    """Every published project by its name in the order of the reader's language, in one query.

    All of them, because map and list count the same ones; seven columns each."""
    seats = ArrayAgg("partnerships__organisation__country", distinct=True, default=[])
    found = queries.published().annotate(seats=seats, about=of_projects())
    named = found.values_list(
        "pk", "acronym", "starts", "ends", "months", "programme", "countries", "seats", "about"
    ).order_by(*name_order(language, "acronym"))
    return [
        Row(
            pk,
            acronym,
            starts,
            ends,
            months,
            programme,
            frozenset(seats) - {None} or frozenset(told),
            frozenset(about),
        )
        for pk, acronym, starts, ends, months, programme, told, seats, about in named
    ]


def titled(found: Sequence[Row], words: str, language: str) -> list[Row]:
    """Those whose name or title in the reader's language holds every word, be it inside another; at most one query.

    Accents and capitals make no difference."""
    asked = tokens(words)
    if not asked:
        return list(found)
    titles = queries.titles(language)
    return [row for row in found if _says(asked, f"{row.acronym} {titles.get(row.id, '')}")]


def ordered(found: Sequence[Row], order: str) -> list[Row]:
    """order: "name", which they have already (`rows`), or "newest"."""
    if order == "newest":
        return sorted(found, key=lambda row: (row.starts, row.acronym), reverse=True)
    return list(found)


def _says(asked: list[str], words: str) -> bool:
    said = _fold(words)
    return all(word in said for word in asked)


# Names of published projects are no secret and change seldom: what was computed for one reader serves the next.
_fold = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True, slots=True)
class Country:
    """One line of the list beside the map. projects: how many of those found have a partner there."""

    code: str
    name: str
    projects: int


def countries(found: Sequence[Row], language: str) -> list[Country]:
    """Where these projects are, in the order of the reader's language. A project counts in each of its countries."""
    counts = Counter(code for row in found for code in row.countries)
    told = [Country(code, name, n) for code, n in counts.items() if (name := country(code, language))]
    return sorted(told, key=lambda c: remembered_key(c.name, language))


def country(code: str, language: str) -> str:
    """The name of a country; empty for what is none."""
    try:
        return country_name(code, language)
    except UnknownCountry:
        return ""


def places(found: Sequence[Country], addresses: dict[str, str], chosen: str = "") -> list[dict[str, Any]]:
    """The pins of the map, one for each country that it shows; addresses: where each leads."""
    outlines = maps.outlines()
    return [
        {
            "at": outlines[one.code].at,
            "url": addresses[one.code],
            "label": one.name,
            "says": f"{one.name}: {counted(one.projects)}",
            "count": number(one.projects),
            "lead": one.code == chosen,
        }
        for one in found
        if one.code in outlines
    ]


def counted(projects: int) -> str:
    words = ngettext("%(count)s project", "%(count)s projects", projects)
    return words % {"count": number(projects)}

"""What is checked before a gathering is written down: its dates, its hour, its place, its host."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from babel.core import get_global
from django.utils.translation import gettext_lazy as _

from passerelle.core.dates import Partial, parse_partial, runs_backwards
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.engines.planning.moments import last_moment, zone
from passerelle.gatherings.models import Gathering
from passerelle.language.tongues import tongue
from passerelle.network.models import City
from passerelle.tasks.actions.checks import check_partner
from passerelle.tasks.schedule import ZONE

# What may be given to `add_gathering` and `change_gathering`.
FACTS = frozenset(
    {
        "kind", "title", "language", "starts", "ends", "starts_time", "ends_time", "zone", "place", "town",
        "country", "mode", "host", "package", "languages", "places",
    }
)  # fmt: skip
LINES = {"title": 200, "place": 200, "town": 120}
Cities = Mapping[tuple[str, str], City]


def cities() -> dict[tuple[str, str], City]:
    """The cities of the network by name and country, and by name alone where only one has it; one query."""
    found: dict[tuple[str, str], City] = {}
    alone: dict[str, list[City]] = {}
    for city in City.objects.unscoped(reason="cities are public"):
        found[city.name.casefold(), city.country] = city
        alone.setdefault(city.name.casefold(), []).append(city)
    return found | {(name, ""): some[0] for name, some in alone.items() if len(some) == 1}


def zone_of(country: str) -> str:
    """The time zone of a place: its country's where it has one, else the programmes' own."""
    zones = get_global("territory_zones").get(country, [])
    return str(zones[0]) if len(zones) == 1 else ZONE


def fill(one: Gathering, facts: Mapping[str, Any], known: Cities | None = None) -> Gathering:
    """Put facts on a gathering, cleaned and checked. known: see `cities`. Raises Problem that names the field."""
    before = one.host_id
    for name, value in facts.items():
        setattr(one, name, plain_line(value)[: LINES[name]] if name in LINES else value)
    if not one.title:
        raise Problem("no title", _("Write in a few words what it is."), field="title")
    if {"town", "country"} & facts.keys() or one._state.adding:
        _place(one, cities() if known is None else known)
    _check_zone(one)
    check_languages(one.languages, "languages")
    if one.places is not None and one.places < 1:
        raise Problem("no places", _("Leave the places empty, or write how many there are."), field="places")
    # Who left the project stays named where they were.
    if one.host is not None and one.host_id != before:
        check_partner(one.project, one.host, "host")
    if one.package is not None and one.package.project_id != one.project_id:
        raise Problem("other project", _("Choose a work package of this project."), field="package")
    return place_in_time(one)


def _place(one: Gathering, known: Cities) -> None:
    """A town of the network is linked to its city, whose country it has where none is given."""
    one.city = known.get((one.town.casefold(), one.country)) if one.town else None
    if one.city is not None and not one.country:
        one.country = one.city.country


def _check_zone(one: Gathering) -> None:
    one.zone = one.zone or zone_of(one.country)
    try:
        zone(one.zone)
    except ValueError:
        raise Problem(
            "no such zone", _("There is no such time zone. Choose one of the list."), field="zone"
        ) from None


def check_languages(codes: str, field: str) -> None:
    """Raises Problem when one of these codes is no language's."""
    for code in codes.split():
        try:
            tongue(code)
        except LookupError:
            raise Problem("no such language", _("No language is called that."), field=field) from None


def place_in_time(one: Gathering) -> Gathering:
    """Work out its first moment and its last. Raises Problem, as `moments` does."""
    one.begins_at, one.over_at = moments(one.starts, one.ends, one.starts_time, one.ends_time, one.zone)
    if one.ends == one.starts:
        one.ends = ""
    return one


def moments(
    starts: str, ends: str, starts_time: time | None, ends_time: time | None, where: str
) -> tuple[datetime, datetime]:
    """The first moment that dates and hours in the zone `where` can mean, and the last.

    Raises Problem: no date, backwards, or an hour without its day."""
    first = _partial(starts, "starts")
    last = _partial(ends, "ends") if ends else first
    if runs_backwards(first, last):
        raise Problem(
            "backwards", _("It ends before it begins. Look at the two dates once more."), field="ends"
        )
    if starts_time and first.day is None:
        raise _day_wanted("starts")
    if ends_time and last.day is None:
        raise _day_wanted("ends" if ends else "starts")
    begins = datetime.combine(first.first_day(), starts_time or time.min, zone(where)).astimezone(UTC)
    over = last_moment(last.last_day(), ends_time, where)
    if over < begins:
        raise Problem(
            "hours backwards", _("It ends before it begins. Look at the hours once more."), field="ends_time"
        )
    return begins, over


def _partial(text: str, field: str) -> Partial:
    try:
        return parse_partial(text)
    except ValueError:
        raise Problem(
            "no date", _("Write a day, a month or a year: 2027-05-03, 2027-05 or 2027."), field=field
        ) from None


def _day_wanted(field: str) -> Problem:
    return Problem(
        "no day", _("An hour needs its whole day, such as 2027-05-03. Write the day, or leave the hour empty."),
        field=field,
    )  # fmt: skip

"""How a series stands on a day: what the engine makes of it and of the project's gatherings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.dates import parse_partial
from passerelle.engines.planning.series import Aim, Event, Outlook, months_in, outlook
from passerelle.tasks import schedule

HELD, CANCELLED = "held", "cancelled"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a series promises, as it is stored; project: (starts, ends, months) of the project."""

    number: int
    kinds: tuple[str, ...]
    starts: str
    ends: str
    spacing: int
    lasts: int
    lead: int
    project: tuple[str, str, int | None]

    @staticmethod
    def of(row: Mapping[str, Any], project: tuple[str, str, int | None]) -> Promise:
        """From a row of the database, or of JSON the database made."""
        return Promise(
            row["number"],
            tuple(row["kinds"].split()),
            row["starts"],
            row["ends"],
            row["spacing"],
            row["lasts"],
            row["lead"],
            project,
        )

    def aim(self) -> Aim | None:
        """What the engine takes; None while neither the series nor the project has dates."""
        starts, ends, months = self.project
        try:
            period = schedule.period(self.starts or starts, self.ends or ends, None if self.ends else months)
        except ValueError:
            return None
        if period.start is None or period.end is None or period.end < period.start:
            return None
        return Aim(self.number, period.start, period.end, self.spacing, self.lasts, self.lead)


@dataclass(frozen=True, slots=True)
class Standing:
    """A series on a day, with what it was worked out from."""

    aim: Aim
    outlook: Outlook
    today: date

    @property
    def alarmed(self) -> bool:
        return self.outlook.alarmed(self.today)

    @property
    def next_latest(self) -> date | None:
        """The last safe day for the next one that has no date."""
        return next((one.latest for one in self.outlook.slots if one.key is None), None)


def standing(promise: Promise, gatherings: Iterable[Mapping[str, Any]], today: date) -> Standing | None:
    """gatherings: rows with key, kind, state, starts and ends; those of other kinds and cancelled ones do not count."""
    aim = promise.aim()
    if aim is None:
        return None
    counted = [event(row) for row in gatherings if row["kind"] in promise.kinds and row["state"] != CANCELLED]
    return Standing(aim, outlook(aim, counted, today), today)


def event(row: Mapping[str, Any]) -> Event:
    """A gathering's dates as the spans they can mean: "2027-05" is any day of May, and until it is known all of them."""
    starts = parse_partial(row["starts"])
    ends = parse_partial(row["ends"] or row["starts"])
    first, last = starts.first_day(), ends.last_day()
    return Event(
        row["key"],
        first,
        min(starts.last_day(), last),
        max(ends.first_day(), first),
        last,
        row["state"] == HELD,
    )


def left_in_time(one: Standing) -> str:
    """ "3 left in 6 months", in the reader's language; shorter times in days."""
    left, days = one.outlook.left, one.outlook.days
    if not left:
        return _("All are held")
    if not days:
        return ngettext(
            "%(n)d was not held, and the time is over", "%(n)d were not held, and the time is over", left
        ) % {"n": left}
    months = months_in(max(one.today, one.aim.opens), one.aim.closes)
    if months >= 2:
        time = ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    else:
        time = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return _("%(left)s left in %(time)s") % {"left": left, "time": time}

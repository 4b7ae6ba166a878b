"""How the cells of a table of gatherings are read: dates and periods in one cell, hours, zones of time."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import time
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from passerelle.core.dates import parse_partial
from passerelle.core.importables import Cell, Context, Reader, Unread
from passerelle.engines.tables.words import digits, loose, nearest, tidy
from passerelle.importing import kinds
from passerelle.tasks.reading import place_of

# Between two dates, the surest first; a stroke only between two of ISO 8601, for it stands inside others.
_BETWEEN = (
    re.compile(r"\s+(?:-|–|—|to|until|au|à|al|a|till|bis|إلى|حتى)\s+", re.IGNORECASE),
    re.compile(r"\s*[–—]\s*|\s+-\s*|\s*-\s+"),
    re.compile(r"(?<=\d-\d\d)/(?=\d{4}-)"),
)
_DAYS_OF_ONE_MONTH = re.compile(
    r"(\d{1,2})\.?\s*(?:-|–|—|to|au|al|till|bis|إلى)\s*(\d{1,2})([^\d].*)", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")
_HOUR_BEHIND = re.compile(r"(.*\d)[T,\s]\s*(\d{1,2}[:.h]\d{2})(?::00(?:\.0+)?)?", re.IGNORECASE)
_HOUR = re.compile(
    r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(am|pm|h|uhr|hrs|ص|م)?\.?", re.IGNORECASE
)


class Given(NamedTuple):
    """What a cell of a date says: from when, until when and from which hour; "" for what it does not say."""

    starts: str
    ends: str = ""
    hour: str = ""


def date_or_period(cells: Collection[Cell], context: Context) -> Reader:
    """ "3 May 2027", "3–5 May 2027", "12/05/2027 – 14/05/2027", "2027-05-03 10:00", "May 2027", "M14" → Given."""
    one = kinds.moment(months_of_project=True)(cells, context)

    def read(cell: Cell) -> Given:
        if not isinstance(cell, str):
            return Given(one(cell))
        text = tidy(digits(cell))
        if match := _HOUR_BEHIND.fullmatch(text):
            with suppress(Unread):
                return Given(one(match[1].rstrip(" ,")), hour=_hour(match[2]) or "")
        # A period first: read as one date, it would lose its end.
        return _period(text, one) or Given(one(cell))

    return read


def _period(text: str, one: Reader) -> Given | None:
    """Two dates in one cell; a first one without month or year has those of the second."""
    if match := _DAYS_OF_ONE_MONTH.fullmatch(text):
        with suppress(Unread):
            return Given(one(match[1] + match[3]), one(match[2] + match[3]))
    for match in (found for sign in _BETWEEN for found in sign.finditer(text)):
        first, second = text[: match.start()], text[match.end() :]
        year = "" if _YEAR.search(first) else f" {second[-4:]}"
        with suppress(Unread):
            return Given(one(first + year), one(second))
    return None


def hour(cells: Collection[Cell], context: Context) -> Reader:
    """ "10:00", "10h30", "10.30", "2 pm", 9, or the part of a day that a spreadsheet holds; as HH:MM."""

    def read(cell: Cell) -> str:
        found = _hour(cell)
        if found is None:
            raise Unread(_("This is no time of day. Write 17:00."))
        return found

    return read


def _hour(cell: Cell) -> str | None:
    if not isinstance(cell, str):
        minutes = round(cell * 1440) if 0 <= cell < 1 else round(cell * 60)
        return _clock(*divmod(minutes, 60))
    match = _HOUR.fullmatch(tidy(digits(cell)))
    if match is None:
        return None
    hours, half = int(match[1]), (match[3] or "").casefold()
    if half in ("am", "ص", "pm", "م"):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half in ("pm", "م") else 0)
    return _clock(hours, int(match[2] or 0))


def _clock(hours: int, minutes: int) -> str | None:
    with suppress(ValueError):
        return time(hours, minutes).isoformat("minutes")
    return None


def zone(cells: Collection[Cell], context: Context) -> Reader:
    """The name of a time zone, from the name or from the city it is named after in the reader's language."""

    def read(cell: Cell) -> str:
        key = loose(str(cell))
        known = _zones()
        if key in known:
            return known[key]
        for name in known.values():
            if loose(place_of(name)) == key:
                return name
        raise Unread(
            _("No time zone is called that. Write Europe/Brussels."),
            nearest(str(cell), list(known.values())) or "",
        )

    return read


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    """By their whole names, and by the city in them where no other has it."""
    names = sorted(one for one in available_timezones() if "/" in one or one == "UTC")
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(loose(name.rpartition("/")[2]), name)
    return found | {loose(name): name for name in names}


def dated(told: Given, first_month: str | None) -> Given:
    """A period whose months of the project ("M14") are months of the calendar; first_month: the project's, "2026-03".

    Raises ValueError when the project has no dates yet."""
    return Given(_calendar(told.starts, first_month), _calendar(told.ends, first_month), told.hour)


def _calendar(text: str, first_month: str | None) -> str:
    if not text.startswith("M"):
        return text
    if first_month is None:
        raise ValueError(text)
    first = parse_partial(first_month)
    years, month = divmod((first.month or 1) - 1 + int(text[1:]) - 1, 12)
    return f"{first.year + years:04d}-{month + 1:02d}"

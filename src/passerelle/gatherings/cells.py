"""How the cells of a table of gatherings are read: dates and periods in one cell, hours, zones of time."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import time
from functools import lru_cache
from typing import Any, NamedTuple
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
    re.compile(r"(?<=[\d.])-(?=\d{1,2}[./])"),
)
_FROM = re.compile(r"(?:from|on|du|le|dal|il|från|den|vom|von|am|من|في)\s+", re.IGNORECASE)
_DAYS_OF_ONE_MONTH = re.compile(
    r"(\d{1,2})\.?\s*(?:-|–|—|to|au|al|till|bis|إلى)\s*(\d{1,2})([^\d].*)", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")
_HOUR_BEHIND = re.compile(
    r"(.*\d)[T,\s]\s*(\d{1,2}[:.h]\d{2}(?:\s*[-–]\s*\d{1,2}[:.h]\d{2})?)(?::00(?:\.0+)?)?", re.IGNORECASE
)
_BETWEEN_HOURS = re.compile(r"\s*(?:-|–|—|/)\s*|\s+(?:to|until|à|a|alle|till|bis|إلى|حتى)\s+", re.IGNORECASE)
_FROM_HOUR = re.compile(r"(?:from|at|de|dès|à|dalle|ore|från|kl\.?|von|ab|من|الساعة)\s*(?=\d)", re.IGNORECASE)
_HOUR = re.compile(
    r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(am|pm|h|uhr|hrs|ص|م)?\.?", re.IGNORECASE
)


IN_TIME = ("starts", "ends", "starts_time", "ends_time")


class Hours(NamedTuple):
    """From when to when on the clock, HH:MM; "" for an end that is not said."""

    begins: str
    ends: str = ""


class Given(NamedTuple):
    """What a cell of a date says: from when, until when and in which hours; "" for what it does not say."""

    starts: str
    ends: str = ""
    hours: Hours = Hours("")


def date_or_period(cells: Collection[Cell], context: Context) -> Reader:
    """ "3 May 2027", "3–5 May 2027", "12/05/2027 – 14/05/2027", "2027-05-03 10:00", "May 2027", "M14" → Given."""
    one = kinds.moment(months_of_project=True)(cells, context)

    def read(cell: Cell) -> Given:
        if not isinstance(cell, str):
            return Given(one(cell))
        text = tidy(digits(cell))
        text = text[found.end() :] if (found := _FROM.match(text)) else text
        if match := _HOUR_BEHIND.fullmatch(text):
            with suppress(Unread):
                return Given(one(match[1].rstrip(" ,")), hours=_hours(match[2]) or Hours(""))
        # A period first: read as one date, it would lose its end.
        return _period(text, one) or Given(one(text))

    return read


def _period(text: str, one: Reader) -> Given | None:
    """Two dates in one cell; a first one without month or year has those of the second."""
    if match := _DAYS_OF_ONE_MONTH.fullmatch(text):
        with suppress(Unread):
            days = Given(one(match[1] + match[3]), one(match[2] + match[3]))
            if len(days.starts) == len(days.ends) == 10:  # "03-05-2027" is one day, and no two months
                return days
    for match in (found for sign in _BETWEEN for found in sign.finditer(text)):
        first, second = text[: match.start()], text[match.end() :]
        year = "" if _YEAR.search(first) else f" {second[-4:]}"
        with suppress(Unread):
            return Given(one(first + year), one(second))
    return None


def hours(cells: Collection[Cell], context: Context) -> Reader:
    """ "10:00", "10h30", "10.30", "2 pm", 9, "18:00–20:00", or the part of a day that a spreadsheet holds → Hours."""

    def read(cell: Cell) -> Hours:
        found = _hours(cell)
        if found is None:
            raise Unread(_("This is no time of day. Write 17:00."))
        return found

    return read


def _hours(cell: Cell) -> Hours | None:
    if not isinstance(cell, str):
        return Hours(one) if (one := _hour(cell)) else None
    text = tidy(digits(cell))
    text = text[found.end() :] if (found := _FROM_HOUR.match(text)) else text
    parts = _BETWEEN_HOURS.split(text)
    told = [_hour(part) for part in parts]
    return Hours(*(one for one in told if one)) if len(told) <= 2 and all(told) else None


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


def in_time(values: Mapping[str, Any], first_month: str | None) -> dict[str, str]:
    """The dates and hours of a row, as far as any of its cells says them; a column of its own counts before what stands
    in another's cell. Months of the project ("M14") become months of the calendar; first_month: its first, "2026-03".

    Raises ValueError when the project has no dates yet."""
    none = Given("")
    first: Given = values.get("starts", none)
    last: Given = values.get("ends", none)
    opens, closes = values.get("starts_time", Hours("")), values.get("ends_time", Hours(""))
    told = {
        "starts": _calendar(first.starts, first_month),
        "ends": _calendar(last.ends or last.starts or first.ends, first_month),
        "starts_time": opens.begins or first.hours.begins,
        "ends_time": closes.ends or closes.begins or opens.ends or last.hours.begins or first.hours.ends,
    }
    return {name: said for name, said in told.items() if said}


def _calendar(text: str, first_month: str | None) -> str:
    if not text.startswith("M"):
        return text
    if first_month is None:
        raise ValueError(text)
    first = parse_partial(first_month)
    years, month = divmod((first.month or 1) - 1 + int(text[1:]) - 1, 12)
    return f"{first.year + years:04d}-{month + 1:02d}"

"""Dates as people type them: a day, a month or a year, a month of the project, a spreadsheet's serial number.

A date keeps the precision it was given: "Sept. 2027" is no day. "03/04/2027" is two days in two countries: what the
other cells of the column prove decides, else the reader's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from passerelle.engines.tables.reading import Cell
from passerelle.engines.tables.words import digits, loose, tidy

_NUMBERED = re.compile(r"(\d{1,2})[./\- ]\s?(\d{1,2})[./\- ]\s?(\d{4}|\d{2})\.?(?: .*)?")
_ISO = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?(?:[T ].*)?")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[./\-](\d{4})")
_PROJECT_MONTH = re.compile(
    r"(?:m|month|mois|mese|månad|mån|monat|mes|الشهر|شهر)[ .]?0?(\d{1,3})", re.IGNORECASE
)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119; smaller numbers are no dates of projects
_BEGINNING = date(1899, 12, 30)
"""Day 0 of spreadsheets, which take 1900 for a leap year. Source: ECMA-376 part 1, 18.17.4.1."""


def day_first(cells: Iterable[Cell], usual: bool = True) -> bool:
    """Whether "03/04/2027" is the third of April in this column: what its cells prove, else what is usual."""
    first = second = False
    for cell in cells:
        if isinstance(cell, str) and (match := _NUMBERED.fullmatch(tidy(digits(cell)))):
            first |= int(match[1]) > 12
            second |= int(match[2]) > 12
    return usual if first == second else first


def moment(cell: Cell, months: Mapping[str, int], *, days_first: bool = True) -> str:
    """ "2027", "2027-09", "2027-09-30", or "M14" for a month of the project. Raises ValueError.

    months: names and short names of months, as `loose` writes them, in every language that is understood."""
    if not isinstance(cell, str):
        return _serial(cell)
    text = tidy(digits(cell))
    if match := _PROJECT_MONTH.fullmatch(text):
        return f"M{int(match[1])}"
    if match := _ISO.fullmatch(text):
        return _written(match[1], match[2], match[3])
    if match := _NUMBERED.fullmatch(text):
        day, month = (match[1], match[2]) if days_first else (match[2], match[1])
        return _written(_year(match[3]), month, day)
    if match := _MONTH_OF_YEAR.fullmatch(text):
        return _written(match[2], match[1], None)
    if text.isdecimal():
        return _serial(int(text))
    return _named(text, months)


def _named(text: str, months: Mapping[str, int]) -> str:
    """ "3 février 2027", "Sept. 2027", "July 4th, 2027", "mar 27"."""
    words = [word for word in re.split(r"[\s.,\-/]+", text) if word]
    named = [months[loose(word)] for word in words if loose(word) in months]
    figures = [
        match[1] for word in words if (match := re.fullmatch(r"(\d+)(?:st|nd|rd|th|er|º|ª|°|a|e)?", word))
    ]
    if len(named) != 1 or not 1 <= len(figures) <= 2:
        raise ValueError(text)
    year = next((one for one in figures if len(one) == 4), figures[-1])
    rest = [one for one in figures if one is not year]
    return _written(_year(year), str(named[0]), rest[0] if rest else None)


def _serial(value: float) -> str:
    if not _FIRST_SERIAL <= value <= _LAST_SERIAL:
        if 1900 <= value <= 2200 and value == int(value):
            return str(int(value))
        raise ValueError(value)
    return (_BEGINNING + timedelta(days=int(value))).isoformat()


def _year(text: str) -> str:
    return text if len(text) == 4 else f"20{int(text):02d}" if int(text) < 70 else f"19{text}"


def _written(year: str, month: str | None, day: str | None) -> str:
    """Raises ValueError for a day that does not exist."""
    date(int(year), int(month or 1), int(day or 1))
    if not 1900 <= int(year) <= 2200:
        raise ValueError(year)
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part is not None)])

"""Dates that keep the precision they were given.

A grant agreement says "September 2018", a flyer says "2017", a contract says "3 February 2020". Filling in a
day nobody gave would invent a fact, so a date is kept as the text "2018", "2018-09" or "2020-02-03" (the
reduced precisions of ISO 8601, which are also what `<time datetime>` takes) and read through `Partial`.

Words and their order come from CLDR through Babel. Digits are always the Latin ones (0–9), in Arabic, Persian
and Bengali pages too: grant agreements, budgets and seat codes carry them in every country of a project, they
are what Arabic readers in Europe and in the Maghreb are used to, and a year must look the same in the
original and in its translation, or the two cannot be compared.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from django.utils import translation
from django.utils.translation import gettext

_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

# Plain "en" is American in CLDR ("February 3, 2020"); "en_GB" puts the day first, as the readers of these
# pages do.
_EUROPEAN = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Partial:
    """A year, a month of a year, or a day: as precise as its source and no more.

    `str(partial)` gives back the text it was parsed from. Raises ValueError when built with a day that does
    not exist, or a day without its month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A day needs its month.")
        if not 1 <= self.year <= 9999:
            raise ValueError(f"The year {self.year} is not between 1 and 9999.")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"There is no month {self.month}: months go from 01 to 12.")
        if self.day is not None and not 1 <= self.day <= self._length_of_month():
            raise ValueError(f"There is no day {self.day} in month {self.month} of {self.year}.")

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def first_day(self) -> date:
        """The earliest day this can mean: "2018-09" gives 1 September 2018."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """The latest day this can mean: "2018-09" gives 30 September 2018."""
        if self.month is None:
            return date(self.year, 12, 31)
        return date(self.year, self.month, self.day or self._length_of_month())

    def _length_of_month(self) -> int:
        assert self.month is not None
        return monthrange(self.year, self.month)[1]


@lru_cache(maxsize=1 << 12)
def parse_partial(text: str) -> Partial:
    """Read "2018", "2018-09" or "2020-02-03"; spaces around it are ignored.

    Raises ValueError, with a sentence that says what is wrong, for anything else. "2018-9" and "03/04/2018"
    are refused instead of guessed: the second is two different days in two countries of one project.
    """
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text.strip()[:40]}” is not a date. Write 2018, 2018-09 or 2018-09-03.")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    return Partial(year, month, day)


def runs_backwards(start: str | Partial | None, end: str | Partial | None) -> bool:
    """Whether a period certainly ends before it begins: no reading of the two dates puts them in order.

    "2018-09" to "2018" is in order (the year is not over in September), "2018-09" to "2018-08" is not.
    """
    first, last = _read(start), _read(end)
    return first is not None and last is not None and last.last_day() < first.first_day()


def format_partial(value: str | Partial | None, reader: str) -> str:
    """The date in the reader's language, in the precision it has: "2018", "settembre 2018", "3 فبراير 2020".

    `reader` is a language code ("it") or a Babel locale ("fa_AF"); one that Babel does not know reads
    English. None and "" give "". Raises ValueError for text that is no date.
    """
    partial = _read(value)
    if partial is None:
        return ""
    locale = _locale(reader)
    if partial.month is None:
        return str(partial.year)
    if partial.day is None:
        return format_skeleton("yMMMM", partial.first_day(), locale=locale)
    return format_date(partial.first_day(), "long", locale=locale)


def format_period(start: str | Partial | None, end: str | Partial | None, reader: str) -> str:
    """A period in the reader's language: "September 2018 – June 2021", "2017–2019", "3 February 2020".

    An end that was not given is named as not known and never left out silently. Each end is written whole,
    not shortened as CLDR's interval patterns would: several of those are wrong (fa_AF prints "February to
    February" for February to April). Raises ValueError for text that is no date.
    """
    first, last = _read(start), _read(end)
    if first is None and last is None:
        return _in(reader, lambda: gettext("dates not known"))
    if first is None:
        return _in(
            reader, lambda: gettext("start not known – %(end)s") % {"end": format_partial(last, reader)}
        )
    if last is None:
        return _in(
            reader, lambda: gettext("%(start)s – end not known") % {"start": format_partial(first, reader)}
        )
    if first == last:
        return format_partial(first, reader)
    dash = "–" if first.month is None and last.month is None else " – "
    return f"{format_partial(first, reader)}{dash}{format_partial(last, reader)}"


def short_day(day: date, reader: str) -> str:
    """A day near today, without its year: "Wed 4 Mar", "mer. 4 mars", "الأربعاء، 4 مارس"."""
    return format_skeleton("MMMEd", day, locale=_locale(reader))


def weekday_name(weekday: int, reader: str) -> str:
    """The name of a day of the week, 0 being Monday."""
    return _locale(reader).days["stand-alone"]["wide"][weekday]


def _read(value: str | Partial | None) -> Partial | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, Partial) else parse_partial(value)


def _in(reader: str, sentence: Callable[[], str]) -> str:
    with translation.override(reader.replace("_", "-").lower()):
        return sentence()


@lru_cache(maxsize=128)
def _locale(reader: str) -> Locale:
    name = _EUROPEAN.get(reader, reader).replace("-", "_")
    for candidate in (name, name.partition("_")[0]):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")

"""Dates as people write them, to the day, month or year that they say, and spans of two of them.

No date is completed: what has no year and cannot borrow one from the other end of its span is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from passerelle.engines.text import words as word_lists
from passerelle.engines.text.importer.source import base, data, entries, plain

_Y = r"(?:19[5-9][0-9]|20[0-6][0-9])"
_YEAR_FIRST = ("hu", "lt", "lv", "et", "tr", "eu")
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_GROWN = re.compile(r"^[-':][^\W\d_]{1,7}")  # "október 1-jétől", "2021'den", "2021:stä"
_MOST_BETWEEN = 34  # signs between the two ends of a span


@dataclass(frozen=True, slots=True)
class Date:
    """A date at plain[start:end]; year 0 means none was written."""

    start: int
    end: int
    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """ISO 8601 at the precision given."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Span:
    """Two dates that are said to be the ends of one time."""

    first: Date
    last: Date

    @property
    def months(self) -> float:
        """About how long it is; a year that is only named counts as whole."""
        begin = self.first.year * 12 + (self.first.month or 1) + (self.first.day or 1) / 31
        end = self.last.year * 12 + (self.last.month or 12) + (self.last.day or 31) / 31
        return end - begin


@lru_cache(maxsize=2)
def dates(text: str, language: str | None) -> tuple[Date, ...]:
    """Every date of a plain text, in order; months without a year are among them, with year 0."""
    found: list[Date] = []
    for match in _pattern(base(language)).finditer(text):
        for date in _read(match):
            before = found[-1] if found else None
            if (
                before
                and not before.year
                and before.month == date.month
                and text[before.end : date.start] == "/"
            ):
                # "أيلول/سبتمبر 2018": one month by its two Arabic names.
                found[-1] = replace(date, start=before.start)
            else:
                found.append(date)
    return tuple(found)


def spans(text: str, language: str | None) -> Iterator[Span]:
    """Spans of time between dates that stand side by side."""
    found = dates(text, language)
    at = 0
    while at < len(found) - 1:
        joined = _joined(text, found[at], found[at + 1], base(language))
        if joined is not None and joined.months > 0:
            yield joined
            at += 1
        at += 1


def _joined(text: str, first: Date, last: Date, language: str) -> Span | None:
    between = text[first.end : last.start]
    if len(between) > _MOST_BETWEEN or not _is_between(between, text, first, last, language):
        return None
    if not first.year and last.year:
        first = replace(first, year=last.year - (first.month > last.month > 0))
    elif not last.year and first.year:
        last = replace(last, year=first.year + (0 < last.month < first.month))
    if not first.year or not last.year or bool(first.month) < bool(last.month):
        return None
    return Span(first, last)


def _is_between(between: str, text: str, first: Date, last: Date, language: str) -> bool:
    between = _GROWN.sub("", between)
    words = re.findall(r"[^\W\d_]+", between.lower())
    signs = re.sub(r"[\w\s]", "", between)
    if signs.strip("-/>→⇒~.,'()|·") or signs.count("-") > 1 or between.count("\n") > 1:
        return False
    if not words and not signs.strip(".,'()|"):
        whole = first.year and last.year and first.month and last.month
        return bool(whole) and "," not in between
    if not all(word in _between(language) for word in words) and not _leads_on(words, language):
        return False
    if words and not signs.strip(".,'()|") and not any(word in _leading_on(language) for word in words):
        # "between May and October 2020" is a span, "in May and October 2020" is two dates.
        around = text[max(0, first.start - 30) : first.start] + " " + text[last.end : last.end + 30]
        return _two_ends().search(around) is not None
    return True


@cache
def _between(language: str) -> frozenset[str]:
    lists = data("dates")["between"]
    return frozenset(entries(lists.get(language, "") + "|" + lists["en"])) | _filling()


@cache
def _filling() -> frozenset[str]:
    return frozenset(entries(data("dates")["of"]))


@cache
def _leading_on(language: str) -> frozenset[str]:
    """Words such as "to" and "until", without "and" and what may stand beside it."""
    lists = data("dates")
    onward = entries(lists["between"].get(language, "") + "|" + lists["between"]["en"])
    return frozenset(onward) - set(entries(lists["and"].get(language, "") + "|and|" + lists["beside"]))


def _leads_on(words: list[str], language: str) -> bool:
    """Whether small words go on to an end: "und noch bis Ende"."""
    common = word_lists.function_words()
    return any(word in _leading_on(language) for word in words) and all(
        word in _between(language) or language in common.get(word, ()) for word in words
    )


@cache
def _two_ends() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\w)(?:" + "|".join(entries(data("dates")["two ends"])) + r")(?!\w)", re.IGNORECASE
    )


@cache
def _month_forms(language: str) -> tuple[tuple[str, ...], ...]:
    """Of each of the twelve months its patterns, longest first."""
    lists = data("dates")["months"]
    twelve: list[tuple[str, ...]] = []
    languages = [language, "en"] if language != "en" else ["en"]
    languages += {"hr": ["bs"]}.get(language, [])
    for month in range(12):
        forms = {
            form
            for code in languages
            if code in lists
            for form in plain(lists[code]).split(" ")[month].replace("_", " ").split("|")
        }
        twelve.append(tuple(sorted(forms, key=lambda form: (-len(form), form))))
    return tuple(twelve)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    months = "|".join(
        f"(?P<M{number}>" + "|".join(_month_form(form) for form in forms) + ")"
        for number, forms in enumerate(_month_forms(language), 1)
    )
    # "2018. gada septembris" has its year before; the numbered groups of months can stand only once in a pattern.
    of = r"(?:" + "|".join(sorted(map(re.escape, _filling()), key=len, reverse=True)) + r")(?!\w)"
    year_first = (
        rf"(?:(?P<yf>{_Y})(?:\.|'\w{{1,4}})?\s?(?:{of}\.?\s?){{0,2}}(?:(?P<df>[0-3]?[0-9])\.\s?)?)?"
        if language in _YEAR_FIRST
        else ""
    )
    after_month = (
        r"(?:\s(?:mėn\.?\s)?(?P<dl>[0-3]?[0-9])(?=\.|-|\sd\b|\s?d\.))?" if language in _YEAR_FIRST else ""
    )
    unless = "(?(yf)|" if year_first else ""  # a second year belongs to the next date
    ordinal = r"(?:\.|\s?(?:st|nd|rd|th|er|ère|º|°|ª|ro|o|ης?|-?го|-?ше|-?е))?"
    day = rf"(?:(?<![\w./])(?P<d>[0-3]?[0-9]){ordinal}\s?(?:(?:de|di|d|of)[\s'])?)?"
    return re.compile(
        rf"(?P<stamp>{_Y}-[01][0-9]-[0-3][0-9]T[0-9:.]+)"
        rf"|(?<![\w/])(?<![0-9][.-])(?P<y1>{_Y})(?P<s1>[-./])\s?(?P<m1>1[0-2]|0?[1-9])(?P=s1)\s?(?P<d1>3[01]|[12][0-9]|0?[1-9])(?![0-9])"
        rf"|(?<![\w./])(?P<y2>{_Y})[-./](?P<m2>1[0-2]|0[1-9])(?![0-9]|[-./][0-9])"
        rf"|(?<![\w./])(?P<a3>[0-3]?[0-9])(?P<s3>[-./])\s?(?P<b3>[0-3]?[0-9])(?P=s3)\s?(?P<y3>{_Y}|[0-9][0-9])(?![0-9])"
        rf"|(?<![\w./])(?P<a5>3[01]|[12][0-9]|0?[1-9])/(?P<b5>1[0-2]|0?[1-9])[ -](?P<y5>{_Y})(?![0-9])"
        rf"|(?<![\w./])(?P<m4>1[0-2]|0?[1-9])[./-]\s?(?P<y4>{_Y})(?![0-9])"
        rf"|(?<![\w./])(?P<r>XII|XI|IX|X|IV|VIII|VII|VI|V|III|II)[. ]\s?(?P<yr>{_Y})(?![0-9])"
        rf"|(?:{year_first}|(?<!\w)){day}(?<!\w)(?:و|ب|ل)?(?:{months})(?!\w)\.?{after_month}"
        rf"(?:\s(?P<de>[0-3]?[0-9])(?:st|nd|rd|th)?,(?=\s{_Y}))?"
        rf"{unless}(?:[\s.,/'-]{{0,3}}(?:{of}[\s.']{{0,2}}){{0,2}}(?<![0-9])(?P<y>{_Y})(?![0-9])|(?:\s?'|-)(?P<yy>[0-9][0-9])(?![\w-]))?"
        rf"{')' if unless else ''}"
        rf"|(?<![\w.,/])(?P<y6>{_Y})(?:\s?[-/]\s?(?P<y7>[0-9][0-9])(?![\w]|[./-]\d))?(?![0-9]|[.,][0-9]{{3}})",
        re.IGNORECASE,
    )


def _month_form(form: str) -> str:
    if form.endswith("*"):
        return re.escape(form[:-1]) + r"\w{0,8}"
    return form if "[" in form else re.escape(form)


def _read(match: re.Match[str]) -> list[Date]:
    got = match.groupdict()
    start, end = match.span()
    if got["stamp"]:
        return []
    if got["y1"]:
        return _valid(start, end, int(got["y1"]), int(got["m1"]), int(got["d1"]))
    if got["y2"]:
        return _valid(start, end, int(got["y2"]), int(got["m2"]))
    if got["y3"]:
        day, month = int(got["a3"]), int(got["b3"])
        day, month = (month, day) if month > 12 >= day else (day, month)
        return _valid(start, end, _full(got["y3"]), month, day)
    if got["y5"]:
        return _valid(
            start, end, int(got["y5"]), int(got["b5"]), int(got["a5"])
        )  # "1/9 2018", as in Scandinavia
    if got["y4"]:
        return _valid(start, end, int(got["y4"]), int(got["m4"]))
    if got["r"]:
        small = got["r"].islower() or got["r"] == "X"
        return [] if small else _valid(start, end, int(got["yr"] or 0), _ROMAN.index(got["r"].upper()) + 1)
    if got["y6"]:
        return _years(match)
    return _worded(match, got)


def _years(match: re.Match[str]) -> list[Date]:
    year = int(match["y6"])
    first = Date(match.start("y6"), match.end("y6"), year)
    if match["y7"] is None:
        return [first]
    last = year // 100 * 100 + int(match["y7"])
    if last <= year or last - year > 12:
        return [first]
    return [first, Date(match.start("y7"), match.end("y7"), last)]


def _worded(match: re.Match[str], got: dict[str, str | None]) -> list[Date]:
    month = next(number for number in range(1, 13) if got[f"M{number}"])
    day = int(got["d"] or got.get("df") or got.get("dl") or got["de"] or 0)
    year = int(got["y"] or got.get("yf") or 0) or (_full(got["yy"]) if got["yy"] else 0)
    start, end = match.span()
    while end > start and match.string[end - 1] in " .,":
        end -= 1
    return _valid(start, end, year, month, day)


def _full(year: str | None) -> int:
    number = int(year or 0)
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


def _valid(start: int, end: int, year: int, month: int, day: int = 0) -> list[Date]:
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1 <= month <= 12 or not 0 <= day <= longest[month - 1]:
        return []
    return [Date(start, end, year, month, day)]

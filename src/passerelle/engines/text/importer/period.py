"""Which of a page's dates are the project's own beginning and end.

A label decides ("Duration:", "Start date:"); without one, a span in a sentence or heading that can be about the
project: not a meeting of some days, not the years of the funding programme, not the stamp of a post.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from passerelle.engines.text.importer.dates import Date, Span, dates, spans
from passerelle.engines.text.importer.lines import Line
from passerelle.engines.text.importer.model import Value
from passerelle.engines.text.importer.source import data, entries

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\da-z])|\n")
_SHORTEST = 1.9
"""Months of a span without a label that is the project's and not an event's."""


def period(
    text: str,
    lines: Sequence[Line],
    language: str | None,
    taken: Iterable[tuple[int, int]],
    names: Iterable[str] = (),
) -> Iterator[Value]:
    """The values of period_start and period_end of a plain text, each at most once.

    `taken` are the places of programmes' names: years beside them are the programme's. `names` are what the page
    calls the project."""
    called = tuple(name.lower() for name in names if len(name) > 3)
    programmes = list(taken)
    found: dict[str, Value] = {}
    for field, value in _labelled(text, lines, language):
        found.setdefault(field, value)
    if not found:
        found = _from_spans(text, lines, language, programmes, called)
    if not found:
        for field, value in _told(text, language, called):
            found.setdefault(field, value)
    yield from found.values()


def _from_spans(
    text: str,
    lines: Sequence[Line],
    language: str | None,
    programmes: list[tuple[int, int]],
    called: tuple[str, ...],
) -> dict[str, Value]:
    """The span that is most likely the project's, or nothing."""
    scored = [
        (_score(text, span, lines, programmes), -number, span)
        for number, span in enumerate(spans(text, language))
    ]
    score, _, best = max(scored, default=(0, 0, None))
    if best is None or score <= 0:
        return {}
    found: dict[str, Value] = {}
    if not best.first.month:
        # "Bridges 2018-2021 … Bridges began in September 2018": what says more.
        years = {"period_start": best.first.year, "period_end": best.last.year}
        for field, value in _told(text, language, called):
            if str(value.value).startswith(f"{years[field]}-"):
                found.setdefault(field, value)
    if len(found) < 2:
        sure = 0.75 if score > 1 else 0.6
        found = {
            "period_start": _value("period_start", best.first, sure),
            "period_end": _value("period_end", best.last, sure),
        }
    return found


def _value(field: str, date: Date, sure: float) -> Value:
    return Value(field, date.iso, date.start, date.end, sure)  # type: ignore[arg-type]


def _labelled(text: str, lines: Sequence[Line], language: str | None) -> Iterator[tuple[str, Value]]:
    for line in lines:
        if line.is_label or line.part not in ("start", "end", "period"):
            continue
        # A label can stand in one table row with its value and the next label's.
        words = text[line.start : line.end]
        two = next(
            spans(words, language), None
        )  # also under "Start date", where forms have one field for both
        if line.part == "period" or two:
            for span in spans(words, language):
                moved = Span(_moved(span.first, line.start), _moved(span.last, line.start))
                yield "period_start", _value("period_start", moved.first, 0.95)
                yield "period_end", _value("period_end", moved.last, 0.95)
                break
            continue
        for date in dates(words, language):
            if date.year:
                field = f"period_{line.part}"
                yield field, _value(field, _moved(date, line.start), 0.95)
                break
    yield from _spread(text, lines, language)
    for line in lines:
        if line.part == "period" and not line.is_label:
            yield from _cued(text, line, language)


def _spread(text: str, lines: Sequence[Line], language: str | None) -> Iterator[tuple[str, Value]]:
    """A span over two lines under one label."""
    for line, following in itertools.pairwise(lines):
        both = line.part == following.part == "period"
        if both and not line.is_label and not following.is_label and following.end - line.start < 90:
            for span in spans(text[line.start : following.end], language):
                yield "period_start", _value("period_start", _moved(span.first, line.start), 0.9)
                yield "period_end", _value("period_end", _moved(span.last, line.start), 0.9)
                return


def _cued(text: str, line: Line, language: str | None) -> Iterator[tuple[str, Value]]:
    """ "Duration: 24 months, from September 2018": a month at least, and no more than one."""
    single = [date for date in dates(text[line.start : line.end], language) if date.year and date.month]
    if len(single) == 1:
        date = _moved(single[0], line.start)
        before = text[max(line.start, date.start - 40) : date.start]
        if _ends().search(before) and not _starts().search(before):
            yield "period_end", _value("period_end", date, 0.7)
        elif _starts().search(before) or _from().search(before):
            yield "period_start", _value("period_start", date, 0.7)


def _moved(date: Date, by: int) -> Date:
    return Date(date.start + by, date.end + by, date.year, date.month, date.day)


def _score(text: str, span: Span, lines: Sequence[Line], programmes: list[tuple[int, int]]) -> float:
    first, last = span.first, span.last
    if span.months < _SHORTEST or span.months > 130:
        return 0
    begin, end = _sentence(text, first.start)
    sentence = text[begin:end]
    about = _project().search(sentence) is not None
    if not first.month:
        if f"{first.year}-{last.year}" in entries(data("dates")["funding periods"]):
            return 0
        if any(at <= first.start and first.start - stop < 30 for at, stop in programmes):
            return 0
        on_top = any(line.start <= first.start < line.end for line in lines[:3])
        return 1.2 if on_top else 1.0 if about else 0
    if first.day and last.day and span.months < 1.5:
        return 0
    return 1.0 + 0.6 * about + min(span.months, 48) / 100 - 0.2 * bool(first.day and span.months < 4)


def _sentence(text: str, at: int) -> tuple[int, int]:
    begin = max(
        (match.end() for match in _SENTENCE.finditer(text, max(0, at - 400), at)), default=max(0, at - 400)
    )
    ending = _SENTENCE.search(text, at)
    return begin, min(ending.start() if ending else len(text), at + 400)


def _told(text: str, language: str | None, names: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    """ "The project started in September 2018": said of the project, with a month at least."""
    for date in dates(text, language):
        if not date.year or not date.month:
            continue
        begin, end = _sentence(text, date.start)
        # "The project takes two years. It began in …": the sentence before may say of what.
        about = text[max(text.rfind("\n", 0, date.start) + 1, begin - 160) : end]
        if not _project().search(about) and not any(name in about.lower() for name in names):
            continue
        # "began in May 2019 and ends in June 2021": each verb belongs to the date on its side of the "and".
        parting = _parting(language)
        before = parting.split(text[max(begin, date.start - 60) : date.start])[-1]
        after = parting.split(text[date.end : min(end, date.end + 30)])[0]
        near = before if _starts().search(before) or _ends().search(before) else after
        if _starts().search(near) and _ends().search(
            near
        ):  # "began in May 2019 and ends in": the nearer word
            near = re.split(r"\s(?=\S+\s\S+\s?$)", near)[-1]
        if _starts().search(near):
            yield "period_start", _value("period_start", date, 0.6)
        elif _ends().search(near):
            yield "period_end", _value("period_end", date, 0.6)


@cache
def _parting(language: str | None) -> re.Pattern[str]:
    """What parts one statement from the next: a comma, or "and" in the page's language."""
    words = entries(data("dates")["and"].get(language or "", "and"))
    return re.compile(rf"[,;]|\s(?:{'|'.join(map(re.escape, words))})\s", re.IGNORECASE)


@cache
def _starts() -> re.Pattern[str]:
    return _stems("starts")


@cache
def _ends() -> re.Pattern[str]:
    return _stems("ends")


@cache
def _project() -> re.Pattern[str]:
    return _stems("project")


@cache
def _from() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\w)(?:from|since|dès|depuis|à partir|dal|da|dall|desde|a partir|seit|ab|vanaf|från|fra|alkaen|alates|no|"
        r"nuo|od|z|ab|din|от|от|з|с|από|من|منذ)(?!\w)",
        re.IGNORECASE,
    )


def _stems(name: str) -> re.Pattern[str]:
    stems = entries(data("dates")[name])
    # Arabic writes "and" together with the verb.
    return re.compile(r"(?<!\w)[وف]?(?:" + "|".join(map(re.escape, stems)) + ")", re.IGNORECASE)

"""Whom to write to or call: names, addresses for mail, numbers."""

import re
from collections.abc import Iterator, Sequence

from passerelle.engines.text.importer.lines import Line
from passerelle.engines.text.importer.model import Value
from passerelle.engines.text.importer.source import plain

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_ABROAD = re.compile(r"(?<![\w/])(?:\+|00)[0-9][0-9 ()./-]{6,18}[0-9](?!\w)")
# Where a page says that it is about contacts, a number needs no code of a country.
_CALLED = re.compile(r"(?<![\w/@.-])(?:\+|\()?[0-9](?:[ ()./-]{0,2}[0-9]){5,14}(?![\w@])")
_PERSON = re.compile(r"[^\W\d_a-z][\w.'-]*(?: [^\W\d_][\w.'-]*){1,3}(?=\s?[,;:|(<]|\s-\s|\s*$)")
_FULL_NUMBER = 8  # figures; postal codes have fewer
_LONGEST_LINE = 200
_MOST_LINES = 8


def contacts(text: str, lines: Sequence[Line]) -> Iterator[Value]:
    """Lines of the part about contacts, a line of several things as name, mail and number; then any other address."""
    own = [
        line
        for line in lines
        if line.part == "contact" and not line.is_label and line.end - line.start < _LONGEST_LINE
    ]
    seen: set[str] = set()
    for line in own[:_MOST_LINES]:
        for start, end in _told(plain(text), line):
            said = text[start:end]
            if said.casefold() not in seen:
                seen.add(said.casefold())
                yield Value("contact", said, start, end, 0.85)
    covered = [(line.start, line.end) for line in own[:_MOST_LINES]]
    for pattern in (_MAIL, _ABROAD):
        for match in pattern.finditer(text):
            said = match.group().casefold()
            if said not in seen and not any(start <= match.start() < end for start, end in covered):
                seen.add(said)
                yield Value("contact", match.group(), match.start(), match.end(), 0.8)


def _told(text: str, line: Line) -> list[tuple[int, int]]:
    """The places of what a line of contacts says; the whole line when it has neither address nor number."""
    mails = [match.span() for match in _MAIL.finditer(text, line.start, line.end)]
    calls = [
        match.span()
        for match in _CALLED.finditer(text, line.start, line.end)
        if (match.group()[0] in "+(0" or sum(map(str.isdigit, match.group())) >= _FULL_NUMBER)
        and not any(start <= match.start() < end for start, end in mails)
    ]
    if not mails and not calls:
        return [(line.start, line.end)]
    first = min(start for start, _ in (*mails, *calls))
    person = _PERSON.match(text, line.start, first)
    return sorted([*([person.span()] if person else []), *mails, *calls])

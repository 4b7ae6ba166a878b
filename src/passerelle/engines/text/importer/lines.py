"""A page as lines that know to which part of the page they belong: objectives, partners, duration …"""

import re
from dataclasses import dataclass, replace
from functools import cache

from passerelle.engines.text.importer.source import data, entries, plain

_MARKS = re.compile(
    r"\s*(?P<heading>#{1,6}\s+)?(?P<item>(?:[-–—*+•·∙‣▪●○◦►▸➤→✓✔]|[0-9٠-٩۰-۹]{1,2}[.)]|[a-z]\))\s+)?(?:\*\*|__)?\s*"
)
_TAIL = re.compile(r"(?:\s|\*\*|__|#)+$|(?<=\S)(?:19|20)\d\d-\d\d-\d\dT[\d:.]{5,12}(?:Z|[+-]\d\d:?\d\d)?$")
_LABEL = re.compile(r"([^:|\n]{2,60}?)(?:\*\*|__)?\s*(?::|\||\s-\s)\s*(?:\*\*|__)?\s*(?=\S)")
_AROUND = " \t:*_#.-–—•|؛"
_WORD = re.compile(r"[^\W_]+(?:['’&+-][^\W_]+)*")
_LONGEST_LABEL = 60
_CELL = " |"
# Parts whose value follows at once; the others go on to the next heading.
_SHORT_PARTS = {
    "title": 1,
    "acronym": 1,
    "start": 1,
    "end": 1,
    "period": 2,
    "programme": 3,
    "sdg": 8,
    "contact": 7,
}


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line, text[start:end], without marks and without their label.

    `part` names the part of the page; `labelled` says that the line itself begins with the label.
    """

    start: int
    end: int
    kind: str  # "heading", "item", "plain"
    part: str | None
    labelled: bool = False
    is_label: bool = False


@cache
def _parts() -> dict[str, str]:
    found: dict[str, str] = {}
    for part, listed in data("headings")["parts"].items():
        for name in entries(listed):
            found.setdefault(_key(name), part)
    return found


@cache
def _around() -> frozenset[str]:
    return frozenset(entries(data("headings")["of the project"]))


def _key(name: str) -> str:
    return " ".join(_WORD.findall(name.lower()))


def part_of(name: str) -> str | None:
    """The part that a heading or label names, in any language: "Obiettivi del progetto" → objective."""
    name = plain(name).strip(_AROUND)
    if not name or len(name) > _LONGEST_LABEL:
        return None
    key = _key(name)
    if key in _parts():
        return _parts()[key]
    words = re.split(r"[\s'&/]+", key)
    if len(words) > 6:
        return None
    return _parts().get(" ".join(word for word in words if word not in _around()))


def lines(text: str) -> tuple[Line, ...]:
    """The lines with words, in order."""
    found: list[Line] = []
    part: str | None = None
    heads: tuple[str, ...] = ()
    left = at = 0
    for raw in text.split("\n"):
        line = _line(raw, at)
        at += len(raw) + 1
        if line is None:
            continue
        words = text[line.start : line.end]
        if _CELL in words:
            heads, cells = _row(text, line, heads)
            if cells:
                found.extend(cells)
                continue
        named = part_of(words)
        if named is not None:
            part, left = named, _SHORT_PARTS.get(named, 40)
            found.append(replace(line, part=named, is_label=True))
        elif (label := _LABEL.match(words)) and (named := part_of(label[1])):
            # A label without a value on its line was caught above.
            found.append(replace(line, start=line.start + label.end(), part=named, labelled=True))
            if line.kind != "item":
                part = None
        else:
            if line.kind == "heading" or left <= 0:
                part = None
            left -= 1
            found.append(replace(line, part=part))
    return tuple(found)


def _row(text: str, line: Line, heads: tuple[str, ...]) -> tuple[tuple[str, ...], list[Line]]:
    """A row of a table whose head names a part in each column: the head of the next row, and this one's cells."""
    cells: list[Line] = []
    at = line.start
    for words in text[line.start : line.end].split("|"):
        start = at + len(words) - len(words.lstrip())
        cells.append(Line(start, start + len(words.strip()), "item", None))
        at += len(words) + 1
    filled = [cell for cell in cells if cell.start < cell.end]
    named = [part_of(text[cell.start : cell.end]) for cell in filled]
    if len(filled) > 1 and all(named):
        parts = tuple(filter(None, named))
        return parts, [
            replace(cell, part=part, is_label=True) for cell, part in zip(filled, parts, strict=True)
        ]
    if heads and len(cells) >= len(heads):
        told = zip(cells, heads, strict=False)
        return heads, [
            replace(cell, part=part, labelled=True) for cell, part in told if cell.start < cell.end
        ]
    return (), []


def _line(raw: str, at: int) -> Line | None:
    marks = _MARKS.match(raw)
    start = marks.end() if marks else 0
    end = len(raw)
    while tail := _TAIL.search(raw, start, end):
        end = tail.start()
    if start >= end or not any(map(str.isalnum, raw[start:end])):
        return None
    kind = "heading" if marks and marks["heading"] else "item" if marks and marks["item"] else "plain"
    return Line(at + start, at + end, kind, None)

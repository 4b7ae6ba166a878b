"""Placeholders where Word put them: across runs, in headers, tables, text boxes and content controls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from docx.oxml.ns import qn
from rapidfuzz import fuzz, process

from passerelle.engines.documents.clean import short
from passerelle.engines.documents.filling.given import Given, names
from passerelle.engines.documents.filling.package import Template

W_P, W_T, W_TR, W_TC, W_TBL = (qn(f"w:{one}") for one in ("p", "t", "tr", "tc", "tbl"))
W_R = qn("w:r")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_BOX = qn("w:txbxContent")
# Not on the page any more: what tracked changes took away, and the codes of fields.
_GONE = frozenset(qn(f"w:{one}") for one in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr"))
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_LIKELY = 55  # of 100: how alike a name must be to be proposed

Code = Literal["unknown", "open", "alone", "row", "rows", "drawing"]


@dataclass(frozen=True, slots=True)
class Where:
    """part: body, header, footer, footnotes or endnotes. table, row, cell, paragraph: counted from 1, 0 for none.
    box: in a text box. says: the words around."""

    part: str
    table: int = 0
    row: int = 0
    cell: int = 0
    paragraph: int = 0
    box: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """unknown: no such placeholder. open: brackets that do not close within their paragraph. alone: takes the place of
    a whole paragraph, and shares it. row: is repeated with a table's row, and stands in none. rows: two kinds of rows
    in one. drawing: stands in a drawing that cannot be filled. proposal: the name that was probably meant, or ""."""

    code: Code
    name: str
    where: Where
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """name: as it is compared. start, end: its place among the signs of the paragraph."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class Spoken:
    """The words of one paragraph: each sign with the element it comes from and its place there."""

    text: str
    signs: list[tuple[Any, int]]


def spoken(paragraph: Any) -> Spoken:
    """What stands in a paragraph, without the paragraphs of text boxes anchored in it."""
    told = Spoken("", [])
    pieces: list[str] = []
    for element in _own(paragraph):
        text = (element.text or "") if element.tag == W_T else _SIGNS[element.tag]
        pieces.append(text)
        told.signs += [(element, at) for at in range(len(text))]
    told.text = "".join(pieces)
    return told


def _own(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in _GONE or child.tag == W_P:
            continue
        if child.tag == W_T or (child.tag in _SIGNS and element.tag == W_R):
            yield child
        else:
            yield from _own(child)


def found_in(text: str) -> list[Found]:
    """The placeholders of a paragraph; blanks, breaks and capitals within do not count."""
    return [
        Found(re.sub(r"[\s\u00ad\u200b-\u200f\u2060]", "", one[1]).lower(), one.start(), one.end())
        for one in PLACEHOLDER.finditer(text)
    ]


def group_of(name: str, given: Given) -> str:
    """The kind of row a placeholder belongs to, or ""."""
    head, point, part = name.partition(".")
    return head if point and head in given.rows and part in given.parts_of(head) else ""


def row_of(paragraph: Any) -> Any:
    """The table row a paragraph stands in, or None; a text box in a cell is in no row."""
    for one in paragraph.iterancestors():
        if one.tag == W_TR:
            return one
        if one.tag == _BOX:
            return None
    return None


def faults(template: Template, given: Given) -> list[Fault]:
    """What cannot be filled, in the order of the file; empty: it can."""
    return [
        fault
        for kind, root in template.spoken.values()
        for fault in _Looking(kind, root, given).through(root)
    ]


class _Looking:
    """Through one part of a file."""

    def __init__(self, kind: str, root: Any, given: Given) -> None:
        self.kind, self.given, self.known = kind, given, names(given)
        self.tables = {table: number for number, table in enumerate(root.iter(W_TBL), 1)}
        self.groups: dict[Any, set[str]] = {}

    def through(self, root: Any) -> Iterator[Fault]:
        for number, paragraph in enumerate(root.iter(W_P), 1):
            text = spoken(paragraph).text
            if "{{" not in text and "}}" not in text:
                continue
            if any(one.tag == _FALLBACK for one in paragraph.iterancestors()):
                continue  # the same text box again, for older programs
            where = _where(paragraph, self.kind, number, self.tables, text)
            rest = PLACEHOLDER.sub("", text)
            if "{{" in rest or "}}" in rest:
                yield Fault("open", "", replace(where, says=short(rest, 60)))
            for one in found_in(text):
                if fault := self._fault(one, paragraph, text, where):
                    yield fault
        for drawn in root.iter(_DRAWN):
            for one in found_in(drawn.text or ""):
                yield Fault("drawing", one.name, Where(self.kind, says=short(drawn.text or "", 60)))

    def _fault(self, one: Found, paragraph: Any, text: str, where: Where) -> Fault | None:
        given = self.given
        if group := group_of(one.name, given):
            row = row_of(paragraph)
            if row is None:
                return Fault("row", one.name, where)
            kinds = self.groups.setdefault(row, set())
            kinds.add(group)
            return Fault("rows", one.name, where) if len(kinds) > 1 else None
        if one.name in given.words:
            return None
        if one.name in given.blocks:
            alone = text.strip() == text[one.start : one.end]
            return None if alone else Fault("alone", one.name, where)
        return Fault("unknown", one.name, where, _meant(one.name, self.known))


def _meant(name: str, known: list[str]) -> str:
    best = process.extractOne(name, known, scorer=fuzz.WRatio, score_cutoff=_LIKELY)
    return best[0] if best else ""


def _where(paragraph: Any, kind: str, number: int, tables: dict[Any, int], text: str) -> Where:
    box = any(one.tag == _BOX for one in paragraph.iterancestors())
    row = row_of(paragraph)
    says = short(text, 60)
    if row is None:
        return Where(kind, paragraph=number, box=box, says=says)
    table = next(one for one in row.iterancestors() if one.tag == W_TBL)
    cell = next(one for one in paragraph.iterancestors() if one.tag == W_TC)
    rows, cells = list(table.iter(W_TR)), list(row.iter(W_TC))
    return Where(kind, tables[table], rows.index(row) + 1, cells.index(cell) + 1, 0, box, says)

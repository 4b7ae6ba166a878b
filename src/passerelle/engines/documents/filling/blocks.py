"""Blocks in the looks of somebody else's template: its own styles where it has them, else the paragraph they replace."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from passerelle.engines.documents import model, wordml
from passerelle.engines.documents.clean import line, plain
from passerelle.engines.documents.model import NO_LANGUAGE, Run, Words, rtl

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PAGE = 9_600  # twentieths of a point: the width tables are told in; Word stretches them to the page


@dataclass(frozen=True, slots=True)
class Setting:
    """styles: ids by name in lower case. paragraph, looks: the properties of what is replaced, or None."""

    styles: dict[str, str]
    language: str
    paragraph: Any
    looks: Any

    def all(self, blocks: Iterable[model.Block], language: str = "") -> list[Any]:
        found: list[Any] = []
        broken = False
        for one in blocks:
            if isinstance(one, model.PageBreak):
                broken = True
                continue
            made = self.block(one, getattr(one, "language", "") or language)
            if broken and made:
                # A property, not a paragraph of its own: that could be the first and only one of an empty page.
                wordml.put(made[0].find(qn("w:pPr")), "w:pageBreakBefore")
                broken = False
            found += made
        return found

    @singledispatchmethod
    def block(self, one: Any, language: str) -> list[Any]:
        raise TypeError(f"no way to write a {type(one).__name__} into a template")

    @block.register
    def _(self, one: model.Heading, language: str) -> list[Any]:
        style = self.styles.get(f"heading {min(max(one.level, 1), 9)}", "")
        words = one.words if style else tuple(replace(run, strong=True) for run in model.runs(one.words))
        return [self.line(words, language, style, keep=True, own=not style)]

    @block.register
    def _(self, one: model.Paragraph, language: str) -> list[Any]:
        return [self.line(one.words, language)]

    @block.register
    def _(self, one: model.List, language: str) -> list[Any]:
        return self.items(one, language, 0)

    def items(self, one: model.List, language: str, depth: int) -> list[Any]:
        style = self.styles.get("list number" if one.numbered else "list bullet", "")
        made = []
        for number, item in enumerate(one.items, one.start):
            mark = f"{number}. " if one.numbered else "• "
            # Numbers of a list in a foreign template go on from its last list; so they are written out.
            plain_mark = "" if style and not one.numbered else mark
            words = (Run(plain_mark, NO_LANGUAGE), *model.runs(item.words))
            own = item.language or language
            made.append(self.line(words, own, "" if one.numbered else style, indent=depth))
            for inner in item.inside:
                made += self.items(inner, own, depth + 1)
        return made

    @block.register
    def _(self, one: model.Quote, language: str) -> list[Any]:
        return self.all(one.blocks, language)

    @block.register
    def _(self, one: model.Part, language: str) -> list[Any]:
        told = [Run(one.word, self.language, strong=True)] if one.word else []
        told += [Run(f" {one.say}", self.language)] if one.say else []
        head = [self.line(tuple(told), self.language, keep=True)] if told else []
        return [*head, *self.all(one.blocks, language)]

    @block.register
    def _(self, one: model.Note, language: str) -> list[Any]:
        head = self.line((Run(one.title, strong=True),), language, keep=True)
        return [head, *self.all(one.blocks, language)]

    @block.register
    def _(self, one: model.Facts, language: str) -> list[Any]:
        return [
            self.line((Run(f"{line(term)}: ", strong=True), *model.runs(what)), language)
            for term, what in one.pairs
        ]

    @block.register
    def _(self, one: model.Funder, language: str) -> list[Any]:
        said = [one.statement + (f" {one.grant}" if one.grant else ""), one.disclaimer, one.beside]
        return [self.line(text, language) for text in said if text]

    @block.register
    def _(self, one: model.Table, language: str) -> list[Any]:
        table = OxmlElement("w:tbl")
        properties = OxmlElement("w:tblPr")
        table.append(properties)
        if style := self.styles.get("table grid"):
            wordml.put(properties, "w:tblStyle", **{"w:val": style})
        if rtl(language or self.language):
            wordml.put(properties, "w:bidiVisual")
        wordml.put(properties, "w:tblW", **{"w:w": "5000", "w:type": "pct"})
        if not style:
            wordml.ruled(properties)
        wordml.put(properties, "w:tblCaption", **{"w:val": line(one.caption)})
        shares = one.widths or (1.0,) * len(one.head)
        widths = [round(_PAGE * share / sum(shares)) for share in shares]
        grid = OxmlElement("w:tblGrid")
        table.append(grid)
        for width in widths:
            column = OxmlElement("w:gridCol")
            column.set(qn("w:w"), str(width))
            grid.append(column)
        for number, row in enumerate((one.head, *one.rows)):
            table.append(self.row(row, widths, language, head=number == 0))
        caption = self.line(
            (Run(one.caption, strong=True),), language, self.styles.get("caption", ""), keep=True
        )
        return [caption, table, self.line("", language)]

    def row(self, cells: tuple[Words, ...], widths: list[int], language: str, *, head: bool) -> Any:
        made, properties = OxmlElement("w:tr"), OxmlElement("w:trPr")
        made.append(properties)
        properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        for words, width in zip(cells, widths, strict=True):
            cell, about, wide = OxmlElement("w:tc"), OxmlElement("w:tcPr"), OxmlElement("w:tcW")
            wide.set(qn("w:w"), str(width))
            wide.set(qn("w:type"), "dxa")
            about.append(wide)
            cell.append(about)
            said = tuple(replace(run, strong=True) for run in model.runs(words)) if head else words
            cell.append(self.line(said, language))
            made.append(cell)
        return made

    def line(
        self,
        words: Words,
        language: str,
        style: str = "",
        *,
        keep: bool = False,
        own: bool = True,
        indent: int = 0,
    ) -> Any:
        """A paragraph. style: an id, else the looks of what is replaced; own: whether its letters' looks are kept."""
        made, spoken = OxmlElement("w:p"), language or self.language
        properties = OxmlElement("w:pPr")
        if not style and self.paragraph is not None:
            properties = deepcopy(self.paragraph)
            for name in ("w:sectPr", "w:rPr", "w:keepNext", "w:pageBreakBefore", "w:bidi"):
                for old in properties.findall(qn(name)):
                    properties.remove(old)
        made.append(properties)
        if style:
            wordml.put(properties, "w:pStyle", **{"w:val": style})
        if keep:
            wordml.put(properties, "w:keepNext")
        if rtl(spoken):
            wordml.put(properties, "w:bidi")
        if indent:
            wordml.put(properties, "w:ind", **{"w:start": str(360 * indent)})
        for one in model.runs(words):
            for number, piece in enumerate(plain(one.text).split("\n")):
                made.append(self.run(one, piece, one.language or spoken, number > 0, own and not style))
        return made

    def run(self, one: Run, text: str, language: str, broken: bool, own: bool) -> Any:
        made = OxmlElement("w:r")
        looks = deepcopy(self.looks) if own and self.looks is not None else OxmlElement("w:rPr")
        if one.strong or one.emphasis:
            wordml.put(looks, "w:b")
            wordml.put(looks, "w:bCs")
        for old in looks.findall(qn("w:rtl")):
            looks.remove(old)
        if rtl(language):
            wordml.put(looks, "w:rtl")
        if language != NO_LANGUAGE and not language.startswith("und"):
            wordml.languages(looks, language)
        made.append(looks)
        if broken:
            made.append(OxmlElement("w:br"))
        told = OxmlElement("w:t")
        told.text = text
        told.set(_SPACE, "preserve")
        made.append(told)
        return made

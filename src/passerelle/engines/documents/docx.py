"""Writes a document as DOCX that its reader can go on working with: styles, real lists, header rows, languages.

Every paragraph in a right-to-left language has `w:bidi`, every run in one `w:rtl` and its language, every table
`w:bidiVisual`; so the file stays right when somebody else types on. Source: ECMA-376, part 1, 17.3 and 17.4.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from passerelle.engines.documents import drawing, model, wordml
from passerelle.engines.documents.clean import line, plain
from passerelle.engines.documents.model import NO_LANGUAGE, Document, Run, Words, rtl
from passerelle.engines.documents.pdf import address, raster

TEXT_FACE, HEAD_FACE, ARABIC_FACE, ARABIC_HEAD = "Source Sans 3", "Alegreya Sans", "Vazirmatn", "El Messiri"
LONGEST_PROPERTY = 255  # letters, Word's own limit
LEFT_TO_RIGHT = "\u200e"
UNSAID = (NO_LANGUAGE, "und")


def write(document: Document) -> bytes:
    """The document as DOCX; the same description gives the same bytes."""
    out = io.BytesIO()
    _Writing(document).whole().save(out)
    return _settled(out.getvalue())


def _settled(packed: bytes) -> bytes:
    """The same parts without the moment they were packed at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where blocks go: the body or a cell, in which language, how far from the edge, drawn with which side."""

    into: Any
    language: str
    side: str = ""


class _Writing:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.file: File = docx.Document()
        self.styles: dict[str, str] = {}
        self.pictures = 0
        self.broken = False  # the next line begins a page

    def whole(self) -> File:
        self._prepare()
        one, here = self.document, _Place(self.file, self.document.language)
        if one.kicker:
            self._line(here, one.kicker, "Subtitle")
        self._line(here, one.title, "Title", one.title_language)
        if one.planks:
            self._picture(here, drawing.arch(one.planks), "", 42)
        self._blocks(here, one.blocks)
        self._foot()
        return self.file

    # ---------------------------------------------------------------- the file around the text

    def _prepare(self) -> None:
        one, core = self.document, self.file.core_properties
        core.title, core.author = line(one.title)[:LONGEST_PROPERTY], line(one.house)[:LONGEST_PROPERTY]
        core.keywords = ", ".join(map(line, one.keywords))[:LONGEST_PROPERTY]
        core.language, core.comments, core.last_modified_by = wordml.tag(one.language), "", ""
        core.created = core.modified = one.made.replace(microsecond=0)
        core.revision = 1
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(21)
        section.top_margin, section.bottom_margin = Mm(22), Mm(22)
        if rtl(one.language):
            section._sectPr.append(OxmlElement("w:bidi"))
        self._styles()

    def _styles(self) -> None:
        styles = self.file.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        wordml.languages(defaults, self.document.language)
        sizes = {"Title": 26, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 11.5, "Heading 4": 10.5}
        for name in (
            "Normal",
            "Subtitle",
            "Caption",
            "Quote",
            "List Bullet",
            "List Number",
            "Header",
            "Footer",
        ):
            wordml.face(styles[name], TEXT_FACE, ARABIC_FACE)
        for name, size in sizes.items():
            style = styles[name]
            wordml.face(style, HEAD_FACE, ARABIC_HEAD, size=size, bold=True, colour=drawing.INK)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(size * 0.4)
            style.paragraph_format.keep_with_next = True
        wordml.unruled(styles["Title"])
        wordml.face(styles["Normal"], TEXT_FACE, ARABIC_FACE, size=10.5, colour=drawing.INK)
        styles["Normal"].paragraph_format.space_after = Pt(7)
        styles["Normal"].paragraph_format.line_spacing = 1.25
        wordml.face(styles["Subtitle"], TEXT_FACE, ARABIC_FACE, size=11, italic=False, colour=drawing.SOFT)
        wordml.face(styles["Caption"], TEXT_FACE, ARABIC_FACE, size=10, bold=True, colour=drawing.INK)
        wordml.face(styles["Quote"], TEXT_FACE, ARABIC_FACE, italic=False, colour=drawing.SOFT)
        for name in ("Footer", "Header"):
            wordml.face(styles[name], TEXT_FACE, ARABIC_FACE, size=8.5, colour=drawing.SOFT)

    def _foot(self) -> None:
        one, section = self.document, self.file.sections[0]
        here = _Place(section.footer, one.language)
        foot = section.footer.paragraphs[0]
        self._fill(foot, here, f"{line(one.foot)}  ·  " if one.foot else "")
        for piece in re.split(r"(\{pages?\})", one.page):
            field = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(piece)
            if field:
                wordml.field(foot, field, lambda run: self._speak(run, one.language))
            elif piece:
                self._fill(foot, here, piece, finish=False)
        self._settle(foot, one.language)

    # ---------------------------------------------------------------- words

    def _line(self, here: _Place, words: Words, style: str = "Normal", language: str = "") -> Line:
        made = here.into.add_paragraph()
        if style != "Normal":
            made._p.style = self._style(style)
        if self.broken:
            # A property, not a paragraph of its own: that could be the first and only one of an empty page.
            made.paragraph_format.page_break_before, self.broken = True, False
        self._fill(made, here, words, language)
        if here.side:
            wordml.side(made, here.side, rtl(self.document.language))
        return made

    def _style(self, name: str) -> str:
        """The id of a style; python-docx would look through all of them for each paragraph."""
        if name not in self.styles:
            self.styles[name] = self.file.styles[name].style_id
        return self.styles[name]

    def _fill(
        self, into: Line, here: _Place, words: Words, language: str = "", *, finish: bool = True
    ) -> None:
        own = language or here.language
        for one in model.runs(words):
            self._run(into, one, one.language or own)
        if finish:
            self._settle(into, own)

    def _settle(self, made: Line, language: str) -> None:
        """The paragraph's direction is its language's."""
        properties = made._p.get_or_add_pPr()
        for old in properties.findall(qn("w:bidi")):
            properties.remove(old)
        if rtl(language):
            wordml.put(properties, "w:bidi")
        elif rtl(self.document.language):
            wordml.put(properties, "w:bidi", **{"w:val": "0"})

    def _run(self, into: Line, one: Run, language: str) -> None:
        text = plain(one.text)
        if not text:
            return
        if language in UNSAID and rtl(self.document.language) and not text[-1].isalnum():
            text += LEFT_TO_RIGHT  # the last sign of an address stays with it among Arabic
        run = into.add_run()
        for number, piece in enumerate(text.split("\n")):
            if number:
                run.add_break()
            run.add_text(piece)
        run.bold = True if one.strong or one.emphasis else None
        if leads := address(one):
            related = into.part.relate_to(
                leads,
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                is_external=True,
            )
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), related)
            into._p.append(link)
            link.append(run._r)
            run.font.underline = True
            run.font.color.rgb = RGBColor.from_string(drawing.PLUM[1:])
        self._speak(run, language)

    def _speak(self, run: Any, code: str) -> None:
        properties = run._r.get_or_add_rPr()
        if rtl(code):
            if run.bold:
                run.font.cs_bold = True
            run.font.rtl = True
        if code not in UNSAID and (code != self.document.language or rtl(code)):
            wordml.languages(properties, code)

    # ---------------------------------------------------------------- blocks

    def _blocks(self, here: _Place, blocks: Iterable[model.Block]) -> None:
        for one in blocks:
            self._block(here, one)

    def _block(self, here: _Place, one: model.Block) -> None:
        spoken = getattr(one, "language", "") or here.language
        self._write(one, _Place(here.into, spoken, here.side))

    @singledispatchmethod
    def _write(self, one: Any, here: _Place) -> None:
        raise TypeError(f"no way to write a {type(one).__name__} as DOCX")

    @_write.register
    def _(self, one: model.Heading, here: _Place) -> None:
        self._line(here, one.words, f"Heading {min(max(one.level, 1), 4)}")

    @_write.register
    def _(self, one: model.Paragraph, here: _Place) -> None:
        made = self._line(here, one.words)
        if one.kind:
            wordml.resize(made, 12.5 if one.kind == "lead" else 9)

    @_write.register
    def _(self, one: model.List, here: _Place) -> None:
        self._list(here, one, 0)

    @_write.register
    def _(self, one: model.Quote, here: _Place) -> None:
        for block in one.blocks:
            words = getattr(block, "words", None)
            if words is None:
                self._block(here, block)
            else:
                self._line(here, words, "Quote", getattr(block, "language", ""))

    @_write.register
    def _(self, one: model.Picture, here: _Place) -> None:
        self._picture(here, one.svg, one.alternative, one.width)
        if one.caption:
            self._line(here, one.caption, "Caption")

    @_write.register
    def _(self, one: model.Facts, here: _Place) -> None:
        for term, what in one.pairs:
            made = self._line(here, (Run(f"{line(term)}: ", strong=True), *model.runs(what)))
            made.paragraph_format.space_after = Pt(2)

    @_write.register
    def _(self, one: model.Note, here: _Place) -> None:
        beside = _Place(here.into, here.language, drawing.PLUM)
        self._line(beside, (Run(one.title, strong=True),)).paragraph_format.keep_with_next = bool(one.blocks)
        self._blocks(beside, one.blocks)

    @_write.register
    def _(self, one: model.PageBreak, here: _Place) -> None:
        self.broken = True

    @_write.register
    def _(self, one: model.Part, here: _Place) -> None:
        side = drawing.STATE_INK.get(one.state, "")
        around = _Place(here.into, self.document.language, side)
        if one.word:
            self._line(around, (Run(one.word, strong=True),)).paragraph_format.keep_with_next = True
        if one.say:
            said = self._line(around, one.say)
            said.paragraph_format.keep_with_next = True
            wordml.resize(said, 9)
        self._blocks(_Place(here.into, here.language, side), one.blocks)

    @_write.register
    def _(self, one: model.Funder, here: _Place) -> None:
        if one.emblem == "eu":
            flag = self._picture(here, drawing.emblem(), one.emblem_says, 19.5)
            flag.paragraph_format.space_before, flag.paragraph_format.keep_with_next = Pt(24), True
        grant = (Run(f" {line(one.grant)}", NO_LANGUAGE, strong=True),) if one.grant else ()
        said = self._line(here, (Run(one.statement, strong=True), *grant))
        said.paragraph_format.keep_with_next = True
        for text, spoken in ((one.disclaimer, ""), (one.beside, self.document.language)):
            if text:
                wordml.resize(self._line(here, text, language=spoken), 9)

    def _list(self, here: _Place, one: model.List, depth: int) -> None:
        style = "List Number" if one.numbered else "List Bullet"
        style += f" {min(depth + 1, 3)}" if depth else ""
        number = wordml.numbering(self.file, style, one.start) if one.numbered else None
        for item in one.items:
            made = self._line(here, item.words, style, item.language)
            if number is not None:
                properties = made._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            for inner in item.inside:
                self._list(_Place(here.into, item.language or here.language, here.side), inner, depth + 1)

    @_write.register
    def _(self, one: model.Table, here: _Place) -> None:
        self._line(here, one.caption, "Caption").paragraph_format.keep_with_next = True
        table = self.file.add_table(rows=1, cols=len(one.head))
        table.autofit = False
        properties = table._tbl.tblPr
        properties.style = self._style("Table Grid")
        if rtl(here.language):
            wordml.put(properties, "w:bidiVisual")
        wordml.put(properties, "w:tblCaption", **{"w:val": line(one.caption)})
        wordml.ruled(properties)
        shares = one.widths or (1.0,) * len(one.head)
        widths = [Mm(168 * share / sum(shares)) for share in shares]
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        first = table._tbl.tr_lst[0]
        plain_row = deepcopy(first)
        wordml.put(first.get_or_add_trPr(), "w:tblHeader")
        for number, words in enumerate((one.head, *one.rows)):
            row = first if number == 0 else deepcopy(plain_row)
            if number:
                table._tbl.append(row)
            wordml.put(row.get_or_add_trPr(), "w:cantSplit")
            if number and one.by_hand:
                row.trHeight_val, row.trHeight_hRule = Mm(model.BY_HAND), WD_ROW_HEIGHT_RULE.AT_LEAST
            for cell, said, width in zip(row.tc_lst, words, widths, strict=True):
                cell.width = width
                text = Line(cell.p_lst[0], self.file._body)
                strong = tuple(replace(run, strong=True) for run in model.runs(said))
                self._fill(text, here, strong if number == 0 else said)
                text.paragraph_format.space_after = Pt(2)
                if number < len(one.rows) <= model.KEPT_WHOLE:
                    text.paragraph_format.keep_with_next = True
        self._line(here, "")

    def _picture(self, here: _Place, svg: str, alternative: str, width: float) -> Line:
        made = self._line(here, "")
        made.add_run().add_picture(io.BytesIO(raster(svg, width)), width=Mm(width))
        self.pictures += 1
        for told in made._p.iter(qn("wp:docPr")):
            told.set("id", str(self.pictures))
            told.set("name", f"Picture {self.pictures}")
            told.set("descr", line(alternative))
            if not alternative:
                told.append(wordml.decorative())
        return made

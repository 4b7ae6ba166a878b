"""Writes a document as DOCX that its reader can go on working with: styles, real lists, header rows, languages.

Every paragraph in a right-to-left language has `w:bidi`, every run in one `w:rtl` and its language, every table
`w:bidiVisual`; so the file stays right when somebody else types on. Source: ECMA-376, part 1, 17.3 and 17.4.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as File
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from passerelle.engines.documents import drawing, model
from passerelle.engines.documents.clean import line, plain
from passerelle.engines.documents.model import Document, Run, Words, rtl
from passerelle.engines.documents.pdf import LINKS, language, raster

# Word wants a country with a language of the right; the others it takes as they are.
COUNTRIES = {"ar": "ar-SA", "fa": "fa-IR", "prs": "fa-AF", "he": "he-IL", "ur": "ur-PK", "ps": "ps-AF"}
TEXT_FACE, HEAD_FACE, ARABIC_FACE, ARABIC_HEAD = "Source Sans 3", "Alegreya Sans", "Vazirmatn", "El Messiri"
NO_LANGUAGE = "zxx"


def write(document: Document) -> bytes:
    """The document as DOCX; the same description gives the same bytes."""
    out = io.BytesIO()
    _Writing(document).whole().save(out)
    return _settled(out.getvalue())


def tag(code: str) -> str:
    """A language as Word names it."""
    return COUNTRIES.get(code.lower(), code)


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
        self.numbers = 0
        self.pictures = 0

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
        core.title, core.author, core.language = line(one.title), line(one.house), tag(one.language)
        core.keywords, core.comments, core.last_modified_by = ", ".join(map(line, one.keywords)), "", ""
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
        _languages(defaults, self.document.language)
        sizes = {"Title": 26, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 11.5, "Heading 4": 10.5}
        for name in ("Normal", "Subtitle", "Caption", "Quote", "List Bullet", "List Number", "Header", "Footer"):
            _face(styles[name], TEXT_FACE, ARABIC_FACE)
        for name, size in sizes.items():
            style = styles[name]
            _face(style, HEAD_FACE, ARABIC_HEAD, size=size, bold=True, colour=drawing.INK)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(size * 0.4)
            style.paragraph_format.keep_with_next = True
        _unruled(styles["Title"])
        _face(styles["Normal"], TEXT_FACE, ARABIC_FACE, size=10.5, colour=drawing.INK)
        styles["Normal"].paragraph_format.space_after = Pt(7)
        styles["Normal"].paragraph_format.line_spacing = 1.25
        _face(styles["Subtitle"], TEXT_FACE, ARABIC_FACE, size=11, italic=False, colour=drawing.SOFT)
        _face(styles["Caption"], TEXT_FACE, ARABIC_FACE, size=10, bold=True, colour=drawing.INK)
        _face(styles["Quote"], TEXT_FACE, ARABIC_FACE, italic=False, colour=drawing.SOFT)
        for name in ("Footer", "Header"):
            _face(styles[name], TEXT_FACE, ARABIC_FACE, size=8.5, colour=drawing.SOFT)

    def _foot(self) -> None:
        one, section = self.document, self.file.sections[0]
        here = _Place(section.footer, one.language)
        foot = section.footer.paragraphs[0]
        self._fill(foot, here, one.foot)
        self._fill(foot, here, "  ·  " if one.foot else "")
        for piece in re.split(r"(\{pages?\})", one.page):
            field = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(piece)
            if field:
                _field(foot, field, lambda run: self._speak(run, one.language))
            elif piece:
                self._fill(foot, here, piece, finish=False)
        self._settle(foot, one.language)

    # ---------------------------------------------------------------- words

    def _line(self, here: _Place, words: Words, style: str = "Normal", language: str = "") -> Line:
        made = here.into.add_paragraph(style=self.file.styles[style])
        self._fill(made, here, words, language)
        if here.side:
            _side(made, here.side, rtl(self.document.language))
        return made

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
            properties._insert_bidi() if hasattr(properties, "_insert_bidi") else _put(properties, "w:bidi")
        elif rtl(self.document.language):
            _put(properties, "w:bidi", **{"w:val": "0"})

    def _run(self, into: Line, one: Run, language: str) -> None:
        text = plain(one.text)
        if not text:
            return
        parent: Any = into
        address = one.link if one.link.lower().startswith(LINKS) else ""
        run = into.add_run()
        for number, piece in enumerate(text.split("\n")):
            if number:
                run.add_break()
            run.add_text(piece)
        run.bold = True if one.strong or one.emphasis else None
        if address:
            related = into.part.relate_to(
                address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
            )
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), related)
            parent._p.append(link)
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
        if code != NO_LANGUAGE and (code != self.document.language or rtl(code)):
            _languages(properties, code)

    # ---------------------------------------------------------------- blocks

    def _blocks(self, here: _Place, blocks: Iterable[model.Block]) -> None:
        for one in blocks:
            self._block(here, one)

    def _block(self, here: _Place, one: model.Block) -> None:
        spoken = getattr(one, "language", "") or here.language
        inside = _Place(here.into, spoken, here.side)
        match one:
            case model.Heading():
                self._line(inside, one.words, f"Heading {min(max(one.level, 1), 4)}")
            case model.Paragraph():
                made = self._line(inside, one.words)
                if one.kind:
                    _resize(made, 12.5 if one.kind == "lead" else 9)
            case model.List():
                self._list(inside, one, 0)
            case model.Quote():
                for block in one.blocks:
                    words = getattr(block, "words", None)
                    if words is None:
                        self._block(inside, block)
                    else:
                        self._line(inside, words, "Quote", getattr(block, "language", ""))
            case model.Table():
                self._table(inside, one)
            case model.Picture():
                self._picture(inside, one.svg, one.alternative, one.width)
                if one.caption:
                    self._line(inside, one.caption, "Caption")
            case model.Facts():
                for term, what in one.pairs:
                    made = self._line(inside, (Run(f"{line(term)}: ", strong=True), *model.runs(what)))
                    made.paragraph_format.space_after = Pt(2)
            case model.Note():
                self._line(_Place(inside.into, spoken, drawing.PLUM), (Run(one.title, strong=True),))
                self._blocks(_Place(inside.into, spoken, drawing.PLUM), one.blocks)
            case model.Part():
                self._part(here, inside, one)
            case model.Funder():
                self._funder(inside, one)
            case model.PageBreak():
                here.into.add_page_break()

    def _part(self, here: _Place, inside: _Place, one: model.Part) -> None:
        side = drawing.STATE_INK.get(one.state, "")
        if one.word:
            made = self._line(_Place(here.into, here.language, side), (Run(one.word, strong=True),))
            made.paragraph_format.keep_with_next = True
        if one.say:
            _resize(self._line(_Place(here.into, here.language, side), one.say), 9)
        self._blocks(_Place(inside.into, inside.language, side), one.blocks)

    def _funder(self, here: _Place, one: model.Funder) -> None:
        if one.emblem == "eu":
            self._picture(here, drawing.emblem(), one.emblem_says, 19.5)
        grant = (Run(f" {line(one.grant)}", NO_LANGUAGE),) if one.grant else ()
        self._line(here, (Run(one.statement, strong=True), *grant))
        for text, spoken in ((one.disclaimer, ""), (one.beside, self.document.language)):
            if text:
                _resize(self._line(here, text, language=spoken), 9)

    def _list(self, here: _Place, one: model.List, depth: int) -> None:
        style = "List Number" if one.numbered else "List Bullet"
        style += f" {min(depth + 1, 3)}" if depth else ""
        number = _numbering(self.file, style, one.start, depth) if one.numbered else None
        for item in one.items:
            made = self._line(here, item.words, style, item.language)
            if number is not None:
                properties = made._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            for inner in item.inside:
                self._list(_Place(here.into, item.language or here.language, here.side), inner, depth + 1)

    def _table(self, here: _Place, one: model.Table) -> None:
        caption = self._line(here, one.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        table = self.file.add_table(rows=1 + len(one.rows), cols=len(one.head))
        table.style = self.file.styles["Table Grid"]
        table.autofit = False
        properties = table._tbl.tblPr
        if rtl(here.language):
            _put(properties, "w:bidiVisual")
        _put(properties, "w:tblCaption", **{"w:val": line(one.caption)})
        shares = one.widths or (1.0,) * len(one.head)
        for number, words in enumerate((one.head, *one.rows)):
            row = table.rows[number]
            _put(row._tr.get_or_add_trPr(), "w:cantSplit")
            if number == 0:
                _put(row._tr.get_or_add_trPr(), "w:tblHeader")
            for cell, said, share in zip(row.cells, words, shares, strict=True):
                cell.width = Mm(168 * share / sum(shares))
                strong = tuple(Run(r.text, r.language, True, r.emphasis, r.link) for r in model.runs(said))
                self._fill(cell.paragraphs[0], here, strong if number == 0 else said)
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        _ruled(properties)
        self._line(here, "")

    def _picture(self, here: _Place, svg: str, alternative: str, width: float) -> None:
        made = self._line(here, "")
        made.add_run().add_picture(io.BytesIO(raster(svg, width)), width=Mm(width))
        self.pictures += 1
        for told in made._p.iter(qn("wp:docPr")):
            told.set("id", str(self.pictures))
            told.set("name", f"Picture {self.pictures}")
            told.set("descr", line(alternative))
            if not alternative:
                told.append(_decorative())


# ---------------------------------------------------------------- what python-docx has no word for

# Children of these come in the order of the schema, or Word calls the file damaged.
_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "trPr": "",
}


def _put(parent: Any, name: str, **attributes: str) -> Any:
    """The child of that name, made in its place if it is not there, with these attributes."""
    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        order = _ORDERS[parent.tag.rpartition("}")[2]].split()
        own = name.partition(":")[2]
        later = {qn(f"w:{one}") for one in order[order.index(own) + 1 :]} if own in order else set()
        place = next((at for at, child in enumerate(parent) if child.tag in later), len(parent))
        parent.insert(place, found)
    for key, value in attributes.items():
        found.set(qn(key), value)
    return found


def _languages(properties: Any, code: str) -> None:
    _put(properties, "w:lang", **({"w:bidi": tag(code)} if rtl(code) else {"w:val": tag(code)}))


def _face(
    style: Any,
    latin: str,
    arabic: str,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    colour: str = "",
) -> None:
    properties = style.element.get_or_add_rPr()
    faces = _put(properties, "w:rFonts")
    for old in list(faces.attrib):
        del faces.attrib[old]
    for kind, face in (("ascii", latin), ("hAnsi", latin), ("eastAsia", latin), ("cs", arabic)):
        faces.set(qn(f"w:{kind}"), face)
    if size:
        style.font.size = Pt(size)
        _put(properties, "w:szCs", **{"w:val": str(round(size * 2))})
    if bold is not None:
        style.font.bold = style.font.cs_bold = bold
    if italic is not None:
        style.font.italic = style.font.cs_italic = italic
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour[1:])


def _resize(made: Line, size: float) -> None:
    for run in made.runs:
        run.font.size = Pt(size)
        _put(run._r.get_or_add_rPr(), "w:szCs", **{"w:val": str(round(size * 2))})


def _side(made: Line, colour: str, from_right: bool) -> None:
    """A line along the edge where reading begins."""
    borders = _put(made._p.get_or_add_pPr(), "w:pBdr")
    edge = OxmlElement("w:right" if from_right else "w:left")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", colour[1:])):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)


def _unruled(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)


def _ruled(properties: Any) -> None:
    """Hairlines between the rows, as in the look book."""
    borders = _put(properties, "w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{name}")
        drawn = name in ("bottom", "insideH")
        edge.set(qn("w:val"), "single" if drawn else "nil")
        if drawn:
            edge.set(qn("w:sz"), "4")
            edge.set(qn("w:color"), drawing.LINE[1:])
        borders.append(edge)


def _field(into: Line, code: str, speak: Any) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = into.add_run()
        speak(run)
        if kind == "text":
            run.add_text(text)
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _numbering(file: File, style: str, start: int, depth: int) -> int:
    """A numbered list of its own, so that each begins where it says."""
    numbering = file.part.numbering_part.numbering_definitions._numbering
    of_style = file.styles[style].element.pPr.numPr.numId.val
    abstract = next(n for n in numbering.num_lst if n.numId == of_style).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(made.numId)


def _decorative() -> Any:
    """Says that a picture may be passed over. Source: [MS-ODRAWXML], a16 decorative."""
    from lxml import etree

    return etree.fromstring(
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    )

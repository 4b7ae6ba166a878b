"""What python-docx has no word for: children in the schema's order, faces, edges, fields, numbers, languages."""

from __future__ import annotations

from typing import Any

from docx.document import Document as File
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as Line
from lxml import etree

from passerelle.engines.documents import drawing
from passerelle.engines.documents.model import rtl

# Word wants a country with a language of the right; the others it takes as they are.
COUNTRIES = {"ar": "ar-SA", "fa": "fa-IR", "prs": "fa-AF", "he": "he-IL", "ur": "ur-PK", "ps": "ps-AF"}


def tag(code: str) -> str:
    """A language as Word names it; what is only known to be written from the right counts as Arabic."""
    if rtl(code):
        return COUNTRIES.get(code.lower().partition("-")[0], "ar-SA" if code.startswith("und") else code)
    return code


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


def put(parent: Any, name: str, **attributes: str) -> Any:
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


def languages(properties: Any, code: str) -> None:
    put(properties, "w:lang", **({"w:bidi": tag(code)} if rtl(code) else {"w:val": tag(code)}))


def face(
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
    faces = put(properties, "w:rFonts")
    for old in list(faces.attrib):
        del faces.attrib[old]
    for kind, face in (("ascii", latin), ("hAnsi", latin), ("eastAsia", latin), ("cs", arabic)):
        faces.set(qn(f"w:{kind}"), face)
    if size:
        style.font.size = Pt(size)
        put(properties, "w:szCs", **{"w:val": str(round(size * 2))})
    if bold is not None:
        style.font.bold = style.font.cs_bold = bold
    if italic is not None:
        style.font.italic = style.font.cs_italic = italic
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour[1:])


def resize(made: Line, size: float) -> None:
    for run in made.runs:
        run.font.size = Pt(size)
        put(run._r.get_or_add_rPr(), "w:szCs", **{"w:val": str(round(size * 2))})


def side(made: Line, colour: str, from_right: bool) -> None:
    """A line along the edge where reading begins."""
    borders = put(made._p.get_or_add_pPr(), "w:pBdr")
    edge = OxmlElement("w:right" if from_right else "w:left")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", colour[1:])):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)


def unruled(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)


def ruled(properties: Any) -> None:
    """Hairlines between the rows, as in the look book."""
    borders = put(properties, "w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{name}")
        drawn = name in ("bottom", "insideH")
        edge.set(qn("w:val"), "single" if drawn else "nil")
        if drawn:
            edge.set(qn("w:sz"), "4")
            edge.set(qn("w:color"), drawing.LINE[1:])
        borders.append(edge)


def field(into: Line, code: str, speak: Any) -> None:
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


def numbering(file: File, style: str, start: int) -> int:
    """The id of a numbered list of its own, so that each begins where it says."""
    definitions = file.part.numbering_part.numbering_definitions._numbering
    of_style = file.styles[style].element.pPr.numPr.numId.val
    abstract = next(n for n in definitions.num_lst if n.numId == of_style).abstractNumId.val
    made = definitions.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(made.numId)


def decorative() -> Any:
    """Says that a picture may be passed over. Source: [MS-ODRAWXML], a16 decorative."""
    return etree.fromstring(
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    )

"""An organisation's own template, as Word leaves them after ten years: runs torn apart, boxes, controls, old comments."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.shared import Pt, RGBColor
from lxml import etree

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
AUTHOR = "Gudrun Abelsdotter"  # who made the template, and is nobody's business

BOX = f"""<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">
 <w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="2000000" cy="600000"/>
 <wp:docPr id="7" name="Box"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 >
 <wps:wsp><wps:cNvSpPr/><wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>Grant {{{{gra</w:t></w:r>
 <w:r><w:t>nt}}}}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice
 >
 <mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Grant {{{{grant}}}}</w:t></w:r></w:p>
 </w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""

CONTROL = f"""<w:p {W}><w:r><w:t xml:space="preserve">Title: </w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/>
 <w:dataBinding w:xpath="/core/title" w:storeItemID="{{0}}"/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:b/></w:rPr>
 <w:t>{{{{project.title}}}}</w:t></w:r></w:sdtContent></w:sdt></w:p>"""

TRACKED = f"""<w:p {W}><w:r><w:t xml:space="preserve">Seen: </w:t></w:r><w:del w:id="1" w:author="{AUTHOR}"><w:r>
 <w:delText>{{{{old.name}}}}</w:delText></w:r></w:del><w:ins w:id="2" w:author="{AUTHOR}">
 <w:r><w:t>{{{{figures.people}}}}</w:t></w:r></w:ins></w:p>"""


def torn(paragraph, *pieces: str) -> None:
    """A line whose runs end wherever somebody's cursor once stood, each with other looks."""
    for number, piece in enumerate(pieces):
        run = paragraph.add_run(piece)
        run.bold = number % 2 == 0
        if number == 1:
            run.font.color.rgb = RGBColor(0xAA, 0x11, 0x11)
            run.font.size = Pt(15)


def template(*extra: str) -> bytes:
    """The file. extra: lines to stand at its end, each one run."""
    file = docx.Document()
    file.core_properties.author = AUTHOR
    file.core_properties.last_modified_by = AUTHOR
    torn(file.add_heading("", 1), "Report of {", "{proj", "ect . Title", " }} for {{period}}")
    torn(file.add_paragraph(), "So many came: {{figures.people}}", " and {{", "figures.heads", "}}!")
    header = file.sections[0].header.paragraphs[0]
    torn(header, "{{", "grant}}")
    file.sections[0].footer.paragraphs[0].add_run("{{funder.disclaimer}}")
    table = file.add_table(rows=2, cols=3, style="Table Grid")
    for cell, text in zip(
        table.rows[0].cells, ("Event", "Where", "How many of {{figures.people}}"), strict=True
    ):
        cell.text = text
    torn(table.rows[1].cells[0].paragraphs[0], "{{event.", "title}}")
    table.rows[1].cells[1].text = "in {{event.town}}"
    table.rows[1].cells[2].text = "{{event.people}}"
    file.add_paragraph("{{ events }}")
    cell = file.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.paragraphs[0].add_run("{{events}}")
    for line in extra:
        file.add_paragraph(line)
    body = file.element.body
    for xml in (BOX, CONTROL, TRACKED):
        body.insert(len(body) - 1, etree.fromstring(xml))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def words(content: bytes) -> str:
    """Everything a reader of the file would see, part by part, cells and boxes included."""
    told = []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(parts.read(name))
                for line in root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
                    told.append("".join(one.text or "" for one in line.iter("{*}t")))
    return "\n".join(told)


def everything(content: bytes) -> str:
    """All that stands in the file, attributes and properties too."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())

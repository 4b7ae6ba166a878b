"""Files people have: Word, PDF, saved web pages, text in whatever encoding."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from passerelle.engines.documents import Document as Paper
from passerelle.engines.documents import Heading, Paragraph, pdf
from passerelle.engines.text.reading import LARGEST, Read, ReadProblem, read, word


def refused(data: bytes, name: str = "") -> str:
    with pytest.raises(ReadProblem) as caught:
        read(data, name)
    return caught.value.code


def test_plain_text_stands_as_in_the_file_but_for_its_mark_and_line_ends():
    found = read(b"\xef\xbb\xbf" + "Brücken\r\n\r\n  zwei  Blanks\u200b\r\n".encode())
    assert found == Read("Brücken\n\n  zwei  Blanks\u200b\n", "text")


def test_a_markdown_picture_is_found_with_and_without_words():
    text = "Före ![Två händer](a.jpg) och ![](b.jpg)."
    first, second = read(text.encode(), "sida.md").images
    assert (text[first.start : first.end], first.alt, first.name) == (
        "![Två händer](a.jpg)",
        "Två händer",
        "a.jpg",
    )
    assert (text[second.start : second.end], second.alt) == ("![](b.jpg)", None)


PAGE = """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Silta | Sivusto</title>
<style>p{color:red}</style></head><body><nav><a href="/">Etusivu</a></nav><h1>Silta &amp; ranta</h1>
<p>Ensimmäinen   kappale<br>toinen rivi <img src="a.png"> jatkuu.</p><script>var x = "<p>ei</p>";</script>
<ul><li>yksi</li><li>kaksi</li></ul><table><tr><th>Maa</th><th>Kumppani</th></tr><tr><td>Viro</td><td>Sadam</td></tr>
</table><img src="b.png" alt="Väkeä sillalla"><img src="c.png" alt=""></body></html>"""


def test_a_web_page_becomes_lines_without_scripts_and_menus():
    found = read(PAGE.encode())
    assert found.text == (
        "# Silta & ranta\n\nEnsimmäinen kappale\ntoinen rivi jatkuu.\n\n- yksi\n- kaksi\n\nMaa | Kumppani\nViro | Sadam"
    )
    assert (found.kind, found.declared) == ("html", "fi")
    assert [(one.name, one.alt) for one in found.images] == [
        ("a.png", None),
        ("b.png", "Väkeä sillalla"),
        ("c.png", ""),
    ]
    assert found.text[: found.images[0].start].endswith("toinen rivi ")


def test_a_page_says_its_own_encoding_and_its_title_when_no_heading_does():
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><title>Tęcza</title>'
    found = read((page + "</head><body><p>Żółta łódź</p></body></html>").encode("iso-8859-2"), "x.htm")
    assert found.text == "Tęcza\n\nŻółta łódź"


def docx_file(fill) -> bytes:
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill(document) -> None:
    document.add_heading("Most nad wodą", 0)
    document.add_heading("Cele", 2)
    line = document.add_paragraph("Pierwszy akapit ")
    line.add_run("grubo").bold = True
    document.add_paragraph("raz", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("Kraj", "Partner", "Litwa", "Uostas"), strict=True):
        cell.text = words
    png = io.BytesIO()
    Picture.new("RGB", (4, 4)).save(png, "PNG")
    picture = document.add_picture(png, width=Cm(1))
    picture._inline.docPr.set("descr", "Ludzie na moście")
    document.add_picture(png, width=Cm(1))
    document.add_paragraph("Koniec")


def test_a_word_document_keeps_headings_tables_and_alternative_texts():
    found = read(docx_file(fill))
    assert found.text == (
        "# Most nad wodą\n\n## Cele\n\nPierwszy akapit grubo\n- raz\nKraj | Partner\nLitwa | Uostas\n\nKoniec"
    )
    assert [image.alt for image in found.images] == ["Ludzie na moście", None]
    assert found.text[found.images[0].start :] == "Koniec" or found.images[0].start <= found.text.index(
        "Koniec"
    )


def test_a_list_of_a_style_can_be_taken_away_in_one_paragraph():
    def fill(document) -> None:
        document.add_paragraph("jeden", style="List Bullet")
        plain = document.add_paragraph("dwa", style="List Bullet")
        plain._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0

    assert read(docx_file(fill)).text == "- jeden\ndwa"


def test_words_in_a_link_are_there_and_deleted_ones_are_not():
    body = (
        '<w:p><w:r><w:t>Ett </w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>länkat</w:t></w:r></w:hyperlink>'
        "<w:del><w:r><w:delText>struket</w:delText></w:r></w:del><w:r><w:tab/><w:t>ord</w:t></w:r></w:p>"
    )
    assert read(packed(body)).text == "Ett länkat ord"


def packed(body: str, before: str = "") -> bytes:
    xml = (
        f'<?xml version="1.0"?>{before}<w:document xmlns:r="urn:r" '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


def test_a_damaged_locked_or_swelling_word_document_is_refused(monkeypatch):
    whole = docx_file(fill)
    assert refused(whole[: len(whole) // 2]) == "broken"
    assert refused(packed("<w:p><w:r>")) == "broken"
    assert refused(packed("<w:p/>", '<!DOCTYPE w [<!ENTITY a "aaaa">]>')) == "broken"
    assert refused(packed("<w:p><w:r><w:t>" + "ab " * 900_000 + "</w:t></w:r></w:p>")) == "too-large"
    assert refused(packed("<w:p/>")) == "no-text"
    locked = b"\xd0\xcf\x11\xe0" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    assert refused(locked, "brief.docx") == "encrypted"
    monkeypatch.setattr(word, "_LARGEST_PART", 1_000_000)
    assert refused(packed("<w:p><w:r><w:t>" + "a" * 1_000_000 + "</w:t></w:r></w:p>")) == "packed"


def sheet(*parts) -> bytes:
    return pdf.write(Paper("Ponte", "it", datetime(2026, 1, 2, tzinfo=UTC), tuple(parts)))


def test_a_pdf_is_read_with_its_broken_lines_put_together():
    words = "Il progetto unisce sei città attorno a un solo tavolo e chiede a ciascuna di raccontare " * 3
    found = read(sheet(Heading("Obiettivi", 1), Paragraph(words.strip())))
    assert found.kind == "pdf"
    assert "Obiettivi" in found.text.split("\n")
    assert any(words.strip() in line for line in found.text.split("\n"))


def test_a_locked_scanned_or_damaged_pdf_is_refused():
    from pypdf import PdfReader, PdfWriter

    empty = PdfWriter()
    empty.add_blank_page(200, 200)
    out = io.BytesIO()
    empty.write(out)
    assert refused(out.getvalue()) == "no-text"
    assert refused(out.getvalue()[:200]) == "broken"
    locked = PdfWriter(clone_from=PdfReader(io.BytesIO(out.getvalue())))
    locked.encrypt("geheim", algorithm="AES-256")
    out = io.BytesIO()
    locked.write(out)
    assert refused(out.getvalue()) == "encrypted"


def test_what_is_no_text_is_refused_and_named():
    assert refused(bytes(range(256)) * 40, "notes.txt") == "binary"
    assert refused(b"\x89PNG\r\n\x1a\n" + bytes(50), "notes.txt") == "binary"
    assert refused(b"", "leer.txt") == "no-text"
    assert refused(b"a" * (LARGEST + 1)) == "too-large"
    assert refused(b"word " * 500_000) == "too-large"


def test_two_encodings_in_one_file_are_told_with_the_line():
    mixed = "Första raden är åäö\nAndra raden är åäö\n".encode() + "Tredje är ö\n".encode("latin-1")
    with pytest.raises(ReadProblem) as caught:
        read(mixed)
    assert (caught.value.code, caught.value.params["line"]) == ("mixed", 3)
    assert read("Hela filen är på svenska".encode("windows-1252")).changes[0].code == "windows-1252"


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><p>", b"\xef\xbb\xbf"]),
)
def test_any_bytes_are_read_or_refused_and_images_stand_inside(data, before):
    try:
        found = read(before + data)
    except ReadProblem:
        return
    assert all(0 <= image.start <= image.end <= len(found.text) for image in found.images)

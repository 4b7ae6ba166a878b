"""Whatever people write or paste, a document comes out, and says it as words."""

from __future__ import annotations

import io

import docx as word
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pdfua import validate

from passerelle.engines.documents import (
    Document,
    Facts,
    Heading,
    Item,
    List,
    Paragraph,
    Part,
    Run,
    Table,
    docx,
    pdf,
)
from passerelle.engines.documents.clean import drawable, plain
from tests.engines.documents.reading import read
from tests.engines.documents.samples import MADE

HOSTILE = {
    "code": '#import "@preview/x:1.0.0": * #read("/etc/passwd") #sys.inputs #panic("x")',
    "maths": "$ sum_(i=0)^n x_i $ and 5 $ and `raw` and *bold* _emph_ <label> @reference",
    "backslash": "\\ \\\\ \\u{1F600} \\#let x = 1 // comment /* comment */",
    "quotes": "\"'\"' ]] [[ }} {{ ))((",
    "controls": "a\x00b\x01c\x08d\x1be\x7ff\x85g\tz\x0bq",
    "surrogates": "a\ud800b\udfffc",
    "reordering": "user\u202egnp.exe \u2066x\u2069 \u200fy\u200e \u061c",
    "marks": "Z" + "\u0301" * 400 + "a\u0300\u0489",
    "private": "\ue000\uf8ff\U000f0000\ufffe\uffff\ufdd0",
    "xml": "<w:p/> & ]]> &amp; <script>",
    "newlines": "\n\n\r\n a \u2028 b \u2029\n",
    "blank": " \u00a0\u2003 ",
    "emoji": "👩🏽‍🚒🏳️‍🌈",
    "persian": "می\u200cخواهم",
}


def everywhere(words: str, language: str = "en") -> Document:
    return Document(
        title=f"Title {words}",
        language=language,
        made=MADE,
        kicker=words,
        short=words,
        foot=words,
        keywords=(words,),
        blocks=(
            Heading(words),
            Paragraph(words),
            Facts(((words, words),)),
            List((Item(words),)),
            Table(f"Table {words}", (f"H {words}", "B"), ((words, words),)),
            Part((Paragraph((Run(words, "ar"), Run(words, link=words))),), "fr", "machine", words, words),
        ),
    )


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_it_is_set_as_words(words, tmp_path):
    made = pdf.write(everywhere(words))
    path = tmp_path / "a.pdf"
    path.write_bytes(made)
    assert not [f for f in validate(path).findings if f.severity.name == "ERROR"]
    expected = "".join(drawable(plain(words))[0].split())
    told = "".join(read(made).replace("\u200b", "").split())
    assert expected in told or expected[::-1] in told
    file = word.Document(io.BytesIO(docx.write(everywhere(words))))
    assert plain(words).strip() in "\n".join(p.text for p in file.paragraphs)


def test_ten_thousand_letters_without_a_space_stay_on_the_page(tmp_path):
    long = Document(
        "Title", "en", MADE, (Paragraph("x" * 10_000), Table("T", ("a", "b"), (("x" * 10_000, "y"),)))
    )
    links = Document("Title", "en", MADE, (Paragraph("https://example.org/" + "a-b/" * 2_000),))
    for document in (long, links, everywhere("x" * 2_000)):
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf.write(document))
        assert not [f for f in validate(path).findings if f.severity.name == "ERROR"]
    docx.write(long)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@example("\u023a", "ar")  # in the fonts of texts, not in those of headings
@example("\u023a", "ti")
@given(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=60),
    st.sampled_from(["en", "ar", "ti"]),
)
def test_any_characters_make_a_pdf_and_a_docx(words, language):
    document = Document("T", language, MADE, (Paragraph(words), Heading(f"h{words}")))
    assert pdf.write(document).startswith(b"%PDF")
    assert docx.write(document).startswith(b"PK")

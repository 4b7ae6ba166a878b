"""What somebody who goes on writing in a DOCX would miss: languages, directions, styles, lists that are lists."""

from __future__ import annotations

import io
import zipfile

import docx as word
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from passerelle.engines.documents import Document, Heading, Item, List, Paragraph, Quote, Run, Table, docx
from tests.engines.documents.samples import MADE, SAID, everything

ARABIC = range(0x600, 0x700)


def opened(document: Document):
    return word.Document(io.BytesIO(docx.write(document)))


def arabic(text: str) -> bool:
    return any(ord(sign) in ARABIC for sign in text)


def check(file) -> int:
    """Holds every Arabic run to its marks; returns how many there were."""
    found = 0
    for run in file.element.body.iter(qn("w:r")):
        text = "".join(one.text or "" for one in run.iter(qn("w:t")))
        if not arabic(text):
            continue
        found += 1
        properties = run.find(qn("w:rPr"))
        assert properties is not None, text
        assert properties.find(qn("w:rtl")) is not None, text
        assert properties.find(qn("w:lang")).get(qn("w:bidi")) == "ar-SA", text
    return found


def paragraphs_of(file):
    return list(file.element.body.iter(qn("w:p")))


def turned(paragraph) -> bool:
    found = paragraph.find(qn("w:pPr"))
    bidi = found.find(qn("w:bidi")) if found is not None else None
    return bidi is not None and bidi.get(qn("w:val")) not in ("0", "false")


def words_of(paragraph) -> str:
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_arabic_run_says_so(language):
    assert check(opened(everything(language))) >= 4


@pytest.mark.parametrize("language", ["en", "ar"])
def test_paragraphs_turn_with_their_language(language):
    by_words = {words_of(p): p for p in paragraphs_of(opened(everything(language)))}
    assert turned(by_words[SAID["ar"]])
    for code in ("en", "uk", "ti"):
        if code != language:
            assert not turned(by_words[SAID[code]])


def test_a_table_is_mirrored_and_its_head_is_repeated():
    file = opened(everything("ar"))
    (table,) = file.tables
    assert table._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Partners"
    (left,) = opened(everything("en")).tables
    assert left._tbl.tblPr.find(qn("w:bidiVisual")) is None


def test_heads_lists_and_pictures_are_what_they_are():
    file = opened(everything("en"))
    styles = [p.style.name for p in file.paragraphs]
    for style in (
        "Title",
        "Heading 1",
        "Heading 2",
        "List Bullet",
        "List Bullet 2",
        "List Number",
        "Caption",
        "Quote",
    ):
        assert style in styles, style
    told = [one.get("descr") for one in file.element.body.iter(qn("wp:docPr"))]
    assert "A plum field" in told
    assert "Flag" in told
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert len(set(numbers)) == 1
    (started,) = file.part.numbering_part.element.xpath(f"w:num[@w:numId='{numbers[0]}']//w:startOverride")
    assert started.get(qn("w:val")) == "3"


def test_the_file_says_its_title_its_language_and_its_day():
    file = opened(everything("ar"))
    core = file.core_properties
    assert (core.title, core.language) == (SAID["ar"], "ar-SA")
    assert core.created.date() == MADE.date()
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    assert defaults.find(qn("w:lang")).get(qn("w:bidi")) == "ar-SA"


def test_the_same_description_gives_the_same_bytes():
    assert docx.write(everything("en")) == docx.write(everything("en"))


def test_children_stand_in_the_order_word_asks_for():
    """Word calls a file damaged whose children come in another order (ECMA-376, part 1, annex A)."""
    wanted = {
        "pPr": ["pStyle", "keepNext", "keepLines", "numPr", "pBdr", "bidi", "spacing", "ind", "jc", "rPr"],
        "rPr": ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u", "rtl", "lang"],
        "tblPr": ["tblStyle", "bidiVisual", "tblW", "jc", "tblBorders", "tblLayout", "tblLook", "tblCaption"],
    }
    for language in ("en", "ar"):
        packed = zipfile.ZipFile(io.BytesIO(docx.write(everything(language))))
        for part in ("word/document.xml", "word/styles.xml"):
            for kind, order in wanted.items():
                for node in etree.fromstring(packed.read(part)).iter(qn(f"w:{kind}")):
                    names = [etree.QName(child).localname for child in node]
                    known = [order.index(name) for name in names if name in order]
                    assert known == sorted(known), (part, kind, names)


LATIN = st.text("abc éłß,.", min_size=1, max_size=12)
FROM_RIGHT = st.text("ابتث جحخد،.", min_size=1, max_size=12)
RUNS = st.lists(
    st.one_of(
        st.builds(Run, LATIN, st.sampled_from(["", "en", "fr", "pl"]), st.booleans(), st.booleans()),
        st.builds(
            Run, FROM_RIGHT, st.just("ar"), st.booleans(), link=st.sampled_from(["", "https://a.example/"])
        ),
    ),
    min_size=1,
    max_size=5,
).map(tuple)
BLOCKS = st.one_of(
    st.builds(Paragraph, RUNS, st.sampled_from(["", "ar", "fr"]), st.sampled_from(["", "lead", "small"])),
    st.builds(Heading, RUNS, st.integers(1, 5), st.sampled_from(["", "ar"])),
    st.builds(
        List, st.lists(st.builds(Item, RUNS, st.sampled_from(["", "ar"])), min_size=1, max_size=3).map(tuple)
    ),
    st.builds(lambda words: Quote((Paragraph(words),)), RUNS),
    st.builds(lambda a, b: Table("T", (a, b), ((b, a),)), RUNS, RUNS),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=4).map(tuple), st.sampled_from(["en", "ar"]))
def test_whatever_is_mixed_every_arabic_run_keeps_its_marks(blocks, language):
    check(opened(Document("Title", language, MADE, blocks)))

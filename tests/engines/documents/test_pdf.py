"""What somebody who listens to a PDF would miss: tags, languages, headings, alternatives, letters that can be read."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from pdfua import validate

from passerelle.engines.documents import Document, Paragraph, Run, Table, pdf
from passerelle.engines.documents.model import runs
from tests.engines.documents.reading import read
from tests.engines.documents.samples import MADE, SAID, everything


@pytest.fixture(scope="module", params=["en", "ar"])
def written(request):
    return request.param, pdf.write(everything(request.param))


def elements(file: pikepdf.Pdf):
    """Every structure element as (kind, dictionary, depth), in reading order."""

    def walk(node, depth):
        if isinstance(node, pikepdf.Array):
            for one in node:
                yield from walk(one, depth)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S), node, depth
            yield from walk(node.get("/K"), depth + 1)

    yield from walk(file.Root.StructTreeRoot.K, 0)


def fonts(file: pikepdf.Pdf):
    return [
        o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
    ]


def test_it_is_tagged_and_says_its_language_and_title(written):
    language, made = written
    with pikepdf.open(io.BytesIO(made)) as file:
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.Root.Lang) == language
        assert str(file.docinfo["/Title"]) == SAID[language]
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        with file.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
        assert str(file.docinfo["/CreationDate"]).startswith("D:20261122000000")


def test_no_checker_finds_a_fault(written, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(written[1])
    assert not list(validate(path).findings)


def test_headings_lists_tables_and_pictures_are_what_they_are(written):
    with pikepdf.open(io.BytesIO(written[1])) as file:
        found = list(elements(file))
        kinds = [kind for kind, _node, _depth in found]
        for kind in (
            "/H1",
            "/H2",
            "/H3",
            "/P",
            "/L",
            "/LI",
            "/LBody",
            "/Table",
            "/TR",
            "/TH",
            "/TD",
            "/Link",
            "/Figure",
        ):
            assert kind in kinds, kind
        assert next(k for k in kinds if re.match(r"/H\d", k)) == "/H1"
        told = [str(node.Alt) for kind, node, _depth in found if kind == "/Figure" and "/Alt" in node]
        assert {"A plum field", "Flag"} <= set(told)
        heads = [node for kind, node, _depth in found if kind == "/TH"]
        assert all("/Column" in str([str(a.get("/Scope")) for a in _attributes(node)]) for node in heads)
        assert file.Root.Outlines.Count != 0


def _attributes(node):
    given = node.get("/A", [])
    return list(given) if isinstance(given, pikepdf.Array) else [given]


def test_every_foreign_run_says_its_language(written):
    language, made = written
    with pikepdf.open(io.BytesIO(made)) as file:
        spoken = {str(node.Lang) for _kind, node, _depth in elements(file) if "/Lang" in node}
    assert {"uk", "el", "ti", "fr", "ar", "en"} - {language} <= spoken


def test_every_font_is_embedded_and_is_ours(written):
    with pikepdf.open(io.BytesIO(written[1])) as file:
        found = fonts(file)
        assert found
        for one in found:
            assert any(key in one for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            assert re.match(r"/[A-Z]{6}\+P(Text|Head)", str(one.FontName))


def test_every_letter_comes_out_once_and_in_order():
    """Lines from the right are painted from their left end, as readers of PDF expect: there letters come out turned,
    each with its marks (and a mark never brings its letter a second time)."""
    texts = {**SAID, "ar": "ست مدن يقرّروا الشَّمْسُ وُلِدَتْ معًا لا", "fa": "می\u200cخواهم"}
    for code, text in texts.items():
        told = read(pdf.write(Document("T", code, MADE, (Paragraph(text),)))).replace(" ", "")
        plain = text.replace(" ", "")
        turned = "".join(reversed(re.findall(r"لا|.[\u064b-\u065f]*", plain)))
        assert (plain in told) or (code in ("ar", "fa") and turned in told), code


def test_the_same_description_gives_the_same_bytes():
    assert pdf.write(everything("en")) == pdf.write(everything("en"))


def test_characters_without_a_letterform_are_left_out_and_told():
    document = Document("Title", "en", MADE, (Paragraph("A cat 🐈 and 漢字 here."),))
    assert pdf.undrawable(document) == frozenset("🐈漢字")
    made = pdf.write(document)
    assert "A cat […] and […] here.".replace(" ", "") in read(made).replace(" ", "")
    assert not pdf.undrawable(everything("ar"))


def test_a_table_to_write_in_has_rows_a_pen_fits_into_and_is_as_accessible(tmp_path):
    def pages(by_hand):
        table = Table("Who", ("", "Name"), tuple((str(n), "") for n in range(26)), by_hand=by_hand)
        made = pdf.write(Document("List", "en", MADE, (table,)))
        (tmp_path / "list.pdf").write_bytes(made)
        assert not list(validate(tmp_path / "list.pdf").findings)
        return len(pikepdf.open(io.BytesIO(made)).pages)

    # 26 rows of 9 millimetres do not go below the head of a page of 297.
    assert (pages(by_hand=False), pages(by_hand=True)) == (1, 2)


def test_a_link_leads_only_where_links_may_lead():
    hostile = (Run("here", link="javascript:alert(1)"), Run("there", link="file:///etc/passwd"))
    made = pdf.write(Document("Title", "en", MADE, (Paragraph(hostile),)))
    with pikepdf.open(io.BytesIO(made)) as file:
        assert "/Annots" not in file.pages[0]
    assert [run.link for run in runs(hostile)] != ["", ""]

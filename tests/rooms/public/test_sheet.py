"""A project's sheet as PDF and DOCX: the page's facts and the funder's words, in the reader's language."""

import io

import pikepdf
import pytest
from docx import Document as read_docx
from pdfua import validate

from passerelle.network.programmes import programmes
from tests.rooms.public.conftest import address_of, translate

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LANGUAGES = ("en", "fr", "it", "sv", "ar")


def words_of_docx(answer) -> str:
    file = read_docx(io.BytesIO(answer.content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_funders_words_and_flag_stand_on_the_sheet_in_the_readers_language(project, client, language):
    made = project(programme="cerv-2021-2027", grant_number="12-34")
    funding = programmes()["cerv-2021-2027"]
    answer = client.get(address_of(made, language, "sheet.docx"))
    assert answer.status_code == 200
    said = words_of_docx(answer)
    assert funding.acknowledgement(language).text in said
    assert funding.disclaimer(language).text in said
    assert "CERV 12-34" in said
    assert made.acronym in said
    for word in ("Ödby stad", "Zonneveld"):
        assert word in said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_says_its_language_and_title_and_passes_the_checker(project, client, tmp_path, language):
    made = project(programme="cerv-2021-2027", grant_number="12-34")
    answer = client.get(address_of(made, language, "sheet.pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "rivages" in answer.headers["Content-Disposition"]
    path = tmp_path / "sheet.pdf"
    path.write_bytes(answer.content)
    assert not list(validate(path).findings)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo["/Title"]) == "Deux rives"


def test_what_is_not_translated_stands_in_its_own_language_and_says_so(project, client):
    made = project()
    translate(made, "en", {"Nous vivons près du lac.": "We live by the lake."})
    said = words_of_docx(client.get(address_of(made, "en", "sheet.docx")))
    assert "Nous voulons nous rencontrer." in said
    assert "Only in French so far" in said


def test_both_files_are_offered_on_the_page(project, opened):
    made = project()
    links = {a.attrs.get("href", "") for a in opened(address_of(made)).all("a")}
    assert {address_of(made, end="sheet.pdf"), address_of(made, end="sheet.docx")} <= links


@pytest.mark.parametrize("end", ["sheet.pdf", "sheet.docx"])
def test_a_draft_has_no_sheet_for_the_public(project, client, end):
    assert client.get(address_of(project(published=False), end=end)).status_code == 404


def test_a_sheet_asks_few_questions(project, client, questions):
    made = project(partners=4, programme="cerv-2021-2027")
    assert questions(client, address_of(made, "fr", "sheet.pdf")) <= 12


def test_the_same_sheet_is_set_once(project, client, monkeypatch):
    from passerelle.core import papers

    made = project(acronym="ONCE")
    first = client.get(address_of(made, "en", "sheet.pdf")).content
    monkeypatch.setitem(
        papers.FORMS, "pdf", papers.Form("pdf", "application/pdf", lambda _document: b"set again")
    )
    assert client.get(address_of(made, "en", "sheet.pdf?again")).content == first


def test_a_sheet_of_a_very_long_text_ends_and_names_the_page(project, client):
    body = "\n\n".join(f"Paragraphe {number}. {'Il pleut sur le port. ' * 90}" for number in range(45))
    made = project(acronym="LONG", body=body)
    said = words_of_docx(client.get(address_of(made, "en", "sheet.docx")))
    assert "The whole text is on the project’s page" in said
    assert "Paragraphe 3." in said
    assert "Paragraphe 44." not in said

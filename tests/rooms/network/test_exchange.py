"""A translation made in Word or another program comes back whole, or is shown why not; nobody's words are lost."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from passerelle.language import texts
from passerelle.language.models import Translation
from passerelle.network import actions
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BODY = "We live by the lake.\n\nWe meet [here](https://a.example/quay).\n\nCome along."


@pytest.fixture
def page(project):
    actions.write_page(HOUSE, project, BODY, language="en", base=0)
    translate(project, "We live by the lake.", "Viviamo al lago.")
    return project


def line(project, words):
    lines = texts.workshop(texts.tell(actions.owner_of(project)), ["title", "page"], "it")
    return next(one for one in lines if one.block.text == words)


def translate(project, words, italian):
    one = line(project, words)
    told = {"language": "it", "words": italian, "base": one.base}
    actions.translate_paragraph(HOUSE, project, one.field, one.block.hash, **told)


def italian(project):
    lines = texts.workshop(texts.tell(actions.owner_of(project)), ["title", "page"], "it")
    return [one.translation.body if one.translation else "" for one in lines]


def at(project):
    return reverse("desk_exchange", args=[project.code, "it"])


def file(browser, project, kind):
    response = browser.get(reverse("desk_exchange_file", args=[project.code, "it", kind]))
    assert response.status_code == 200
    return response.content


def given(browser, project, raw, name="back.docx"):
    return browser.post(at(project), {"file": SimpleUploadedFile(name, raw)})


def in_word(raw, **translations):
    """Somebody fills in the second column, and sorts the rows backwards."""
    document = docx.Document(io.BytesIO(raw))
    table = document.tables[0]
    for row in table.rows[1:]:
        for begins, words in translations.items():
            if row.cells[0].text.startswith(begins):
                row.cells[1].text = words
    for row in reversed(table.rows[1:]):
        table._tbl.append(row._tr)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_from_the_workshop_through_word_and_back_and_taken_back(page, signed_in):
    browser = signed_in("facilitator")
    assert at(page) in browser.get(reverse("desk_workshop", args=[page.code]) + "?to=it").content.decode()
    raw = in_word(file(browser, page, "docx"), Come="Venite.", Living="Vivere sull'acqua")
    shown = given(browser, page, raw)
    told = shown.content.decode()
    assert "2 translations come in" in told
    assert "1 row is still empty" in told
    assert italian(page) == ["", "Viviamo al lago.", "", ""]

    browser.post(at(page), {"step": "take", "question": shown.context["look"].question})
    assert italian(page) == ["Vivere sull'acqua", "Viviamo al lago.", "", "Venite."]
    mark = Translation.objects.exclude(batch=None).first().batch
    assert "Take back the 2" in browser.get(at(page)).content.decode()
    translate(page, "Come along.", "Venite con noi.")
    browser.post(at(page), {"step": "back", "mark": str(mark)})
    assert italian(page) == ["", "Viviamo al lago.", "", "Venite con noi."]


@pytest.mark.parametrize("kind", ["xliff", "po", "tmx"])
def test_a_file_nobody_touched_changes_nothing(page, signed_in, kind):
    browser = signed_in("facilitator")
    told = given(browser, page, file(browser, page, kind)).content.decode()
    assert "Nothing comes in" in told
    assert "1 row is as it is here" in told


def test_a_late_file_overwrites_nobody_and_says_what_no_longer_fits(page, signed_in):
    browser = signed_in("facilitator")
    words = {"We live": "Abitiamo al lago.", "We meet": "Ci troviamo.", "Come": "Venite."}
    raw = in_word(file(browser, page, "docx"), **words)
    translate(page, "We live by the lake.", "Viviamo presso il lago.")
    actions.edit_paragraph(
        HOUSE, page, "page", line(page, "Come along.").block.hash, "Come soon, all of you."
    )
    told = given(browser, page, raw).content.decode()
    for says in (
        "Somebody translated it here after the file was downloaded.",
        "Viviamo presso il lago.",
        "Abitiamo al lago.",
        "A link of the source is missing.",
        "https://a.example/quay",
        "The source has changed since this was translated.",
        "Nothing comes in",
    ):
        assert says in told, says


def test_who_was_quicker_between_looking_and_taking_in_keeps_their_words_and_nothing_comes_in(
    page, signed_in
):
    browser = signed_in("facilitator")
    raw = in_word(file(browser, page, "docx"), Come="Venite.", Living="Vivere")
    question = given(browser, page, raw).context["look"].question
    translate(page, "Come along.", "Venite con noi.")
    told = browser.post(at(page), {"step": "take", "question": question}, follow=True).content.decode()
    assert "Nothing came in" in told
    assert italian(page) == ["", "Viviamo al lago.", "", "Venite con noi."]


def test_a_file_of_another_text_language_or_kind_is_refused_in_words(page, signed_in, organisations):
    browser = signed_in("facilitator")
    raw = file(browser, page, "xliff")
    for wrong, says in (
        (raw.replace(b'trgLang="it"', b'trgLang="sv"'), "This file is in another language (sv)."),
        (raw.replace(page.code.encode(), b"another"), "This file is of another text."),
        (b"%PDF-1.7", "This is none of the files"),
        (raw[:-20], "This file is damaged at line"),
    ):
        assert says in given(browser, page, wrong, "back.xlf").content.decode(), says
    assert given(browser, page, raw.replace(b'trgLang="it"', b'trgLang="it-IT"')).context["look"]


def test_what_was_made_up_is_not_taken_in(page, signed_in):
    browser = signed_in("facilitator")
    for question in ("", "[]x", '[["page", "0", 0, "x"]]', '[["secret", "0", 0, "x"]]', "[[1]]"):
        browser.post(at(page), {"step": "take", "question": question})
    assert Translation.objects.count() == 1
    assert browser.post(at(page), {"step": "back", "mark": "x"}).status_code == 404
    for address in ("desk_exchange", "desk_exchange_file"):
        more = ["xliff"] if address.endswith("file") else []
        assert browser.get(reverse(address, args=[page.code, "xx", *more])).status_code == 404


def test_few_queries_whatever_the_length(page, signed_in, django_assert_max_num_queries):
    browser = signed_in("facilitator")
    browser.get(at(page))
    with django_assert_max_num_queries(12):
        browser.get(at(page))

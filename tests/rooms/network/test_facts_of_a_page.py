"""The facts of an old page, beside its text: accepted one by one, saved only then."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from passerelle.core import fetching
from passerelle.network import actions, found_facts
from passerelle.network.models import Aim, Project
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGE = """BROLY – Broar och bord

Projektet pågår september 2018 – juni 2021 och finansieras av Ett Europa för medborgarna.

Vi arbetar i Italien och Sverige och svarar på SDG 10. Åtta möten blev av.

Partner:
- Lyckholma kommun
"""


def looked_at(browser, **given):
    return browser.post(reverse("desk_import"), {"pasted": PAGE, **given})


def confirmation(answer, *fields: str) -> dict:
    """What is sent when the facts of these fields are accepted, and every paragraph is kept."""
    accepted = [str(row["fact"].index) for row in answer.context["facts"] if row["fact"].becomes[0] in fields]
    reading = answer.context["reading"]
    return {
        "confirm": "1",
        "text": reading.text,
        "acronym": "BROLY",
        "title": "Broar och bord",
        "language": "sv",
        "keep": [str(piece.index) for piece in reading.pieces],
        "accept": accepted,
    }


def test_accepted_facts_are_saved_and_no_others(signed_in, project):
    browser = signed_in("lead_coordinator")
    answer = looked_at(browser)
    assert not Project.objects.filter(acronym="BROLY").exists()
    browser.post(reverse("desk_import"), confirmation(answer, "starts", "countries", "goals"))
    draft = Project.objects.get(acronym="BROLY")
    assert (draft.starts, draft.ends, draft.programme) == ("2018-09", "", "")
    assert draft.countries == ["IT", "SE"]
    assert [aim.target for aim in Aim.objects.filter(project=draft)] == ["10"]


def test_nothing_is_accepted_before_somebody_does_it(signed_in, project):
    answer = looked_at(signed_in("lead_coordinator"))
    assert not any(row["chosen"] for row in answer.context["facts"])


def test_all_facts_can_be_accepted_at_once_and_what_was_written_stays(signed_in, project):
    browser = signed_in("lead_coordinator")
    given = confirmation(looked_at(browser)) | {"all": "1", "acronym": "BRO-2"}
    answer = browser.post(reverse("desk_import"), given)
    assert all(row["chosen"] for row in answer.context["facts"])
    assert answer.context["form"]["acronym"].value() == "BRO-2"
    assert not Project.objects.filter(acronym="BRO-2").exists()


def test_each_fact_leads_to_its_place_in_the_text(signed_in, project):
    shown = looked_at(signed_in("lead_coordinator"))
    page = shown.content.decode()
    for row in shown.context["facts"]:
        assert f'href="#place-{row["fact"].index}"' in page
        assert page.count(f'id="place-{row["fact"].index}"') == 1
    assert "Italien</mark>" in page


def test_a_partner_of_the_network_becomes_a_partner_of_the_draft(signed_in, project):
    actions.add_organisation(
        HOUSE, name="Lyckholma kommun", kind="municipality", town="Lyckholma", country="SE"
    )
    browser = signed_in("lead_coordinator")
    browser.post(reverse("desk_import"), confirmation(looked_at(browser), "partners"))
    draft = Project.objects.get(acronym="BROLY")
    assert [str(one.organisation) for one in draft.partnerships.all()] == ["Lyckholma kommun"]


def test_a_word_document_is_read(signed_in, project):
    document = Document()
    for line in PAGE.split("\n"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    file = SimpleUploadedFile("sida.docx", out.getvalue())
    answer = signed_in("lead_coordinator").post(reverse("desk_import"), {"file": file})
    assert {row["fact"].says for row in answer.context["facts"]} >= {"2018-09", "2021-06", "Italy"}


def test_the_programme_is_the_one_of_the_years_in_which_a_project_began():
    assert found_facts.programme_of("Asylum, Migration and Integration Fund", "2019-03") == "amif-2014-2020"
    assert found_facts.programme_of("Asylum, Migration and Integration Fund", "2022") == "amif-2021-2027"
    assert found_facts.programme_of("Asylum, Migration and Integration Fund", "") is None
    assert found_facts.programme_of("Erasmus+", "2024-01") is None


def test_words_of_the_page_stay_words(signed_in, project):
    nasty = PAGE.replace("Lyckholma", "<img src=x onerror=alert(1)> Lyck")
    shown = signed_in("lead_coordinator").post(reverse("desk_import"), {"pasted": nasty}).content.decode()
    assert "onerror" not in shown


def test_pieces_make_the_text_again_whatever_overlaps():
    text = PAGE.replace("Åtta möten", "## Mål\n- att tolv städer i Polen möts åtta gånger")
    found = found_facts.facts(text, "sv", [], "en")
    pieces = found_facts.marked(text, found)
    assert "".join(piece.words for piece in pieces) == text
    placed = [piece.fact for piece in pieces if piece.fact is not None]
    placed += [place for piece in pieces for place in piece.places]
    assert sorted(placed) == [fact.index for fact in found]


def test_a_page_is_fetched_by_its_address_only_where_the_administrator_allows_it(
    signed_in, project, settings, monkeypatch
):
    asked = []

    def fetch(address, allowed):
        asked.append((address, allowed))
        return fetching.Fetched(PAGE.encode("cp1252"), "page.txt", "windows-1252", address)

    monkeypatch.setattr(fetching, "fetch", fetch)
    browser = signed_in("lead_coordinator")
    given = {"address": "https://bro.example/"}
    assert "address" not in browser.get(reverse("desk_import")).context["form"].fields
    assert browser.post(reverse("desk_import"), given).context["form"].errors
    assert not asked
    settings.IMPORT_FROM = "bro.example"
    answer = browser.post(reverse("desk_import"), given)
    assert asked == [("https://bro.example/", "bro.example")]
    assert {row["fact"].says for row in answer.context["facts"]} >= {"2018-09", "2021-06", "Italy"}


def test_what_is_wrong_with_an_address_is_said_beside_it(signed_in, project, settings):
    settings.IMPORT_FROM = "*"
    answer = signed_in("lead_coordinator").post(reverse("desk_import"), {"address": "http://bro.example/"})
    assert "https://" in answer.context["form"].errors["address"][0]


def test_nobody_makes_the_house_fetch_page_after_page(signed_in, project, settings, monkeypatch):
    settings.IMPORT_FROM = "*"
    monkeypatch.setattr(
        fetching, "fetch", lambda address, _: fetching.Fetched(PAGE.encode(), "page.txt", "utf-8", address)
    )
    browser = signed_in("lead_coordinator")
    answers = [browser.post(reverse("desk_import"), {"address": "bro.example"}) for _ in range(11)]
    assert "facts" in answers[9].context
    assert answers[10].context["form"].errors["address"]

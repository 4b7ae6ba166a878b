"""Partners that sentences name, and people, places and groups that are none."""

import json
from importlib.resources import files

import pytest

from passerelle.engines.text.importer import import_page

FOLDER = files("tests.data.importer")
TOLD = [
    line.split(" | ", 2)
    for line in FOLDER.joinpath("partners.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
PAGES = sorted(
    entry.name.removesuffix(".json")
    for entry in FOLDER.iterdir()
    if entry.name.startswith("fresh.") and entry.name.endswith(".json")
)


def partners(text: str, language: str | None = None) -> list[str]:
    return [str(value.value) for value in import_page(text, language).values if value.field == "partner"]


@pytest.mark.parametrize(
    ("language", "names", "text"), TOLD, ids=[f"{line[0]}-{at}" for at, line in enumerate(TOLD)]
)
def test_a_sentence_names_the_partners_and_nobody_else(language, names, text):
    assert partners(text, language) == [name for name in names.split("; ") if name]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gives_its_partners_and_its_short_name(name):
    page = import_page(FOLDER.joinpath(f"{name}.txt").read_text("utf-8"))
    expected = json.loads(FOLDER.joinpath(f"{name}.json").read_text("utf-8"))
    found = [value.value for value in page.values if value.field == "partner"]
    assert set(expected["partner"]) <= set(found) <= {*expected["partner"], *expected.get("may", [])}
    assert [value.value for value in page.values if value.field == "acronym"] == expected["acronym"]


def test_a_page_that_lists_its_partners_is_not_told_them_twice():
    text = (
        "## Partners\n- Borgo Comune (Italy)\n- Open Door Association\n\n## About\n"
        "We work in partnership with the Open Door Association. The project is coordinated by the City of Elmford."
    )
    assert partners(text, "en") == ["Borgo Comune", "Open Door Association", "City of Elmford"]


def test_what_stands_below_a_list_of_partners_is_none():
    text = "Partners:\n1. Borgo Comune\n2. Open Door Association\nBudget: 245 300 EUR\nSDG 4 and 10\nPlans for spring"
    assert partners(text, "en") == ["Borgo Comune", "Open Door Association"]


def test_an_and_inside_a_name_does_not_part_it():
    text = "Il progetto è promosso in collaborazione con la Fondazione Terra e Mare."
    assert partners(text, "it") == ["Fondazione Terra e Mare"]
    text = "Il progetto nasce in collaborazione con il Comune di Borgo, la Fondazione Mare e l'associazione Melo."
    assert partners(text, "it") == ["Comune di Borgo", "Fondazione Mare", "associazione Melo"]


@pytest.mark.parametrize(
    ("language", "heading", "label"),
    [
        ("bg", "Партньори", "Координатор"),
        ("ca", "Entitats sòcies", "Coordinació"),
        ("cs", "Partneři", "Koordinátor"),
        ("da", "Projektpartnere", "Koordinator"),
        ("de", "Wer macht mit", "Koordination"),
        ("el", "Εταίροι του έργου", "Συντονιστής"),
        ("es", "Organizaciones socias", "Entidad coordinadora"),
        ("et", "Partnerid", "Koordinaator"),
        ("fi", "Yhteistyökumppanit", "Koordinaattori"),
        ("fr", "Qui participe", "Chef de file"),
        ("hr", "Partneri na projektu", "Nositelj projekta"),
        ("hu", "Partnerszervezetek", "Koordinátor"),
        ("is", "Samstarfsaðilar", "Samræmingaraðili"),
        ("it", "Chi partecipa", "Ente capofila"),
        ("lt", "Projekto partneriai", "Koordinatorius"),
        ("lv", "Sadarbības partneri", "Koordinators"),
        ("mk", "Проектни партнери", "Носител на проектот"),
        ("mt", "L-imsieħba", "Il-koordinatur"),
        ("nl", "Wie doet mee", "Penvoerder"),
        ("pl", "Organizacje partnerskie", "Lider"),
        ("pt", "Organizações parceiras", "Entidade coordenadora"),
        ("ro", "Partenerii proiectului", "Coordonator"),
        ("sk", "Partneri projektu", "Koordinátor"),
        ("sl", "Projektni partnerji", "Vodilni partner"),
        ("sq", "Partnerët e projektit", "Koordinatori"),
        ("sr", "Партнери на пројекту", "Носилац пројекта"),
        ("sv", "Vem är med", "Samordnare"),
        ("tr", "Proje ortakları", "Koordinatör"),
        ("uk", "Партнери проєкту", "Координатор"),
        ("ar", "شركاء المشروع", "الجهة المنسقة"),
    ],
)
def test_lists_under_a_heading_in_thirty_languages(language, heading, label):
    text = f"{label}: Borgo Comune\n\n{heading}\n- Open Door (Malta)\n- Lumo ry\n\nOther words of the page."
    assert partners(text, language) == ["Borgo Comune", "Open Door", "Lumo ry"]


def test_initials_of_the_organisation_somebody_works_for_are_not_the_projects():
    said = (
        "Nous partageons les nouvelles du projet RIVES.\n\n"
        "Une journaliste, cheffe de projet à Mains Ouvertes (MOUV) à Lyon, a présenté la maison."
    )
    page = import_page(said)
    assert [value.value for value in page.values if value.field == "acronym"] == ["RIVES"]


def test_a_partners_place_and_country_are_not_its_name():
    text = "Partners\nOrganisation | City | Country\nCove Trust | Wexford | Ireland\n\n## Consortium\n"
    text += "- Banco Aberto, Braga, Portugal\n- Ponte Sociale, Rovigo (Italy)\n- Arts and Care"
    assert partners(text, "en") == ["Cove Trust", "Banco Aberto", "Ponte Sociale", "Arts and Care"]


def test_places_behind_arabic_commas_are_no_part_of_a_name():
    text = "الشركاء\n- جمعية النور، ليون، فرنسا\n- بلدية صفاقس، تونس"
    assert partners(text, "ar") == ["جمعية النور", "بلدية صفاقس"]


def test_the_address_behind_a_coordinator_is_no_partner():
    text = "Coordinateur : Les Amis du Fleuve, 12 place Verte, Namur, tél. 081 22 33 44"
    assert partners(text, "fr") == ["Les Amis du Fleuve"]

"""Lists keep the reader's order, find what is asked for, and stay quick when there is much."""

import pytest

from passerelle.core.codes import new_code
from passerelle.core.models import SearchEntry
from passerelle.language.models import Edition
from passerelle.network.models import Organisation, Partnership, Project
from tests.rooms.public.conftest import address_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def many(number, prefix="Projekt"):
    """Published projects with an edition in each language and six partners, without the way through the workshop."""
    towns = [
        Organisation(code=new_code(), name=f"{prefix} {i}", kind="other", town=f"Ort {i}", country=country)
        for i, country in enumerate(("SE", "FR", "IT", "PL", "LT", "BE"))
    ]
    Organisation.objects.bulk_create(towns)
    made = Project.objects.bulk_create(
        Project(code=new_code(), acronym=f"{prefix} {i:04}", state="published", starts=f"20{10 + i % 16}")
        for i in range(number)
    )
    Partnership.objects.bulk_create(
        Partnership(project=p, organisation=t, lead=t is towns[0]) for p in made for t in towns
    )
    part = {"field": "page", "kind": "paragraph", "level": 0, "source": "fr", "state": "missing"}
    Edition.objects.bulk_create(
        Edition(
            owner_kind="project",
            owner=p.pk,
            language=language,
            number=1,
            title=f"Titre {p.acronym}",
            title_language="fr",
            parts=[{**part, "language": "fr", "body": "Texte."}] * 5,
        )
        for p in made
        for language in ("en", "sv")
    )
    SearchEntry.objects.bulk_create(
        SearchEntry(
            kind="project", subject=p.pk, language="en", title=p.acronym, words=p.acronym, address="/en/"
        )
        for p in made
    )


def names(page):
    return [card.one("h3").words for card in page.all("li", class_="card")][:-1]


def test_names_stand_in_the_order_of_the_readers_language(project, opened):
    for acronym in ("Ånga", "Zon", "Apan", "Ögat"):
        project(acronym=acronym)
    assert names(opened("/sv/projects/")) == ["Apan", "Zon", "Ånga", "Ögat"]
    assert names(opened("/fr/projects/")) == ["Ånga", "Apan", "Ögat", "Zon"]


def test_newest_first_on_demand(project, opened):
    for acronym, starts in (("A", "2018-09"), ("B", "2024"), ("C", "2021-02-03")):
        project(acronym=acronym, starts=starts)
    assert names(opened("/en/projects/?sort=newest")) == ["B", "C", "A"]
    assert names(opened("/en/projects/?sort=nonsense")) == ["A", "B", "C"]


def test_countries_are_named_and_sorted_in_the_readers_language(project, opened):
    project(partners=4)
    facts = {lang: opened(f"/{lang}/projects/").one(class_="facts").words for lang in ("en", "sv", "ar")}
    assert facts["en"].endswith("Belgium, Italy and Sweden")
    assert facts["sv"].endswith("Belgien, Italien och Sverige")
    assert "السويد" in facts["ar"]


def test_a_country_leaves_only_the_projects_that_are_there(project, organisations, opened):
    project(acronym="NORTH", partners=1)
    project(acronym="SOUTH", partners=4)
    project(acronym="TOLD", partners=0, countries=["IT", "GR"])
    options = [o.words for o in opened("/en/projects/").one("select", id="id_country").all("option")]
    assert options == ["All countries", "Belgium", "Greece", "Italy", "Sweden"]
    assert names(opened("/en/projects/?country=IT")) == ["SOUTH", "TOLD"]
    assert names(opened("/en/projects/?country=XX")) == ["NORTH", "SOUTH", "TOLD"]


def test_words_find_names_and_titles(project, opened):
    project(acronym="RIVAGES", title="Deux rives", translations={"en": {"Deux rives": "Two banks"}})
    project(acronym="PONT", title="Le pont")
    assert names(opened("/en/projects/?q=banks")) == ["RIVAGES"]
    assert names(opened("/en/projects/?q=pon")) == ["PONT"]


def test_an_empty_answer_says_what_to_do(project, opened):
    project()
    page = opened("/en/projects/?q=zzz")
    assert "No project fits" in page.words
    assert "Try fewer or other words" in page.words
    assert page.one("a", href="/en/search/?q=zzz")
    both = opened("/en/projects/?q=zzz&country=SE").words
    assert "No project of this choice" in both


def test_an_empty_network_says_what_will_appear(opened):
    for address in ("/en/", "/en/projects/"):
        assert "No project is published yet" in opened(address).words


def test_pages_of_twelve_and_the_first_page_shows_the_newest(opened):
    many(30)
    page = opened("/en/projects/?page=2")
    assert len(list(page.all("li", class_="card"))) == 12
    assert "30 projects" in page.words
    assert "Page 2 of 3" in page.words
    last = opened("/en/projects/?page=99")
    assert names(last) == [f"Projekt {i:04}" for i in range(24, 30)]
    home = opened("/en/")
    assert len(names(home)) <= 6
    assert home.one("a", class_="second").attrs["href"] == "/en/projects/"
    assert "Show all 30 projects" in home.words


def test_lengths_and_open_ends_are_said_as_they_are_known(project, opened):
    project(acronym="A", starts="2018-09", ends="2021-06")
    project(acronym="B", months=24)
    project(acronym="C", starts="2020")
    cards = list(opened("/en/projects/").one("main").all(class_="facts"))
    assert "September 2018 – June 2021" in cards[0].words
    assert [one.attrs["datetime"] for one in cards[0].all("time")] == ["2018-09", "2021-06"]
    assert "24 months" in cards[1].words
    assert "end not known" in cards[2].words


LISTS = ["/en/", "/en/projects/", "/en/projects/?q=titre&country=FR&sort=newest", "/en/search/?q=0001"]


def test_twelve_questions_are_enough_for_twenty_projects_and_for_two_thousand(client, questions):
    many(20, "Några")
    few = {address: questions(client, address) for address in LISTS}
    assert max(few.values()) <= 12, few
    many(2000)
    assert {address: questions(client, address) for address in LISTS} == few


@pytest.mark.parametrize("end", ["", "partners/"])
def test_nine_questions_are_enough_for_a_project(project, coordinator, client, questions, end):
    made = project(partners=4, translations={"ti": {"Venez nous voir.": "ንዑ ርኣዩና።"}})
    for number in range(20):
        coordinator(made, f"Person {number}", "local_coordinator", shown=True)
    client.get("/en/accessibility/")
    assert questions(client, address_of(made, end=end)) <= 9

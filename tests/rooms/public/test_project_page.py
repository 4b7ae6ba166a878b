"""What stands beside a project's text: its funder's words, whom to ask, where the facts come from."""

import pytest

from passerelle.network import actions
from passerelle.network.programmes import programmes
from passerelle.people import actions as people
from tests.rooms.public.conftest import HOUSE, address_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LANGUAGES = ("en", "fr", "it", "sv", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", list(programmes()))
def test_the_funders_words_stand_on_the_page_in_the_readers_language(project, opened, language, code):
    made = project(programme=code, grant_number="12-34")
    funding = programmes()[code]
    page = opened(address_of(made, language))
    funder = page.one(class_="funder")
    assert funding.acknowledgement(language).text in funder.words
    assert funding.disclaimer(language).text in funder.words
    assert f"{funding.acronym} 12-34" in funder.words
    said = funder.saying(funding.disclaimer(language).text)
    assert said.inherited("lang") == funding.disclaimer(language).language
    assert funding.name(language) in page.one("aside").words
    official = funding.acknowledgement(language).official and funding.disclaimer(language).official
    assert bool(list(page.all(class_="compared"))) is not official


def test_a_project_without_a_funder_thanks_nobody(project, opened):
    assert not list(opened(address_of(project())).all(class_="funder"))


def test_names_stand_there_only_with_consent_and_go_when_it_is_withdrawn(project, coordinator, opened):
    made = project()
    shown = coordinator(made, "Amina Ek", shown=True)
    coordinator(made, "Boris Berg", "local_coordinator")
    coordinator(made, "Chiara Conti", "facilitator", shown=True)
    aside = opened(address_of(made)).one("aside").words
    assert "Amina Ek" in aside
    assert "Lead coordinator" in aside
    assert "Local coordinator" in aside
    assert "Ödby stad" in aside
    page = opened(address_of(made)).words
    assert "Boris Berg" not in page
    assert "Chiara Conti" not in page
    people.withdraw_consent(HOUSE, shown, "shown")
    again = opened(address_of(made)).one("aside").words
    assert "Amina Ek" not in again
    assert "Lead coordinator" in again


def test_facts_of_a_public_project_name_their_source(project, opened):
    sources = [{"id": "a", "title": "Une page", "organisation": "La ville", "language": "fr"}]
    aside = opened(address_of(project(sources=sources, lead_name="Une ville", partners=0))).one("aside")
    assert "Where these facts come from" in aside.words
    assert aside.saying("Une page").inherited("lang") == "fr"
    assert "Une ville" in aside.words


def test_what_is_invented_says_so(project, opened):
    assert "Invented for the demonstration" in opened(address_of(project(invented=True))).words
    assert "Invented" not in opened(address_of(project(acronym="TRUE"))).words


def test_any_slug_leads_to_the_page_and_the_page_names_the_right_one(project, client, opened):
    made = project()
    for slug in ("", "something-else/", "رِيفاج/"):
        page = opened(f"/en/projects/{made.code}/{slug}")
        canonical = page.one("link", rel="canonical").attrs["href"]
        assert canonical.endswith(f"/en/projects/{made.code}/rivages/")
        others = {link.attrs["hreflang"]: link.attrs["href"] for link in page.all("link", rel="alternate")}
        assert set(others) == set(LANGUAGES)
        assert others["ar"].endswith(f"/ar/projects/{made.code}/rivages/")


@pytest.mark.parametrize("end", ["", "partners/", "partners.csv"])
def test_a_draft_is_not_there_for_the_public(project, client, end):
    draft = project(published=False)
    assert client.get(address_of(draft, end=end)).status_code == 404
    assert draft.acronym not in client.get("/en/projects/").content.decode()
    assert draft.acronym not in client.get("/en/").content.decode()


def test_a_withdrawn_page_is_gone_and_cannot_be_found(project, client, opened):
    made = project()
    assert "Deux rives" in opened("/en/search/?q=rivages").words
    actions.withdraw_project(HOUSE, made)
    assert client.get(address_of(made)).status_code == 404
    assert "Deux rives" not in opened("/en/search/?q=rivages").words
    assert "Deux rives" not in opened("/fr/search/?q=lac").words


def test_who_works_in_a_project_finds_the_way_to_its_working_space(project, coordinator, client, opened):
    from passerelle.people.models import Account

    made, draft = project(), project(acronym="DRAFT", published=False)
    assert "Open the working space" not in opened(address_of(made)).words
    person = coordinator(made, "Amina Ek")
    people.create_account(HOUSE, person, "amina@bank.example", "three plain words", demo=False)
    client.force_login(
        Account.objects.get(person=person), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = opened(address_of(made))
    assert page.saying("Open the working space").attrs["href"] == f"/en/desk/projects/{made.code}/"
    assert page.saying("Your desk").attrs["href"] == "/en/desk/"
    assert client.get(address_of(draft)).status_code == 404
    actions.withdraw_project(HOUSE, made)
    answer = client.get(address_of(made))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/desk/projects/{made.code}/")

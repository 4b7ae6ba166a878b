"""The public doors: who comes in gets their language, leaves no trace, and machines get what they ask for."""

import pytest
from django.db import InterfaceError, OperationalError, connections

from passerelle.core import journal
from passerelle.people import actions as people
from passerelle.people.models import Account
from tests.rooms.public.conftest import HOUSE, address_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PUBLIC_PAGES = ["", "projects/", "search/", "search/?q=lac", "accessibility/", "journal/", "your-city/"]


@pytest.mark.parametrize(
    ("asked", "cookie", "language"),
    [
        ("sv,en;q=0.5", "", "sv"),
        ("ar-MA", "", "ar"),
        ("de", "", "en"),
        ("", "", "en"),
        ("sv", "it", "it"),
    ],
)
def test_the_door_opens_in_the_readers_language(client, asked, cookie, language):
    if cookie:
        client.cookies["django_language"] = cookie
    answer = client.get("/", headers={"accept-language": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in answer.headers["Vary"].split(",")}
    assert not answer.cookies


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page", PUBLIC_PAGES)
def test_reading_leaves_no_cookie_and_may_be_kept_for_a_minute(client, project, language, page):
    project()
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "Save-Data"} <= {part.strip() for part in answer.headers["Vary"].split(",")}


def test_a_project_leaves_no_cookie_either(client, project):
    answer = client.get(address_of(project()))
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_nobody_else_gets_the_page_of_somebody_signed_in(client, project, coordinator):
    made = project()
    person = coordinator(made, "Amina Ek")
    people.create_account(HOUSE, person, "amina@bank.example", "three plain words", demo=False)
    client.force_login(
        Account.objects.get(person=person), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for address in (address_of(made), "/en/", "/en/search/?q=lac"):
        assert "public" not in client.get(address).headers["Cache-Control"]


def test_a_page_that_is_not_there_is_not_kept(client):
    answer = client.get("/en/projects/nothere/")
    assert answer.status_code == 404
    assert "public" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("page", ["/", "/en/", "/en/projects/", "/en/search/", "/healthz"])
def test_public_pages_are_read_only(client, page):
    assert client.post(page).status_code in (403, 405)


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_the_health_check_names_the_database_that_does_not_answer(client, monkeypatch, fault):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies

    def silent():
        raise fault

    monkeypatch.setattr(connections["keys"], "cursor", silent)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.content.startswith(b"keys")


def test_search_machines_are_kept_from_the_desk(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /ar/desk/" in lines
    assert not [line for line in lines if "projects" in line]


def test_the_old_way_to_ask_for_the_mark_leads_to_it(client):
    assert client.get("/favicon.ico").headers["Location"].endswith(".svg")


def test_search_says_in_which_language_something_was_found(project, opened):
    project(translations={"sv": {"Venez nous voir.": "Kom och hälsa på."}, "en": {"Deux rives": "Two banks"}})
    found = opened("/en/search/?q=hälsa").one(class_="found").one("li")
    assert found.one("a").words == "Two banks"
    assert found.one("a").attrs["hreflang"] == "sv"
    assert "Found in Swedish" in found.words
    excerpt = found.one("p", class_="excerpt")
    assert (excerpt.words, excerpt.attrs["lang"], excerpt.one("mark").words) == (
        "Kom och hälsa på.",
        "sv",
        "hälsa",
    )
    own = opened("/en/search/?q=banks").one(class_="found").words
    assert "Found in" not in own


def test_an_empty_search_says_what_to_try(opened):
    assert "Nothing was found" in opened("/en/search/?q=zzz").words
    assert "Nothing was found" not in opened("/en/search/").words
    assert opened("/en/search/?q=zzz&page=-3").one("input", id="q").attrs["value"] == "zzz"


def test_long_answers_come_in_pages(project, opened):
    for number in range(23):
        project(acronym=f"RIVE {number}", partners=0)
    first = opened("/en/search/?q=lac")
    assert "23 pages found" in first.words
    assert len(list(first.one(class_="found").all("li"))) == 20
    assert len(list(opened("/en/search/?q=lac&page=2").one(class_="found").all("li"))) == 3


def test_anybody_can_keep_the_heads_of_the_journal(project, opened):
    assert "Nothing is sealed yet" in opened("/en/journal/").words
    project()
    journal.seal_pending()
    page = opened("/en/journal/")
    assert journal.newest_head() in page.one("table").words
    assert journal.public_key() in page.words
    assert "passerelle journal verify --heads heads.json" in page.words
    assert page.one("a", href="/journal/heads.json")


def test_the_accessibility_statement_names_what_is_missing_and_has_the_parts_the_union_asks_for(opened):
    page = opened("/en/accessibility/")
    headings = [h.words for h in page.one("main").all("h2")]
    assert headings == [
        "Compliance status",
        "Content that is not accessible",
        "Preparation of this statement",
        "Feedback and contact",
        "Enforcement",
    ]
    assert "partially compliant" in page.words
    assert "No person who uses a screen reader every day has tested the pages yet." in page.words
    assert page.one("main").one("time").attrs["datetime"]

"""One true story, from sign-in to public page, with the keyboard alone and without JavaScript.

The steps build on each other: when one fails, those after it have nothing to stand on.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from passerelle.engines.text.collation import sort_key
from tests.journeys.conftest import Installation
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.browser
PASTED = (Path(__file__).parents[1] / "data" / "journey.fr.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def story() -> dict[str, Any]:
    """What later steps need to know of earlier ones."""
    return {}


@pytest.fixture(scope="module")
def seats() -> dict[str, Page]:
    """One browser window per person, kept between the steps."""
    return {}


@pytest.fixture
def sit(browser: Browser, seats: dict[str, Page]) -> Any:
    def at(who: str) -> Page:
        if who not in seats:
            # No page of ours may need JavaScript.
            context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
            seats[who] = context.new_page()
        return seats[who]

    return at


def sign_in(page: Page, at: Installation, address: str, password: str) -> None:
    page.goto(f"{at.address}/en/sign-in/")
    keys = Keyboard(page)
    keys.write("input[name=login]", address)
    keys.write("input[name=password]", password)
    keys.press("main form .btn")
    assert "/desk/" in page.url, page.locator("main").inner_text()


def test_the_lead_coordinator_signs_in_with_the_keyboard(installation: Installation, sit: Any):
    page = sit("lead")
    sign_in(page, installation, *installation.logins["lead_coordinator"])
    # What the desk opens with depends on the day: things late, things due, or nothing.
    assert page.url.endswith("/en/desk/")
    assert page.locator("h1").inner_text().strip()


def test_she_opens_a_project(installation: Installation, sit: Any, story: dict[str, Any]):
    page = sit("lead")
    page.goto(f"{installation.address}/en/desk/projects/new/")
    keys = Keyboard(page)
    keys.write("#id_acronym", "quayside")
    keys.write("#id_title", "Who sits by the water")
    keys.choose("#id_language", "English")
    keys.choose("#id_lead", "Ville de Sainte-Ombelle")
    keys.write("#id_starts", "2026-09")
    keys.write("#id_ends", "2026-08")
    keys.press("main form .btn:not(.text)")
    assert "ends before it begins" in page.locator("main").inner_text()
    keys.write("#id_ends", "2028-08")
    keys.press("main form .btn:not(.text)")
    found = re.search(r"/desk/projects/(\w+)/partners/", page.url)
    assert found, page.locator("main").inner_text()
    story["code"] = found[1]


def test_she_chooses_six_partners_in_six_countries_out_of_thirty_five(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("lead")
    rows = page.locator("tbody tr")
    assert rows.count() == 35
    lead = rows.filter(has=page.locator("input[type=hidden]"))
    taken = {lead.locator("td").nth(1).inner_text()}
    keys = Keyboard(page)
    for at in range(35):
        country = rows.nth(at).locator("td").nth(1).inner_text()
        box = rows.nth(at).locator("input[type=checkbox]")
        if country not in taken and box.count() and len(taken) < 6:
            taken.add(country)
            keys.tick(f"#{box.get_attribute('id')}")
    keys.press("main form .btn")
    assert [b.inner_text() for b in page.locator(".figure b").all()] == ["6", "6"]
    story["countries"] = taken


def test_she_invites_two_people_and_each_gets_a_letter_in_their_language(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("lead")
    partner = page.locator("#partners ~ div tbody tr").nth(1).locator("bdi").first.inner_text()
    story["partner"] = partner
    people = [
        ("Nour Haddad", "nour@bank.example", "Arabic", "Local coordinator"),
        ("Fanny Ek", "fanny@bank.example", "Swedish", "Committee member"),
    ]
    for name, address, language, role in people:
        page.goto(f"{installation.address}/en/desk/projects/{story['code']}/people/invite/")
        keys = Keyboard(page)
        keys.write("#id_name", name)
        keys.write("#id_email", address)
        keys.choose("#id_language", language)
        keys.choose("#id_organisation", partner)
        keys.choose("#id_role", role)
        keys.press("main form .btn:not(.text)")
        assert "invitation is written" in page.locator("main").inner_text(), (
            page.locator(".error").all_inner_texts(),
            page.locator("#id_email").input_value(),
        )
    arabic = installation.letters.to("nour@bank.example")
    plain, rich = arabic.get_body(("plain",)), arabic.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert arabic["Content-Language"] == "ar"
    assert 'dir="rtl"' in rich.get_content()
    story["door"] = re.search(r"http://\S+/join/\S+", plain.get_content())[0]  # type: ignore[index]
    assert story["door"] in rich.get_content()
    assert "/ar/join/" in story["door"]
    swedish = installation.letters.to("fanny@bank.example")
    assert swedish["Content-Language"] == "sv"
    assert re.search("[\u0621-\u064a]{3}", plain.get_content())


def test_the_letter_stands_in_the_outbox_as_text_to_paste(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("lead")
    page.goto(f"{installation.address}/en/desk/outbox/")
    page.get_by_role("link", name="Nour Haddad").first.click()
    assert story["door"] in page.locator("main textarea").first.input_value()


def test_whoever_is_invited_is_in_the_working_space_with_one_password(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("nour")
    page.goto(story["door"].replace("/ar/", "/en/"))
    assert "Nour Haddad" in page.locator("h1").inner_text()
    keys = Keyboard(page)
    keys.write("#id_password", "river-lantern-plum")
    keys.press("main form .btn")
    assert page.url.endswith(f"/desk/projects/{story['code']}/joining/")
    page.goto(story["door"])
    assert page.locator("h1").count() == 1
    assert page.request.get(story["door"]).status == 404


def test_an_old_page_is_taken_over_with_its_copies_shown(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("lead")
    page.goto(f"{installation.address}/en/desk/import/")
    keys = Keyboard(page)
    keys.write("#id_pasted", PASTED)
    keys.press("main form .btn:not(.text)")
    assert "Nothing is saved yet" in page.locator("main").inner_text()
    boxes = page.locator("input[name=keep]")
    ticked = page.locator("input[name=keep]:checked")
    assert 0 < ticked.count() < boxes.count()
    assert page.locator("#id_language").input_value() == "fr"
    keys.write("#id_acronym", "PASSAGE")
    keys.write("#id_title", "D’une rive à l’autre")
    keys.press("main form .btn:not(.text):not(.second)")
    assert "draft is saved" in page.locator("main").inner_text()
    kept = re.search(r"/desk/projects/(\w+)/", page.url)
    assert kept
    story["draft"] = kept[1]


def test_the_local_coordinator_writes_translates_two_paragraphs_and_publishes(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("nour")
    space = f"{installation.address}/en/desk/projects/{story['code']}/page/"
    page.goto(f"{space}write/")
    keys = Keyboard(page)
    keys.write("#id_body", "We meet on the quay.\n\nEverybody may speak.\n\nThe town answers in writing.")
    keys.press("main form .btn:not(.text)")
    for words in ("Nous nous retrouvons sur le quai.", "Chacun peut parler."):
        page.goto(f"{space}?to=fr")
        missing = page.locator(
            "section.part.missing", has=page.get_by_role("link", name="Translate this paragraph")
        )
        link = missing.nth(1).locator("a").first  # the title is the first one
        page.goto(installation.address + str(link.get_attribute("href")))
        keys.write("#id_words", words)
        keys.press("main form .btn:not(.text)")
    page.goto(f"{space}?to=fr")
    source = page.locator("section.part.reviewed").first.get_by_role("link", name="Change the source")
    page.goto(installation.address + str(source.get_attribute("href")))
    keys.write("#id_words", "We meet on the quay every Thursday.")
    keys.press("main form .btn:not(.text)")
    states = [s.get_attribute("class") for s in page.locator("section.part").all()]
    assert [s.split()[1] for s in states if s] == ["missing", "outdated", "reviewed", "missing"]
    page.goto(f"{space}publish/")
    keys.press("main form .btn:not(.text)")
    assert f"/projects/{story['code']}/" in page.url
    story["public"] = page.url.removeprefix(f"{installation.address}/en")


def test_readers_are_told_in_five_languages_what_is_missing_and_what_is_outdated(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("reader")
    page.goto(f"{installation.address}/fr{story['public']}")
    assert page.locator(".state.is-outdated").count() == 1
    only = page.locator("section.part.missing").last
    assert "The town answers in writing." in only.inner_text()
    assert only.locator("[lang=en]").count() >= 1
    told = set()
    for language, direction in (("it", "ltr"), ("sv", "ltr"), ("ar", "rtl")):
        page.goto(f"{installation.address}/{language}{story['public']}")
        assert page.locator("html").get_attribute("dir") == direction
        part = page.locator("section.part.missing").first
        assert part.locator("[lang=en][dir=ltr]").count() >= 1
        told.add(part.locator(".state").inner_text())
    assert len(told) == 3  # said in each language's own words
    page.goto(f"{installation.address}/en{story['public']}")
    assert page.locator(".state.is-missing, .state.is-outdated").count() == 0


def test_the_funders_words_stand_on_the_page_once_the_lead_names_the_programme(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("lead")
    page.goto(f"{installation.address}/en/desk/projects/{story['code']}/facts/")
    keys = Keyboard(page)
    keys.choose("#id_programme", "CERV")
    keys.write("#id_grant_number", "101-EXAMPLE")
    keys.press("main form .btn:not(.text)")
    said = set()
    for language in ("en", "fr", "it", "sv", "ar"):
        page.goto(f"{installation.address}/{language}{story['public']}")
        said.add(page.locator(".funder").inner_text())
    assert len(said) == 5
    assert any("101-EXAMPLE" in words for words in said)


def test_a_figure_opens_its_records(installation: Installation, sit: Any, story: dict[str, Any]):
    page = sit("reader")
    page.goto(f"{installation.address}/en{story['public']}")
    page.locator('main a[href*="/partners/"]').first.click()
    assert page.locator("tbody tr").count() == 6
    countries = {row.inner_text() for row in page.locator("tbody tr td:nth-child(4)").all()}
    assert countries == story["countries"]


def test_a_participant_takes_her_data_home_and_is_erased(
    installation: Installation, sit: Any, story: dict[str, Any]
):
    page = sit("lead")
    page.goto(f"{installation.address}/en/desk/people/?q=Fanny")
    page.get_by_role("link", name="Fanny Ek").first.click()
    person = page.url
    page.goto(person + "access-code/")
    keys = Keyboard(page)
    keys.press("main form .btn:not(.text):not(.second)")
    code = page.locator(".code").first.inner_text().strip()
    herself = sit("fanny")
    herself.goto(f"{installation.address}/en/your-data/")
    keys = Keyboard(herself)
    keys.write("main input[name=code]", code)
    keys.press("main form .btn")
    assert "Fanny Ek" in herself.locator("main").inner_text()
    taken = herself.request.get(f"{installation.address}/en/your-data/data.json")
    assert "fanny@bank.example" in json.dumps(taken.json())
    herself.goto(f"{installation.address}/en/your-data/erase/")
    keys.press("main form .btn.danger")
    again = herself.request.get(f"{installation.address}/en/your-data/data.json")
    assert "Fanny" not in again.text()
    page.goto(f"{installation.address}/en/desk/projects/{story['code']}/people/")
    assert "Fanny" not in page.locator("main").inner_text()


def test_the_journal_holds_against_the_heads_that_left_the_house(installation: Installation, tmp_path: Path):
    assert installation.command("journal", "seal").returncode == 0
    heads = tmp_path / "heads.json"
    heads.write_text(installation.command("journal", "heads").stdout)
    checked = installation.command("journal", "verify", "--heads", str(heads))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_list_of_projects_stands_in_the_readers_order(installation: Installation, sit: Any):
    page = sit("reader")
    for language in ("en", "sv", "ar"):
        page.goto(f"{installation.address}/{language}/projects/?sort=name")
        names = page.locator("main .card:not(.open) a").all_inner_texts()
        assert len(names) >= 8
        assert names == sorted(names, key=lambda name: sort_key(name, language))
        assert names != sorted(names), "an order of bytes would put quayside last"

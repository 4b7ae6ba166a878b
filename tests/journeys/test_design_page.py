"""The living page of parts in a real browser: every part, every density, both directions, both themes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.axe import judged
from tests.journeys.wire import travels

LANGUAGES = ["en", "fr", "it", "sv", "ar"]
DENSITIES = ["", "desk", "airy"]
SEEN = [  # density, language, width, theme
    ("", "en", 1280, "light"),
    ("", "ar", 360, "light"),
    ("desk", "en", 1280, "dark"),
    ("desk", "ar", 360, "light"),
    ("airy", "sv", 360, "dark"),
    ("airy", "ar", 320, "dark"),
]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]


@pytest.fixture(scope="module")
def known(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has been here before: a new one for each page costs a second."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(known: BrowserContext) -> Page:
    """One window of it that goes from page to page: a new one costs half a second of what it takes to see one."""
    return known.new_page()


@pytest.fixture
def visit(browser: Browser, known: BrowserContext, window: Page, live_server: Any) -> Iterator[Any]:
    """visit(path, width, theme) → a page; watched: in a window of its own; new: in a browser that has seen nothing."""
    opened: list[Page | BrowserContext] = []

    def go(
        path: str, width: int = 360, theme: Any = "light", watch: Any = None, *, new: bool = False
    ) -> Page:
        page = window
        if new:
            opened.append(fresh := browser.new_context())
            page = fresh.new_page()
        elif watch:
            opened.append(page := known.new_page())
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme, media="null")
        if watch:
            watch(page)
        page.goto(live_server.url + path)
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield go
    for each in opened:
        each.close()


@pytest.mark.parametrize(("density", "language", "width", "theme"), SEEN)
def test_everybody_can_use_every_part(visit, density: str, language: str, width: int, theme: str):
    page = visit(f"/{language}/design/?density={density}", width, theme)
    passed, broken = judged(page)
    assert passed > 20
    assert not broken


def test_the_narrowest_screen_does_not_scroll_sideways(visit, live_server):
    page = visit("/en/design/", 320)
    for path in (f"/{language}/design/?density={density}" for density in DENSITIES for language in LANGUAGES):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_language_menu_opens_inside_the_narrowest_screen(visit, language: str):
    page = visit(f"/{language}/design/", 320)
    page.locator(".langs > summary").click()
    box = page.locator(".langs ul").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_runs_in_the_readers_direction(visit, language: str, direction: str):
    page = visit(f"/{language}/design/", 1280)
    assert page.evaluate("getComputedStyle(document.body).direction") == direction
    brand = page.locator(".brand").bounding_box()
    menu = page.locator(".langs").bounding_box()
    assert (brand["x"] < menu["x"]) == (direction == "ltr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_is_light(visit, live_server, language: str):
    """Measured on the plainest page there is; `/design/` itself shows five scripts and fetches their fonts."""
    answers: list[str] = []

    def listen(page: Page) -> None:
        page.on("response", lambda answer: answers.append(answer.url))

    page = visit(f"/{language}/nowhere/", watch=listen, new=True)
    assert all(url.startswith(live_server.url) for url in answers)
    sizes = {url: travels(page.context, url) for url in answers}
    fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    assert 20_000 < fonts <= 60_000
    assert sum(sizes.values()) <= 90_000  # of 150: the rest is for what a page has to say


def test_nothing_on_the_page_breaks_the_security_policy(visit):
    said: list[str] = []
    visit("/en/design/", watch=lambda page: page.on("console", lambda message: said.append(message.text)))
    assert not said


def test_the_keyboard_skips_to_the_content_and_opens_the_language_menu(visit):
    page = visit("/en/design/", 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".langs > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Svenska").click()
    page.wait_for_url("**/sv/design/")
    assert page.locator("html").get_attribute("lang") == "sv"


def test_a_link_of_the_summary_leads_into_its_field(visit):
    page = visit("/en/design/")
    page.locator("[role=alert] a[href='#open_mail']").click()
    assert page.evaluate("document.activeElement.id || document.querySelector(':target').id") == "open_mail"


def test_buttons_and_fields_are_large_enough_for_a_thumb(visit):
    page = visit("/en/design/?density=airy")
    small = page.evaluate(
        """() => [...document.querySelectorAll('main .btn, main .input, main .tile, main select')]
            .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
            .filter(([, height]) => height < 48)"""
    )
    assert not small


def test_all_is_there_without_our_sheets_and_fonts(visit):
    """The words must carry the meaning: no state, error or number is only a picture or a colour."""
    page = visit("/en/design/", watch=lambda page: page.route("**/*.css", lambda route: route.abort()))
    text = page.locator("main").inner_text()
    for words in ("Checked translation", "2 days late", "This needs your tick.", "12,930", "Closed"):
        assert words in text


def test_the_words_survive_on_paper(visit):
    page = visit("/en/design/", 1280)
    page.emulate_media(media="print")
    assert page.locator(".state").first.is_visible()
    assert page.locator(".funder").is_visible()
    assert not page.locator(".site-nav, .menus").first.is_visible()

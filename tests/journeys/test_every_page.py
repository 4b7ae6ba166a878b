"""Every page as people meet it: readable by machines that read aloud, whole at 320 pixels, light, and quiet.

Seen here in English at 1280 pixels, in `test_every_page_in_arabic.py` at 360: each file sees every second page, for the
suite must end in ten minutes; every page × language × width × theme is `make soak`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize

from tests.journeys.axe import judged
from tests.journeys.conftest import Installation
from tests.journeys.wire import travels

pytestmark = pytest.mark.browser
PUBLIC = (
    "/",
    "/projects/",
    "/projects/?q=nothing-like-this",
    "/projects/{code}/rivages/",
    "/projects/{code}/rivages/partners/",
    "/projects/{code}/rivages/people/",
    "/projects/{code}/rivages/questions/",
    "/people/",
    "/people/?q=zzzz",
    "/cities/",
    "/cities/ties/",
    "/unsubscribe/not-whole/",
    "/news/",
    "/news/{news}/",
    "/projects/{code}/rivages/news/",
    "/projects/{code}/rivages/gatherings/",
    "/gatherings/{open}/",
    "/gatherings/{open}/register/",
    "/gatherings/registered/",
    "/door/",
    "/projects/{code}/rivages/taking-part/",
    "/search/?q=water",
    "/search/?q=zzzz",
    "/your-data/",
    "/q/",
    "/your-city/",
    "/journal/",
    "/accessibility/",
    "/sign-in/",
    "/sign-in/code/",
    "/recovery/",
    "/join/no-such-letter/",
    "/nowhere/",
)
DESK = (
    "/desk/",
    "/desk/projects/",
    "/desk/projects/new/",
    "/desk/network/",
    "/desk/directory/",
    "/desk/network/competences/",
    "/desk/import/",
    "/desk/outbox/",
    "/desk/people/",
    "/desk/people/?q=Karim",
    "/desk/processing/",
    "/desk/processing/assessment/",
    "/desk/processing/officer/",
    "/desk/retention/",
    "/desk/retention/hold/",
    "/desk/projects/{code}/",
    "/desk/projects/{code}/facts/",
    "/desk/projects/{code}/week/",
    "/desk/remind/",
    "/account/digest/",
    "/desk/projects/{code}/partners/",
    "/desk/projects/{code}/people/",
    "/desk/projects/{code}/people/invite/",
    "/desk/projects/{code}/people/part/",
    "/desk/projects/{code}/people/write-down/",
    "/desk/projects/{code}/people/{role}/end/",
    "/desk/projects/{code}/people/part/{part}/end/",
    "/desk/projects/{code}/partners/{partner}/leave/",
    "/desk/projects/{code}/leave/",
    "/desk/projects/{code}/files/",
    "/desk/projects/{code}/page/?to=it",
    "/desk/projects/{code}/page/write/",
    "/desk/projects/{code}/page/publish/",
    "/desk/projects/{code}/page/check/",
    "/desk/projects/{code}/page/machine/it/",
    "/desk/projects/{code}/page/?to=fr-simple",
    "/desk/projects/{code}/page/withdraw/",
    "/desk/projects/{code}/plan/",
    "/desk/projects/{code}/plan/everything/?state=all",
    "/desk/projects/{code}/plan/everything/?q=nothing-like-this",
    "/desk/projects/{code}/plan/timeline/",
    "/desk/projects/{code}/plan/new/?kind=deliverable",
    "/desk/projects/{code}/plan/packages/new/",
    "/desk/projects/{code}/plan/amend/",
    "/desk/projects/{code}/plan/amendments/",
    "/desk/projects/{code}/gatherings/",
    "/desk/projects/{code}/gatherings/?when=all",
    "/desk/projects/{code}/gatherings/new/",
    "/desk/projects/{code}/evidence/",
    "/desk/projects/{code}/results/",
    "/desk/projects/{code}/comparison/",
    "/desk/projects/{code}/indicators/new/",
    "/desk/projects/indicator/{indicator}/",
    "/desk/projects/frozen/{snapshot}/",
    "/desk/projects/{code}/programme/",
    "/desk/projects/{code}/programme/series/new/",
    "/desk/projects/series/{series}/",
    "/desk/projects/{code}/campaigns/",
    "/desk/projects/campaign/{campaign}/",
    "/desk/projects/campaign/{campaign}/change/",
    "/desk/projects/{code}/processes/",
    "/desk/projects/process/{process}/",
    "/desk/projects/{code}/questions/?side=all",
    "/desk/projects/{code}/questions/take-down/",
    "/desk/projects/question/{question}/",
    "/desk/projects/question/{question}/answer/",
    "/desk/projects/gathering/{gathering}/",
    "/desk/projects/gathering/{gathering}/change/",
    "/desk/projects/gathering/{gathering}/cancel/",
    "/desk/projects/gathering/{open}/attendance/",
    "/desk/projects/gathering/{open}/door/",
    "/desk/projects/gathering/{open}/lines/",
    "/desk/projects/gathering/{open}/heads/",
    "/desk/projects/{code}/people-who-came/",
    "/desk/projects/{code}/breakdowns/",
    "/desk/projects/breakdown/{breakdown}/",
    "/desk/projects/{code}/reports/",
    "/desk/projects/report/{report}/",
    "/desk/projects/gathering/{open}/registrations/",
    "/desk/projects/gathering/{open}/registrations/add/",
    "/desk/projects/gathering/{open}/registrations/list/",
    "/desk/projects/gathering/{open}/public/",
    "/desk/projects/gathering/{open}/speakers/",
    "/desk/projects/gathering/{open}/questions/",
    "/desk/projects/{code}/questionnaires/",
    "/desk/projects/questionnaire/{questionnaire}/",
    "/desk/projects/questionnaire/{questionnaire}/preview/",
    "/desk/projects/questionnaire/{questionnaire}/change/",
    "/desk/projects/asking/{asking}/",
    "/desk/projects/asking/{asking}/enter/",
    "/q/{asking}/",
    "/desk/projects/{code}/money/",
    "/desk/projects/{code}/money/share/",
    "/desk/projects/{code}/money/used/",
    "/desk/projects/{code}/notes/",
    "/desk/projects/{code}/goals/",
    "/desk/projects/{code}/themes/",
    "/desk/projects/{code}/figures/",
    "/desk/projects/{code}/controllers/",
    "/desk/projects/{code}/partners/call/",
    "/desk/projects/{code}/closing/",
    "/desk/cities/",
    "/desk/cities/measures/",
    "/desk/cities/{city}/",
    "/desk/cities/figures/{figure}/correct/",
    "/desk/ties/",
    "/desk/ties/{tie}/end/",
    "/desk/themes/",
    "/desk/glossary/",
    "/desk/glossary/new/",
    "/desk/languages/",
    "/desk/projects/{code}/page/files/it/",
    "/desk/themes/{theme}/merge/",
    "/desk/outbox/letters/",
    "/desk/outbox/unreached/",
    "/desk/outbox/returns/",
    "/desk/calendar/",
    "/desk/news/",
    "/desk/news/?q=nothing-like-this",
    "/desk/news/write/",
    "/desk/news/take-over/",
    "/desk/news/{news}/",
    "/desk/news/{news}/text/",
    "/desk/news/{news}/facts/",
    "/desk/news/{news}/translations/?to=it",
    "/desk/news/{news}/publish/",
    "/desk/news/{news}/withdraw/",
    "/desk/news/{news}/archive/",
    "/account/",
    "/account/password/",
    "/account/codes/",
    "/account/factors/",
    "/account/sessions/",
    "/sign-in/again/",
)
# What the administrator alone may open.
ADMINISTRATION = ("/desk/state/", "/desk/journal/", "/desk/journal/?verify=1", "/desk/network/new/")
# Of what an address is made: its name there, the page that leads to it, and how the link looks.
SOUGHT = (
    ("code", "/projects/?q=RIVAGES", r"/projects/(\w+)/rivages/"),
    ("news", "/projects/{code}/rivages/news/", r"/en/news/(\w+)/"),
    ("partner", "/desk/projects/{code}/", r"/partners/(\w+)/leave/"),
    ("role", "/desk/projects/{code}/people/", r"/people/([0-9a-f-]{36})/end/"),
    ("part", "/desk/projects/{code}/people/", r"/people/part/([0-9a-f-]{36})/end/"),
    ("open", "/projects/{code}/rivages/gatherings/", r"/en/gatherings/(\w+)/register/"),
    ("gathering", "/desk/projects/{code}/gatherings/", r"/desk/projects/gathering/(\w+)/"),
    ("series", "/desk/projects/{code}/programme/", r"/desk/projects/series/(\w+)/"),
    ("question", "/desk/projects/{code}/questions/", r"/desk/projects/question/(\w+)/"),
    ("campaign", "/desk/projects/{code}/campaigns/", r"/desk/projects/campaign/(\w+)/"),
    ("process", "/desk/projects/{code}/processes/", r"/desk/projects/process/(\w+)/"),
    ("questionnaire", "/desk/projects/{code}/questionnaires/", r"/desk/projects/questionnaire/(\w+)/"),
    ("asking", "/desk/projects/questionnaire/{questionnaire}/", r"/desk/projects/asking/(\w+)/"),
    ("indicator", "/desk/projects/{code}/evidence/", r"/desk/projects/indicator/(\w+)/"),
    ("snapshot", "/desk/projects/{code}/frozen/", r"/desk/projects/frozen/(\w+)/"),
    ("breakdown", "/desk/projects/{code}/breakdowns/", r"/desk/projects/breakdown/(\w+)/"),
    ("report", "/desk/projects/{code}/reports/", r"/desk/projects/report/(\w+)/"),
    ("tie", "/desk/ties/", r"/desk/ties/(\w+)/end/"),
    ("city", "/cities/", r"/en/cities/(\w+)/"),
    ("figure", "/desk/cities/{city}/", r"/desk/cities/figures/(\w+)/correct/"),
    ("theme", "/desk/themes/", r"/desk/themes/(\w{8})/"),
)
WEIGHT = 150_000  # bytes on the wire at a first visit
NARROWEST = 320
TABLE = b"City,Country,What it tells,Year,Number,Source\nSainte-Ombelle,France,Residents,1999,9000,Register"
FONTS = 60_000  # of them, whatever the language


def places(context: BrowserContext, home: str) -> dict[str, str]:
    """What stands for the places in the addresses above, of the project RIVAGES: what this visitor may find."""
    found: dict[str, str] = {}
    for name, where, link in SOUGHT:
        if any(part not in found for part in re.findall(r"{(\w+)}", where)):
            continue  # it hangs on something that this visitor does not find
        page = context.request.get(f"{home}/en{where.format(**found)}")
        if page.ok and (match := re.search(link, page.text())):
            found[name] = match[1]
    return found


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def signed_in(browser: Browser, installation: Installation, role: str) -> BrowserContext:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{installation.address}/en/sign-in/")
    address, password = installation.logins[role]
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", password)
    page.click("main form .btn")
    page.wait_for_url("**/desk/")
    page.close()
    return context


@pytest.fixture(scope="module")
def officer(browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    context = signed_in(browser, installation, "lead_coordinator")
    yield context
    context.close()


@pytest.fixture(scope="module")
def administrator(browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    context = signed_in(browser, installation, "administrator")
    yield context
    context.close()


def look(page: Page, url: str, width: int, said: list[str]) -> list[Any]:
    """What is wrong with one page. said: what the browser complained of, written down as it does.

    It is judged at this width, and must not scroll sideways at 320 pixels. It comes in whichever of the two sizes the
    window has, and is then brought to the other one: a page changes its size once.
    """
    answer = page.goto(url)
    assert answer is not None
    assert answer.status in (200, 404), (url, answer.status)
    faults: list[Any] = []
    widths = [width, NARROWEST] if page.viewport_size == sized(width) else [NARROWEST, width]
    for now in widths:
        if page.viewport_size != sized(now):
            page.set_viewport_size(sized(now))
        if now == width:
            passed, found = judged(page)
            assert passed > 5, url
            faults += found
        elif (beyond := page.evaluate("document.documentElement.scrollWidth")) > NARROWEST:
            faults.append(("scrolls sideways at 320", str(beyond)))
    # The answer 404 is reported by the browser itself; anything else is ours (a blocked file, a policy broken).
    faults += [("console", words) for words in said if "404" not in words]
    said.clear()
    return faults


def sized(width: int) -> ViewportSize:
    """A window of this width."""
    return {"width": width, "height": 800}


def wrong_with(
    context: BrowserContext, installation: Installation, language: str, paths: tuple[str, ...], width: int
) -> dict[str, list[Any]]:
    """What is wrong with each of these pages, as whoever this browser is sees them."""
    home, given = installation.address, places(context, installation.address)
    wrong: dict[str, list[Any]] = {}
    said: list[str] = []
    # One page for all of them: the browser reads axe's half a megabyte once.
    page = context.new_page()
    page.set_viewport_size(sized(width))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for path in paths:
        if faults := look(page, f"{home}/{language}{path.format(**given)}", width, said):
            wrong[path] = faults
    page.close()
    return wrong


def test_everybody_can_use_every_public_page(reader: BrowserContext, installation: Installation):
    assert not wrong_with(reader, installation, "en", PUBLIC[::2], 1280)


def test_everybody_can_use_every_page_of_the_desk(officer: BrowserContext, installation: Installation):
    assert not wrong_with(officer, installation, "en", DESK[::2], 1280)


def test_the_administrator_can_use_the_pages_of_the_house(
    administrator: BrowserContext, installation: Installation
):
    assert not wrong_with(administrator, installation, "en", ADMINISTRATION[::2], 1280)


def test_everybody_can_take_in_a_table_and_take_it_back(officer: BrowserContext, installation: Installation):
    """Pages that are there only after something has happened; at the end it is undone."""

    def wrong(end: str) -> dict[str, list[Any]]:
        return wrong_with(officer, installation, "en", (f"/desk/tables/{code}/{end}",), 1280)

    page = officer.new_page()
    page.goto(f"{installation.address}/en/desk/tables/new/figures/")
    page.set_input_files("main input[type=file]", {"name": "f.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.click("main form button.btn")
    code = page.url.split("/tables/")[1].split("/")[0]
    page.click("main button[value=look]")
    assert not wrong("columns/") | wrong("")
    page.click("main button[value=take]")
    page.click("main a[href$='/take-back/']")
    assert not wrong("take-back/")
    page.click("main form button.btn")
    assert "Everything is as it was before." in page.locator("main").inner_text()
    page.close()


FIRST_VISITS = ("/projects/{code}/rivages/", "/", "/projects/", "/your-data/")


# Each language's own faces and longest page; what the pages share is the same in all of them.
@pytest.mark.parametrize(
    ("language", "paths"),
    [
        ("en", FIRST_VISITS),
        ("ar", FIRST_VISITS),
        *((other, FIRST_VISITS[:1]) for other in ("fr", "it", "sv")),
    ],
)
def test_a_first_visit_weighs_little_and_asks_no_other_host(
    browser: Browser,
    reader: BrowserContext,
    installation: Installation,
    language: str,
    paths: tuple[str, ...],
):
    code = places(reader, installation.address)["code"]
    # One window that keeps nothing from page to page: a new browser for each costs seconds and fetches the same.
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    forgetful = context.new_cdp_session(page)
    forgetful.send("Network.enable")
    forgetful.send("Network.setCacheDisabled", {"cacheDisabled": True})
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    for path in paths:
        answers.clear()
        page.goto(f"{installation.address}/{language}{path.format(code=code)}")
        page.evaluate("document.fonts.ready.then(() => true)")
        assert all(a.url.startswith(installation.address) for a in answers)
        weights = {a.url: travels(context, a.url) for a in answers}
        assert 10_000 < sum(weights.values()) <= WEIGHT, weights
        fonts = sum(weight for address, weight in weights.items() if address.endswith(".woff2"))
        assert fonts <= FONTS, weights
        if path != "/your-data/":
            assert context.cookies() == []
        context.clear_cookies()
    context.close()

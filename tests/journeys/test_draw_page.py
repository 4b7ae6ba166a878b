"""The page of a draw in a real browser, from a file, offline: it says what the command says and what hands find."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from passerelle.engines.sortition.proof import commitment, record, schema
from passerelle.engines.sortition.proof.page import page
from passerelle.engines.sortition.proof.page_texts import LANGUAGES, TEXTS
from passerelle.engines.sortition.proof.verification import confirm, verify
from tests.engines.sortition.mutations import mutations
from tests.engines.sortition.small_record import small_record, two_panels
from tests.engines.sortition.test_record_mutations import rehashed
from tests.journeys.axe import judged

SEEN = [  # language, width, theme
    ("en", 1280, "light"),
    ("ar", 1280, "dark"),
    ("en", 360, "dark"),
    ("ar", 360, "light"),
    ("fr", 320, "light"),
]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def private() -> dict[str, Any]:
    return json.loads(json.dumps(record.pick(small_record(), "4")))


@pytest.fixture(scope="module")
def shown(private) -> dict[str, Any]:
    return confirm(record.public(private), private, "Zoë \U0001f642 \u2028 <b>Åberg", 'judge & "mayor"')


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[Callable[..., Page]]:
    """windows(settings of a browser) → one window of it that goes from page to page: a new one costs half a second.

    No browser here may reach anything but files."""
    contexts, opened = [], {}

    def window(**settings: Any) -> Page:
        key = tuple(sorted(settings.items()))
        if key not in opened:
            contexts.append(browser.new_context(offline=True, **settings))
            opened[key] = contexts[-1].new_page()
        return opened[key]

    yield window
    for context in contexts:
        context.close()


@pytest.fixture
def visit(windows: Callable[..., Page], tmp_path: Path) -> Any:
    """visit(text of the page, …) → the page, opened from a file that no page was opened from before."""

    def go(text: str, width: int = 1280, theme: Any = "light", **settings: Any) -> Page:
        file = tmp_path / f"draw-{len(list(tmp_path.iterdir()))}.html"
        file.write_text(text, encoding="utf-8")
        found = windows(**settings)
        found.set_viewport_size({"width": width, "height": 800})
        found.emulate_media(color_scheme=theme)
        found.goto(file.as_uri())
        return found

    return go


def said_by_page(found: Page) -> bool:
    return found.get_attribute("#verdict", "data-good") == "true"


def said_by_hand(text: str, promise: str, slips: list[dict[str, Any]]) -> bool:
    """The three sentences on the page, followed with a pencil on its print."""
    (printed,) = re.findall(r'id="commitment">([0-9a-f]+)<', text)
    rows = dict(
        re.findall(
            r'<tr id="panel-\d+"[^>]*><th scope="row">(\d+)</th><td><bdi class="code">(.*?)</bdi>', text
        )
    )
    table = {label: re.findall("<i>(.*?)</i>", row) for label, row in rows.items()}
    drawn = re.findall(r'<li class="code">(.*?)</li>', text)
    number = re.search(r'<bdi class="code">(\d+)</bdi>', text)
    places = [place.split(" ") for slip in slips for place in slip["codes"].split(", ")]
    return (
        printed == promise
        and number is not None
        and table.get(number[1]) == drawn
        and all(code in table[label] for label, code in places)
        and len(places) == sum(map(len, table.values()))
    )


def test_three_ways_give_the_same_answer(visit, private, shown):
    slips, promise = record.slips(private), shown["commitment"]
    panels = shown["panels"]
    traded = [panels[1], panels[8], *panels[2:]]
    stories = {
        "as it is": shown,
        "another panel is said to be drawn": shown | {"drawn": panels[9]},
        "another number is said to be picked": shown | {"pick": "9"},
        "somebody drawn is replaced": shown | {"drawn": [*shown["drawn"][:2], "XXXXXXXXX"]},
        "a panel is replaced": shown | {"panels": traded},
        "another promise is printed": shown | {"commitment": "0" * 64},
    }
    for story, given in stories.items():
        text = page(given)
        answers = {
            not verify(given, promised=promise),
            said_by_page(visit(text)),
            said_by_hand(text, promise, slips),
        }
        assert answers == {story == "as it is"}, story


def test_whoever_computes_all_hashes_again_is_seen_by_the_promise(visit, private, shown):
    given = rehashed(shown | {"panels": shown["panels"][::-1], "drawn": shown["panels"][::-1][4]})
    assert not verify(given)
    text = page(given)
    found = visit(text)
    assert said_by_page(found)
    assert found.inner_text("#commitment") != shown["commitment"]
    assert verify(given, promised=shown["commitment"])
    assert not said_by_hand(text, shown["commitment"], record.slips(private))


@pytest.mark.parametrize("several", [False, True])
def test_the_page_and_the_command_judge_every_change_alike(visit, shown, several: bool):
    """Each field changed in turn, with the old hashes and with new ones; of the shape every public record has."""
    if several:
        shown = record.public(record.pick(json.loads(json.dumps(two_panels())), "4"))
    changed = [new for _, _, new in mutations(shown) if not schema.faults(new)]
    changed += [again for again in map(rehashed, changed) if not schema.faults(again)]
    judge = """records => records.map(record => {
        const rows = record.panels.map((panel, i) => [labelOf(i, record.panels.length), ...codesOf(panel)].join(" "));
        try { return Object.values(verify(record, rows)).every(Boolean); }
        catch (error) { return false; }
    })"""
    answers = visit(page(shown)).evaluate(judge, changed)
    assert answers == [not verify(given) for given in changed]
    assert 50 < sum(answers) < len(answers) - 50


def test_a_number_in_the_table_that_was_printed_differently_is_seen(visit, shown):
    text = page(shown)
    assert said_by_page(visit(text))
    assert not said_by_page(visit(text.replace('<th scope="row">7</th>', '<th scope="row">8</th>')))


def test_a_table_that_was_printed_differently_is_seen(visit, shown):
    code = commitment.legible(shown["panels"][0][0])
    text = page(shown)
    at = text.index(code, text.index('id="panels"'))
    assert not said_by_page(visit(text[:at] + "CCC-CCC-CCC" + text[at + 11 :]))


def test_people_find_themselves_with_their_slip(visit, private, shown):
    found = visit(page(shown))
    for slip in record.slips(private):
        found.fill("#key", slip["salt"].upper())
        found.press("#key", "Enter")
        text = found.inner_text("#found")
        places = slip["codes"].split(", ")
        drawn = [place.split(" ")[1] for place in places if place.startswith("4 ")]
        assert bool(drawn) == (slip["drawn"] == "yes")
        assert f"Panels with a code of yours: {slip['panels']} of 10." in text
        assert TEXTS["en"]["you_drawn" if drawn else "you_not"] in text
        assert [code for code in drawn if f"Your code there: {code}" in text] == drawn
        assert found.locator("#found li").all_text_contents() == places
        assert found.locator("#panels tr.mine").count() == slip["panels"]
        assert found.locator("#panels i.mine").all_text_contents() == [
            place.split(" ")[1] for place in places
        ]
        for feature, answer in (("x", "mismatch"), (private["people"][slip["row"]][1], "match")):
            found.fill("#answer-0", private["people"][slip["row"]][0])
            found.fill("#answer-1", feature)
            found.click("#answers button")
            assert found.inner_text("#matched").strip() == TEXTS["en"][answer]
    for key in ("", "12 ab"):
        found.fill("#key", key)
        found.click("#find button")
        assert found.inner_text("#found").strip() == TEXTS["en"]["key_wrong"]
        assert not found.is_visible("#answers")


def test_who_stands_in_fewer_panels_than_anybody_is_said_to_is_told(visit, private, shown):
    """A key with a slip of the pen, and a record that leaves somebody out: the page knows no difference, and asks."""
    slip = record.slips(private)[4]
    assert slip["panels"] == shown["fewest_panels"] == 2
    found = visit(page(shown | {"fewest_panels": 3}))
    for key in (slip["salt"], "0" * 32):
        found.fill("#key", key)
        found.click("#find button")
        assert TEXTS["en"]["too_few"].format(fewest=3) in found.inner_text("#found")
    found = visit(page(shown))
    found.fill("#key", slip["salt"])
    found.click("#find button")
    assert "nobody stands in fewer" not in found.inner_text("#found")


@pytest.mark.parametrize(("language", "width", "theme"), SEEN)
def test_everybody_can_use_it(visit, private, shown, language: str, width: int, theme: Any):
    found = visit(page(shown), width, theme, bypass_csp=True)  # axe is put in from outside
    found.check(f"#lang-{language}")
    found.fill("#key", record.slips(private)[0]["salt"])
    found.click("#find button")
    passed, broken = judged(found)
    assert passed > 20
    assert not broken


def test_the_narrowest_screen_does_not_scroll_sideways(visit, shown):
    found = visit(page(shown), 320)
    for language in LANGUAGES:
        found.check(f"#lang-{language}")
        assert found.evaluate("document.documentElement.scrollWidth") == 320, language


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_chooses_the_language(visit, shown, script: bool):
    found = visit(page(shown), java_script_enabled=script)
    for language in LANGUAGES:
        found.check(f"#lang-{language}")
        assert found.inner_text("h1").strip() == TEXTS[language]["title"]
        box = found.locator("fieldset label").first.bounding_box()
        assert (box["x"] > 300) == (language == "ar")
        if script:
            assert found.evaluate("document.documentElement.lang") == language
            assert found.title() == TEXTS[language]["title"]


def test_without_a_script_everything_for_checking_by_hand_is_there(visit, shown):
    found = visit(page(shown), java_script_enabled=False)
    text = found.inner_text("main")
    drawn = map(commitment.legible, shown["drawn"])
    for part in (shown["commitment"], shown["scrutineers"], "Number picked: 4.", *drawn, "Zoë"):
        assert part in text
    for name in ("hand_1", "hand_2", "hand_3", "no_script"):
        assert TEXTS["en"][name] in text
    assert not found.is_visible("#find")
    assert found.locator("#quotas tbody tr").count() == len(shown["quotas"])
    printed = [row.split("\t")[-1].split() for row in found.locator("#panels tbody tr").all_inner_texts()]
    assert printed == [[commitment.legible(code) for code in panel] for panel in shown["panels"]]


def test_the_page_asks_nobody_and_breaks_no_rule_of_its_own(browser: Browser, tmp_path: Path, shown):
    context = browser.new_context()
    found, said, asked = context.new_page(), [], []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    found.on("request", lambda request: asked.append(request.url))
    file = tmp_path / "draw.html"
    file.write_text(page(shown), encoding="utf-8")
    found.goto(file.as_uri())
    assert said_by_page(found)
    assert (said, asked) == ([], [file.as_uri()])
    refused = found.evaluate("fetch('https://example.org').then(() => false, () => true)")
    assert refused
    context.close()


def test_a_waiting_page_and_a_trial_say_so(visit):
    waiting = visit(page(record.public(small_record())))
    assert TEXTS["en"]["waiting"] in waiting.inner_text("main")
    assert said_by_page(waiting)
    trial = visit(page(record.public(record.pick(small_record(committed_first=False), "4")), "sv"))
    assert trial.inner_text("#trial").strip() == TEXTS["sv"]["trial"]


def test_all_languages_say_everything():
    wanted = {name: set(re.findall(r"\{(\w+)\}", text)) for name, text in TEXTS["en"].items()}
    for language, texts in TEXTS.items():
        assert {name: set(re.findall(r"\{(\w+)\}", text)) for name, text in texts.items()} == wanted, language
        assert all(unescape(text).strip() for text in texts.values())
        if language != "en":
            same = {name for name in texts if texts[name] == TEXTS["en"][name] and name != "codes"}
            assert not same, language

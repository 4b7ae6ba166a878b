"""What is missing in a reader's language comes in another they read, in their own order; that it is missing is said."""

from __future__ import annotations

import pytest

from tests.rooms.public import pages
from tests.rooms.public.conftest import address_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

VISIT, LAKE = "Venez nous voir.", "Nous vivons près du lac."
TITLE = {"it": {"Deux rives": "Due rive"}}


@pytest.fixture
def three_languages(project):
    """Written in French; one paragraph in Italian and Swedish, another in Swedish alone; nothing in English."""
    return project(
        translations={
            "it": {VISIT: "Venite a trovarci.", **TITLE["it"]},
            "sv": {VISIT: "Kom och hälsa på.", LAKE: "Vi bor vid sjön."},
        }
    )


@pytest.fixture
def read_as(client):
    """read_as(address, languages) -> the page as a browser with these settings gets it."""

    def ask(address, languages=""):
        headers = {"accept-language": languages} if languages else {}
        return pages.read(client.get(address, headers=headers))

    return ask


def section(page, words):
    part = page.saying(words)
    while part.tag != "section":
        part = part.parent
    return part


def test_the_browsers_order_decides_and_each_part_says_what_it_is(three_languages, read_as):
    page = read_as(address_of(three_languages), "en-GB,it;q=0.8,sv;q=0.5")
    italian, swedish = section(page, "Venite a trovarci."), section(page, "Vi bor vid sjön.")
    assert page.saying("Venite a trovarci.").inherited("lang") == "it"
    for part, language in ((italian, "Italian"), (swedish, "Swedish")):
        assert part.has("class_", "missing")
        assert "Not in English yet" in part.words
        assert (
            f"It is shown in {language}, which you also read. A person translated it from French."
            in part.words
        )
    assert "Only in French so far" in section(page, "Nous voulons nous rencontrer.").words


def test_another_order_gives_another_text(three_languages, read_as):
    page = read_as(address_of(three_languages), "en,sv,it")
    assert "Kom och hälsa på." in page.words
    assert "Venite a trovarci." not in page.words


def test_the_address_comes_before_the_browser_and_can_be_sent(three_languages, read_as):
    page = read_as(address_of(three_languages) + "?also=it", "en,sv")
    assert "Venite a trovarci." in page.words
    assert "Vi bor vid sjön." not in page.words
    note = page.one("article").one(class_="note")
    assert "you also read: Italian." in note.words
    plain = next(a for a in note.all("a") if a.attrs["href"].endswith("?also=en"))
    assert VISIT in read_as(plain.attrs["href"], "en,sv").words


def test_who_names_no_language_is_told_which_could_fill_the_gaps(three_languages, read_as):
    note = read_as(address_of(three_languages)).one("article").one(class_="note")
    offers = [a.attrs["lang"] for a in note.all("a") if "?also=" in a.attrs["href"]]
    assert offers == ["it", "sv"]


def test_a_title_follows_the_same_order(three_languages, read_as):
    heading = read_as(address_of(three_languages), "en,it").one("h1")
    assert (heading.words, heading.attrs["lang"]) == ("Due rive", "it")
    assert read_as(address_of(three_languages), "en,sv").one("h1").attrs["lang"] == "fr"


def test_who_likes_the_authors_language_best_reads_the_author(three_languages, read_as):
    page = read_as(address_of(three_languages), "en,fr,it")
    assert VISIT in page.words
    assert "Venite" not in page.words


def test_a_machines_words_in_another_language_say_so(project, read_as):
    made = project(translations={"it": {VISIT: "Venite."}}, origin="machine")
    part = section(read_as(address_of(made), "en,it"), "Venite.")
    assert "A machine translated it from French, and nobody has checked it." in part.words


@pytest.mark.parametrize("odd", ["", ",,", "xx,yy", "it" * 40, "en", "a\x00b", "*;q=x"])
def test_odd_wishes_break_nothing(three_languages, read_as, odd):
    page = read_as(address_of(three_languages) + f"?also={odd}", odd.replace("\x00", ""))
    assert VISIT in page.words


def test_two_readers_with_different_wishes_get_different_pages(three_languages, client):
    address = address_of(three_languages)
    answers = [client.get(address, headers={"accept-language": wish}) for wish in ("it", "sv", "it")]
    assert answers[0].content == answers[2].content != answers[1].content
    assert "Accept-Language" in answers[0].headers["Vary"]


def test_a_complete_page_is_the_same_for_everybody(project, read_as, client):
    made = project(
        body=VISIT, translations={"en": {VISIT: "Come.", "Deux rives": "Two banks"}, "it": {VISIT: "Venite."}}
    )
    pages_ = {
        client.get(address_of(made), headers={"accept-language": wish}).content
        for wish in ("", "it", "sv,fr")
    }
    assert len(pages_) == 1

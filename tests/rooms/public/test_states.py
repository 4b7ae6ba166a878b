"""Readers are told, part by part, what they can rely on, in their own language."""

import pytest

from passerelle.language.tongues import name_in
from tests.rooms.public.conftest import BODY, address_of, rewrite, translate

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

READERS = ("en", "it", "sv", "ar")
LAKE, MEET, VISIT = "Nous vivons près du lac.", "Nous voulons nous rencontrer.", "Venez nous voir."
OLDER = {
    "en": "We want to meet.",
    "it": "Vogliamo incontrarci.",
    "sv": "Vi vill mötas.",
    "ar": "نريد أن نلتقي.",
}
WORDS = {
    "en": "We live by the lake.",
    "it": "Viviamo al lago.",
    "sv": "Vi bor vid sjön.",
    "ar": "نعيش قرب البحيرة.",
}


def state_of(page, words):
    """The part that says these words, and its state's word."""
    part = page.saying(words)
    while part.tag != "section":
        part = part.parent
    states = list(part.all(class_="state"))
    return part.attrs["class"], states[0].words if states else ""


@pytest.fixture
def half_translated(project):
    made = project(translations={code: {LAKE: words, MEET: OLDER[code]} for code, words in WORDS.items()})
    rewrite(made, BODY.replace("rencontrer", "retrouver"))
    return made


@pytest.mark.parametrize("reader", READERS)
def test_what_is_missing_or_older_is_said_with_the_name_of_the_source_language(
    half_translated, opened, reader
):
    page = opened(address_of(half_translated, reader))
    french = name_in("fr", reader)
    kind, word = state_of(page, VISIT)
    assert kind == "part missing"
    assert french in word
    kind, word = state_of(page, OLDER[reader])
    assert kind == "part outdated"
    assert french in word
    kind, word = state_of(page, WORDS[reader])
    assert kind == "part reviewed"
    assert word


@pytest.mark.parametrize("reader", READERS)
def test_a_part_in_another_language_says_its_language_and_direction(half_translated, opened, reader):
    page = opened(address_of(half_translated, reader))
    assert page.saying(VISIT).inherited("lang") == "fr"
    assert page.saying(VISIT).inherited("dir") == "ltr"
    translated = page.saying(OLDER[reader])
    assert translated.inherited("lang") == reader
    assert translated.inherited("dir") == ("rtl" if reader == "ar" else "ltr")


def test_arabic_in_a_french_page_runs_from_right_to_left(project, opened):
    made = project(language="ar", title="ضفتان", body="نعيش قرب البحيرة.")
    page = opened(address_of(made, "fr"))
    assert page.saying("نعيش قرب البحيرة.").inherited("dir") == "rtl"
    title = next(page.all("h1"))
    assert (title.words, title.attrs.get("lang"), title.attrs.get("dir")) == ("ضفتان", "ar", "rtl")
    assert page.one("html").attrs["dir"] == "ltr"


def test_the_author_reads_her_own_words_without_a_mark(half_translated, opened):
    page = opened(address_of(half_translated, "fr"))
    assert not list(page.all(class_="state-line"))
    assert not list(page.one("article").all(class_="note"))


def test_the_note_counts_the_parts_the_reader_sees(half_translated, opened):
    note = opened(address_of(half_translated)).one("article").one(class_="note").words
    assert "Written in French. You are reading English." in note
    assert "One part was translated by a person." in note
    assert "One part is older than the text in French." in note
    assert "2 parts are only in French so far." in note
    assert "Each part says which." in note


def test_a_whole_page_in_one_state_is_said_in_one_sentence(project, opened):
    note = opened(address_of(project())).one("article").one(class_="note").words
    assert "The whole page is only in French so far." in note
    assert "Each part" not in note


def test_the_note_leads_to_the_page_in_the_language_it_was_written_in(half_translated, opened):
    link = opened(address_of(half_translated)).one("article").one(class_="note").one("a")
    assert link.attrs["href"] == address_of(half_translated, "fr")
    assert link.attrs["lang"] == link.attrs["hreflang"] == "fr"


def test_an_older_translation_shows_what_the_text_says_now(half_translated, opened):
    page = opened(address_of(half_translated))
    beneath = next(page.one("article").all("details"))
    assert "Nous voulons nous retrouver." in beneath.words
    assert beneath.saying("Nous voulons nous retrouver.").inherited("lang") == "fr"


def test_a_machine_translation_says_so_and_shows_the_original(project, opened):
    made = project(translations={"en": {LAKE: "We live near the lake."}}, origin="machine")
    page = opened(address_of(made))
    kind, word = state_of(page, "We live near the lake.")
    assert kind == "part machine"
    assert "not checked" in word
    assert LAKE in next(page.one("article").all("details")).words


def test_restoring_the_text_takes_the_mark_away(half_translated, opened):
    rewrite(half_translated, BODY, base=2)
    kind, _word = state_of(opened(address_of(half_translated)), "We want to meet.")
    assert kind == "part reviewed"


def test_a_translated_heading_stands_over_the_untranslated_part_it_belongs_to(project, opened):
    body = f"{LAKE}\n\n# Au bord\n\n{VISIT}"
    made = project(body=body, translations={"en": {LAKE: "By the lake.", "Au bord": "On the shore"}})
    article = opened(address_of(made)).one("article")
    heading = article.saying("On the shore")
    assert (heading.tag, heading.inherited("lang")) == ("h2", "en")
    assert not [s for s in article.all("section") if "On the shore" in s.words]
    assert article.words.index("On the shore") < article.words.index("Only in French")


def test_headings_can_be_walked_without_a_gap(project, opened):
    body = "### Premier\n\nTexte.\n\n###### Profond\n\nTexte.\n\n# Haut\n\nTexte."
    article = opened(address_of(project(body=body), "fr")).one("article")
    tags = [one.tag for one in article.all() if one.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert tags == ["h2", "h3", "h2"]


def test_numbers_go_on_where_a_list_changes_its_state(project, opened):
    body = "1. Écouter.\n2. Essayer.\n3. Décider."
    made = project(body=body, translations={"en": {"Écouter.": "Listen.", "Décider.": "Decide."}})
    lists = list(opened(address_of(made)).one("article").all("ol"))
    assert [one.attrs.get("start", "1") for one in lists] == ["1", "2", "3"]


def test_a_text_in_a_language_without_buttons_can_be_read(project, opened):
    made = project(translations={"ti": {LAKE: "ኣብ ጥቓ ቀላይ ኢና ንነብር።"}})
    link = opened(address_of(made)).one("a", hreflang="ti")
    page = opened(address_of(made) + link.attrs["href"].partition("/" + made.slug + "/")[2])
    said = page.saying("ኣብ ጥቓ ቀላይ ኢና ንነብር።")
    assert (said.inherited("lang"), page.one("html").attrs["lang"]) == ("ti", "en")
    assert "You are reading Tigrinya." in page.words


def test_a_language_nobody_translated_into_is_not_offered(project, opened):
    made = project()
    page = opened(address_of(made) + "?text=so")
    assert "You are reading English." in page.words
    assert not list(page.all("a", hreflang="so"))


def test_cards_say_what_one_will_be_able_to_read(half_translated, project, opened):
    project(
        acronym="ALLT", title="Över", language="sv", body="Text.", translations={"en": {"Text.": "Text!"}}
    )
    project(acronym="SEUL", title="Seul", body="Texte.")
    cards = {card.one("h3").words: card for card in opened("/en/projects/").all("li", class_="card")}
    assert cards["RIVAGES"].one(class_="state").words == "Partly only in French so far"
    assert cards["ALLT"].one(class_="state").words == "Translated by a person"
    assert cards["SEUL"].one(class_="state").words == "Only in French so far"
    assert cards["SEUL"].saying("Seul").inherited("lang") == "fr"


def test_translating_the_rest_completes_the_page(half_translated, opened):
    translate(half_translated, "en", {"Au bord de l’eau": "By the water", VISIT: "Come and see us."})
    rewrite(half_translated, BODY, base=2)
    note = opened(address_of(half_translated)).one("article").one(class_="note").words
    assert "The whole page was translated by people." in note

"""Beside a text stands the same in plain words: a version of its own, not another language."""

import pytest
from django.urls import reverse

from passerelle.language import plain, texts
from passerelle.network import actions
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BODY = "# The bank\n\nSubmissions shall be lodged prior to the deadline.\n\nWe meet on Monday."
EASY = "Send us your idea before the last day."


@pytest.fixture
def page(project):
    actions.write_title(HOUSE, project, "Living by the water", language="en", base=1)
    actions.write_page(HOUSE, project, BODY, language="en", base=0)
    return project


def hash_of(project, at):
    told = texts.tell(actions.owner_of(project))
    return texts.workshop(told, ["page"], "fr")[at].block.hash


def in_plain_words(browser, project, at=1, words=EASY, tag="en-simple"):
    form = reverse("desk_translate", args=[project.code, "page", hash_of(project, at), tag])
    assert browser.get(form).status_code == 200
    return browser.post(form, {"words": words, "base": "0"}, follow=True).content.decode()


def edition(project, tag):
    actions.publish_project(HOUSE, project)
    return texts.edition(actions.owner_of(project), tag)


def test_a_text_gets_plain_words_in_its_own_language_and_readers_find_them(signed_in, page, client):
    browser = signed_in("local_coordinator")
    shown = in_plain_words(browser, page)
    assert EASY in shown
    assert "English, in plain language" in shown
    assert [part["state"] for part in edition(page, "en-simple").parts] == ["original", "plain", "original"]
    address = reverse("project", args=[page.code, page.slug])
    ordinary = browser.get(address).content.decode()
    assert "shall be lodged" in ordinary
    assert f"{address}?text=en-simple" in ordinary
    easy = browser.get(f"{address}?text=en-simple").content.decode()
    assert EASY in easy
    assert "shall be lodged" not in easy
    assert 'lang="en-simple"' in easy
    assert "One part is in plain language." in easy
    assert 'hreflang="en-simple"' not in easy
    assert (
        "<h1>Living by the water</h1>"
        in browser.get(
            f"{address}?text=en-simple", headers={"accept-language": "en, sv;q=0.8"}
        ).content.decode()
    )


def test_plain_words_in_a_translation_leave_the_translation_as_it_is(signed_in, page):
    browser = signed_in("local_coordinator")
    in_plain_words(browser, page, words="Les propositions doivent être déposées à temps.", tag="fr")
    in_plain_words(browser, page, words="Envoyez votre idée à temps.", tag="fr-simple")
    french, easy = edition(page, "fr"), edition(page, "fr-simple")
    assert [part["state"] for part in french.parts] == ["missing", "translated", "missing"]
    assert [part["state"] for part in easy.parts] == ["missing", "plain", "missing"]
    assert easy.parts[1]["body"] == "Envoyez votre idée à temps."


def test_plain_words_older_than_the_text_are_not_shown_until_somebody_looks_at_them(signed_in, page):
    browser = signed_in("local_coordinator")
    in_plain_words(browser, page)
    actions.edit_paragraph(HOUSE, page, "page", hash_of(page, 1), "Submissions are closed since Monday noon.")
    easy = edition(page, "en-simple")
    assert easy is None or easy.parts[1]["body"] == "Submissions are closed since Monday noon."
    shown = browser.get(reverse("desk_workshop", args=[page.code]) + "?to=en-simple").content.decode()
    assert "Outdated: the source has changed" in shown
    assert EASY in shown


def test_long_sentences_are_marked_and_nothing_is_blocked(signed_in, page):
    browser = signed_in("local_coordinator")
    shown = in_plain_words(browser, page, words="Send " + "one more " * 12 + "idea.")
    assert "A sentence of 26 words: twenty and fewer are easier." in shown
    assert "Readability (LIX)" in shown
    assert "Readability (LIX)" not in in_plain_words(browser, page, words="Deux mots.", tag="fr")


def test_the_workshop_offers_plain_language_as_an_axis_of_its_own(signed_in, page):
    browser = signed_in("local_coordinator")
    shown = browser.get(reverse("desk_workshop", args=[page.code]) + "?to=fr").content.decode()
    for tag in ("en-simple", "fr-simple", "ar-simple"):
        assert f'value="{tag}"' in shown
    told = texts.tell(actions.owner_of(page))
    assert "en-simple" not in told["page"].languages()


@pytest.mark.parametrize(
    ("tag", "known"), [("fr-simple", True), ("ar-simple", True), ("xx-simple", False), ("simple", False)]
)
def test_only_languages_of_the_registry_have_a_plain_variant(tag, known):
    assert plain.is_known(tag) is known
    assert plain.joined(*plain.parted(tag)) == tag


def test_its_name_is_said_in_its_own_words():
    assert plain.called("fr-simple", "en") == "French, in plain language"
    assert plain.own_name("ti") == "ትግርኛ"
    assert plain.own_name("nowhere") == "nowhere"

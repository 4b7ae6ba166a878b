"""What a reader would miss: the day, the source, the language, and what is not translated yet."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from passerelle.core import search
from passerelle.core.actor import PUBLIC
from passerelle.engines.text.segments import digest
from passerelle.language import texts
from passerelle.news import actions
from tests.rooms.news.conftest import HOUSE, TEXT
from tests.rooms.public.pages import read

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FIRST, SECOND = TEXT.split("\n\n")


def test_a_missing_translation_is_said_and_the_text_shown_as_it_was_written(client, write):
    item = write()
    page = read(client.get(reverse("news_item", args=[item.code])))
    assert page.saying("Only in French so far")
    assert page.saying(FIRST).inherited("lang") == "fr"
    assert page.one("h1").attrs["lang"] == "fr"


def test_each_part_says_how_far_it_is_translated(client, write):
    item = write(translations={"sv": {FIRST: "Kommittén möttes i lördags."}})
    page = read(client.get(f"/sv/news/{item.code}/"))
    assert page.saying("Kommittén möttes i lördags.").inherited("lang") == "sv"
    assert page.saying(SECOND).inherited("lang") == "fr"
    assert len([e for e in page.all("span", class_="state")]) == 2


@pytest.mark.parametrize("path", ["", "news/", "project"])
def test_lists_show_day_title_source_and_what_is_missing(client, write, project, path):
    write(day=date(2026, 5, 9), source_name="Veckobladet")
    path = f"projects/{project.code}/{project.slug}/" if path == "project" else path
    entry = next(read(client.get(f"/en/{path}")).all("ul", class_="news"))
    assert entry.one("time").attrs["datetime"] == "2026-05-09"
    for words in ("La première réunion", "Veckobladet", "Only in French so far", FIRST):
        assert words in entry.words
    assert entry.saying("La première réunion").inherited("lang") == "fr"


def test_the_day_and_the_source_stand_on_the_page(client, write, organisations):
    item = write(
        day=date(2026, 5, 9),
        source_name="Veckobladet",
        source_address="https://blad.example/1",
        organisation=organisations[1],
    )
    page = read(client.get(reverse("news_item", args=[item.code])))
    assert {time.attrs["datetime"] for time in page.all("time")} == {"2026-05-09"}
    assert page.one("a", href="https://blad.example/1").words == "Veckobladet"
    assert page.saying("Town BE")


def test_news_are_paged_and_the_newest_stand_first(client, write):
    for day in range(1, 18):
        write(f"Nr {day}", day=date(2026, 3, day))
    titles = [h.words for h in read(client.get("/en/news/")).one("ul", class_="news").all("h2")]
    assert titles == [f"Nr {day}" for day in range(17, 2, -1)]
    rest = read(client.get("/en/news/?page=2")).one("ul", class_="news")
    assert [h.words for h in rest.all("h2")] == ["Nr 2", "Nr 1"]


def test_a_page_without_news_says_so(client, project):
    assert read(client.get("/en/news/")).saying("No news yet")
    assert read(client.get(f"/en/projects/{project.code}/{project.slug}/news/")).saying("No news yet")
    assert not list(read(client.get("/en/")).all("ul", class_="news"))


def test_news_are_found_by_their_words_and_forgotten_when_withdrawn(write):
    item = write()
    assert [entry.subject for entry in search.find(PUBLIC, "samedi", "fr").entries] == [item.pk]
    actions.withdraw_news(HOUSE, item)
    assert search.find(PUBLIC, "samedi", "fr").total == 0
    search.rebuild()
    assert search.find(PUBLIC, "samedi", "fr").total == 0


def test_a_draft_is_no_page(client, write, signed_in, project):
    draft = write(published=False)
    address = reverse("news_item", args=[draft.code])
    assert client.get(address).status_code == 404
    assert signed_in(project).get(address).headers["Location"] == reverse("desk_news_item", args=[draft.code])


def test_a_corrected_source_makes_translations_older_and_says_so(client, write):
    item = write(translations={"en": {FIRST: "The committee met on Saturday."}})
    text = texts.text_of(actions.owner_of(item), "text")
    assert digest(FIRST) != digest(SECOND)
    actions.edit_paragraph(HOUSE, item, "text", digest(FIRST), "Le comité s’est réuni dimanche.")
    assert text.language == "fr"
    actions.publish_news(HOUSE, item)
    page = read(client.get(reverse("news_item", args=[item.code])))
    assert page.saying("Older than the text in French")

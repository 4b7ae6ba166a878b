"""What an officer would miss at her desk: her news, nobody else's drafts, and a way back."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from passerelle.core.actor import PUBLIC
from passerelle.core.errors import Denied, Problem
from passerelle.core.models import Entry, SearchEntry
from passerelle.language import texts
from passerelle.network import actions as network
from passerelle.news import actions, queries
from passerelle.news.models import Item
from tests.rooms.news.conftest import HOUSE, translate

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def listed(actor, **asked):
    return [line.title for line in queries.lines(queries.listed(actor, "en", **asked), "en")]


def test_drafts_are_seen_by_their_project_only(write, project, other, member):
    draft, hers = write("Brouillon", published=False), member(project)
    theirs = member(other, name="Bo Ek")
    assert listed(hers) == ["Brouillon"]
    assert listed(theirs) == []
    for stranger in (theirs, PUBLIC):
        assert not Item.objects.visible_to(stranger).filter(pk=draft.pk).exists()


def test_drafts_of_the_network_are_seen_by_coordinators_of_all_projects(write, project, other, member):
    write("Pour tous", project=None, published=False)
    assert listed(member(other, "local_coordinator")) == ["Pour tous"]
    assert listed(member(other, "facilitator", name="Bo Ek")) == []


def test_who_may_write_translate_and_publish(write, project, other, member):
    item, network_item = write(published=False), write("Réseau", project=None, published=False)
    facilitator, local = member(project, "facilitator"), member(project, "local_coordinator", name="Bo Ek")
    segment = texts.tell(actions.owner_of(item))["title"].history[-1][0].hash
    with pytest.raises(Denied):
        actions.publish_news(facilitator, item)
    actions.translate_paragraph(facilitator, item, "title", segment, language="sv", words="Möte", base=0)
    with pytest.raises(Denied):
        actions.write_news(local, title="x", language="en", body="y", project=other)
    actions.publish_news(local, item)
    with pytest.raises(Denied):  # what speaks for the whole network is the lead coordinators'
        actions.publish_news(local, network_item)
    actions.publish_news(member(other, name="Cy Ek"), network_item)


def test_news_wait_for_the_page_of_their_project(write, project, client):
    item = write()
    address = reverse("news_item", args=[item.code])
    assert client.get(address).status_code == 200
    network.withdraw_project(HOUSE, project)
    assert client.get(address).status_code == 404
    assert not SearchEntry.objects.filter(kind=Item.KIND).exists()
    assert queries.latest("en") == []
    with pytest.raises(Problem, match="RIVAGES is not public"):
        actions.publish_news(HOUSE, Item.objects.get(pk=item.pk))
    network.publish_project(HOUSE, project)
    assert client.get(address).status_code == 200
    assert SearchEntry.objects.filter(kind=Item.KIND).count() == len(texts.INTERFACE)


def test_what_was_put_away_comes_back_as_it_was(write, signed_in, project):
    item, browser = write(), signed_in(project)
    browser.post(reverse("desk_news_archive", args=[item.code]))
    assert listed(browser.actor) == []
    assert listed(browser.actor, side="archived") == ["La première réunion"]
    assert not SearchEntry.objects.filter(kind=Item.KIND).exists()
    page = browser.get(reverse("desk_news_item", args=[item.code])).content.decode()
    assert reverse("desk_news_restore", args=[item.code]) in page
    browser.post(reverse("desk_news_restore", args=[item.code]))
    item.refresh_from_db()
    assert item.is_public
    assert SearchEntry.objects.filter(kind=Item.KIND).exists()


def test_readers_get_the_published_text_until_it_is_published_again(write, signed_in, project, client):
    item, browser = write(), signed_in(project)
    form = {"title": "Autre titre", "language": "fr", "body": "Autre texte.", "base": 1, "title_base": 1}
    browser.post(reverse("desk_news_text", args=[item.code]), form)
    public = reverse("news_item", args=[item.code])
    assert "Autre texte" not in browser.get(public).content.decode()
    assert "Publish again" in browser.get(reverse("desk_news_item", args=[item.code])).content.decode()
    browser.post(reverse("desk_news_publish", args=[item.code]))
    assert "Autre texte" in browser.get(public).content.decode()


def test_two_people_who_write_at_once_lose_nothing(write, signed_in, project):
    item, browser = write(published=False), signed_in(project)
    actions.write_text(HOUSE, item, "Theirs.", language="fr", base=1)
    form = {"title": "La première réunion", "language": "fr", "body": "Mine.", "base": 1, "title_base": 1}
    page = browser.post(reverse("desk_news_text", args=[item.code]), form).content.decode()
    assert "Theirs." in page
    assert "Mine." in page


def test_facts_changed_by_two_are_shown_side_by_side(write, signed_in, project):
    item, browser = write(published=False), signed_in(project)
    actions.change_facts(HOUSE, item, revision=1, source_name="Veckobladet")
    address = reverse("desk_news_facts", args=[item.code])
    page = browser.post(address, {"source_name": "Bladet", "revision": 1}).content.decode()
    assert "Veckobladet" in page
    browser.post(address, {"source_name": "Bladet", "revision": 2, "day": "2026-05-01"})
    item.refresh_from_db()
    assert (item.source_name, item.day) == ("Bladet", date(2026, 5, 1))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x.example/", "not an address"])
def test_a_source_leads_to_the_web_or_nowhere(write, signed_in, project, address):
    item, browser = write(published=False), signed_in(project)
    browser.post(reverse("desk_news_facts", args=[item.code]), {"source_address": address, "revision": 1})
    item.refresh_from_db()
    assert item.source_address == ""


def test_a_workshop_translates_paragraph_by_paragraph(write, signed_in, project):
    item, browser = write(published=False), signed_in(project, "facilitator")
    address = reverse("desk_news_workshop", args=[item.code])
    assert "3 paragraphs are missing" in browser.get(address, {"to": "sv"}).content.decode()
    segment = texts.tell(actions.owner_of(item))["text"].history[-1][0].hash
    where = reverse("desk_news_translate", args=[item.code, "text", segment, "sv"])
    browser.post(where, {"words": "Kommittén möttes i lördags.", "base": 0})
    page = browser.get(address, {"to": "sv"}).content.decode()
    assert "2 paragraphs are missing" in page
    assert "Kommittén möttes" in page
    assert reverse("desk_news_paragraph", args=[item.code, "text", segment]) + "?to=" not in page


def test_the_list_is_searched_sorted_and_narrowed(write, project, other, member):
    hers = member(project)
    write("Älvdal", language="sv", body="Sv.", day=date(2026, 3, 1))
    write("Zoo", day=date(2026, 5, 1), source_name="Veckobladet")
    write("Apel", language="sv", body="Sv.", day=date(2026, 4, 1), published=False)
    write("Là-bas", project=other)
    assert listed(hers) == ["Zoo", "Apel", "Älvdal"]
    assert listed(hers, sort="title") == ["Älvdal", "Apel", "Zoo"]
    assert queries.lines(queries.listed(hers, "sv", sort="title"), "sv")[-1].title == "Älvdal"
    assert listed(hers, words="VECKO") == ["Zoo"]
    assert listed(hers, words="alvdal") == ["Älvdal"]
    assert listed(hers, side="draft") == ["Apel"]
    assert listed(hers, project=other.code) == []


def test_titles_are_listed_in_the_readers_language(write, project, member):
    item = write()
    translate(item, "en", {"La première réunion": "The first meeting"})
    assert listed(member(project)) == ["The first meeting"]


def test_the_list_is_taken_away_as_it_stands_and_runs_nothing(write, signed_in, project):
    browser = signed_in(project)
    write("=cmd()", day=date(2026, 3, 1), source_name="@source"), write("B", day=date(2026, 4, 1))
    answer = browser.get(reverse("desk_news_csv") + "?sort=-newest")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Title"] for row in rows] == ["'=cmd()", "B"]
    assert rows[0]["Source"] == "'@source"
    book = openpyxl.load_workbook(io.BytesIO(browser.get(reverse("desk_news_xlsx")).content))
    assert [row[1].value for row in book.active.iter_rows(min_row=2)] == ["B", "=cmd()"]


@pytest.mark.parametrize("name", ["desk_news", "desk_news_write", "desk_projects", "desk"])
def test_a_page_has_one_heading_inside_its_content(signed_in, project, name):
    page = signed_in(project).get(reverse(name)).content.decode()
    assert page.count("<h1") == 1
    assert page.index("<h1") > page.index("<main")


def test_an_empty_desk_says_what_will_appear(signed_in, project):
    page = signed_in(project).get(reverse("desk_news")).content.decode()
    assert "No news yet" in page
    assert reverse("desk_news_write") in page


def test_the_journal_knows_what_happened_and_no_words(write, project, member):
    item = write("Titre secret", source_name="Bladet")
    actions.archive_news(HOUSE, item)
    rows = Entry.objects.filter(subject=str(item.pk)).order_by("id")
    assert [row.action for row in rows] == ["news written", "news published", "news archived"]
    assert "secret" not in str([row.details for row in rows])
    assert "Bladet" not in str([row.details for row in rows])


def test_an_officer_writes_news_of_her_project(signed_in, project, other, organisations):
    browser = signed_in(project)
    form = {"title": "Hej", "language": "sv", "body": "Vi ses.", "project": project.code, "day": ""}
    browser.post(reverse("desk_news_write"), {**form, "organisation": organisations[0].pk})
    item = Item.objects.get()
    assert (item.project, item.organisation, item.state) == (project, organisations[0], "draft")
    refused = browser.post(reverse("desk_news_write"), {**form, "project": other.code})
    assert refused.status_code == 200
    assert Item.objects.count() == 1

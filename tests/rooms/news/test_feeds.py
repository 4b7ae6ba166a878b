"""A feed reader would miss: a feed it accepts, ids that stay, every language, and nothing that runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree, html

from passerelle.news import actions
from passerelle.news.models import Item
from tests.rooms.news.conftest import HOUSE, translate

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
A = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
LANGUAGES = ("en", "fr", "it", "sv", "ar")


def feed(client, address="/en/news/feed.atom"):
    """The feed, after everything RFC 4287 says MUST be."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    top = etree.fromstring(answer.content)
    assert SCHEMA.validate(top), SCHEMA.error_log
    ids = [one.text for one in top.iter(A + "id")]
    assert len(set(ids)) == len(ids)
    for holder in (top, *top.iter(A + "entry")):
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in holder.findall(A + "link")
            if link.get("rel", "alternate") == "alternate"
        ]
        assert alternates
        assert len(set(alternates)) == len(alternates)  # 4.1.1 and 4.1.2: one per type and language
        assert holder is not top or holder.find(A + "author") is not None
    assert [link.get("href") for link in top.findall(A + "link[@rel='self']")] == [
        f"http://localhost:8000{address}"
    ]
    return top


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_is_valid_in_every_language_of_the_house(client, write, project, language):
    write(translations={"ar": {"La première réunion": "الاجتماع الأول"}})
    write("Badkväll", "Vi badade & sjöng <sent>.", "sv", source_name="Veckobladet",
          source_address="https://blad.example/1?a=1&b=2")  # fmt: skip
    write("Network", "For everybody.", "en", project=None)
    for address in ("news/", f"projects/{project.code}/{project.slug}/"):
        top = feed(client, f"/{language}/{address}feed.atom")
        assert top.get(LANG) == language
        others = {link.get("hreflang") for link in top.findall(A + "link[@type='application/atom+xml']")}
        assert others == set(LANGUAGES)
    assert len(feed(client, f"/{language}/news/feed.atom").findall(A + "entry")) == 3


def test_a_feed_without_news_is_valid_too(client, project):
    assert feed(client).findall(A + "entry") == []
    feed(client, f"/ar/projects/{project.code}/{project.slug}/feed.atom")


def test_a_missing_translation_is_said_in_the_feed(client, write):
    write(translations={"sv": {"La première réunion": "Första mötet"}})
    entry = feed(client, "/sv/news/feed.atom").find(A + "entry")
    assert entry.find(A + "title").text == "Första mötet"
    assert entry.find(A + "title").get(LANG) == "sv"
    assert entry.get(LANG) == "fr"
    told = html.fragments_fromstring(entry.find(A + "content").text)
    assert [(one.get("lang"), one.get("dir")) for one in told if one.tag == "div"] == [("fr", "ltr")]
    assert told[0].get("lang") == "sv"
    assert told[0].text_content()


def test_what_was_typed_cannot_run_in_a_reader(client, write):
    write("<b>bold</b> & co", "<script>alert(1)</script> [x](javascript:alert(1)) ]]> &amp;lt;\n\nSecond.")
    entry = feed(client, "/fr/news/feed.atom").find(A + "entry")
    assert entry.find(A + "title").text == "<b>bold</b> & co"
    assert entry.find(A + "title").get("type") is None  # plain text: readers escape it
    content = html.fromstring(entry.find(A + "content").text)
    assert not content.xpath("//script | //@*[starts-with(., 'javascript')]")
    assert "<script>alert(1)</script>" in content.text_content()


def test_an_entry_changes_its_time_only_when_its_own_text_did(client, write):
    item = write()
    before = {code: times(client, code) for code in ("en", "sv")}
    translate(item, "sv", {"La première réunion": "Första mötet"})
    actions.publish_news(HOUSE, item)
    assert times(client, "en") == before["en"]
    changed, first = times(client, "sv"), before["sv"]
    assert (changed["id"], changed["published"]) == (first["id"], first["published"])
    item.refresh_from_db()
    assert item.published_at < item.shown_at


def times(client, language):
    entry = feed(client, f"/{language}/news/feed.atom").find(A + "entry")
    told = {name: entry.find(A + name).text for name in ("id", "published", "updated")}
    assert told["updated"] >= told["published"]
    return told


def test_ids_stay_when_the_address_changes(client, write, settings):
    settings.TAG_AUTHORITY = "bridges.example,2026"
    write()
    before = [one.text for one in feed(client).iter(A + "id")]
    assert all(one.startswith("tag:bridges.example,2026:") for one in before)
    settings.ADDRESS = "https://elsewhere.example"
    assert [
        one.text for one in etree.fromstring(client.get("/en/news/feed.atom").content).iter(A + "id")
    ] == before


def test_what_was_withdrawn_or_put_away_leaves_the_feed(client, write):
    first, second, third = write("Un"), write("Deux"), write("Trois")
    actions.withdraw_news(HOUSE, first)
    actions.archive_news(HOUSE, second)
    assert [e.find(A + "title").text for e in feed(client, "/fr/news/feed.atom").iter(A + "entry")] == [
        "Trois"
    ]
    assert Item.objects.get(pk=third.pk).is_public


def test_the_source_and_the_author_are_named(client, write, organisations):
    write(source_name="Veckobladet", source_address="https://blad.example/1", organisation=organisations[1])
    entry = feed(client).find(A + "entry")
    assert entry.find(A + "author/" + A + "name").text == "Town BE"
    via = entry.find(A + "link[@rel='via']")
    assert (via.get("href"), via.get("title")) == ("https://blad.example/1", "Veckobladet")
    assert entry.find(A + "category").get("term") == "RIVAGES"


def test_who_has_the_feed_already_gets_nothing_a_second_time(client, write):
    write()
    first = client.get("/en/news/feed.atom")
    again = client.get("/en/news/feed.atom", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get("/en/news/feed.atom", headers={"if-modified-since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    write("Encore")
    assert (
        client.get("/en/news/feed.atom", headers={"if-none-match": first.headers["ETag"]}).status_code == 200
    )


@pytest.mark.parametrize("path", ["", "news/", "project", "item"])
def test_pages_tell_machines_where_the_feed_is(client, write, project, path):
    item = write()
    address = f"projects/{project.code}/{project.slug}/"
    path = {"project": address, "item": f"news/{item.code}/"}.get(path, path)
    page = html.fromstring(client.get(f"/ar/{path}").content)
    found = page.xpath("//link[@type='application/atom+xml']")
    assert "/ar/news/feed.atom" in [link.get("href") for link in found]
    for link in found:
        feed(client, link.get("href"))
        assert link.get("title")
        assert link.get("hreflang") == "ar"
    if path == address:
        assert found[0].get("href") == f"/ar/{address}feed.atom"


def test_a_feed_of_a_project_tells_its_own_news_only(client, write, project, other):
    write("Ici"), write("Là", project=other), write("Partout", project=None)
    top = feed(client, f"/fr/projects/{project.code}/{project.slug}/feed.atom")
    assert [e.find(A + "title").text for e in top.iter(A + "entry")] == ["Ici"]

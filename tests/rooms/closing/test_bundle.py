"""What a closed project leaves: everything public, nothing else, and it opens without a network."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from django.conf import settings

from passerelle.closing import actions, leaving
from passerelle.core.errors import Problem
from passerelle.news import actions as news
from passerelle.people import actions as people
from tests.rooms.closing.conftest import HOUSE
from tests.rooms.closing.crawling import broken

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LANGUAGES = [code for code, _name in settings.LANGUAGES]


made: dict[str, dict[str, bytes]] = {}


@pytest.fixture
def folder(living, unzipped):
    """All that one project left, in all languages: made once, looked at by many."""
    if not made:
        project, lead = living()
        actions.close_project(lead, project)
        made.update(whole=unzipped(leaving.bundle(project)[0]))
    return made["whole"]


def short(project) -> bytes:
    return leaving.bundle(project, languages=["en"])[0]


def test_no_link_is_broken_and_nothing_points_outside_unmarked(folder):
    assert broken(folder) == []


def test_every_language_has_its_pages(folder):
    for language in LANGUAGES:
        pages = [path for path in folder if path.startswith(f"{language}/") and path.endswith(".html")]
        assert len(pages) >= 7, pages
        page = folder[f"{language}/index.html"].decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page


def test_sheets_feeds_and_documents_come_along(folder):
    paths = " ".join(folder)
    for language in LANGUAGES:
        for file in ("sheet.pdf", "sheet.docx", "feed.atom", "partners.csv", "people.csv", "people.xlsx"):
            assert any(p.startswith(f"{language}/") and p.endswith(file) for p in folder), (language, file)
    assert b"Five wells." in folder["documents/Plan d’eau.txt"]
    assert "inside.txt" not in paths


def test_what_is_not_public_is_nowhere_in_it(folder):
    everything = b"\n".join(folder.values())
    assert b"Nouvelle 1" in everything
    assert b"Nouvelle 2" not in everything
    assert b"Not for you." not in everything
    assert b"bank.example" not in everything


def test_nobody_is_named_not_even_who_agreed_to_be_shown(folder, client):
    everything = b"\n".join(folder.values())
    assert b"Amina Ek" not in everything
    assert b"Bela Ost" not in everything
    assert b"Lead coordinator" in everything


def test_the_public_page_itself_still_names_who_agreed(living, client):
    project, lead = living()
    actions.close_project(lead, project)
    short(project)
    page = client.get(f"/en/projects/{project.code}/{project.slug}/").content.decode()
    assert "Amina Ek" in page
    assert "This project was closed on" in page


def test_the_same_project_gives_the_same_bytes_again(living):
    project, lead = living()
    actions.close_project(lead, project)
    first, second = short(project), short(project)
    assert first == second


def test_a_changed_project_gives_other_bytes(living):
    project, lead = living()
    actions.close_project(lead, project)
    first = short(project)
    item = news.write_news(
        HOUSE, title="Encore", language="fr", body="Encore.", project=project, organisation=None, day=None
    )
    news.publish_news(HOUSE, item)
    assert short(project) != first


def test_the_manifest_names_every_file_with_its_hash(folder):
    manifest = json.loads(folder["manifest.json"])
    told = {one["path"]: one for one in manifest["files"]}
    assert set(told) == set(folder) - {"manifest.json", "SHA256SUMS"}
    for path, one in told.items():
        assert one["sha256"] == hashlib.sha256(folder[path]).hexdigest()
        assert one["bytes"] == len(folder[path])
    sums = dict(line.split("  ", 1)[::-1] for line in folder["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(folder) - {"SHA256SUMS"}


def test_every_column_of_every_table_is_in_the_dictionary_in_every_language(folder):
    rows = list(csv.DictReader(io.StringIO(folder["data/dictionary.csv"].decode("utf-8-sig"))))
    meant = {(row["table"], row["column"], row["language"]) for row in rows if row["meaning"]}
    tables = [path for path in folder if path.startswith("data/") and path.endswith(".csv")]
    assert {"data/project.csv", "data/partners.csv", "data/news.csv"} <= set(tables)
    for path in tables:
        if path == "data/dictionary.csv":
            continue
        table = path.removeprefix("data/").removesuffix(".csv")
        heads = next(csv.reader(io.StringIO(folder[path].decode("utf-8-sig"))))
        told = json.loads(folder[f"data/{table}.json"])
        for row in told["rows"]:
            assert list(row) == heads
        assert {(table, head, code) for head in heads for code in LANGUAGES} <= meant


def test_themes_goals_and_the_figures_of_its_cities_come_as_data(folder):
    def rows(table):
        return json.loads(folder[f"data/{table}.json"])["rows"]

    assert {(row["language"], row["name"]) for row in rows("themes")} == {("en", "Banks"), ("fr", "Rives")}
    assert all(row["broader"] for row in rows("themes"))
    assert rows("goals") == [{"goal": 11, "target": "11.7"}]
    assert [(row["value"], row["used"], row["source"]) for row in rows("city_figures")] == [
        (12, "yes", "Harbour office")
    ]
    assert {row["measure"] for row in rows("city_figures")} == {row["measure"] for row in rows("measures")}
    assert b"only the project reads" not in b"\n".join(folder.values())


def test_open_data_carry_their_licence(folder):
    assert b"Attribution 4.0 International" in folder["data/LICENSE-CC-BY-4.0.txt"]
    assert json.loads(folder["data/partners.json"])["licence"].startswith("https://creativecommons.org/")


def test_the_fonts_carry_theirs(folder):
    assert any(path.endswith("OFL.txt") for path in folder)


def test_an_open_project_leaves_nothing_yet(living):
    project, _lead = living()
    with pytest.raises(Problem, match="Close it first"):
        leaving.bundle(project)


def test_a_person_erased_before_it_is_made_is_not_in_it(living, unzipped, coordinator):
    project, lead = living()
    gone = coordinator(project, "Cleo Ny", shown=True)
    people.erase_person(HOUSE, gone)
    actions.close_project(lead, project)
    assert b"Cleo Ny" not in b"\n".join(unzipped(short(project)).values())

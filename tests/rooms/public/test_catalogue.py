"""List, map and table to take away answer the same question with the same projects, whatever is asked."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from passerelle.core import maps
from passerelle.network import actions
from passerelle.network.models import Project
from passerelle.public.catalogue import Row, When
from tests.rooms.public import pages
from tests.rooms.public.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

YEAR = timezone.localdate().year
ASKED = {
    "q": ["", "ri"],
    "country": ["", "IT", "GR"],
    "state": ["", "running", "ended"],
    "programme": ["", "amif-2014-2020"],
    "year": ["", "2018"],
}


@pytest.fixture
def house(project):
    """Projects that differ in each thing one may ask for."""
    project("RIVAGES", partners=4, starts="2017-09", ends="2019-08")
    project(
        "RIMES", "Vers", partners=2, starts=f"{YEAR - 1}-01", ends=f"{YEAR + 1}", programme="amif-2014-2020"
    )
    project("PONT", partners=0, countries=["IT", "GR"], starts="2018", months=24, programme="amif-2014-2020")
    project("RIEN", partners=0)
    project("DEMAIN", partners=1, starts=f"{YEAR + 2}-02-01")


def codes(page) -> list[str]:
    """The projects of one page of the list."""
    links = [a.attrs["href"] for card in page.all("li", class_="card") for a in card.all("a")]
    return [link.split("/")[3] for link in links if "/projects/" in link]


def everything(client, query) -> tuple[list[str], dict[str, int], dict[str, int], list[dict[str, str]]]:
    """(codes of the list, country → projects on the map, country → projects beside it, rows of the CSV)."""
    page = pages.read(client.get(f"/en/projects/?{query}"))
    listed = codes(page)
    pins = {}
    for svg in page.all("svg", class_="map"):
        for pin in svg.all("a"):
            name, _colon, count = pin.attrs["aria-label"].partition(": ")
            pins[name] = int(count.split()[0])
    table = {
        row.one("th").words: int(row.one("td").words)
        for section in page.all("section", id="where")
        for row in section.one("tbody").all("tr")
    }
    answer = client.get(f"/en/projects.csv?{query}").content.decode("utf-8-sig")
    return listed, pins, table, list(csv.DictReader(io.StringIO(answer)))


def test_list_map_and_csv_agree_whatever_is_asked(house, client):
    seen = set()
    for values in itertools.product(*ASKED.values()):
        query = urlencode(dict(zip(ASKED, values, strict=True)))
        listed, pins, table, rows = everything(client, query)
        assert [row["Address"].split("/")[3] for row in rows] == listed, query
        counted = Counter(c for row in rows for c in row["Countries"].split(", ") if c)
        assert pins == table == dict(counted), query
        seen.add(frozenset(listed))
    assert len(seen) > 5  # the questions do make a difference


def test_a_broader_theme_finds_what_is_narrower_in_list_map_and_table(house, client):
    water = actions.add_theme(HOUSE, labels={"en": "Water", "fr": "Eau"})
    lakes = actions.add_theme(HOUSE, labels={"en": "Lakes"}, parent=water)
    actions.add_theme(HOUSE, labels={"en": "Unused"})
    told = {one.acronym: one for one in Project.objects.all()}
    actions.choose_themes(HOUSE, told["RIVAGES"], [lakes])
    actions.choose_themes(HOUSE, told["PONT"], [water])
    for code, acronyms in ((water.code, ["PONT", "RIVAGES"]), (lakes.code, ["RIVAGES"])):
        listed, pins, table, rows = everything(client, f"theme={code}")
        assert [row["Acronym"] for row in rows] == acronyms
        assert [row["Address"].split("/")[3] for row in rows] == listed
        assert pins == table == dict(Counter(c for row in rows for c in row["Countries"].split(", ") if c))
    assert rows[0]["Themes"] == "Lakes"
    page = pages.read(client.get("/fr/projects/"))
    assert [option.words for option in page.one(id="id_theme").all("option")][1:] == ["Eau", "– Lakes"]


def test_each_thing_asked_for_leaves_only_what_fits(house, client):
    def acronyms(query):
        return [row["Acronym"] for row in everything(client, query)[3]]

    assert acronyms("") == ["DEMAIN", "PONT", "RIEN", "RIMES", "RIVAGES"]
    assert acronyms("state=running") == ["RIMES"]
    assert acronyms("state=ended") == ["PONT", "RIVAGES"]
    assert acronyms("state=begins") == ["DEMAIN"]
    assert acronyms("state=untold") == ["RIEN"]
    assert acronyms("year=2018") == ["PONT", "RIVAGES"]
    assert acronyms(f"year={YEAR}") == ["RIMES"]
    assert acronyms("programme=amif-2014-2020&country=GR") == ["PONT"]
    assert acronyms("state=nonsense&year=0&country=QQ&programme=x") == acronyms("")


def test_a_pin_narrows_to_its_country_and_keeps_the_rest(house, client):
    page = pages.read(client.get("/en/projects/?q=ri&sort=newest"))
    pin = next(a for a in page.one("svg", class_="map").all("a") if "Sweden" in a.attrs["aria-label"])
    assert pin.attrs["href"] == "/en/projects/?q=ri&sort=newest&country=SE"
    assert codes(pages.read(client.get(pin.attrs["href"])))


def test_who_names_no_country_is_said_beside_the_map(house, client):
    assert "1 project names no country." in pages.read(client.get("/en/projects/")).one(id="where").words


def test_the_table_keeps_dates_as_precise_as_they_were_given(house, client):
    rows = {row["Acronym"]: row for row in everything(client, "")[3]}
    assert (rows["RIVAGES"]["Begins"], rows["RIVAGES"]["Ends"]) == ("2017-09", "2019-08")
    assert (rows["PONT"]["Begins"], rows["PONT"]["Length in months"]) == ("2018", "24")
    assert rows["RIVAGES"]["Countries (ISO 3166-1)"] == "BE IT SE"


def test_a_reader_without_a_map_hears_and_reads_the_same(house, client):
    page = pages.read(client.get("/ar/projects/"))
    picture = page.one("svg", class_="map")
    assert picture.attrs["role"] == "group"
    assert picture.attrs["aria-label"]
    assert len(list(picture.all("a"))) == len(list(page.one(id="where").one("tbody").all("tr"))) == 4


@pytest.mark.parametrize(
    ("starts", "ends", "months", "today", "when", "years"),
    [
        ("2018-09", "2021-06", None, "2021-06-30", When.RUNNING, [2018, 2019, 2020, 2021]),
        ("2018-09", "2021-06", None, "2021-07-01", When.ENDED, [2018, 2019, 2020, 2021]),
        ("2020", "2022", None, "2022-12-31", When.RUNNING, [2020, 2021, 2022]),
        ("2020", "", None, "2022-01-01", When.RUNNING, [2020, 2021, 2022]),
        ("2020-11", "", 3, "2021-02-01", When.ENDED, [2020, 2021]),
        ("2020-11", "", 3, "2021-01-31", When.RUNNING, [2020, 2021]),
        ("2027-03-02", "", None, "2027-03-01", When.TO_BEGIN, [2027]),
        ("", "", 24, "2027-03-01", When.UNTOLD, []),
    ],
)
def test_where_a_project_stands_follows_from_its_dates(starts, ends, months, today, when, years):
    row = Row(None, "A", starts, ends, months, "", frozenset())
    assert (row.when(today), list(row.years(today))) == (when, years)


def test_every_country_a_project_can_name_in_europe_is_on_the_map():
    union = {
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
    }
    union |= {"MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"}
    beside = {"AL", "BA", "CH", "GB", "IS", "LI", "MD", "ME", "MK", "NO", "RS", "TR", "UA", "XK"}
    assert maps.known(union | beside) == union | beside

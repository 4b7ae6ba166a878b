"""A project on the map: a pin for each of its partners, and nobody else of the network."""

from __future__ import annotations

import pytest

from passerelle.network import actions
from tests.rooms.public import pages
from tests.rooms.public.conftest import HOUSE, address_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SEATS = {
    "SE": (59.4, 17.0),
    "BE": (50.9, 4.1),
    "AT": (48.2, 14.6),
    "IT": (37.9, 13.4),
    "PL": (53.2, 17.6),
    "LT": (55.6, 21.5),
}


@pytest.fixture
def network():
    """35 members; of the first six each sits in a country of its own."""
    made = []
    for number in range(35):
        code, (north, east) = list(SEATS.items())[number % 6]
        made.append(
            actions.add_organisation(
                HOUSE, name=f"Member {number:02}", kind="association", town=f"Town {number:02}", country=code,
                latitude=north, longitude=east,
            )
        )  # fmt: skip
    return made


@pytest.fixture
def six_partners(network):
    made = actions.create_project(HOUSE, acronym="SIX", title="Six", language="en", lead=network[0])
    actions.choose_partners(HOUSE, made, network[:6])
    actions.write_page(HOUSE, made, "Together.", language="en", base=0)
    actions.publish_project(HOUSE, made)
    return made


def test_six_partners_of_a_network_of_35_are_six_pins_in_six_countries(six_partners, client):
    page = pages.read(client.get(address_of(six_partners)))
    picture = page.one("svg", class_="map")
    pins = list(picture.all("a"))
    assert len(pins) == 6
    assert {pin.attrs["aria-label"].rpartition(", ")[2] for pin in pins} == {
        "Austria", "Belgium", "Italy", "Lithuania", "Poland", "Sweden",
    }  # fmt: skip
    html = client.get(address_of(six_partners)).content.decode()
    assert [n for n in range(35) if f"Member {n:02}" in html or f"Town {n:02}" in html] == list(range(6))
    assert picture.one("path", class_="here").attrs["d"].count("M") >= 6


def test_every_pin_leads_to_its_line_in_the_list(six_partners, client):
    page = pages.read(client.get(address_of(six_partners, "ar")))
    for pin in page.one("svg", class_="map").all("a"):
        line = page.one("li", id=pin.attrs["href"].removeprefix("#"))
        organisation, town, country = pin.attrs["aria-label"].split(", ")
        assert all(words in line.words for words in (organisation, town, country))


def test_where_only_countries_are_known_they_have_the_pins(project, client):
    made = project(partners=0, countries=["SE", "IT", "US"])
    page = pages.read(client.get(address_of(made)))
    assert [pin.attrs["aria-label"] for pin in page.one("svg", class_="map").all("a")] == ["Italy", "Sweden"]
    assert [li.words for li in page.one(id="where").all("li")] == ["Italy", "Sweden", "United States"]


def test_a_project_that_names_no_country_has_no_map(project, client):
    assert not list(pages.read(client.get(address_of(project(partners=0)))).all("svg", class_="map"))


def test_a_page_is_passed_on_without_telling_anybody(six_partners, client, settings):
    page = pages.read(client.get(address_of(six_partners)))
    address = settings.ADDRESS + address_of(six_partners)
    assert page.one("code", class_="address").words == address
    assert any(a.attrs["href"].startswith("mailto:?subject=SIX") for a in page.all("a"))
    told = {m.attrs["property"]: m.attrs["content"] for m in page.all("meta") if "property" in m.attrs}
    assert told["og:url"] == address
    assert told["og:image"].startswith(settings.ADDRESS)
    elsewhere = [e for e in page.all() for name in ("src", "href", "action") if "//" in e.attrs.get(name, "")]
    assert all(e.attrs.get("href", "").startswith(settings.ADDRESS) for e in elsewhere if e.tag != "a")


def test_every_date_of_the_page_can_be_read_by_machines(project, client):
    page = pages.read(client.get(address_of(project(starts="2018-09", ends="2021-06-30"))))
    times = [t.attrs["datetime"] for t in page.one("main").all("time")]
    assert times[:2] == ["2018-09", "2021-06-30"]
    assert len(times[2]) == 10  # when it was published
    length = pages.read(client.get(address_of(project("LENGTH", months=24)))).one("main").all("time")
    assert next(length).attrs["datetime"] == "P24M"

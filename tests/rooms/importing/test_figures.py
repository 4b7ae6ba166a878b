"""Figures of cities from a table: beside what is there, with their source, and back again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from passerelle.core.errors import Denied
from passerelle.importing import actions
from passerelle.network import actions as network
from passerelle.network.models import CityFigure, Measure
from tests.rooms.importing.conftest import HOUSE, lines, seen, told
from tests.rooms.importing.test_round_trip import desk, out, taken  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
UGLY = (
    ("Kommun", "Nyckeltal", "År", "Antal", "Källa", "Länk"),
    ("BANK se", "Invånare", "2024", "27 431", "SCB", "scb.example/tabell"),
    ("Bank SE", "Yta (km²)", 2024, "12,5", "SCB", ""),
    ("Bank BE", "population", 2024, 9000, "Statbel", ""),
)


@pytest.fixture
def banks(organisations):
    network.take_starting_measures(HOUSE)
    return [network.add_city(HOUSE, name=f"Bank {c}", country=c) for c in ("SE", "BE")]


@pytest.fixture
def figures(lead):
    """figures(*rows, actor=lead) -> the sheet given."""
    from passerelle.core.rooms import importables

    def give(*rows, actor=None):
        return actions.give(
            actor or lead, importables()["figures"], None, name="figures.csv", raw=lines(*rows)
        )

    return give


def standing():
    found = CityFigure.objects.filter(state="stands").select_related("city", "measure")
    return {(one.city.name, one.measure.key, one.year, one.value, one.used) for one in found}


def test_a_table_of_another_language_becomes_figures_with_their_source(lead, banks, figures):
    sheet = figures(*UGLY)
    assert told(seen(lead, sheet, "sv")) == []
    actions.take_in(lead, sheet, "sv")
    assert standing() == {
        ("Bank SE", "population", 2024, Decimal(27431), True),
        ("Bank SE", "area", 2024, Decimal("12.5"), True),
        ("Bank BE", "population", 2024, Decimal(9000), True),
    }
    assert CityFigure.objects.get(value=27431).address == "https://scb.example/tabell"
    again = actions.take_in(lead, figures(*UGLY), "sv")
    assert (again.new, again.same) == (0, 3)


def test_every_row_that_is_wrong_is_named_at_once_and_nothing_comes_in(lead, banks, figures):
    sheet = figures(
        ("City", "Measure", "Year", "Number", "Source", "Link"),
        ("Bank XE", "Residents", 2024, 1, "SCB", ""),
        ("Bank SE", "Dreams", 2024, 1, "SCB", ""),
        ("Bank SE", "Residents", 24, 1, "SCB", ""),
        ("Bank SE", "Residents", 2024, "many", "SCB", ""),
        ("Bank SE", "Residents", 2024, 1, "", ""),
        ("Bank SE", "Residents", 2024, 1, "SCB", "javascript:alert(1)"),
        ("Bank SE", "Residents", 2024, 5, "SCB", ""),
        ("Bank SE", "Residents", 2024, 5, "scb", ""),
    )
    assert [one[:2] for one in told(seen(lead, sheet))] == [
        (1, "city"), (2, "measure"), (3, "year"), (4, "value"), (5, "source"), (6, "address"), (8, "value"),
    ]  # fmt: skip
    with pytest.raises(Exception, match="Nothing was changed"):
        actions.take_in(lead, sheet, "en")
    assert not standing()


def test_another_number_stands_beside_the_one_in_use_and_is_said_before(lead, banks, figures):
    population = Measure.objects.get(key="population")
    network.add_figure(HOUSE, banks[0], population, year=2024, value=Decimal(27000), source="The town")
    sheet = figures(*UGLY)
    look = seen(lead, sheet, "sv")
    assert [(one.row, one.field, one.stops) for one in look.wrong] == [(1, "value", False)]
    actions.take_in(lead, sheet, "sv")
    assert {one[3:] for one in standing() if one[:2] == ("Bank SE", "population")} == {
        (Decimal(27000), True), (Decimal(27431), False),
    }  # fmt: skip


def test_a_table_taken_back_leaves_its_figures_readable_and_unused(lead, banks, figures):
    sheet = actions.take_in(lead, figures(*UGLY), "sv")
    actions.take_back(lead, sheet, "sv")
    assert not standing()
    assert CityFigure.objects.filter(state="taken back").count() == 3


def test_a_figure_corrected_since_stands_against_taking_it_back(lead, banks, figures):
    sheet = actions.take_in(lead, figures(*UGLY), "sv")
    network.correct_figure(
        lead, CityFigure.objects.get(value=9000), value=Decimal(9001), reason="A slip of the pen."
    )
    with pytest.raises(actions.Hindered) as hindered:
        actions.take_back(lead, sheet, "en")
    assert ["Bank BE" in one for one in hindered.value.against] == [True]


def test_a_local_coordinator_tells_of_their_own_city_only(member, banks, figures):
    local = member("local_coordinator", name="Lo Cal", email="lo@bank.example")
    assert [one[:2] for one in told(seen(local, figures(*UGLY, actor=local), "sv"))] == [(3, "city")]
    with pytest.raises(Denied):
        figures(*UGLY, actor=member("facilitator", name="Fa Cil", email="fa@bank.example"))


def test_the_table_of_figures_comes_in_as_it_went_out(desk, taken, banks):  # noqa: F811
    known = {one.key: one for one in Measure.objects.all()}
    for city, key, value, source in (
        (banks[0], "population", "27431", "SCB"),
        (banks[0], "population", "27000", "The town"),
        (banks[0], "area", "12.5", "SCB"),
        (banks[1], "born-abroad", "17.25", "=Statbel"),
    ):
        facts = {"address": "https://a.example/x?y=1", "definition": "Au 1er janvier", "language": "fr"}
        network.add_figure(HOUSE, city, known[key], year=2024, value=Decimal(value), source=source, **facts)
    raw, before = out(desk, "/it/desk/cities/figures.xlsx")
    assert len(before) == 5
    CityFigure.objects.all().delete()
    taken(desk.actor, "figures", raw)
    assert out(desk, "/it/desk/cities/figures.xlsx")[1] == before

"""Screens on which something ends, is put right or goes into another: twelve questions, however much there is."""

from decimal import Decimal

import pytest
from django.urls import reverse

from passerelle.core import keys, sealing
from passerelle.core.codes import new_code
from passerelle.network import actions
from passerelle.network.models import Appointment, City, CityFigure, Measure, Theme, ThemeLabel, Tie
from passerelle.people.models import Identity, Person
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def browser(signed_in):
    return signed_in("lead_coordinator")


@pytest.fixture
def towns(organisations):
    return [actions.add_city(HOUSE, name=one.town, country=one.country) for one in organisations[:2]]


def crowd(number, project, organisation):
    """People with a role for this organisation; some have a sealed name: a question for each would be seen."""
    made = Person.objects.bulk_create(Person(code=new_code(), language="en") for _ in range(number))
    rows = [Identity(person=one) for one in made]
    for n, row in enumerate(rows[: number // 10]):
        keys.create(row.pk)
        sealing.fill(row, row.pk, name=f"Person {n}")
    Identity.objects.bulk_create(rows)
    Appointment.objects.bulk_create(
        Appointment(person=one, role="committee_member", project=project, organisation=organisation)
        for one in made
    )


def test_leaving_and_the_table_of_contacts(browser, project, organisations):
    addresses = [
        reverse("desk_partner_leaves", args=[project.code, organisations[1].code]),
        reverse("desk_leave", args=[project.code]),
        reverse("desk_contacts_table", args=[project.code, "csv"]),
    ]
    crowd(20, project, organisations[1])
    few = [asked(browser, address) for address in addresses]
    crowd(1980, project, organisations[1])
    assert [asked(browser, address) for address in addresses] == few


def test_the_end_of_a_tie(browser, towns):
    tie = actions.add_tie(HOUSE, *towns, kind="twinning", since="1987", source="Charter")
    addresses = [reverse(name, args=[tie.code]) for name in ("desk_tie_end", "desk_tie_remove")]
    few = [asked(browser, address) for address in addresses]
    more = City.objects.bulk_create(City(code=new_code(), name=f"Ort {n}", country="SE") for n in range(2000))
    Tie.objects.bulk_create(
        Tie(code=new_code(), one=one, other=other, kind="twinning", since="1990", source="Charter")
        for one, other in (sorted((towns[0], other), key=lambda city: city.pk) for other in more)
    )
    assert [asked(browser, address) for address in addresses] == few


def test_correcting_using_and_taking_back_a_figure(browser, towns):
    actions.take_starting_measures(HOUSE)
    measure = Measure.objects.get(key="population")
    told = dict(year=2024, source="Register")
    figure = actions.add_figure(HOUSE, towns[0], measure, value=Decimal(100), **told)
    names = ("desk_figure_correct", "desk_figure_use", "desk_figure_back")
    addresses = [reverse(name, args=[figure.code]) for name in names]
    few = [asked(browser, address) for address in addresses]
    CityFigure.objects.bulk_create(
        CityFigure(code=new_code(), city=towns[0], measure=measure, value=n, **told) for n in range(2000)
    )
    assert [asked(browser, address) for address in addresses] == few


def test_merging_themes(browser):
    theme = actions.add_theme(HOUSE, labels={"en": "Water"})
    address = reverse("desk_theme_merge", args=[theme.code])
    few = asked(browser, address)
    made = Theme.objects.bulk_create(Theme(code=new_code()) for _ in range(2000))
    ThemeLabel.objects.bulk_create(
        ThemeLabel(theme=one, language="en", text=f"Water {n}") for n, one in enumerate(made)
    )
    assert asked(browser, address) == few

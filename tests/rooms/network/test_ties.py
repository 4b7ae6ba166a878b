"""A tie between cities ends on a day somebody can name, stays in the register, and its end can be taken back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from passerelle.network import actions
from passerelle.network.models import Tie
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def tied(organisations):
    """tied(number, number) -> a tie of the cities of these two organisations."""
    towns = {}

    def city(number):
        if number not in towns:
            one = organisations[number]
            towns[number] = actions.add_city(HOUSE, name=one.town, country=one.country)
            actions.choose_organisations(HOUSE, towns[number], [one])
        return towns[number]

    def tie(one, other):
        told = dict(kind="twinning", since="1987", source="Charter")
        return actions.add_tie(HOUSE, city(one), city(other), **told)

    return tie


def test_the_end_is_noted_where_the_register_is_read_and_taken_back_there(tied, signed_in):
    tie, browser = tied(0, 1), signed_in("local_coordinator")
    page = reverse("desk_tie_end", args=[tie.code])
    assert page in browser.get(reverse("desk_ties")).content.decode()
    answer = browser.post(page, {"until": "2019"}, follow=True).content.decode()
    assert 'datetime="2019"' in answer
    assert "You can take it back here" in answer
    assert "2019" in browser.get(reverse("desk_ties_table", args=["csv"])).content.decode("utf-8-sig")
    assert "It has not ended after all?" in answer
    answer = browser.post(page, {"holds": "yes"}, follow=True).content.decode()
    assert "The tie holds again" in answer
    assert Tie.objects.get(pk=tie.pk).until == ""


def test_a_tie_does_not_end_before_it_begins_and_an_end_has_a_date(tied, signed_in):
    tie, browser = tied(0, 1), signed_in("lead_coordinator")
    page = reverse("desk_tie_end", args=[tie.code])
    for given in ("1980", "last year", ""):
        answer = browser.post(page, {"until": given}).content.decode()
        assert "is still open" in answer, given
    assert Tie.objects.get(pk=tie.pk).until == ""


def test_ties_of_other_cities_are_read_and_offer_nothing(tied, signed_in):
    ours, theirs, browser = tied(0, 1), tied(1, 2), signed_in("local_coordinator")
    page = browser.get(reverse("desk_ties")).content.decode()
    assert reverse("desk_tie_end", args=[ours.code]) in page
    assert reverse("desk_tie_end", args=[theirs.code]) not in page
    assert browser.get(reverse("desk_tie_end", args=[theirs.code])).status_code == 403
    assert browser.post(reverse("desk_tie_end", args=[theirs.code]), {"until": "2019"}).status_code == 403
    public = browser.get(reverse("ties")).content.decode()
    assert reverse("desk_tie_end", args=[ours.code]) not in public


def test_a_city_s_own_page_leads_to_the_end_of_its_ties(tied, signed_in, client):
    tie, browser = tied(0, 1), signed_in("local_coordinator")
    for city in (tie.one, tie.other):
        page = browser.get(reverse("desk_city", args=[city.code])).content.decode()
        ours = city.organisations.filter(name="Town SE").exists()
        assert (reverse("desk_tie_end", args=[tie.code]) in page) == ours

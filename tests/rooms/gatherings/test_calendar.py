"""Gatherings stand in the calendars of those who may see them, with their hours, their last day and their place."""

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from passerelle.gatherings import actions
from passerelle.people.models import Person
from passerelle.tasks import actions as tasks
from tests.rooms.gatherings.conftest import HOUSE
from tests.rooms.tasks.test_calendars import unfolded

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def planned(meet, organisations):
    meet("Days", starts="2027-05-03", ends="2027-05-05", host=organisations[0])
    meet("Hours", starts_time=time(10), ends_time=time(12), zone="Europe/Rome", town="Bari", country="IT",
         host=organisations[1])  # fmt: skip
    meet("Some month", starts="2027-06", host=organisations[0])
    actions.cancel_gathering(HOUSE, meet("Off", host=organisations[0]), reason="Rain")


def events(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    text = "\n".join(unfolded(answer.content))
    return {
        one.partition("SUMMARY:RIVAGES: ")[2].partition("\n")[0]: one
        for one in text.split("BEGIN:VEVENT")[1:]
    }


def test_a_projects_calendar_holds_what_has_its_day_and_takes_place(sit, member, project, planned):
    found = events(sit(member(project)), reverse("desk_plan_calendar", args=[project.code]))
    assert set(found) == {"Days", "Hours"}
    assert "DTSTART;VALUE=DATE:20270503\nDTEND;VALUE=DATE:20270506" in found["Days"]
    assert "DTSTART:20270503T080000Z\nDTEND:20270503T100000Z" in found["Hours"]
    assert "LOCATION:Bari\\, Italy" in found["Hours"]
    assert "TRANSP:OPAQUE" in found["Hours"]


def test_ones_own_calendar_holds_what_ones_organisation_hosts(member, project, other, planned):
    def own(actor):
        secret = tasks.make_calendar_key(actor, Person.objects.get(pk=actor.person))
        return set(events(Client(), reverse("calendar_feed", args=[secret])))

    assert own(member(project, "local_coordinator", 1)) == {"Hours"}
    assert own(member(other, "local_coordinator", 1, "Bo Ek")) == set()

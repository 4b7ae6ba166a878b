"""Who leaves a project leaves with a date, and what they answered for is shown until others take it over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.core.errors import Problem
from passerelle.network import actions as network
from passerelle.network import controllers
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Departure, Invitation, Partnership
from passerelle.people.models import Person
from passerelle.tasks import actions
from tests.rooms.tasks.conftest import HOUSE
from tests.rooms.tasks.test_plan_gaps import told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def lead(project, member):
    return member(project)


def leaves(project, organisation):
    return reverse("desk_partner_leaves", args=[project.code, organisation.code])


def test_a_partner_leaves_with_its_roles_letters_and_duties(project, lead, member, organisations, owe, sit):
    local, gone = member(project, "local_coordinator", 1), organisations[1]
    owe("Map", responsible=gone)
    actions.finish_item(HOUSE, owe("Walk", responsible=gone))
    told_to = dict(email="nour@bank.example", language="en", role="facilitator")
    network.invite(lead, project, name="Nour", organisation=gone, **told_to)
    network.name_controllers(HOUSE, project, {"files": gone})
    browser = sit(lead)
    assert leaves(project, gone) in browser.get(reverse("desk_project", args=[project.code])).content.decode()
    assert "1 role for it ends" in browser.get(leaves(project, gone)).content.decode()
    today = timezone.localdate()
    page = browser.post(leaves(project, gone), {"on": today.isoformat()}, follow=True).content.decode()
    assert "Were partners before:" in page
    assert not Partnership.objects.filter(project=project, organisation=gone).exists()
    assert Departure.objects.get().left_on == today
    assert grants_of(local.person) == frozenset()
    assert Appointment.objects.get(person=local.person).ended_at is not None
    assert Invitation.objects.get().expires_at <= timezone.now()
    assert controllers.of(project, "files") == organisations[0].pk
    (gap,) = told(lead, project, "items-left-behind")
    assert gap.sentence.startswith("1 open task or deliverable is with somebody who left")
    listed = browser.get(gap.action[1]).content.decode()
    assert "Map" in listed
    assert "Walk" not in listed


def test_a_partner_that_comes_back_finds_its_duties(project, lead, organisations, owe):
    owe("Map", responsible=organisations[1])
    network.end_partnership(lead, project, organisations[1], on=timezone.localdate())
    network.choose_partners(lead, project, organisations)
    assert not told(lead, project, "items-left-behind")


def test_who_is_unticked_leaves_with_a_date_too(project, lead, organisations):
    network.choose_partners(lead, project, organisations[:2])
    left = Departure.objects.get()
    assert (left.organisation, left.left_on) == (organisations[2], timezone.localdate())


def test_nobody_leaves_tomorrow_and_the_lead_partner_not_at_all(project, lead, organisations, sit):
    tomorrow = timezone.localdate() + timedelta(days=1)
    for one, day, why in ((1, tomorrow, "afterwards"), (0, timezone.localdate(), "answers to the funder")):
        with pytest.raises(Problem, match=why):
            network.end_partnership(lead, project, organisations[one], on=day)
    assert sit(lead).get(leaves(project, organisations[0])).status_code == 404


def test_somebody_leaves_by_themselves_and_what_they_answered_for_is_a_gap(
    project, lead, member, organisations, owe, sit
):
    here = member(project, "facilitator", 1, name="Bela Ost")
    owe("Walk", responsible=organisations[1], person=Person.objects.get(pk=here.person))
    browser = sit(here)
    page = reverse("desk_leave", args=[project.code])
    assert page in browser.get(reverse("desk_project", args=[project.code])).content.decode()
    assert "You have left RIVAGES" in browser.post(page, follow=True).content.decode()
    assert browser.get(reverse("desk_project", args=[project.code])).status_code in (403, 404)
    assert told(lead, project, "items-left-behind")
    network.appoint(lead, project, Person.objects.get(pk=here.person), "facilitator", organisations[1])
    assert not told(lead, project, "items-left-behind")


def test_the_last_lead_cannot_leave(project, lead, sit):
    answer = sit(lead).post(reverse("desk_leave", args=[project.code]), follow=True)
    assert "keeps at least one lead coordinator" in answer.content.decode()
    assert grants_of(lead.person)


def test_what_an_organisation_keeps_for_itself_is_no_gap_of_the_lead(project, lead, organisations, owe):
    owe("Own", keeper=organisations[1], responsible=organisations[1])
    network.end_partnership(lead, project, organisations[1], on=timezone.localdate())
    assert not told(lead, project, "items-left-behind")

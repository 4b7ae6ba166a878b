"""Before an event, registrations are held against what the call and the project's own promise ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.core.rooms import gaps_in
from passerelle.gatherings.models import Participant, Registration
from passerelle.network.models import Project
from tests.rooms.network.test_budget import asked
from tests.rooms.programme.conftest import promise
from tests.rooms.programme.test_series import shown

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def register(organisations):
    """register(gathering, 3, "IT") -> three more people from there have a place."""

    def make(gathering, number, country, state="confirmed"):
        rows = Participant.objects.bulk_create(
            Participant(
                project=gathering.project,
                controller=organisations[0],
                code=f"{country}{state}{n}",
                counted_as="00000000-0000-0000-0000-000000000000",
            )
            for n in range(number)
        )
        Registration.objects.bulk_create(
            Registration(gathering=gathering, participant=one, country=country, state=state) for one in rows
        )

    return make


def said(actor, project):
    return [gap.sentence for gap in gaps_in(actor, [project.pk]) if gap.key == "event-short-of-people"]


@pytest.fixture
def twinned(project):
    Project.objects.filter(pk=project.pk).update(call="cerv-2024-town-twinning")
    project.refresh_from_db()
    return project


def test_the_call_warns_from_registrations_before_the_event(sit, member, twinned, meet, register):
    lead = member(twinned)
    event = meet("Meeting of towns", kind="transnational", starts=day(20), country="SE")
    register(event, 30, "SE")
    register(event, 10, "IT")
    register(event, 5, "")  # nobody said where they come from: not from abroad
    register(event, 20, "BE", "waiting")  # no place yet
    assert said(lead, twinned) == [
        "Meeting of towns: 45 of 50 registered, 10 of 25 from abroad, 20 days left."
    ]
    page = shown(sit(lead), "desk_gathering", event.code)
    assert "CERV, Town twinning (2024)" in page
    assert "45 of 50 registered, 10 of 25 from abroad · 20 days left" in page
    register(event, 15, "BE")
    assert said(lead, twinned) == []


def test_nobody_is_warned_of_what_is_far_off_past_or_of_another_kind(member, twinned, meet):
    meet("Far", kind="transnational", starts=day(80))
    meet("Past", kind="transnational", starts=day(-3))
    meet("Other", kind="forum", starts=day(5))
    assert said(member(twinned), twinned) == []


def test_what_the_project_promised_itself_counts_too(member, project, meet):
    promise(project, kinds=["forum"], people=20, title="Forums", number=1)
    meet("On the quay", starts=day(7))
    assert said(member(project), project) == ["On the quay: 0 of 20 registered, 7 days left."]


def test_numbers_are_told_to_who_works_there_and_to_nobody_else(sit, member, twinned, other, meet):
    event = meet("Meeting of towns", kind="transnational", starts=day(20))
    promise(twinned, kinds=["transnational"], people=60)
    looking = sit(member(twinned, "official", 2))
    assert "0 of 60 registered" in shown(looking, "desk_gathering", event.code)
    assert said(member(twinned, "local_coordinator", 1, name="Bo Li"), twinned) == []
    stranger = sit(member(other, name="Eva Ny"))
    assert stranger.get(reverse("desk_gathering", args=[event.code])).status_code == 404


def test_the_pages_ask_as_little_for_many(sit, member, twinned, meet, register):
    browser = sit(member(twinned))
    event = meet("Meeting of towns", kind="transnational", starts=day(20), country="SE")
    one = promise(twinned, people=60)
    addresses = [
        reverse("desk_gathering", args=[event.code]), reverse("desk_series", args=[one.code]), reverse("desk")
    ]  # fmt: skip
    few = [asked(browser, address) for address in addresses]
    register(event, 2000, "IT")
    assert [asked(browser, address) for address in addresses] == few
    assert "2000 of 60 registered" in shown(browser, "desk_series", one.code)

"""The host's desk: names for who answers for them, numbers for everybody else, needs that become tasks."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.core.actor import PUBLIC, SystemActor
from passerelle.core.rooms import gaps_in
from passerelle.gatherings import actions
from passerelle.gatherings.models import Registration
from passerelle.network.models import Project
from passerelle.tasks.models import Item
from tests.rooms.gatherings.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WHO = ("Samira Haddad", "samira@bank.example")


@pytest.fixture
def full(open_one, settings):
    """A gathering of the second organisation, in French, with one registration."""
    settings.EMAIL_URL = "smtp://mail.example"
    one = open_one(languages="fr", places=1)
    told = actions.Given(name=WHO[0], email=WHO[1], country="IT", interpreter="ar", agreed=True)
    actions.register(PUBLIC, one, told, token="first")
    one.refresh_from_db()
    return one


def page(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


def test_the_host_reads_names_and_others_numbers(sit, member, project, full):
    host = sit(member(project, "local_coordinator", 1))
    shown = page(host, "desk_registrations", full.code)
    assert all(word in shown for word in WHO)
    assert "Interpreter French → Arabic: 1 person" in shown
    assert WHO[0] in page(host, "desk_registrations_door", full.code)
    assert WHO[1] in page(host, "desk_registrations_table", full.code, "csv")


@pytest.mark.parametrize(("role", "organisation"), [("lead_coordinator", 0), ("local_coordinator", 2)])
def test_the_lead_and_other_organisations_find_no_name_anywhere(
    sit, member, project, full, role, organisation
):
    browser = sit(member(project, role, organisation, name="Somebody Else"))
    mine = Registration.objects.unscoped(reason="test").get()
    shown = page(browser, "desk_registrations", full.code)
    assert "Interpreter French → Arabic: 1 person" in shown
    for name in ("desk_registrations_door", "desk_registrations_add"):
        assert browser.get(reverse(name, args=[full.code])).status_code == 403
    slip = reverse("desk_registration_slip", args=[full.code, mine.pk])
    assert browser.get(slip).status_code == 403
    assert browser.get(reverse("desk_registrations_table", args=[full.code, "csv"])).status_code == 403
    browser.post(reverse("desk_registrations", args=[full.code]), {"withdraw": str(mine.pk)})
    mine.refresh_from_db()
    assert mine.state == "confirmed"
    everywhere = shown + "".join(
        browser.get(address, follow=True).content.decode()
        for address in (
            reverse("desk_people") + "?q=Samira",
            reverse("desk_outbox"),
            reverse("search") + "?q=Samira",
            reverse("desk_gathering", args=[full.code]),
            reverse("gathering", args=[full.code]),
            reverse("project_gatherings", args=[project.code, project.slug]),
            reverse("desk_plan_calendar", args=[project.code]),
        )
    )
    assert "Haddad" not in everywhere
    assert WHO[1] not in everywhere


def test_by_hand_keeps_the_channel_and_gives_a_slip(sit, member, project, full):
    browser = sit(member(project, "local_coordinator", 1))
    address = reverse("desk_registrations_add", args=[full.code])
    answer = browser.post(
        address, {"channel": "paper", "name": "Ole", "phone": "+32 2 000", "language": "en"}, follow=True
    )
    shown = answer.content.decode()
    assert "You are on the waiting list" in shown
    assert '<svg class="qr"' in shown
    row = full.registrations.get(channel="paper")
    # No e-mail: once a place is free, they stand on the list to call, until somebody has.
    actions.withdraw_registration(HOUSE, full.registrations.get(channel="self"))
    shown = page(browser, "desk_registrations", full.code)
    assert "Whom to call or write to" in shown
    assert "A place has become free" in shown
    code = shown.split('name="told" value="')[1].split('"')[0]
    browser.post(reverse("desk_registrations", args=[full.code]), {"told": code})
    assert "Whom to call or write to" not in page(browser, "desk_registrations", full.code)
    browser.post(reverse("desk_registrations", args=[full.code]), {"withdraw": str(row.pk)})
    row.refresh_from_db()
    assert row.state == "withdrawn"
    browser.post(reverse("desk_registrations", args=[full.code]), {"back": str(row.pk)})
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_a_need_becomes_a_task_of_the_host_before_the_day(sit, member, project, organisations, full):
    actor = member(project, "local_coordinator", 1)
    browser = sit(actor)
    # Near, and nobody booked: it stands on the page that begins the week, until somebody is.
    assert [gap.key for gap in gaps_in(actor, [project.pk])] == ["needs-without-interpreter"]
    browser.post(reverse("desk_registrations_task", args=[full.code]), {"need": "interpreter ar"})
    item = Item.objects.unscoped(reason="test").get()
    assert item.title.startswith("Interpreter French → Arabic: 1 person")
    assert item.responsible == organisations[1]
    assert item.due < datetime.date.fromisoformat(full.starts)
    assert WHO[0] not in item.title
    actions.furnish(HOUSE, full, interpreted="ar")
    assert not gaps_in(actor, [project.pk])


def test_the_pages_ask_at_most_twelve_questions_for_twenty_and_two_thousand(sit, member, project, full):
    browser = sit(member(project, "local_coordinator", 1))
    addresses = [
        reverse("desk_registrations", args=[full.code]),
        reverse("desk_registrations", args=[full.code]) + "?sort=name&q=samira",
        reverse("desk_registrations_door", args=[full.code]),
        reverse("gathering", args=[full.code]),
        reverse("gathering_register", args=[full.code]),
        reverse("project_gatherings", args=[project.code, project.slug]),
    ]
    few = [asked(browser, address) for address in addresses]
    from passerelle.gatherings.models import Participant
    from passerelle.people import actions as people

    mine = Registration.objects.unscoped(reason="test").select_related("participant").get()
    contacts = [{"contact": {"name": f"Person {n}", "email": ""}, "language": "en"} for n in range(2000)]
    made = people.register_people(SystemActor(reason="test"), contacts, project=None)
    rows = [
        Participant(
            project=project,
            controller_id=mine.participant.controller_id,
            code=f"CODE{n}",
            counted_as=person.pk,
            person=person,
        )
        for n, person in enumerate(made)
    ]
    Participant.objects.bulk_create(rows)
    Registration.objects.bulk_create(Registration(gathering=full, participant=row) for row in rows)
    assert [asked(browser, address) for address in addresses] == few


def test_in_a_closed_project_the_list_is_read_and_nothing_is_added(sit, member, project, full):
    browser = sit(member(project, "local_coordinator", 1))
    Project.objects.filter(pk=project.pk).update(closed_at=timezone.now())
    shown = page(browser, "desk_registrations", full.code)
    assert WHO[0] in shown
    assert reverse("desk_registrations_add", args=[full.code]) not in shown
    answer = browser.get(reverse("gathering_register", args=[full.code]))
    assert answer.status_code == 302

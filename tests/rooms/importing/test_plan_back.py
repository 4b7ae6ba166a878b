"""A table of the plan taken back: nothing of others is lost, nothing private is betrayed, all is as it was."""

from __future__ import annotations

import pytest
from django.utils import timezone

from passerelle.importing import actions
from passerelle.network.models import Appointment
from passerelle.tasks import actions as tasks
from passerelle.tasks.models import Item, Note, Reminder, WorkPackage
from tests.rooms.importing.conftest import HOUSE, lines

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PLAN = lines(
    ("No", "Title", "WP", "Due", "Lead"),
    ("WP1", "Steering", "", "", "Town SE"),
    ("D1.1", "Plan of quality", "WP1", "2027-03-31", ""),
    ("", "Book the room", "WP1", "2027-05-31", ""),
)


@pytest.fixture
def taken(given, lead):
    """taken(raw) -> the sheet, taken in; at first the plan above."""

    def take(raw=PLAN):
        return actions.take_in(lead, given("plan", raw), "en")

    return take


def against(lead, sheet):
    """What stands against taking it back."""
    with pytest.raises(actions.Hindered) as hindered:
        actions.take_back(lead, sheet, "en")
    return hindered.value.against


def test_what_somebody_said_about_a_row_stands_against_taking_it_back(lead, taken, project):
    sheet = taken()
    tasks.comment(lead, project, text="Who writes it?", item=Item.objects.get(number="D1.1"))
    assert ["D1.1" in one for one in against(lead, sheet)] == [True]
    assert Item.objects.get(number="D1.1").comments.count() == 1


def test_so_does_a_reminder(lead, taken):
    sheet = taken()
    Reminder.objects.create(item=Item.objects.get(number="D1.1"), person_id=lead.person)
    assert ["D1.1" in one for one in against(lead, sheet)] == [True]


def test_an_organisations_note_is_neither_betrayed_nor_lost(lead, taken, project, organisations):
    sheet = taken()
    ours = tasks.keep_note(
        HOUSE, project, organisations[4], text="They will be late.", item=Item.objects.get(number="D1.1")
    )
    actions.take_back(lead, sheet, "en")
    assert not Item.objects.exists()
    kept = Note.objects.get(pk=ours.pk)
    assert (kept.item, kept.project, kept.text) == (None, project, "They will be late.")


def test_an_own_task_in_a_package_or_after_a_number_is_no_hindrance_and_keeps_its_day(
    lead, taken, project, organisations
):
    sheet = taken()
    own = tasks.create_item(
        HOUSE,
        project,
        title="Ours",
        keeper=organisations[4],
        package=WorkPackage.objects.get(),
        due_rule="D1.1+5d",
    )
    actions.take_back(lead, sheet, "en")
    own.refresh_from_db()
    assert (own.package, str(own.due), own.due_rule) == (None, "2027-04-05", "2027-04-05")


def test_a_deadline_that_hangs_on_a_row_since_stands_against_taking_it_back(lead, taken, project):
    sheet = taken()
    tasks.create_item(lead, project, title="Print it", due_rule="D1.1+5d")
    assert [("Print it" in one, "D1.1" in one) for one in against(lead, sheet)] == [(True, True)]


def test_a_work_package_changed_since_stands_against_taking_it_back(lead, taken):
    sheet = taken()
    package = WorkPackage.objects.get()
    tasks.change_package(lead, package, number="WP1", title="Steering", lead=package.lead, last_month=9)
    assert ["WP1" in one for one in against(lead, sheet)] == [True]
    sheet = taken(lines(("No", "Title"), ("WP1", "Steering well")))
    tasks.change_package(lead, package, number="WP1", title="Steering better")
    assert ["WP1" in one for one in against(lead, sheet)] == [True]


def test_a_package_that_has_to_come_back_and_is_gone_is_named(lead, taken):
    taken(lines(("No", "Title"), ("WP1", "One"), ("wp2", "Two")))
    taken(lines(("No", "Title", "WP"), ("D1.1", "Plan", "wp 1")))
    sheet = taken(lines(("No", "WP"), ("D1.1", "WP2")))
    tasks.remove_package(lead, WorkPackage.objects.get(number="WP1"))
    assert ["WP1" in one for one in against(lead, sheet)] == [True]


def test_numbers_written_otherwise_are_the_same_numbers_and_come_back_as_they_were(lead, taken, project):
    package = tasks.add_package(lead, project, number="wp1", title="Steering")
    tasks.add_package(lead, project, number="WP 2", title="Listening")
    item = tasks.create_item(lead, project, kind="deliverable", number="d1.1", title="Plan", package=package)
    same = taken(lines(("No", "Title", "WP"), ("D 1.1", "Plan", "WP 1"), ("WP2", "Listening", "")))
    assert (same.new, same.changed, same.same) == (0, 0, 2)
    sheet = taken(lines(("No", "WP"), ("D1.1", "WP2")))
    item.refresh_from_db()
    assert item.package.number == "WP 2"
    actions.take_back(lead, sheet, "en")
    item.refresh_from_db()
    assert (item.number, item.package.number) == ("d1.1", "wp1")


def test_what_was_handed_in_by_a_table_is_open_again_and_the_other_way_round(lead, taken, project):
    item = tasks.create_item(lead, project, kind="deliverable", number="D1.1", title="Plan")
    back = taken(lines(("No", "Handed in on"), ("D1.1", "2026-09-01")))
    item.refresh_from_db()
    assert (item.state, str(item.submitted_on)) == ("done", "2026-09-01")
    actions.take_back(lead, back, "en")
    item.refresh_from_db()
    assert (item.state, item.submitted_on, item.done_at) == ("open", None, None)
    tasks.submit_item(lead, item, on=timezone.localdate())
    item.refresh_from_db()
    before = item.state, item.submitted_on, item.done_at
    opened = taken(lines(("No", "State"), ("D1.1", "open")))
    item.refresh_from_db()
    assert (item.state, item.submitted_on, item.done_at) == ("open", None, None)
    actions.take_back(lead, opened, "en")
    item.refresh_from_db()
    assert (item.state, item.submitted_on, item.done_at) == before


def test_who_answered_before_comes_back_even_from_an_organisation_that_left(
    lead, taken, project, organisations
):
    person = Appointment.objects.get(person=lead.person).person
    item = tasks.create_item(
        lead, project, number="D1.1", title="Plan", responsible=organisations[0], person=person
    )
    sheet = taken(lines(("No", "Lead"), ("D1.1", "Town IT")))
    project.partnerships.filter(organisation=organisations[0]).delete()
    actions.take_back(lead, sheet, "en")
    item.refresh_from_db()
    assert (item.responsible, item.person) == (organisations[0], person)

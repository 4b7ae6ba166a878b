"""Items are written down, given to somebody, finished, dropped and brought back; nobody loses what another wrote."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from passerelle.core import search
from passerelle.core.errors import Denied, Problem
from passerelle.people.models import Person
from passerelle.tasks import actions, queries
from passerelle.tasks.models import Item
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def seen(actor, project):
    return {item.title for item in queries.items(actor, project)}


def test_a_deliverable_is_due_at_the_end_of_its_month(owe):
    item = owe("Handbook", kind="deliverable", number="D2.3", due_rule="m 14")
    assert (item.due_rule, item.due) == ("M14", date(2027, 4, 30))
    assert item.due_at.isoformat() == "2027-04-30T21:59:59+00:00"


def test_numbers_stand_in_their_order_and_once(owe, project):
    for number in ("D2.10", "D2.9", "D10.1"):
        owe(number, kind="deliverable", number=number)
    rows = queries.items(HOUSE, project, queries.Asked(sort="number"))
    assert [one.number for one in rows] == ["D2.9", "D2.10", "D10.1"]
    with pytest.raises(Problem) as problem:
        owe("Again", kind="deliverable", number="D2.9")
    assert problem.value.field == "number"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("soon", "not a rule"),
        ("M25", "outside the project"),
        ("2031-01-01", "outside the project"),
        ("end+200d", "outside the project"),
        ("D9.9+1d", "no such item"),
    ],
)
def test_a_deadline_that_cannot_be_is_refused_with_a_sentence(owe, rule, code):
    with pytest.raises(Problem) as problem:
        owe(due_rule=rule)
    assert (problem.value.code, problem.value.field) == (code, "due_rule")
    assert str(problem.value).endswith(".")


def test_what_hangs_on_a_deliverable_follows_it_and_its_new_number(owe):
    first = owe("Draft", kind="deliverable", number="D1.1", due_rule="M3")
    second = owe("Read it", due_rule="D1.1+14d")
    assert second.due == date(2026, 6, 14)
    actions.change_item(HOUSE, first, revision=1, due_rule="M4", number="D1.2")
    second.refresh_from_db()
    assert (second.due_rule, second.due) == ("D1.2+14d", date(2026, 7, 14))


def test_deadlines_that_hang_on_each_other_are_refused(owe):
    first = owe("One", kind="milestone", number="MS1", due_rule="M3")
    owe("Two", kind="milestone", number="MS2", due_rule="MS1+1d")
    with pytest.raises(Problem) as problem:
        actions.change_item(HOUSE, first, revision=1, due_rule="MS2+1d")
    assert problem.value.code == "circular"


def test_two_who_change_the_same_item_lose_nothing(owe):
    item = owe("First")
    actions.change_item(HOUSE, Item.objects.get(pk=item.pk), revision=1, title="Theirs")
    with pytest.raises(Problem) as problem:
        actions.change_item(HOUSE, item, revision=1, title="Mine")
    assert problem.value.code == "changed meanwhile"
    assert Item.objects.get(pk=item.pk).title == "Theirs"


def test_done_dropped_and_back_again(owe):
    item = owe()
    actions.finish_item(HOUSE, item)
    assert item.done_at is not None
    actions.reopen_item(HOUSE, item)
    actions.drop_item(HOUSE, item)
    assert item.state == "dropped"
    actions.reopen_item(HOUSE, item)
    item.refresh_from_db()
    assert (item.state, item.done_at, item.revision) == ("open", None, 5)


def test_an_own_task_is_seen_by_its_organisation_only(owe, project, organisations, member):
    owe("Ours alone", keeper=organisations[1])
    owe("Everybody’s")
    assert seen(member(project, "local_coordinator", 1), project) == {"Ours alone", "Everybody’s"}
    for role, organisation in (("lead_coordinator", 0), ("local_coordinator", 2), ("funder_officer", 0)):
        assert seen(member(project, role, organisation), project) == {"Everybody’s"}


def test_an_organisation_that_works_in_two_projects_keeps_them_apart(
    owe, project, other, organisations, member
):
    owe("Here", keeper=organisations[1])
    owe("There", keeper=organisations[1], project=other)
    assert seen(member(project, "facilitator", 1), None) == {"Here"}


def test_who_is_in_no_project_sees_nothing_and_may_nothing(owe, project, other, member):
    owe()
    stranger = member(other)
    assert seen(stranger, project) == set()
    with pytest.raises(Denied):
        actions.create_item(stranger, project, title="Mine")


def test_own_tasks_are_in_no_search(owe, organisations, member, project):
    owe("Herring", keeper=organisations[1])
    owe("Herring for all")
    found = search.find(member(project, "local_coordinator", 1), "herring", "en")
    assert [one.title for one in found.entries] == ["Herring for all"]


def test_who_answers_for_an_own_task_can_see_it(owe, project, organisations, member):
    other = Person.objects.get(pk=member(project, "local_coordinator", 2).person)
    with pytest.raises(Problem):
        owe(keeper=organisations[1], person=other)
    with pytest.raises(Problem):
        owe(keeper=organisations[1], responsible=organisations[2])
    with pytest.raises(Problem):
        owe(keeper=organisations[1], helpers=[organisations[2]])


def test_a_local_coordinator_plans_no_deliverable_but_hands_in_their_own(owe, project, organisations, member):
    local = member(project, "local_coordinator", 1)
    with pytest.raises(Denied):
        actions.create_item(local, project, title="Report", kind="deliverable")
    theirs = owe("Report", kind="deliverable", responsible=organisations[1])
    actions.submit_item(local, theirs, on=date(2026, 4, 1))
    assert (theirs.state, theirs.submitted_on) == ("done", date(2026, 4, 1))
    someone_elses = owe("Other report", kind="deliverable", responsible=organisations[2])
    with pytest.raises(Denied):
        actions.finish_item(local, someone_elses)


@pytest.mark.parametrize("role", ["committee_member", "official", "funder_officer"])
def test_who_looks_on_changes_nothing(owe, project, member, role):
    actor = member(project, role)
    item = owe()
    for change in (actions.finish_item, actions.drop_item, actions.reopen_item):
        with pytest.raises(Denied):
            change(actor, item)
    with pytest.raises(Denied):
        actions.create_item(actor, project, title="Mine")


def test_a_decision_finds_the_tasks_it_led_to(project):
    decision = uuid.uuid4()
    made = actions.spawn(HOUSE, project, origin=("decision", decision), title="Write to the mayor")
    assert list(queries.items_from(HOUSE, "decision", decision)) == [made]


def test_who_helps_is_kept_once_and_can_leave(owe, organisations):
    item = owe(helpers=[organisations[1], organisations[1], organisations[2]])
    assert len(queries.helpers_of(item)) == 2
    actions.assign_item(HOUSE, item, responsible=organisations[0], helpers=[organisations[2]])
    assert [one.organisation for one in queries.helpers_of(item)] == [organisations[2]]

"""The project's dates change: what hangs on them moves, the earlier plan stays, and it can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from passerelle.core.errors import Denied, Problem
from passerelle.network import actions as network
from passerelle.tasks import actions
from passerelle.tasks.models import Item, PlanVersion
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def plan(owe, organisations):
    owe("Handbook", kind="deliverable", number="D1.1", due_rule="M24")
    owe("Handed over", kind="milestone", number="MS1", due_rule="D1.1-14d")
    owe("Last report", due_rule="end+60d")
    owe("Fair", due_rule="2027-10-02")
    owe("Ours", due_rule="end", keeper=organisations[1])


def days():
    return {item.title: item.due.isoformat() for item in Item.objects.all()}


def amend(project, ends="2027-08", **other):
    told = {
        "starts": "2026-03",
        "ends": ends,
        "reason": "Ends earlier",
        "revision": project.revision,
        **other,
    }
    return actions.amend_plan(HOUSE, project, **told)


BEFORE = {
    "Handbook": "2028-02-29",
    "Handed over": "2028-02-15",
    "Last report": "2028-04-29",
    "Fair": "2027-10-02",
    "Ours": "2028-02-29",
}


def test_an_earlier_end_moves_what_hangs_on_it_and_holds_the_rest_inside(plan, project):
    assert days() == BEFORE
    amend(project)
    assert days() == {
        "Handbook": "2027-08-31",
        "Handed over": "2027-08-17",
        "Last report": "2027-10-30",
        "Fair": "2027-08-31",
        "Ours": "2027-08-31",
    }
    assert Item.objects.get(title="Fair").due_rule == "2027-10-02"


def test_the_earlier_plan_stays_readable_and_says_nothing_of_own_tasks(plan, project):
    version = amend(project)
    assert (version.number, version.starts, version.ends, version.reason) == (
        1,
        "2026-03",
        "2028-02",
        "Ends earlier",
    )
    assert {row["title"]: row["due"] for row in version.rows} == {
        k: v for k, v in BEFORE.items() if k != "Ours"
    }


def test_nobody_changes_an_earlier_plan_not_even_behind_the_application(plan, project):
    version = amend(project)
    with pytest.raises(DatabaseError, match="an earlier plan stays"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(rows=[])
    assert len(PlanVersion.objects.get(pk=version.pk).rows) == 4


def test_an_amendment_is_taken_back_whole(plan, project):
    version = amend(project)
    actions.undo_amendment(HOUSE, version)
    assert days() == BEFORE
    project.refresh_from_db()
    assert project.ends == "2028-02"
    assert PlanVersion.objects.get().undone_at is not None


def test_what_was_built_on_stays(plan, project, owe):
    version = amend(project)
    owe("New", due_rule="M3")
    with pytest.raises(Problem) as problem:
        actions.undo_amendment(HOUSE, version)
    assert problem.value.code == "built upon"


def test_what_was_done_meanwhile_does_not_keep_one_from_going_back(plan, project):
    version = amend(project)
    actions.finish_item(HOUSE, Item.objects.get(title="Handbook"))
    actions.undo_amendment(HOUSE, version)
    assert Item.objects.get(title="Handbook").state == "done"


def test_only_the_newest_amendment_is_taken_back(plan, project):
    first = amend(project)
    second = amend(project, ends="2027-12")
    assert second.number == 2
    with pytest.raises(Problem):
        actions.undo_amendment(HOUSE, first)
    second.project.refresh_from_db()
    actions.undo_amendment(HOUSE, second)
    first.project.refresh_from_db()
    actions.undo_amendment(HOUSE, first)
    assert days() == BEFORE


def test_dates_changed_elsewhere_keep_the_earlier_plan_too(plan, project):
    network.change_facts(HOUSE, project, revision=project.revision, starts="2026-05")
    assert days()["Handbook"] == "2028-02-29"
    assert PlanVersion.objects.get().starts == "2026-03"


def test_who_does_not_lead_amends_nothing(plan, project, member):
    local = member(project, "local_coordinator", 1)
    with pytest.raises(Denied):
        actions.amend_plan(local, project, starts="2026-03", ends="2027-08", reason="", revision=1)
    version = amend(project)
    with pytest.raises(Denied):
        actions.undo_amendment(local, version)


def test_two_who_amend_at_once(plan, project):
    amend(project)
    with pytest.raises(Problem) as problem:
        amend(project, ends="2027-10", revision=1)
    assert problem.value.code == "changed meanwhile"


def test_without_dates_nothing_is_due_until_they_are_known(owe, other):
    network.change_facts(HOUSE, other, revision=1, starts="", ends="")
    item = owe(project=other, due_rule="M3")
    assert item.due is None
    other.refresh_from_db()
    network.change_facts(HOUSE, other, revision=2, starts="2026-09", months=6)
    item.refresh_from_db()
    assert item.due == date(2026, 11, 30)

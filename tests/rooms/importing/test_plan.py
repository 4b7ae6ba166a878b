"""The plan from a consortium's own spreadsheet: as it really looks, all or nothing, and back again."""

from __future__ import annotations

import pytest

from passerelle.core import search
from passerelle.core.errors import Denied, Problem
from passerelle.importing import actions
from passerelle.network import actions as network
from passerelle.tasks import actions as tasks
from passerelle.tasks.models import Item, WorkPackage
from tests.rooms.importing.conftest import HOUSE, lines, seen, told, workbook

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

UGLY = (
    ("RIVERBANK – Gantt v7 FINAL (2)", "", "", "", "", ""),
    ("", "", "", "", "", ""),
    ("Del. No", "Deliverable name", "WP no.", "Lead beneficiary", "Delivery month", "Status"),
    ("WP 1", "Steering", "", "Town SE", "", ""),
    ("WP2", "Listening on both banks", "", "Town IT", "", ""),
    ("D 1.1", "Plan of quality", "WP1", "Town SE", "M3", "submitted"),
    ("D2.1", "How we listen", "WP 2 – Listening", "Town IT", "M 6", "ongoing"),
    ("MS1", "Committees drawn", "2", "Town BE", "D2.1+14d", ""),
    ("", "Book the room", "1", "Town PL", "31/05/2027", ""),
)


@pytest.fixture
def dated(project):
    network.change_facts(
        HOUSE, project, starts="2027-01", ends="2028-12", months=24, revision=project.revision
    )
    project.refresh_from_db()
    return project


def plan_of(project):
    return {
        one.number or one.title: (one.kind, one.package.number, one.responsible.town, str(one.due), one.state)
        for one in Item.objects.filter(project=project).select_related("package", "responsible")
    }


def test_a_spreadsheet_with_an_ugly_header_becomes_the_plan(given, lead, dated):
    sheet = given("plan", workbook(*UGLY))
    look = seen(lead, sheet)
    assert told(look) == []
    actions.take_in(lead, sheet, "en")
    assert plan_of(dated) == {
        "D1.1": ("deliverable", "WP1", "Bank SE", "2027-03-31", "done"),
        "D2.1": ("deliverable", "WP2", "Bank IT", "2027-06-30", "open"),
        "MS1": ("milestone", "WP2", "Bank BE", "2027-07-14", "open"),
        "Book the room": ("task", "WP1", "Bank PL", "2027-05-31", "open"),
    }
    assert WorkPackage.objects.get(number="WP2").lead.town == "Bank IT"
    assert search.find(lead, "listen", "en").entries


def test_the_same_table_again_changes_nothing_and_another_day_moves_what_hangs_on_it(given, lead, dated):
    for _time in range(2):
        sheet = given("plan", workbook(*UGLY))
        look = seen(lead, sheet)
        actions.take_in(lead, sheet, "en")
    assert {one.state for one in look.planned} == {"same"}
    sheet = given("plan", lines(("No", "Due"), ("D2.1", "M8")))
    assert [one.changes for one in seen(lead, sheet).planned] == [{"due": "M8"}]
    actions.take_in(lead, sheet, "en")
    assert plan_of(dated)["MS1"][3] == "2027-09-14"


def test_every_error_is_told_at_once_and_nothing_is_half_taken_in(given, lead, dated):
    sheet = given(
        "plan",
        lines(
            ("No", "Title", "WP", "Lead", "Due"),
            ("D1.1", "Plan", "WP9", "Town SE", "M3"),
            ("D1.2", "Report", "", "Town Atlantis", "M4"),
            ("D1.3", "Film", "", "Town SE", "M99"),
            ("D1.4", "Map", "", "", "D7.7+2d"),
            ("D1.4", "Map again", "", "", "soon"),
        ),
    )
    look = seen(lead, sheet)
    assert {(one.row, one.field) for one in look.wrong} >= {
        (1, "package"), (2, "responsible"), (3, "due"), (4, "due"), (5, "due"),
    }  # fmt: skip
    with pytest.raises(Problem):
        actions.take_in(lead, sheet, "en")
    assert not Item.objects.filter(project=dated).exists()


def test_a_table_is_taken_back_while_nothing_was_built_on_it(given, lead, dated):
    tasks.create_item(lead, dated, kind="deliverable", number="D1.1", title="Old title", due_rule="M2")
    sheet = given("plan", workbook(*UGLY))
    actions.take_in(lead, sheet, "en")
    actions.take_back(lead, sheet, "en")
    kept = Item.objects.get(project=dated)
    assert (kept.title, kept.due_rule, kept.state, kept.responsible) == ("Old title", "M2", "open", None)
    assert not WorkPackage.objects.filter(project=dated).exists()
    assert not search.find(lead, "listen", "en").entries


def test_what_was_changed_since_stands_against_taking_back(given, lead, dated):
    sheet = given("plan", workbook(*UGLY))
    actions.take_in(lead, sheet, "en")
    tasks.finish_item(lead, Item.objects.get(number="D2.1"))
    with pytest.raises(actions.Hindered) as hindered:
        actions.take_back(lead, sheet, "en")
    assert ["D2.1" in one for one in hindered.value.against] == [True]
    assert Item.objects.filter(project=dated).count() == 4


def test_an_organisations_own_tasks_are_neither_matched_nor_touched(given, lead, dated, organisations):
    own = tasks.create_item(HOUSE, dated, title="Book the room", keeper=organisations[4])
    actions.take_in(lead, given("plan", workbook(*UGLY)), "en")
    own.refresh_from_db()
    assert (own.revision, own.package, own.due) == (1, None, None)
    assert Item.objects.filter(title="Book the room", keeper=None).count() == 1


def test_only_the_lead_takes_in_a_plan(given, member, dated):
    local = member("local_coordinator", name="Lo Cal", email="lo@bank.example")
    with pytest.raises(Denied):
        given("plan", workbook(*UGLY), actor=local)


def test_a_row_without_a_kind_leaves_the_kind_of_what_is_there(given, lead, dated):
    tasks.create_item(lead, dated, kind="milestone", number="D1.1", title="Turning point")
    tasks.create_item(lead, dated, kind="task", number="WP3", title="Oddly numbered")
    tasks.add_package(lead, dated, number="7", title="Seven")
    sheet = given(
        "plan", lines(("No", "Title"), ("D1.1", "Turning"), ("WP3", "Still a task"), ("7", "Seven seas"))
    )
    assert [one.changes for one in seen(lead, sheet).planned] == [
        {"title": "Turning"}, {"title": "Still a task"}, {"title": "Seven seas"},
    ]  # fmt: skip
    actions.take_in(lead, sheet, "en")
    assert [one.kind for one in Item.objects.order_by("number")] == ["milestone", "task"]
    assert WorkPackage.objects.get().title == "Seven seas"


@pytest.mark.parametrize(
    ("head", "row", "field"),
    [
        (("No", "Title", "State", "Handed in on"), ("D1.1", "Plan", "open", "2026-09-01"), "submitted_on"),
        (("No", "Title", "Handed in on"), ("D1.1", "Plan", "2150-01-01"), "submitted_on"),
        (("No", "Title", "First month", "Last month"), ("WP1", "Steering", 9, 3), "last_month"),
    ],
)
def test_a_row_that_contradicts_itself_is_named(given, lead, dated, head, row, field):
    assert [one[:2] for one in told(seen(lead, given("plan", lines(head, row))))] == [(1, field)]


def test_tasks_called_alike_are_told_apart_by_who_answers_and_when(given, lead, dated):
    head = ("Title", "Lead", "Due", "Days")
    sheets = ("Send the time sheets", "Town SE", "M3"), ("Send the time sheets", "Town BE", "M3")
    later = ("Send the time sheets", "Town SE", "M6")
    rows = [(*row, 1) for row in (*sheets, later, ("Book the room", "", ""))]
    actions.take_in(lead, given("plan", lines(head, *rows)), "en")
    assert Item.objects.count() == 4
    assert {one.state for one in seen(lead, given("plan", lines(head, *rows))).planned} == {"same"}
    moved = [(*row, 2) for row in (*sheets, later, ("Book the room", "Town PL", "M9"))]
    actions.take_in(lead, given("plan", lines(head, *moved)), "en")
    assert {(one.title, one.planned_days) for one in Item.objects.all()} == {
        ("Send the time sheets", 2), ("Book the room", 2),
    }  # fmt: skip
    assert Item.objects.count() == 4
    twice = seen(lead, given("plan", lines(head, ("Paint", "", "M3", 1), ("Paint", "", "M3", 1))))
    assert [one[:2] for one in told(twice)] == [(2, "title")]

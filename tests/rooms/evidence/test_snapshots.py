"""What was reported stays: the database refuses to change it, and a changed row is found by its hash."""

import sys
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from passerelle.core.errors import Denied, Problem
from passerelle.core.rooms import rooms
from passerelle.evidence import actions, counting, freezing, restating
from passerelle.evidence.models import Snapshot
from passerelle.gatherings import actions as gatherings
from passerelle.gatherings.models import Attendance, Participant
from tests.rooms.evidence.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_nobody_changes_or_removes_a_frozen_report(project, indicate, two):
    indicate(counts=("gatherings.people",))
    one = actions.freeze(HOUSE, project, title="Interim")
    for act in (
        lambda: Snapshot.objects.filter(pk=one.pk).update(title="Better"),
        lambda: Snapshot.objects.filter(pk=one.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_report_that_was_altered_behind_the_house_is_found(project, indicate, two):
    indicate(counts=("gatherings.people",))
    one = actions.freeze(HOUSE, project, title="Interim")
    assert freezing.intact(one)
    one.figures[0]["records"] = {key: 99 for key in one.figures[0]["records"]}
    assert not freezing.intact(one)
    one.figures[0]["hash"] = freezing.hash_of(one.figures[0]["records"])
    assert not freezing.intact(one)


def test_each_figure_keeps_its_rule_and_the_records_behind_it(project, indicate, two):
    first, second = two
    indicate(counts=("gatherings.people",), target=6)
    (figure,) = actions.freeze(HOUSE, project, title="Interim").figures
    assert figure["value"] == "3"
    assert figure["rule"] == {"counts": ["gatherings.people"]}
    assert figure["records"] == {str(first.pk): 3, str(second.pk): 1}


def test_why_a_figure_is_another_one_now_is_told_in_the_readers_words(project, indicate, two):
    one = indicate("Heads", unit="heads", counts=("gatherings.heads",))
    report = actions.freeze(HOUSE, project, title="Interim")
    gatherings.count_heads(HOUSE, two[0], {"14_17": 9})
    gatherings.count_heads(HOUSE, two[0], {"14_17": 12})
    gatherings.change_gathering(HOUSE, two[0], revision=two[0].revision, place="Town hall")
    now = freezing.frozen([one], counting.Period())
    changed = freezing.compared(report.figures, now)
    (why,) = restating.reasons(report, changed, known={one.code: one.pk})
    assert "heads were counted (× 2)" in why
    assert "a gathering was changed" in why
    assert "heads counted" not in why


@pytest.mark.parametrize(
    ("done", "reason"),
    [
        (lambda row, new: gatherings.take_back(HOUSE, row.gathering, row), "an attendance was taken back"),
        (
            lambda row, new: gatherings.note_present(HOUSE, row.gathering, new),
            "somebody was entered as present",
        ),
        (
            lambda row, new: gatherings.change_attendance(
                HOUSE, row.gathering, row, mode="online", country="PL"
            ),
            "it was changed how or from where somebody came",
        ),
    ],
)
def test_what_was_done_to_an_attendance_is_told_as_the_reason(project, indicate, came, two, done, reason):
    one = indicate(unit="attendances", counts=("gatherings.attendances",), modes=("on_site",))
    report = actions.freeze(HOUSE, project, title="Interim")
    row = Attendance.objects.filter(gathering=two[0]).select_related("participant").first()
    new = Participant.objects.create(
        project=project, controller=row.participant.controller, code="Z9", counted_as=uuid4()
    )
    done(row, new)
    changed = freezing.compared(report.figures, freezing.frozen([one], counting.Period()))
    (why,) = restating.reasons(report, changed, known={one.code: one.pk})
    assert f"The journal says: {reason}." in why


def test_every_code_that_moves_a_figure_is_one_the_journal_writes():
    """A renamed action would take its reason away without anybody seeing it."""
    written = {
        action.says
        for module in list(sys.modules.values())
        if module.__name__.startswith("passerelle.")
        for action in vars(module).values()
        if callable(action) and hasattr(action, "says")
    }
    told = {code for room in rooms() for code in room.moves}
    assert told
    assert told <= written


def test_drafts_are_reported_nowhere(project, goal, indicate):
    indicate("Found", unit="heads", draft=True)
    with pytest.raises(Problem):
        actions.freeze(HOUSE, project, title="Interim")


def test_only_the_lead_sends_reports(member, project, indicate):
    indicate(counts=("gatherings.people",))
    for role in ("local_coordinator", "facilitator", "funder_officer"):
        with pytest.raises(Denied):
            actions.freeze(member(project, role, 1), project, title="Interim")

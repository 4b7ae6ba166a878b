"""An attendance sheet taken in says the same as `passerelle count` says of it, and twice the same as once."""

import pytest

from passerelle.core.countables import Cut
from passerelle.core.importables import Context
from passerelle.engines.evidence.counting import tally
from passerelle.engines.evidence.sheets import attendance
from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.tables import heads, reading
from passerelle.gatherings.countables import COUNTABLES
from passerelle.gatherings.importables_of_attendance import ATTENDANCE
from passerelle.gatherings.models import Attendance, HeadCount
from passerelle.importing.look import look, words_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SHEET = """Rencontre,Ville,Date,Code personnel,Têtes,Pays,Correction de
Forum on the water,Town BE,2026-05-03,ab 1,,BE,
Forum on the water,Town BE,2026-05-03,AB1,,BE,
Forum on the water,,,cd-2,,Italie,
Fair,Town BE,2026-05-20,AB1,,,
Fair,,,,12,,
Fair,,,,3,,
Fair,,,EF3,,,
,,,GH4,,,2
,,,,,,6
"""


@pytest.fixture
def events(meet, organisations):
    return [
        meet(starts="2026-05-03", host=organisations[1], town="Town BE"),
        meet("Fair", kind="fair", starts="2026-05-20", host=organisations[1], town="Town BE"),
    ]


@pytest.fixture
def context(member, project):
    return Context(member(project, "local_coordinator", 1, "Nils Host"), "fr", project.pk)


def seen(context, text):
    rows = reading.read(text.encode())[0].rows
    return look(ATTENDANCE, context, rows, heads.find(rows, words_of(ATTENDANCE)))


def take(context, text):
    one = seen(context, text)
    assert not one.stopping, [(w.row, w.problem) for w in one.stopping]
    return ATTENDANCE.commit(context, one.planned), one


def numbers(project):
    whole = Cut(frozenset([project.pk]))
    ours = {one.key.partition(".")[2]: one for one in COUNTABLES}
    return tuple(ours[name].count(whole) for name in ("people", "attendances", "heads"))


def test_the_numbers_are_those_of_the_command_and_twice_the_same_is_once(context, project, events):
    told = tally(attendance(SHEET.encode(), Findings("sheet.csv")).present)
    changes, _one = take(context, SHEET)
    assert numbers(project) == (told.people, told.attendances, told.heads) == (2, 3, 15)
    assert set(Attendance.objects.values_list("channel", flat=True)) == {"table"}
    again, one = take(context, SHEET)
    assert not again
    assert {planned.state for planned in one.planned} == {"same"}
    assert numbers(project) == (2, 3, 15)
    assert ATTENDANCE.hindrances(context, changes) == []
    ATTENDANCE.undo(context, changes)
    assert numbers(project) == (0, 0, 0)
    assert HeadCount.objects.count() == 1
    take(context, SHEET)
    assert numbers(project) == (2, 3, 15)


def test_each_row_says_what_is_wrong_and_who_may_enter_it(context, project, events, meet, organisations):
    meet("Elsewhere", host=organisations[2], starts="2026-05-03")
    meet("Pupils", kind="school", host=organisations[1], starts="2026-05-04")
    one = seen(
        context,
        "event,person,heads,correction-of\nNowhere,AB1,,\nElsewhere,AB1,,\nPupils,AB1,,\nFair,AB1,3,\n"
        "Fair,,,\nFair,--,,\nFair,AB1,,99\nFair,AB1,many,\nFair,OK1,,\n",
    )
    assert [w.row for w in one.stopping] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [planned.row.number for planned in one.planned] == [9]


def test_a_slip_in_the_name_of_a_gathering_is_told_with_the_name_that_is_meant(context, project, events):
    one = seen(context, "event,city,person\nForum on the watr,,AB1\nForum on the water,Elsewhere,AB1\n")
    told = [(w.row, w.field, w.value, w.instead) for w in one.stopping]
    assert told == [
        (1, "event", "Forum on the watr", "Forum on the water"),
        (2, "event", "Forum on the water", ""),
    ]


def test_what_was_taken_back_stands_again_and_only_as_often_as_the_sheet_says(context, project, events):
    changes, _one = take(context, SHEET)
    ATTENDANCE.undo(context, changes)
    again, _one = take(context, "event,person\nForum on the water,AB1\n")
    assert [one["id"] in {old["id"] for old in changes} for one in again] == [True]
    assert numbers(project) == (1, 1, 0)
    assert Attendance.objects.count() == 3

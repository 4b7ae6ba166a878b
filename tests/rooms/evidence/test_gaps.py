"""What is missing is named to the person who can close it, before the funder sees it."""

import datetime

import pytest
from django.utils import timezone

from passerelle.evidence import actions
from passerelle.evidence.gaps import gaps
from tests.rooms.evidence.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def named(actor, project):
    return {gap.key for gap in gaps(actor, [project.pk])}


def in_weeks(number):
    return timezone.localdate() + datetime.timedelta(weeks=number)


def test_a_goal_that_nothing_shows_and_a_priority_nobody_works_for(member, project, goal, indicate):
    lead = member(project)
    actions.choose_priorities(HOUSE, project, ["inclusion"])
    assert named(lead, project) == {"goal-without-indicator", "priority-without-activity"}
    indicate(counts=("gatherings.people",), owner=None)
    activity = actions.add_result(HOUSE, project, level="activity", title="Walks", language="en", parent=goal)
    (priority,) = project.priorities.all()
    actions.tick(HOUSE, activity, {priority: "on_site"})
    assert named(lead, project) == {"indicators-without-owner"}


def test_an_indicator_without_a_rule_is_the_leads_to_close(member, project, organisations, indicate):
    indicate("Nobody says how", unit="heads", owner=organisations[1])
    assert named(member(project), project) == {"indicators-without-rule"}
    assert named(member(project, "facilitator", 1), project) == set()


def test_a_figure_is_asked_for_weeks_before_its_day_from_who_owes_it(
    member, project, organisations, indicate
):
    told = {"unit": "percent", "by_hand": True, "owner": organisations[1]}
    owed = indicate("Trust", due=in_weeks(3), **told)
    indicate("Later", due=in_weeks(30), **told)
    local, elsewhere = member(project, "local_coordinator", 1), member(project, "local_coordinator", 2)
    (gap,) = gaps(local, [project.pk])
    assert (gap.key, gap.subject) == ("hand-figure-owed", ("indicator", owed.pk))
    assert "in 3 weeks" in gap.sentence
    assert named(elsewhere, project) == set()
    actions.enter_figure(HOUSE, owed, value=50, on=timezone.localdate(), source="Survey")
    assert named(local, project) == set()


def test_below_its_target_shortly_before_its_day(member, project, organisations, indicate, two):
    indicate(
        "Heads",
        unit="heads",
        counts=("gatherings.heads",),
        target=100,
        due=in_weeks(2),
        owner=organisations[1],
    )
    indicate(
        "Few", unit="heads", counts=("gatherings.heads",), target=10, due=in_weeks(2), owner=organisations[1]
    )
    assert named(member(project, "facilitator", 1), project) == {"below-target"}


def test_an_empty_cell_is_named_to_its_owner(member, project, organisations):
    one = actions.put_question(HOUSE, project, title="Who may vote?", language="en")
    local = member(project, "facilitator", 1)
    assert named(local, project) == {"answers-owed"}
    actions.answer(HOUSE, one, organisation=organisations[1], text="Residents", language="en", source="Code")
    assert named(local, project) == set()


def test_who_looks_on_is_told_of_no_gap(member, project, goal, indicate):
    indicate("Nobody says how", unit="heads")
    for role in ("funder_officer", "official", "committee_member"):
        assert named(member(project, role, 1), project) == set()

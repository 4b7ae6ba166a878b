"""A project with a chain, gatherings that people came to, and indicators counted from them."""

from __future__ import annotations

import datetime

import pytest

from passerelle.evidence import actions
from passerelle.evidence.rules import Rule
from passerelle.gatherings.models import Attendance, HeadCount, Participant
from passerelle.gatherings.presence import counted_as
from tests.rooms.gatherings.conftest import meet  # noqa: F401
from tests.rooms.tasks.conftest import (  # noqa: F401
    HOUSE,
    databases,
    member,
    organisations,
    other,
    project,
    sit,
)

DAY = datetime.date(2026, 5, 3)


@pytest.fixture
def goal(project):  # noqa: F811
    return actions.add_result(
        HOUSE, project, level="goal", title="Newcomers take part", language="en", number="G1"
    )


@pytest.fixture
def indicate(project, goal):  # noqa: F811
    """indicate("People reached", unit="people", counts=["gatherings.people"], …) -> an indicator of the goal."""

    def make(title="People reached", *, unit="people", **facts):
        rule = facts.pop("rule", None)
        if rule is None:
            names = ("counts", "by_hand", "adds", "kinds", "modes", "organisations", "since", "until")
            rule = Rule(**{name: facts.pop(name) for name in names if name in facts})
        told = {"result": goal, "language": "en", **facts}
        where = told.pop("project", project)
        return actions.add_indicator(HOUSE, where, title=title, unit=unit, rule=rule, **told)

    return make


@pytest.fixture
def came(project, organisations, meet):  # noqa: F811
    """came(gathering, "AB", heads=3) -> attendances of people by their codes, one sign each, and heads."""

    def make(gathering, codes="", heads=0, channel="self"):
        for code in codes:
            who, _new = Participant.objects.get_or_create(
                project=gathering.project,
                controller=organisations[0],
                code=f"P{code}",
                defaults={"counted_as": counted_as(gathering.project_id, f"P{code}")},
            )
            Attendance.objects.create(gathering=gathering, participant=who, channel=channel)
        if heads:
            HeadCount.objects.create(gathering=gathering, heads=heads)
        return gathering

    return make


@pytest.fixture
def two(meet, came, organisations):  # noqa: F811
    """Two gatherings of two hosts: three people, four attendances, twelve heads."""
    first = came(meet("Forum", host=organisations[0], starts="2026-04-02"), "ABC", heads=5)
    second = came(meet("Workshop", kind="workshop", host=organisations[1], starts="2026-05-03"), "A", heads=7)
    return first, second

"""A project with eight gatherings, people who came to several of them, and heads."""

from __future__ import annotations

import pytest

from passerelle.evidence import actions
from passerelle.gatherings import actions as gatherings
from passerelle.gatherings import presence
from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Registration
from tests.rooms.tasks.conftest import (  # noqa: F401
    HOUSE,
    databases,
    member,
    organisations,
    other,
    project,
    sit,
)

FROM = ("SE", "IT", "BE", "")


@pytest.fixture
def eight(project, organisations):  # noqa: F811
    """Eight gatherings in 2025, each with more people than the last; everybody who came to one came to the next."""
    made = []
    for n in range(8):
        host = organisations[n % 3]
        one = gatherings.add_gathering(
            HOUSE,
            project,
            title=f"Forum number {n + 1}",
            language="en",
            kind="forum",
            starts=f"2025-{n + 3:02}-15",
            town="Ekbrovik",
            country=host.country,
            host=host,
            languages="en ar",
        )
        Gathering.objects.filter(pk=one.pk).update(state="held")
        one.refresh_from_db()
        come(one, range(n + 3), organisations[n % 3])
        HeadCount.objects.create(gathering=one, heads=10 * (n + 1), country="SE" if n % 2 else "")
        made.append(one)
    return made


def come(gathering, numbers, controller):
    for n in numbers:
        who = presence.taking_part(gathering.project_id, controller.pk, f"P{n:03}")
        facts = {"gathering": gathering, "participant": who, "country": FROM[n % 4]}
        Attendance.objects.create(
            **facts, channel="paper" if n % 3 == 0 else "self", mode="online" if n % 5 == 4 else "on_site"
        )
        if n % 2:
            Registration.objects.create(**facts)


@pytest.fixture
def begin(project):  # noqa: F811
    """begin(…) -> a report of the project, put together by the house."""
    type(project).objects.filter(pk=project.pk).update(programme="cerv-2021-2027", grant_number="101100000")
    project.refresh_from_db()

    def make(**facts):
        told = {"form": "cerv-networks-of-towns-2022", "title": "Final report", "language": "en", **facts}
        return actions.begin_report(HOUSE, project, **told)

    return make

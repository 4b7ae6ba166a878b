"""The programme of a project of three partners over 24 months, from March 2026 to February 2028."""

from __future__ import annotations

from datetime import date

import pytest

from passerelle.gatherings import actions as gatherings
from passerelle.gatherings.models import Gathering
from passerelle.programme import actions
from passerelle.tasks import schedule
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

EVENTS = ("2026-03-26", "2026-09-10", "2026-12-03", "2027-03-04", "2027-06-10")


@pytest.fixture
def on(monkeypatch):
    """on(2027, 9, 1) -> it is that day for everything that asks which day it is."""

    def go(*day):
        monkeypatch.setattr(schedule, "today", lambda *_zone: date(*day))

    return go


@pytest.fixture
def eight(project):  # noqa: F811
    """Eight transnational events in 24 months, at least 60 days apart; five of them held."""
    for n, day in enumerate(EVENTS, 1):
        one = gatherings.add_gathering(
            HOUSE, project, title=f"Event {n}", kind="transnational", starts=day, town="Bari"
        )
        Gathering.objects.filter(pk=one.pk).update(state="held")
    return promise(project)


def promise(project, **facts):  # noqa: F811
    told = {"title": "Eight events", "language": "en", "kinds": ["transnational"], "number": 8, "spacing": 60}
    return actions.add_series(HOUSE, project, **{**told, **facts})

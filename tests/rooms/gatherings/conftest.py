"""Gatherings of a project of three partners over 24 months."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from passerelle.gatherings import actions
from passerelle.network.models import Project
from tests.rooms.tasks.conftest import (  # noqa: F401
    HOUSE,
    databases,
    member,
    organisations,
    other,
    project,
    sit,
)


@pytest.fixture
def meet(project):  # noqa: F811
    """meet("Forum on the water", …) -> a gathering of the project, planned by the house."""

    def make(title="Forum on the water", **facts):
        told = {"kind": "forum", "starts": "2027-05-03", **facts}
        return actions.add_gathering(HOUSE, told.pop("project", project), title=title, **told)

    return make


@pytest.fixture
def open_one(project, meet, organisations):  # noqa: F811
    """open_one(places=2, …) -> a public gathering at which everybody can register."""

    def make(title="Forum on the water", project=project, furniture=None, **facts):
        Project.objects.filter(pk=project.pk).update(state=Project.State.PUBLISHED)
        project.refresh_from_db()
        day = (timezone.now() + datetime.timedelta(days=20)).date().isoformat()
        told = {"starts": day, "host": organisations[1], "town": "Town BE", "country": "BE", **facts}
        one = meet(title, project=project, **told)
        one = actions.furnish(HOUSE, one, **{"registers": True, "child_care": True, **(furniture or {})})
        return actions.publish(HOUSE, one)

    return make

"""Gatherings of a project of three partners over 24 months."""

from __future__ import annotations

import pytest

from passerelle.gatherings import actions
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

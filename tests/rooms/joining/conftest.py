"""A project of three partners whose lead has written an agreement."""

from __future__ import annotations

import pytest

from passerelle.joining import actions
from tests.rooms.tasks.conftest import (  # noqa: F401
    HOUSE,
    databases,
    member,
    organisations,
    project,
    sit,
)

TEXT = "# What we share\n\nThe work and the **costs**."


@pytest.fixture
def agreed(project):  # noqa: F811
    return actions.write_agreement(HOUSE, project, text=TEXT, language="en")

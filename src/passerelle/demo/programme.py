"""What an invented project promised to do together with people."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import SystemActor
from passerelle.network.models import Organisation, Project
from passerelle.programme import actions

HOUSE = SystemActor(reason="demo")


def load_programme(told: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """Its series; the gatherings that count in them were loaded before."""
    for row in told["series"]:
        actions.add_series(HOUSE, project, **row)

"""Who takes part in an invented project, as it may leave the organisation that counted."""

from __future__ import annotations

from typing import Any

from passerelle.breakdowns import actions
from passerelle.core.actor import SystemActor
from passerelle.network.models import Organisation, Project

HOUSE = SystemActor(reason="demo")


def load_breakdowns(told: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """Released up to the last quarter that is over, some of them against who lives there."""
    for row in told["breakdowns"]:
        one = actions.begin(
            HOUSE,
            project,
            controller=members[row["controller"]],
            source=row["source"],
            attributes=row["attributes"],
        )
        actions.release(HOUSE, one)
        if live := row.get("live_here"):
            actions.write_residents(HOUSE, one, **live)
        if row["public"]:
            actions.show(HOUSE, one)

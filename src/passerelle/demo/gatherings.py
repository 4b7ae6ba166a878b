"""What an invented project comes together for, as its partners would have planned it."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.utils import timezone

from passerelle.core.actor import SystemActor
from passerelle.demo.plan import day_of
from passerelle.gatherings import actions
from passerelle.network.models import Organisation, Project
from passerelle.tasks.models import WorkPackage

HOUSE = SystemActor(reason="demo")
PLAIN = ("title", "language", "kind", "ends", "mode", "place", "town", "country", "languages", "places")


def load_gatherings(told: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """Plan them; those that were held are noted so once their day has come."""
    rows = WorkPackage.objects.unscoped(reason="demo").filter(project=project)
    packages = {one.number: one for one in rows}
    for row in told["gatherings"]:
        facts = {name: row[name] for name in PLAIN if name in row}
        for name in ("starts_time", "ends_time"):
            facts[name] = time.fromisoformat(row[name]) if name in row else None
        one = actions.add_gathering(
            HOUSE,
            project,
            starts=row["starts"] if "starts" in row else day_of(project, row["days"]).isoformat(),
            host=members[row["host"]],
            package=packages.get(row["package"]),
            **facts,
        )
        if row.get("held") and one.begins_at < timezone.now():
            actions.note_held(HOUSE, one)
        if "cancelled" in row:
            actions.cancel_gathering(HOUSE, one, reason=row["cancelled"])

"""What the partners of an invented project may use and have used."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from passerelle.core.actor import SystemActor
from passerelle.network.models import Organisation, Project
from passerelle.tasks import actions, queries
from passerelle.tasks.actions import Used

HOUSE = SystemActor(reason="demo")


def load_money(rows: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """Share out money and days, and note some use of them."""
    packages = {one.number: one for one in queries.packages_of(HOUSE, project)}

    def cell(row: dict[str, Any]) -> tuple[Any, Any]:
        package = packages.get(row["package"])
        return members[row["partner"]].pk, package.pk if package else None

    for name in ("amount", "days"):
        figures = {cell(row): Decimal(str(row[name])) for row in rows["budget"]}
        base = actions.state_of_budget(project)
        actions.share_out(HOUSE, project, base=base, name=name, figures=figures)
    noted = [
        Used(
            members[row["partner"]],
            packages.get(row["package"]),
            timezone.localdate() - timedelta(days=row["ago"]),
            Decimal(str(row["amount"])),
            Decimal(str(row["days"])),
            row["what"],
        )
        for row in rows["used"]
    ]
    actions.note_uses(HOUSE, project, noted)

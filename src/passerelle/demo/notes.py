"""What the partners of an invented project say to each other, and note for themselves."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import Actor
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Organisation, Project
from passerelle.network.policies import COORDINATORS
from passerelle.tasks import actions
from passerelle.tasks.models import Item
from passerelle.tasks.roles import WORKERS


def load_notes(rows: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """Each is written by somebody who does the project's work for that organisation, coordinators first."""
    items = {one.number: one for one in Item.objects.filter(project=project, keeper=None).exclude(number="")}
    for row in rows["said"]:
        organisation = members[row["by"]]
        author, item = _of(project, organisation), items.get(row.get("item", ""))
        if row["kept"]:
            actions.keep_note(author, project, organisation, text=row["text"], item=item)
        else:
            actions.comment(author, project, text=row["text"], item=item, organisation=organisation)


def _of(project: Project, organisation: Organisation) -> Actor:
    here = Appointment.objects.filter(
        project=project, organisation=organisation, role__in=WORKERS, active=True
    ).order_by("since")
    found = sorted(here, key=lambda one: one.role not in COORDINATORS)[0]
    return Actor(person=found.person_id, grants=grants_of(found.person_id))

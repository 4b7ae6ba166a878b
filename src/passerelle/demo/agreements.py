"""What the partners of an invented project agreed on, and who has accepted it so far."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import Actor, SystemActor
from passerelle.joining import actions
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Organisation, Project
from passerelle.network.policies import COORDINATORS

HOUSE = SystemActor(reason="demo")


def load_agreement(row: dict[str, Any], project: Project, members: dict[str, Organisation]) -> None:
    """The agreement, accepted by those who coordinate for these partners, and noted as signed on paper for others."""
    made = actions.write_agreement(HOUSE, project, text="\n\n".join(row["text"]), language=row["language"])
    for key in row["accepted"]:
        here = Appointment.objects.filter(
            project=project, organisation=members[key], role__in=COORDINATORS, active=True
        ).order_by("since")[0]
        actions.accept(Actor(person=here.person_id, grants=grants_of(here.person_id)), made, members[key])
    for key in row["on_paper"]:
        actions.note_paper(HOUSE, made, members[key])

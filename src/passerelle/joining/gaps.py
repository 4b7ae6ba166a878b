"""What the funder would find missing: partners that have not accepted the newest agreement."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.rooms import Gap, Gravity
from passerelle.joining import queries
from passerelle.network.policies import LEAD


def gaps(actor: Actor, projects: Collection[UUID]) -> Iterator[Gap]:
    """For whoever leads: one gap for each project, which counts the partners. One query; none without an agreement."""
    led = [project for project in projects if actor.has(LEAD, project=project)]
    if not led:
        return
    for row in queries.waiting_for(led):
        yield Gap(
            "partners-without-agreement",
            row["project"],
            ("project", row["project"]),
            ngettext(
                "%(n)d partner has not accepted the newest agreement.",
                "%(n)d partners have not accepted the newest agreement.",
                row["n"],
            )
            % {"n": row["n"]},
            Gravity.ASKED,
            (_("See who has not"), reverse("desk_agreement", args=[row["project__code"]])),
        )

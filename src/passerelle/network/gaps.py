"""What the funder would find missing in the facts and the partners of a project."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.actor import Actor
from passerelle.core.rooms import Gap, Gravity
from passerelle.network import queries
from passerelle.network.policies import LEAD


def gaps(actor: Actor, projects: Collection[UUID]) -> Iterator[Gap]:
    """For whoever leads: only they can change facts and partners. One query for all projects."""
    led = [project for project in projects if actor.has(LEAD, project=project)]
    if not led:
        return
    for _project, rows in groupby(queries.standing(led), key=lambda row: row["pk"]):
        partners = list(rows)
        yield from _facts(partners[0])
        yield from _partners([row for row in partners if row["partner"]], partners[0])


def _facts(project: dict[str, Any]) -> Iterator[Gap]:
    mend = reverse("desk_facts", args=[project["code"]])
    if not (project["starts"] and project["ends"]):
        yield Gap(
            "project-without-period",
            project["pk"],
            ("project", project["pk"]),
            _("The project has no first and last day, so no deadline can be worked out."),
            Gravity.ASKED,
            (_("Give the period"), mend),
        )
    if not project["programme"]:
        yield Gap(
            "project-without-programme",
            project["pk"],
            ("project", project["pk"]),
            _(
                "No funding programme is named, so pages and documents carry no acknowledgement of the funder."
            ),
            Gravity.ASKED,
            (_("Name the programme"), mend),
        )
    elif not project["grant_number"]:
        yield Gap(
            "project-without-grant-number",
            project["pk"],
            ("project", project["pk"]),
            _("The grant number is missing from pages and documents."),
            Gravity.TIDY,
            (_("Give the grant number"), mend),
        )


def _partners(partners: list[dict[str, Any]], project: dict[str, Any]) -> Iterator[Gap]:
    if not partners:
        yield Gap(
            "project-without-partners",
            project["pk"],
            ("project", project["pk"]),
            _("The project has no partner yet."),
            Gravity.MONEY,
            (_("Choose partners"), reverse("desk_partners", args=[project["code"]])),
        )
    for one in partners:
        if not one["acted_for"]:
            yield Gap(
                "partner-without-people",
                project["pk"],
                ("organisation", one["partner"]),
                _("Nobody has a role in the project for %(organisation)s yet.")
                % {"organisation": one["name"]},
                Gravity.ASKED,
                (_("Invite somebody"), reverse("desk_invite", args=[project["code"]])),
            )

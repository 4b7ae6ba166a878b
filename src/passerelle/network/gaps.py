"""What the funder would find missing in the facts and the partners of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.rooms import Gap, Gravity, Ride
from passerelle.core.search import fold
from passerelle.network import queries
from passerelle.network.calls import call
from passerelle.network.eligibility import FAILED, check, length_in_months
from passerelle.network.models import Project
from passerelle.network.partnership import Partner
from passerelle.network.units import City, cities


def read(row: Mapping[str, Any]) -> Iterator[Gap]:
    """The gaps of one project; only whoever leads it can change facts and partners."""
    project = {"pk": row["pk"], "code": row["code"], **row["network_facts"]}
    partners = row["network_partners"]
    yield from _facts(project)
    yield from _partners(partners, project)
    yield from _shape(project, [_as_partner(one) for one in partners])


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
                ("organisation", UUID(one["pk"])),
                _("Nobody has a role in the project for %(organisation)s yet.")
                % {"organisation": one["name"]},
                Gravity.ASKED,
                (_("Invite somebody"), reverse("desk_invite", args=[project["code"]])),
            )


def _shape(project: dict[str, Any], partners: list[Partner]) -> Iterator[Gap]:
    """What the call, and the shape of working units, ask of the partnership as a whole."""
    mend = (_("Look at the partnership"), reverse("desk_eligibility", args=[project["code"]]))
    about = ("project", project["pk"])
    asked = call(project["call"])
    if asked is not None and partners:
        months = length_in_months(project["starts"], project["ends"], project["months"])
        for finding in check(asked, partners, months):
            if finding.state == FAILED:
                key = f"call-{finding.rule}"
                yield Gap(key, project["pk"], about, finding.says, Gravity.MONEY, mend)
    if project["unit"] == Project.Unit.PAIR:
        for city in cities(partners, "en"):
            if not city.complete:
                key = f"city-without-{'association' if city.authorities else 'authority'}"
                yield Gap(key, project["pk"], _place(city), city.lacks(), Gravity.ASKED, mend)


def _place(city: City) -> tuple[str, UUID]:
    """A city has no row of its own: its country and name are what it is known by."""
    return ("city", uuid5(NAMESPACE_URL, f"{city.country}/{fold(city.town)}"))


def _as_partner(row: dict[str, Any]) -> Partner:
    return Partner(row["name"], row["kind"], row["town"], row["country"], row["leads"])


RIDING = Ride(queries.standing, read)

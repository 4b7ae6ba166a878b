"""What everybody may reuse of a project: its facts and its partners, as they stand on its public page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Column, OpenTable
from passerelle.network.models import Partnership, Project


def _project(project: UUID) -> Iterator[dict[str, Any]]:
    for one in Project.objects.unscoped(reason="open data").filter(pk=project):
        yield {
            "code": one.code,
            "acronym": one.acronym,
            "starts": one.starts,
            "ends": one.ends,
            "months": one.months,
            "programme": one.programme,
            "grant_number": one.grant_number,
            "closed_on": one.closed_at.date().isoformat() if one.closed_at else "",
        }


def _partners(project: UUID) -> Iterator[dict[str, Any]]:
    found = Partnership.objects.filter(project=project).select_related("organisation")
    for one in found.order_by("-lead", "organisation__code"):
        yield {
            "code": one.organisation.code,
            "name": one.organisation.name,
            "kind": one.organisation.kind,
            "town": one.organisation.town,
            "country": one.organisation.country,
            "latitude": one.organisation.latitude,
            "longitude": one.organisation.longitude,
            "lead": "yes" if one.lead else "no",
            "partner_since": one.joined_at.date().isoformat(),
        }


TABLES = (
    OpenTable(
        "project",
        _("The project"),
        (
            Column("code", _("Code of the project in addresses; never given twice.")),
            Column("acronym", _("Short name of the project.")),
            Column(
                "starts",
                _("First day, month or year (ISO 8601), as precise as it is known; empty: not told."),
            ),
            Column(
                "ends", _("Last day, month or year (ISO 8601), as precise as it is known; empty: not told.")
            ),
            Column("months", _("Length in months, where it is told.")),
            Column("programme", _("Short name of the funding programme.")),
            Column("grant_number", _("Number of the grant agreement.")),
            Column("closed_on", _("Day on which the project was closed (ISO 8601).")),
        ),
        _project,
    ),
    OpenTable(
        "partners",
        _("The partners"),
        (
            Column("code", _("Code of the organisation; never given twice.")),
            Column("name", _("Name of the organisation, in its own language.")),
            Column(
                "kind", _("Kind of organisation, a code such as municipality, association or university.")
            ),
            Column("town", _("Town of the seat.")),
            Column("country", _("Country of the seat (ISO 3166-1, two letters).")),
            Column("latitude", _("Place of the seat, degrees north (WGS 84).")),
            Column("longitude", _("Place of the seat, degrees east (WGS 84).")),
            Column("lead", _("Whether it led the project: yes or no.")),
            Column("partner_since", _("Day on which it became a partner here (ISO 8601).")),
        ),
        _partners,
    ),
)

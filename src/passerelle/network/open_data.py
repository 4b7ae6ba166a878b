"""What everybody may reuse of a project: its facts, partners, themes and goals, and the figures of its cities, all as
they stand on public pages. What shows that a goal was worked for is the project's own and not among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Column, OpenTable
from passerelle.network.goals import goal_of, numbers
from passerelle.network.models import (
    Aim,
    City,
    CityFigure,
    Measure,
    MeasureLabel,
    Partnership,
    Project,
    Themed,
    ThemeLabel,
)


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


def _themes(project: UUID) -> Iterator[dict[str, Any]]:
    own = Themed.objects.filter(subject_kind=Project.KIND, subject=project).values("theme")
    found = ThemeLabel.objects.filter(theme__in=own).order_by("theme__code", "language")
    for one in found.values("theme__code", "theme__parent__code", "language", "text"):
        yield {
            "theme": one["theme__code"],
            "broader": one["theme__parent__code"] or "",
            "language": one["language"],
            "name": one["text"],
        }


def _goals(project: UUID) -> Iterator[dict[str, Any]]:
    own = Aim.objects.unscoped(reason="open data").filter(project=project)
    for target in sorted({one.target for one in own} & numbers().keys(), key=numbers().__getitem__):
        yield {"goal": goal_of(target).number, "target": target if "." in target else ""}


def _figures(project: UUID) -> Any:
    """What stands of the cities that partners are in; which of them a project needed, only its people know."""
    cities = City.objects.unscoped(reason="open data").filter(organisations__partnerships__project=project)
    return CityFigure.objects.unscoped(reason="open data").filter(
        city__in=cities.values("pk"), state=CityFigure.State.STANDS
    )


def _city_figures(project: UUID) -> Iterator[dict[str, Any]]:
    found = _figures(project).select_related("city", "measure")
    for one in found.order_by("city__code", "measure__code", "-year", "-used", "code"):
        yield {
            "city_code": one.city.code,
            "city": one.city.name,
            "country": one.city.country,
            "measure": one.measure.code,
            "year": one.year,
            "value": int(one.value) if one.value == one.value.to_integral_value() else float(one.value),
            "used": "yes" if one.used else "no",
            "why_used": one.reason,
            "source": one.source,
            "address": one.address,
            "definition": one.definition,
            "language": one.language,
        }


def _measures(project: UUID) -> Iterator[dict[str, Any]]:
    told = Measure.objects.unscoped(reason="open data").filter(figures__in=_figures(project))
    found = MeasureLabel.objects.filter(measure__in=told.values("pk")).select_related("measure")
    for one in found.order_by("measure__code", "language"):
        yield {
            "measure": one.measure.code,
            "unit": one.measure.unit,
            "rule": one.measure.rule,
            "language": one.language,
            "name": one.text,
        }


_LANGUAGE = _("Language of the words in this row (BCP 47).")

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
    OpenTable(
        "themes",
        _("Themes"),
        (
            Column("theme", _("Code of the theme; one row for each language in which it has a name.")),
            Column("broader", _("Code of the theme it stands under; empty: under none.")),
            Column("language", _LANGUAGE),
            Column("name", _("What the theme is called in that language.")),
        ),
        _themes,
    ),
    OpenTable(
        "goals",
        _("Sustainable Development Goals"),
        (
            Column("goal", _("Number of the goal, 1 to 17 (United Nations, A/RES/70/1).")),
            Column("target", _("Number of the target, such as 10.2; empty: the goal as a whole.")),
        ),
        _goals,
    ),
    OpenTable(
        "city_figures",
        _("Figures of the partners’ cities"),
        (
            Column("city_code", _("Code of the city; never given twice.")),
            Column("city", _("Name of the city.")),
            Column("country", _("Country of the city (ISO 3166-1, two letters).")),
            Column("measure", _("Code of what is told; its names stand in the table of measures.")),
            Column("year", _("Year the figure is of.")),
            Column("value", _("The figure, in the unit that the table of measures names.")),
            Column("used", _("Whether it is the one used where sources differ: yes or no.")),
            Column("why_used", _("Why it is the one used, where that is told.")),
            Column("source", _("Who says so.")),
            Column("address", _("Where it can be looked up.")),
            Column("definition", _("What exactly was counted, in the words of whoever wrote it down.")),
            Column("language", _LANGUAGE),
        ),
        _city_figures,
    ),
    OpenTable(
        "measures",
        _("What the figures tell"),
        (
            Column("measure", _("Code of what is told; one row for each language in which it has a name.")),
            Column("unit", _("Unit, such as % or km²; empty: a plain number.")),
            Column("rule", _("How the cities’ figures become the network’s: sum, mean, latest or none.")),
            Column("language", _LANGUAGE),
            Column("name", _("What it is called in that language.")),
        ),
        _measures,
    ),
)

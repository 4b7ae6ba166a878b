"""What the demo's network knows: themes and goals of its projects, its cities with their figures and ties."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from passerelle.core.actor import Actor, SystemActor
from passerelle.network import actions as network
from passerelle.network.actors import grants_of
from passerelle.network.models import (
    Appointment,
    City,
    CityFigure,
    Measure,
    Organisation,
    Project,
    Theme,
)

HOUSE = SystemActor(reason="demo")


def load(members: dict[str, Organisation], projects: dict[str, Project], told: dict[str, Any]) -> None:
    """members: organisations by their key in network.json. told: the data file of each project."""
    network.take_starting_themes(HOUSE)
    themes = {theme.key: theme for theme in Theme.objects.visible_to(HOUSE)}
    for key, project in projects.items():
        row = told[key]
        network.choose_themes(HOUSE, project, [themes[one] for one in row["themes"]])
        for number in row["goals"]:
            network.name_goal(HOUSE, project, str(number))
        for one in row.get("targets", []):
            aim = network.name_goal(HOUSE, project, one["target"])
            for evidence in one["evidence"]:
                network.add_evidence(HOUSE, aim, **evidence)


def load_cities(members: dict[str, Organisation], projects: dict[str, Project], told: dict[str, Any]) -> None:
    """Cities, their figures, one choice between two sources, a page that relies on a figure, and its correction.

    told: cities.json. Comes after the people: whoever leads the project relies on the figure."""
    for key, competences in told["competences"].items():
        network.tell_competences(HOUSE, members[key], competences, language="en")
    network.take_starting_measures(HOUSE)
    measures = {one.key: one for one in Measure.objects.visible_to(HOUSE)}
    places = {one.town: one for one in members.values()}
    cities = {row["name"]: _city(row, places[row["name"]]) for row in told["cities"]}
    for row in told["cities"]:
        for one in row["figures"]:
            given = {key: one[key] for key in ("year", "source", "definition", "language")}
            network.add_figure(
                HOUSE,
                cities[row["name"]],
                measures[one["measure"]],
                value=Decimal(str(one["value"])),
                **given,
            )
    for row in told["ties"]:
        given = {key: row[key] for key in ("kind", "since", "until", "source")}
        network.add_tie(HOUSE, cities[row["one"]], cities[row["other"]], **given)
    chosen = told["chosen"]
    figures = CityFigure.objects.visible_to(HOUSE)
    other = figures.get(
        city=cities[chosen["city"]],
        measure=measures[chosen["measure"]],
        value=Decimal(str(chosen["value"])),
    )
    network.use_figure(HOUSE, other, reason=chosen["reason"])
    relied = told["relied"]
    project = projects[relied["project"]]
    lead = Appointment.objects.filter(project=project, role="lead_coordinator").order_by("since")[0]
    network.rely_on(
        Actor(person=lead.person_id, grants=grants_of(lead.person_id)),
        project,
        measures[relied["measure"]],
        year=relied["year"],
        city=None,
        title=relied["title"],
    )
    wrong = told["corrected"]
    figure = figures.get(city=cities[wrong["city"]], measure=measures[wrong["measure"]], used=True)
    network.correct_figure(HOUSE, figure, value=Decimal(str(wrong["value"])), reason=wrong["reason"])


def _city(row: dict[str, Any], place: Organisation) -> City:
    return network.add_city(
        HOUSE,
        name=row["name"],
        country=row["country"],
        latitude=place.latitude,
        longitude=place.longitude,
        invented=True,
    )

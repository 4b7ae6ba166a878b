"""Organisations, projects and people's parts in them; themes, goals, cities and what is known of them."""

from passerelle.network.models.cities import (
    CityFigure,
    FigureChange,
    Measure,
    MeasureLabel,
    Reliance,
    Tie,
)
from passerelle.network.models.competences import Competence
from passerelle.network.models.controllers import Belonging, Controllership
from passerelle.network.models.goals import Aim, Evidence
from passerelle.network.models.projects import (
    PARTIAL,
    Appointment,
    City,
    Contribution,
    Departure,
    Invitation,
    Organisation,
    Partnership,
    Project,
)
from passerelle.network.models.themes import Theme, Themed, ThemeLabel
from passerelle.network.models.words import Term

__all__ = [
    "PARTIAL",
    "Aim",
    "Appointment",
    "Belonging",
    "City",
    "CityFigure",
    "Competence",
    "Contribution",
    "Controllership",
    "Departure",
    "Evidence",
    "FigureChange",
    "Invitation",
    "Measure",
    "MeasureLabel",
    "Organisation",
    "Partnership",
    "Project",
    "Reliance",
    "Term",
    "Theme",
    "ThemeLabel",
    "Themed",
    "Tie",
]

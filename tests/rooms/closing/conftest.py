"""A project of three partners, written in French, with news, documents and people, as it stands when it is closed."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passerelle.core.actor import Actor, SystemActor
from passerelle.network import actions as network
from passerelle.network.actors import grants_of
from passerelle.network.models import City
from passerelle.news import actions as news
from tests.rooms.public.conftest import (  # noqa: F401
    coordinator,
    databases,
    organisations,
    project,
    questions,
)

HOUSE = SystemActor(reason="test")


@pytest.fixture
def living(project, coordinator):  # noqa: F811
    """living() -> (project, its lead as an actor): public, with a document, news that point outside, and people."""

    def make(acronym: str = "RIVAGES"):
        made = project(
            acronym,
            translations={"en": {"Deux rives": "Two banks"}},
            starts="2024-01",
            ends="2025-12",
            programme="CERV",
        )
        person = coordinator(made, "Amina Ek", shown=True)
        coordinator(made, "Bela Ost", role="local_coordinator", shown=False)
        network.attach_file(HOUSE, made, SimpleUploadedFile("Plan d’eau.txt", b"Five wells."), public=True)
        network.attach_file(HOUSE, made, SimpleUploadedFile("inside.txt", b"Not for you."), public=False)
        if not City.objects.unscoped(reason="test").exists():
            tell_of_the_network(made)
        for number in (1, 2):
            item = news.write_news(
                HOUSE,
                title=f"Nouvelle {number}",
                language="fr",
                body="Une promenade. [Le programme](https://example.org/programme) est là.",
                project=made,
                organisation=None,
                day=None,
                source_name="La Gazette",
                source_address="https://example.org/gazette",
            )
            if number == 1:
                news.publish_news(HOUSE, item)
        return made, Actor(person=person.pk, grants=grants_of(person.pk))

    return make


def tell_of_the_network(made):
    """Two themes, a goal with what shows it, and what is told of the lead partner's city and of another one."""
    broader = network.add_theme(HOUSE, labels={"en": "Water"})
    theme = network.add_theme(HOUSE, labels={"en": "Banks", "fr": "Rives"}, parent=broader)
    network.choose_themes(HOUSE, made, [theme])
    aim = network.name_goal(HOUSE, made, "11.7")
    network.add_evidence(HOUSE, aim, says="A list that only the project reads.", language="en")
    measure = network.add_measure(HOUSE, labels={"en": "Jetties"}, unit="", rule="sum")
    here = made.partnerships.get(lead=True).organisation
    for name, inside, value in ((here.town, [here], 12), ("Elsewhere", [], 99)):
        city = network.add_city(HOUSE, name=name, country=here.country)
        network.choose_organisations(HOUSE, city, inside)
        told = {"year": 2024, "value": Decimal(value), "source": "Harbour office"}
        network.add_figure(HOUSE, city, measure, **told)


@pytest.fixture
def unzipped():
    """unzipped(bytes) -> {path: bytes}"""

    def read(content: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return {name: opened.read(name) for name in opened.namelist()}

    return read

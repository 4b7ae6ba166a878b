"""A small network whose projects are written, translated and published through the house's own actions."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from passerelle.core.actor import SystemActor
from passerelle.engines.text.segments import digest
from passerelle.language import texts
from passerelle.network import actions
from passerelle.network.models import Project
from passerelle.people import actions as people
from tests.rooms.public import pages

HOUSE = SystemActor(reason="test")
BODY = "# Au bord de l’eau\n\nNous vivons près du lac.\n\nNous voulons nous rencontrer.\n\nVenez nous voir."


@pytest.fixture(autouse=True)
def databases(request):
    request.getfixturevalue("db")
    yield
    translation.activate("en")


@pytest.fixture
def organisations():
    towns = [("Ödby", "SE"), ("Zonneveld", "BE"), ("Åkerö", "SE"), ("Arcola", "IT")]
    return [
        actions.add_organisation(HOUSE, name=f"{town} stad", kind="municipality", town=town, country=country)
        for town, country in towns
    ]


@pytest.fixture
def project(organisations):
    """project(acronym, title, body, translations, …) -> a published project.

    translations: {language: {source words: translated words}}, of the title and of every paragraph."""

    def make(
        acronym: str = "RIVAGES",
        title: str = "Deux rives",
        language: str = "fr",
        body: str = BODY,
        translations: dict[str, dict[str, str]] | None = None,
        origin: str = "human",
        partners: int = 3,
        published: bool = True,
        **facts,
    ) -> Project:
        lead = organisations[0] if partners else None
        made = actions.create_project(
            HOUSE, acronym=acronym, title=title, language=language, lead=lead, **facts
        )
        actions.choose_partners(HOUSE, made, organisations[:partners])
        actions.write_page(HOUSE, made, body, language=language, base=0)
        for code, pairs in (translations or {}).items():
            translate(made, code, pairs, origin)
        if published:
            actions.publish_project(HOUSE, made)
        return made

    return make


def translate(project: Project, language: str, pairs: dict[str, str], origin: str = "human") -> None:
    told = texts.tell(actions.owner_of(project))
    for source, words in pairs.items():
        for one in told.values():
            if digest(source) in {block.hash for version in one.history for block in version}:
                texts.translate(one.text, digest(source), language, words, base=0, author=None, origin=origin)


def rewrite(project: Project, body: str, base: int = 1) -> None:
    """The page changes after it was translated, and is published again."""
    actions.write_page(HOUSE, project, body, language="fr", base=base)
    actions.publish_project(HOUSE, project)


@pytest.fixture
def coordinator(organisations):
    """coordinator(project, name, role, shown) -> the person; shown: they agreed to stand on public pages."""

    def make(project, name, role="lead_coordinator", shown=False, organisation=None):
        person = people.register_person(
            HOUSE, name=name, email=f"{digest(name)[:8]}@bank.example", language="en", project=project.pk
        )
        actions.appoint(HOUSE, project, person, role, organisation or organisations[0])
        if shown:
            people.give_consent(HOUSE, person, "shown")
        return person

    return make


@pytest.fixture
def opened(client):
    """opened(address) -> the page a reader without an account gets."""
    return lambda address: pages.read(client.get(address))


@pytest.fixture
def questions():
    """questions(client, address) -> how many questions both databases are asked for a page, caches cold."""

    def count(client, address):
        with (
            CaptureQueriesContext(connections["default"]) as data,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            answer = client.get(address)
        assert answer.status_code == 200
        return len(data) + len(keys)

    return count


def address_of(project: Project, language: str = "en", end: str = "") -> str:
    return f"/{language}/projects/{project.code}/{project.slug}/{end}"

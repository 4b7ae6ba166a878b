"""Two projects of the network, the first one public, with somebody for every role."""

from __future__ import annotations

import pytest
from django.utils import translation

from passerelle.core.actor import Actor, SystemActor
from passerelle.engines.text.segments import digest
from passerelle.language import texts
from passerelle.network import actions as network
from passerelle.network.actors import grants_of
from passerelle.news import actions
from passerelle.people import actions as people
from passerelle.people.models import Account

HOUSE = SystemActor(reason="test")
TEXT = "Le comité s’est réuni samedi.\n\nIl a choisi trois lieux à visiter avant l’été."


@pytest.fixture(autouse=True)
def databases(request):
    request.getfixturevalue("db")
    yield
    translation.activate("en")


@pytest.fixture
def organisations():
    return [
        network.add_organisation(HOUSE, name=f"Town {code}", kind="municipality", town=code, country=code)
        for code in ("SE", "BE", "IT")
    ]


@pytest.fixture
def project(organisations):
    return begin("RIVAGES", organisations)


@pytest.fixture
def other(organisations):
    return begin("PONTS", organisations)


def begin(acronym, organisations):
    made = network.create_project(
        HOUSE, acronym=acronym, title="Deux rives", language="fr", lead=organisations[0]
    )
    network.choose_partners(HOUSE, made, organisations)
    network.write_page(HOUSE, made, "Nous vivons près du lac.", language="fr", base=0)
    return network.publish_project(HOUSE, made)


@pytest.fixture
def member(organisations):
    """member(project, role) -> somebody of that role, with an account."""

    def make(project, role: str = "lead_coordinator", name: str = "Amina Ek") -> Actor:
        email = f"{digest(name + role)[:8]}@bank.example"
        person = people.register_person(HOUSE, name=name, email=email, language="en", project=project.pk)
        network.appoint(HOUSE, project, person, role, organisations[0])
        people.create_account(HOUSE, person, email, "three plain words", demo=False)
        return Actor(person=person.pk, grants=grants_of(person.pk))

    return make


@pytest.fixture
def signed_in(client, member):
    """signed_in(project, role) -> a client behind which that person sits; `client.actor` is who they are."""

    def make(project, role: str = "lead_coordinator"):
        actor = member(project, role)
        account = Account.objects.get(person=actor.person)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.actor = actor
        return client

    return make


@pytest.fixture
def write(project):
    """write(title, body, translations, published, …) -> a piece of news of the project.

    translations: {language: {source words: translated words}}, of the title and of every paragraph."""

    def make(
        title="La première réunion", body=TEXT, language="fr", translations=None, published=True, **facts
    ):
        facts.setdefault("project", project)
        item = actions.write_news(HOUSE, title=title, language=language, body=body, **facts)
        for code, pairs in (translations or {}).items():
            translate(item, code, pairs)
        return actions.publish_news(HOUSE, item) if published else item

    return make


def translate(item, language, pairs):
    told = texts.tell(actions.owner_of(item))
    for source, words in pairs.items():
        for one in told.values():
            if digest(source) in {block.hash for block in one.history[-1]}:
                texts.translate(one.text, digest(source), language, words, base=0, author=None)

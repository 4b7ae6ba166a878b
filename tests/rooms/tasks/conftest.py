"""A project of three partners over 24 months, with somebody for every role and organisation."""

from __future__ import annotations

import pytest

from passerelle.core.actor import Actor, SystemActor
from passerelle.engines.text.segments import digest
from passerelle.network import actions as network
from passerelle.network.actors import grants_of
from passerelle.people import actions as people
from passerelle.people.models import Account
from passerelle.tasks import actions

HOUSE = SystemActor(reason="test")


@pytest.fixture(autouse=True)
def databases(request):
    request.getfixturevalue("db")


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
        HOUSE,
        acronym=acronym,
        title="Deux rives",
        language="fr",
        lead=organisations[0],
        starts="2026-03",
        ends="2028-02",
    )
    return network.choose_partners(HOUSE, made, organisations)


@pytest.fixture
def member(organisations):
    """member(project, role, organisation) -> somebody who acts there for that organisation (its place in the list)."""

    def make(project, role="lead_coordinator", organisation=0, name="Amina Ek") -> Actor:
        email = f"{digest(f'{name}{role}{organisation}{project.acronym}')[:8]}@bank.example"
        person = people.register_person(HOUSE, name=name, email=email, language="en", project=project.pk)
        network.appoint(HOUSE, project, person, role, organisations[organisation])
        people.create_account(HOUSE, person, email, "three plain words", demo=False)
        return Actor(person=person.pk, grants=grants_of(person.pk))

    return make


@pytest.fixture
def sit(client):
    """sit(actor) -> a client behind which that person sits."""

    def make(actor: Actor):
        account = Account.objects.get(person=actor.person)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.fixture
def owe(project):
    """owe(title, …) -> an item of the project, written down by the house."""

    def make(title="Invite the schools", **facts):
        return actions.create_item(HOUSE, facts.pop("project", project), title=title, **facts)

    return make

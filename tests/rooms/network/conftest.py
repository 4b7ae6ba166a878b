"""A small network: seven organisations in seven countries, a lead coordinator, and the house itself."""

from __future__ import annotations

import pytest

from passerelle.core.actor import Actor, SystemActor
from passerelle.network import actions
from passerelle.network.actors import grants_of
from passerelle.people import actions as people

HOUSE = SystemActor(reason="test")


@pytest.fixture(autouse=True)
def databases(request):
    request.getfixturevalue("db")


@pytest.fixture
def organisations():
    return [
        actions.add_organisation(
            HOUSE, name=f"Town {code}", kind="municipality", town=f"Bank {code}", country=code
        )
        for code in ("SE", "BE", "AT", "IT", "PL", "LT", "FR")
    ]


@pytest.fixture
def project(organisations):
    made = actions.create_project(
        HOUSE, acronym="RIVERBANK", title="Living by the water", language="en", lead=organisations[0]
    )
    actions.choose_partners(HOUSE, made, organisations[:6])
    return made


@pytest.fixture
def member(project, organisations):
    """member(role, name, email, account=False) -> Actor with that role in the project."""

    def make(
        role: str, name: str = "Amina Ek", email: str = "amina@bank.example", account: bool = False
    ) -> Actor:
        person = people.register_person(HOUSE, name=name, email=email, language="en", project=project.pk)
        actions.appoint(HOUSE, project, person, role, organisations[0])
        if account:
            people.create_account(HOUSE, person, email, "three plain words", demo=False)
        return Actor(person=person.pk, grants=grants_of(person.pk))

    return make


@pytest.fixture
def lead(member):
    return member("lead_coordinator")


@pytest.fixture
def signed_in(client, member):
    """signed_in(role) -> a client behind which somebody of that role sits."""
    from passerelle.people.models import Account

    def make(role: str):
        actor = member(role, name="Signe Ek", email=f"{role}@bank.example", account=True)
        client.force_login(
            Account.objects.get(person=actor.person),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        client.actor = actor
        return client

    return make

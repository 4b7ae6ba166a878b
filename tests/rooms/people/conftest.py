"""A small network with somebody in each of the roles that matter to people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from passerelle.core.actor import Actor, SystemActor
from passerelle.core.codes import new_code
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Organisation, Project
from passerelle.people import actions
from passerelle.people.models import Account, Person

HOUSE = SystemActor(reason="test")
PASSWORD = "a footbridge belongs to both banks"


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    """What the flows need of the settings; nobody has knocked yet."""
    translation.activate("en")
    settings.ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
    settings.ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
    cache.clear()


@dataclass
class Network:
    project: Project
    other: Project
    organisation: Organisation
    elsewhere: Organisation

    def person(self, name: str = "Amina Khalil", email: str = "amina@example.org", **more: Any) -> Person:
        more.setdefault("project", self.project.pk)
        more.setdefault("language", "en")
        return actions.register_person(HOUSE, name=name, email=email, **more)

    def staff(
        self,
        role: str,
        email: str,
        *,
        project: Project | None = None,
        organisation: Organisation | None = None,
    ) -> Account:
        """Somebody with an account and one role."""
        where = None if role == "administrator" else project or self.project
        person = self.person(role.replace("_", " ").title(), email, project=where.pk if where else None)
        Appointment.objects.create(
            person=person,
            role=role,
            project=where,
            organisation=(organisation or self.organisation) if where else None,
        )
        return actions.create_account(HOUSE, person, email, PASSWORD)

    def actor(self, account: Account) -> Actor:
        return Actor(person=account.person_id, grants=grants_of(account.person_id), language="en")


@pytest.fixture
def network(db: None) -> Network:
    ours, theirs = (
        Organisation.objects.create(
            code=new_code(), name=name, kind="association", town=town, country=country
        )
        for name, town, country in (("Two Banks", "Södertälje", "SE"), ("Lakeside", "Kaunas", "LT"))
    )
    project, other = (
        Project.objects.create(code=new_code(), acronym=acronym, state="published")
        for acronym in ("BRIDGE", "FERRY")
    )
    return Network(project, other, ours, theirs)


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    def enter(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


@pytest.fixture
def proved() -> Callable[[Client], Client]:
    """Types the password once more, as the house asks before something that matters."""

    def prove(client: Client) -> Client:
        answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert answer.status_code == 302
        return client

    return prove

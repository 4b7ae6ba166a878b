"""A letter opens the door once, for whoever it was written to."""

import re

import pytest
from django.urls import reverse

from passerelle.core import sealing
from passerelle.messages.models import Message
from passerelle.network import actions
from passerelle.network.models import Appointment, Invitation
from passerelle.people.models import Account
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
GOOD = "lantern plum river"


def letter_to(name, address, project, organisation, language="en", role="local_coordinator"):
    actions.invite(
        HOUSE,
        project,
        name=name,
        email=address,
        language=language,
        role=role,
        organisation=organisation,
    )
    message = Message.objects.filter(purpose="invitation").order_by("-created_at").first()
    text = sealing.opened([message], ["text"], owner="receiver")[0]["text"]
    return re.search(r"/\w\w/join/\S+", text)[0]


@pytest.fixture
def door(project, organisations):
    return letter_to("Nour", "nour@bank.example", project, organisations[1])


def test_the_letter_leads_to_the_working_space(client, project, door):
    assert "Nour, you are invited" in client.get(door).content.decode()
    answer = client.post(door, {"email": "nour@bank.example", "password": GOOD})
    assert answer.headers["Location"] == reverse("desk_joining", args=[project.code])
    assert client.get(answer.headers["Location"]).status_code == 200
    assert Appointment.objects.filter(role="local_coordinator", active=True).count() == 1


def test_the_letter_works_once(client, door):
    client.post(door, {"email": "nour@bank.example", "password": GOOD})
    client.logout()
    assert client.get(door).status_code == 404
    assert client.post(door, {"email": "x@bank.example", "password": GOOD}).status_code == 404
    assert Account.objects.count() == 1


def test_a_weak_password_is_refused_and_the_letter_stays_open(client, door):
    answer = client.post(door, {"email": "nour@bank.example", "password": "1234"})
    assert answer.status_code == 200
    assert "too short" in answer.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_whoever_has_an_account_accepts_with_it_and_nobody_else_can(client, project, organisations, door):
    client.post(door, {"email": "nour@bank.example", "password": GOOD})
    other = actions.create_project(
        HOUSE, acronym="OTHER", title="Other", language="en", lead=organisations[1]
    )
    second = letter_to("Nour", "nour@bank.example", other, organisations[1])
    client.logout()
    assert "Sign in with it" in client.get(second).content.decode()
    client.post(second, {"email": "thief@bank.example", "password": GOOD})
    assert not Appointment.objects.filter(project=other, role="local_coordinator").exists()
    client.force_login(Account.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(second)
    assert Appointment.objects.filter(project=other, role="local_coordinator", active=True).exists()


def test_a_lapsed_letter_says_whom_to_ask(client, door):
    from django.utils import timezone

    Invitation.objects.update(expires_at=timezone.now())
    answer = client.get(door)
    assert answer.status_code == 404
    assert "Ask the coordinator" in answer.content.decode()


def test_only_partners_send_people(project, organisations):
    from passerelle.core.errors import Problem

    with pytest.raises(Problem, match="Only partners"):
        actions.invite(
            HOUSE,
            project,
            name="N",
            email="n@b.example",
            language="en",
            role="official",
            organisation=organisations[6],
        )
    assert not Invitation.objects.exists()

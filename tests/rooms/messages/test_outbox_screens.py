"""The outbox on the desk: who sees which message, as text to paste, and what a person can decide."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from passerelle.core import sealing
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.codes import new_code
from passerelle.core.errors import Denied
from passerelle.messages.actions import mark_sent, post
from passerelle.messages.models import Message
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Organisation, Project
from passerelle.people.actions import create_account, register_person
from passerelle.people.models import Account, Person

HOUSE = SystemActor(reason="test")
LINK = "https://example.org/join/k4p7-mx2q"
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


@pytest.fixture
def project(db: None) -> Project:
    return Project.objects.create(code=new_code(), acronym="BRIDGE")


@pytest.fixture
def staff(project: Project) -> Callable[[str], Account]:
    organisation = Organisation.objects.create(
        code=new_code(), name="Two Banks", kind="other", town="X", country="SE"
    )

    def make(role: str) -> Account:
        where = None if role == "administrator" else project
        email = f"{role}.{new_code()}@example.org"
        person = register_person(HOUSE, name=role, email=email, language="en", project=where and where.pk)
        Appointment.objects.create(
            person=person, role=role, project=where, organisation=organisation if where else None
        )
        return create_account(HOUSE, person, email, "a footbridge belongs to both banks")

    return make


def actor(account: Account) -> Actor:
    return Actor(person=account.person_id, grants=grants_of(account.person_id))


def enter(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def invite(by: Actor, person: Person, project: Project | None, **more: Any) -> Message:
    return post(
        by,
        receiver=("person", person.pk),
        purpose="invitation",
        template="letters/invite",
        context={"project": "BRIDGE", "link": LINK},
        project=project and project.pk,
        **more,
    )


def page(client: Client, message: Message) -> str:
    answer = client.get(reverse("desk_message", args=[message.code]))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_inviter_and_lead_can_paste_the_invitation_and_nobody_else(
    project: Project, staff: Callable[[str], Account], somebody: Callable[..., Person]
) -> None:
    local, lead, other = staff("local_coordinator"), staff("lead_coordinator"), staff("local_coordinator")
    message = invite(actor(local), somebody(), project)
    for account in (local, lead):
        shown = page(enter(account), message)
        assert "<textarea" in shown
        assert LINK in shown
        assert "zaynab@example.org" in shown
        assert "Zaynab" in enter(account).get(reverse("desk_outbox")).content.decode()
    assert page(enter(other), message) == "404", "who reads the link could take the role"
    assert page(enter(staff("administrator")), message) == "404"
    assert page(enter(staff("facilitator")), message) == "404"
    assert enter(staff("facilitator")).get(reverse("desk_outbox")).status_code == 403
    assert page(Client(), message) == "302"


def test_sign_in_code_is_shown_to_nobody(
    project: Project, staff: Callable[[str], Account], somebody: Callable[..., Person], settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    message = invite(HOUSE, somebody(), None, secret=True)
    administrator = enter(staff("administrator"))
    shown = page(administrator, message)
    assert "Nobody but its receiver can read it" in shown
    listed = administrator.get(reverse("desk_outbox")).content.decode()
    for text in (shown, listed):
        assert "Zaynab" not in text
        assert LINK not in text
        assert "zaynab@example.org" not in text
    lead = staff("lead_coordinator")
    own = invite(actor(lead), somebody(email="b@example.org"), project, secret=True)
    assert LINK not in page(enter(lead), own)


def test_message_of_an_arabic_receiver_is_marked_as_arabic(
    project: Project, staff: Callable[[str], Account], somebody: Callable[..., Person]
) -> None:
    lead = staff("lead_coordinator")
    message = invite(actor(lead), somebody(name="أمينة", language="ar"), project)
    shown = page(enter(lead), message)
    assert '<h1><bdi lang="ar" dir="rtl">دعوة إلى BRIDGE</bdi></h1>' in shown


def test_person_decides_what_became_of_a_doubtful_message(
    project: Project, staff: Callable[[str], Account], somebody: Callable[..., Person], settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    lead = staff("lead_coordinator")
    client = enter(lead)
    message = invite(actor(lead), somebody(), project)
    Message.objects.update(state="unsure", trouble="worker stopped")
    shown = page(client, message)
    assert "The message may have left." in shown
    address = reverse("desk_message", args=[message.code])
    client.post(address, {"do": "again"})
    assert Message.objects.get().state == "waiting"
    refused = client.post(address, {"do": "arrived"}, follow=True).content.decode()
    assert "on its way already" in refused
    Message.objects.update(state="unsure")
    client.post(address, {"do": "arrived"})
    assert Message.objects.get().state == "sent"
    with pytest.raises(Denied):
        mark_sent(actor(staff("local_coordinator")), message)


def test_outbox_is_narrowed_down(
    project: Project, staff: Callable[[str], Account], somebody: Callable[..., Person]
) -> None:
    lead = staff("lead_coordinator")
    client = enter(lead)
    invite(actor(lead), somebody("Zaynab"), project)
    invite(actor(lead), somebody("Bashir", email="b@example.org"), project)
    Message.objects.filter(receiver__in=Person.objects.filter(pk=Message.objects.first().receiver)).update(
        state="sent"
    )

    def names(**query: str) -> list[str]:
        shown = client.get(reverse("desk_outbox"), query).content.decode()
        return [name for name in ("Zaynab", "Bashir") if f"<bdi>{name}</bdi>" in shown]

    assert names() == ["Zaynab", "Bashir"]
    assert names(q="zay") == ["Zaynab"]
    assert len(names(state="sent")) == len(names(state="paste")) == 1
    assert names(state="nonsense") == ["Zaynab", "Bashir"]
    assert names(sort="-state", page="99") == ["Zaynab", "Bashir"]


def test_outbox_costs_the_same_for_twenty_and_two_thousand(
    project: Project, staff: Callable[[str], Account], somebody: Callable[..., Person]
) -> None:
    lead = staff("lead_coordinator")
    client = enter(lead)
    first = invite(actor(lead), somebody(), project)
    kept = {f.attname: getattr(first, f.attname) for f in Message._meta.concrete_fields}
    for many in (20, 2000):
        Message.objects.bulk_create(copy(kept) for _one in range(many - Message.objects.count()))
        for address in (
            reverse("desk_outbox"),
            reverse("desk_outbox") + "?q=zay&state=paste&sort=-state&page=2",
            reverse("desk_message", args=[first.code]),
        ):
            with (
                CaptureQueriesContext(connection) as data,
                CaptureQueriesContext(connections["keys"]) as store,
            ):
                assert client.get(address).status_code == 200
            assert len(data) + len(store) <= 12, (many, address)


def copy(kept: dict[str, Any]) -> Message:
    made = Message(
        **{**kept, "id": uuid.uuid4(), "code": new_code(), "message_id": new_code(12), "door": None}
    )
    sealing.fill(made, made.receiver, subject="An invitation")
    return made

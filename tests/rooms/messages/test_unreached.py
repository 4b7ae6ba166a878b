"""Whom to call or write to: everybody whom something did not reach, why, and the way that is left."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.core.actor import SystemActor
from passerelle.core.codes import new_code
from passerelle.core.models import Entry
from passerelle.messages import unsubscribing
from passerelle.messages.models import Message
from passerelle.network.models import Project
from passerelle.people.models import Account, Person
from tests.rooms.messages.conftest import PALERMO
from tests.rooms.messages.test_letters import coordinator, enter, lead, project, write

HOUSE = SystemActor(reason="test")
pytestmark = pytest.mark.django_db(databases=["default", "keys"])
__all__ = ["lead", "project"]


def names(client: Client, **query: str) -> list[str]:
    shown = client.get(reverse("desk_unreached"), query).content.decode()
    return re.findall(r'<th scope="row"><a [^>]*><bdi>([^<]*)</bdi>', shown)


def test_each_person_stands_once_with_why_and_what_is_left(
    project: Project, lead: Account, somebody: Callable[..., Person], settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    caller, alone = somebody("Bashir", email="", phone="+39 091 5"), somebody("Chiara", email="")
    back = somebody("Amina", email="a@example.org", **PALERMO)
    fine, silent = somebody("Dora", email="d@example.org"), somebody("Elias", email="")
    unsubscribing.stop(HOUSE, unsubscribing.Wish(silent.pk, "announcement"))
    write(project, caller, alone, back, fine, silent)
    write(project, caller)
    Message.objects.filter(receiver=back.pk).update(state="returned", trouble="bounce 5.2.2")
    client = enter(lead)
    assert names(client) == ["Amina", "Bashir", "Chiara"], "who was reached or asked for no more is not on it"
    shown = client.get(reverse("desk_unreached")).content.decode()
    for words in (
        "+39 091 5",
        "by phone",
        "none: ask somebody who knows them",
        "a mail came back",
        "by mail",
    ):
        assert words in shown
    assert names(client, way="phone") == ["Bashir"]
    assert names(client, why="mail back") == ["Amina"]
    assert names(client, sort="-name") == ["Chiara", "Bashir", "Amina"]
    assert names(client, why="nonsense") == ["Amina", "Bashir", "Chiara"]
    assert names(enter(coordinator(project, "local_coordinator"))) == []
    assert Entry.objects.filter(action="unreached people opened", actor=lead.person_id).exists()


def test_passing_it_on_takes_somebody_off_the_list(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    (message,) = write(project, somebody("Bashir", email=""))
    client = enter(lead)
    assert names(client) == ["Bashir"]
    client.post(reverse("desk_message", args=[message.code]), {"do": "arrived"})
    assert names(client) == []


def test_pages_of_letters_and_people_cost_the_same_for_twenty_and_two_thousand(
    project: Project, lead: Account, somebody: Callable[..., Person]
) -> None:
    client = enter(lead)
    people = [somebody(f"P{n}", email="", **PALERMO) for n in range(30)]
    (first,) = write(project, people[0])
    for state, address in (("paste", reverse("desk_unreached")), ("letter", reverse("desk_letters"))):
        for many in (20, 2000):
            Message.objects.exclude(pk=first.pk).delete()
            Message.objects.bulk_create(_copy(first, people[n % 30], state) for n in range(many))
            with (
                CaptureQueriesContext(connection) as data,
                CaptureQueriesContext(connections["keys"]) as store,
            ):
                assert client.get(address).status_code == 200
            assert len(data) + len(store) <= 12, (many, address, [q["sql"][:90] for q in data])


def _copy(of: Message, to: Person, state: str) -> Message:
    return Message(
        id=uuid.uuid4(),
        code=new_code(),
        message_id=new_code(12),
        receiver_kind="person",
        receiver=to.pk,
        purpose=of.purpose,
        language="en",
        project=of.project,
        state=state,
        way="letter" if state == "letter" else "hand",
        trouble="no address",
    )

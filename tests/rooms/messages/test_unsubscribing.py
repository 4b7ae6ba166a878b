"""Whoever gets mails that go to many stops them with one click, without an account, and can change their mind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from passerelle.core.actor import SystemActor
from passerelle.messages import jobs, unsubscribing
from passerelle.messages.actions import post, post_many
from passerelle.messages.models import Message, Silence
from passerelle.people.actions import erase_person
from passerelle.people.models import Person

HOUSE = SystemActor(reason="test")
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture(autouse=True)
def at_home(settings: Any) -> None:
    settings.ADDRESS = "https://network.example"


def digest(person: Person, occasion: str = "w1") -> Message:
    (message,) = post_many(
        HOUSE, receivers={person.pk: {}}, occasion=occasion, purpose="digest", template="messages/mail/trial"
    ).messages
    return message


def way_out(mail: Any) -> str:
    found = re.fullmatch(r"\s*<https://network\.example(/.*)>", mail["List-Unsubscribe"])
    assert found
    return found[1]


def test_mail_that_goes_to_many_carries_its_way_out_and_others_do_not(
    post_office: Any, somebody: Callable[..., Person]
) -> None:
    person = somebody(language="fr")
    jobs.send(message=digest(person).pk)
    message = post(
        HOUSE,
        receiver=("person", person.pk),
        purpose="account-notice",
        template="messages/mail/trial",
        context={},
    )
    jobs.send(message=message.pk)
    to_many, to_one = post_office.taken
    assert to_many["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out(to_many).startswith("/fr/unsubscribe/")
    for part in ("plain", "html"):
        assert "https://network.example/fr/unsubscribe/" in to_many.get_body((part,)).get_content()
        assert "unsubscribe" not in to_one.get_body((part,)).get_content()
    assert to_one["List-Unsubscribe"] is None


def test_one_click_without_cookies_stops_and_the_page_undoes_it(
    post_office: Any, somebody: Callable[..., Person]
) -> None:
    person = somebody()
    jobs.send(message=digest(person).pk)
    where = way_out(post_office.taken[0])
    client = Client(enforce_csrf_checks=True)
    assert client.get(where).status_code == 200
    assert not Silence.objects.exists(), "a mail program that looks ahead stops nothing"
    answer = client.post(where, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200, "RFC 8058 asks for no redirect"
    assert list(Silence.objects.values_list("receiver", "purpose")) == [(person.pk, "digest")]
    assert "You get no more of these." in client.get(where).content.decode()
    assert digest(person, "w2").state == "unwanted"
    client.post(where, {"do": "resume", "purpose": "digest"})
    assert digest(person, "w3").state == "waiting"


def test_page_names_nobody_and_is_kept_by_no_browser(
    post_office: Any, somebody: Callable[..., Person]
) -> None:
    jobs.send(message=digest(somebody()).pk)
    answer = Client().get(way_out(post_office.taken[0]))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Zaynab" not in answer.content.decode()
    assert "zaynab@example.org" not in answer.content.decode()


def test_address_says_nothing_and_cannot_be_made_up(somebody: Callable[..., Person]) -> None:
    person = somebody()
    token = unsubscribing.Addresses().of(person.pk, "digest", "en").rstrip("/").rpartition("/")[2]
    assert unsubscribing.read(token) == unsubscribing.Wish(person.pk, "digest")
    assert person.pk.hex not in token
    for other in ("x", "", "é", token[:-2], ("A" if token[0] != "A" else "B") + token[1:]):
        assert unsubscribing.read(other) is None
    assert Client().post(f"/en/unsubscribe/{token[:-3]}/", {"do": "stop"}).status_code == 404
    account = unsubscribing.Addresses().of(person.pk, "sign-in-code", "en").rstrip("/").rpartition("/")[2]
    assert unsubscribing.read(account) is None, "what concerns an account cannot be turned off"


def test_wish_between_writing_and_sending_is_heard(post_office: Any, somebody: Callable[..., Person]) -> None:
    person = somebody()
    message = digest(person)
    unsubscribing.stop(HOUSE, unsubscribing.Wish(person.pk, "digest"))
    jobs.send(message=message.pk)
    assert post_office.taken == []
    assert Message.objects.get(pk=message.pk).state == "unwanted"


def test_without_https_there_is_no_promise_of_one_click(
    post_office: Any, somebody: Callable[..., Person], settings: Any
) -> None:
    settings.ADDRESS = "http://localhost:8000"
    jobs.send(message=digest(somebody()).pk)
    assert post_office.taken[0]["List-Unsubscribe-Post"] is None
    assert (
        post_office.taken[0]["List-Unsubscribe"].strip().startswith("<http://localhost:8000/en/unsubscribe/")
    )


def test_wish_goes_with_its_person(somebody: Callable[..., Person]) -> None:
    person = somebody()
    unsubscribing.stop(HOUSE, unsubscribing.Wish(person.pk, "digest"))
    erase_person(HOUSE, person)
    assert not Silence.objects.exists()

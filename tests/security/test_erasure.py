"""Somebody who asks to be erased is gone: from both databases, the files, the sessions, and from any older copy."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from passerelle.core import files, journal, keys
from passerelle.core.actor import PUBLIC, Actor, SystemActor
from passerelle.core.errors import Denied, Problem
from passerelle.core.keystore.models import PersonKey, Withdrawal
from passerelle.core.models import Entry, StoredFile
from passerelle.messages import jobs
from passerelle.messages.models import Message
from passerelle.people import actions, erasure, queries
from passerelle.people.models import Account, Consent, Identity, Person
from tests.rooms.messages import workers
from tests.security.everything import Somebody, sealed_values, sessions, somebody, traces

HOUSE = SystemActor(reason="test")
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> None:
    translation.activate("en")
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    settings.ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
    cache.clear()


def other() -> Somebody:
    return somebody(
        "Bashir Haddad", "bashir.contact@post.example", "bashir.account@work.example", "+468123456"
    )


def test_search_finds_what_is_there_before(settings: Any) -> None:
    """The test's own eyes: before the erasure they see the address one signs in with, and the sessions."""
    found = traces(somebody().values)
    assert "address in default.people_account" in found
    assert "address in default.account_emailaddress" in found
    assert "address in a session" in found
    assert not [place for place in found if place.startswith("name in")], (
        "names are sealed from the beginning"
    )


def test_nothing_of_an_erased_person_can_be_read_anywhere() -> None:
    gone, stays = somebody(), other()
    stolen = sealed_values()
    mine = [value for value in stolen if value[0] == gone.person.pk]
    assert len(mine) >= 8, "name, contact, phone, note, file name, three parts of a message"
    assert all(text for text in keys.unseal_many(mine))

    actions.erase_person(Actor(person=gone.person.pk), gone.person)

    assert traces(gone.values) == []
    assert keys.unseal_many(mine) == [None] * len(mine), "last week's copy cannot be opened either"
    assert not PersonKey.objects.filter(owner=gone.person.pk).exists()
    assert not [v for v in sealed_values() if v[0] == gone.person.pk]
    assert not StoredFile.objects.filter(person=gone.person.pk).exists()
    assert not files.path_of(gone.file.pk).exists()
    assert not Account.objects.filter(person=gone.person).exists()
    person = Person.objects.get(pk=gone.person.pk)
    assert person.erased_at
    assert person.language == ""

    theirs = [v for v in stolen if v[0] == stays.person.pk]
    assert all(keys.unseal_many(theirs))
    assert queries.identity_of(HOUSE, stays.person).name == "Bashir Haddad"
    assert files.read(stays.file)
    assert Session.objects.count() == 3, "others stay signed in"


def test_what_stays_is_a_number_without_a_name() -> None:
    gone = somebody()
    actions.erase_person(HOUSE, gone.person)
    assert queries.names_of(HOUSE, [gone.person.pk]) == {gone.person.pk: None}
    assert queries.identity_of(HOUSE, gone.person).erased
    assert Consent.objects.filter(person=gone.person).count() == 2, "the ledger stays as proof"
    assert Message.objects.filter(receiver=gone.person.pk, text=None, html=None, subject=None).count() == 3
    assert Entry.objects.filter(actor=gone.person.pk).exists()
    journal.seal_pending()
    assert journal.verify() == []


def test_doors_are_closed_after_erasure(client: Client) -> None:
    gone = somebody()
    signed_in = Client()
    signed_in.force_login(gone.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    actions.erase_person(HOUSE, gone.person)
    assert signed_in.get(reverse("account")).status_code == 302
    page = client.post(reverse("your_data"), {"code": gone.access_code})
    assert "This code opens nothing" in page.content.decode()
    data = {"email": gone.values["address"], "code": gone.recovery_codes[0], "password": "another plank"}
    assert "do not belong together" in client.post(reverse("recovery"), data).content.decode()
    with pytest.raises(Problem):
        keys.create(gone.person.pk)
    with pytest.raises(Problem):
        actions.change_identity(HOUSE, gone.person, name="Back Again")


def test_waiting_mail_does_not_leave_after_erasure() -> None:
    gone = somebody()
    waiting = Message.objects.filter(receiver=gone.person.pk, state="waiting").first()
    assert waiting is not None
    actions.erase_person(HOUSE, gone.person)
    jobs.send(message=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.trouble) == ("failed", "receiver gone")


def test_erasing_twice_changes_nothing() -> None:
    gone = somebody()
    actions.erase_person(HOUSE, gone.person)
    first = Person.objects.get(pk=gone.person.pk).erased_at
    actions.erase_person(HOUSE, Person.objects.get(pk=gone.person.pk))
    erasure.finish_erasure(person=gone.person.pk)
    assert Person.objects.get(pk=gone.person.pk).erased_at == first
    assert Withdrawal.objects.filter(owner=gone.person.pk).count() == 1
    assert traces(gone.values) == []


def test_process_killed_after_the_commit_loses_no_erasure() -> None:
    """The key store is another database: what the process did not get to do is done by the job."""
    gone = somebody()
    died = workers.start(KILLED.format(person=str(gone.person.pk)))
    assert died.wait(60) == 7
    assert PersonKey.objects.filter(owner=gone.person.pk).exists()
    files.write(gone.file.pk, b"what the process did not get to remove")
    workers.work()
    assert not PersonKey.objects.filter(owner=gone.person.pk).exists()
    assert not files.path_of(gone.file.pk).exists()


def test_erasure_that_fails_leaves_everything() -> None:
    gone = somebody()
    with transaction.atomic():
        actions.erase_person(HOUSE, gone.person)
        transaction.set_rollback(True)
    assert queries.identity_of(HOUSE, Person.objects.get(pk=gone.person.pk)).name == gone.values["name"]
    assert files.read(gone.file)


def test_old_data_put_back_are_erased_again() -> None:
    """Restore: rows of last week beside the newest key store."""
    gone, stays = somebody(), other()
    models = (Person, Identity, Account, Consent, Message, StoredFile)
    last_week = [serializers.serialize("json", m._base_manager.all()) for m in models]
    actions.erase_person(HOUSE, gone.person)
    for copy in last_week:
        for row in serializers.deserialize("json", copy):
            row.save()
    files.write(gone.file.pk, b"sealed bytes of last week")
    assert "address in default.people_account" in traces(gone.values)
    assert queries.identity_of(HOUSE, gone.person).erased, "unreadable even before the replay"

    assert erasure.replay_withdrawals() == 1
    assert traces(gone.values) == []
    assert not files.path_of(gone.file.pk).exists()
    assert erasure.replay_withdrawals() == 0
    assert queries.identity_of(HOUSE, stays.person).name == "Bashir Haddad"


def test_who_may_erase() -> None:
    gone, far = somebody(), other()
    from passerelle.network.actors import grants_of

    peer = Actor(person=far.person.pk, grants=grants_of(far.person.pk))
    for stranger in (PUBLIC, peer, Actor(person=far.person.pk)):
        with pytest.raises(Denied):
            actions.erase_person(stranger, gone.person)
    assert queries.identity_of(HOUSE, gone.person).name == gone.values["name"]


def test_person_without_an_account_sees_takes_home_and_erases_their_data(client: Client) -> None:
    gone = somebody()
    assert client.get(reverse("your_data_download", args=["json"])).status_code == 302
    assert client.post(reverse("your_data_erase")).status_code == 302
    wrong = client.post(reverse("your_data"), {"code": "aaaa-bbbb-cccc-dddd-eeee"})
    assert "This code opens nothing" in wrong.content.decode()

    assert client.post(reverse("your_data"), {"code": gone.access_code.upper()}).status_code == 302
    page = client.get(reverse("your_data"))
    assert page["Cache-Control"] == "no-store"
    shown = page.content.decode()
    for value in (
        "Zaynab Al-Qadiri",
        "zaynab.contact@post.example",
        "+390916197777",
        "reads lips",
        "passport",
    ):
        assert value in shown
    told = json.loads(client.get(reverse("your_data_download", args=["json"])).content)
    assert told["person"] == gone.person.code
    client.post(reverse("your_data_withdraw"), {"purpose": "shown"})
    assert not queries.has_consent(gone.person, "shown")

    ask = client.get(reverse("your_data_erase")).content.decode()
    assert "cannot be read again" in ask
    told = client.post(reverse("your_data_erase"))
    assert "Your data are erased" in told.content.decode()
    assert traces(gone.values) == []
    assert "Open my data" in client.get(reverse("your_data")).content.decode()


def test_staff_open_and_erase_their_own_data_without_a_printed_code() -> None:
    gone = somebody()
    client = Client()
    client.force_login(gone.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Al-Qadiri" not in client.get(reverse("your_data")).content.decode()
    client.post(reverse("account_own_data"))
    assert "Al-Qadiri" in client.get(reverse("your_data")).content.decode()
    client.post(reverse("your_data_erase"))
    assert traces(gone.values) == []
    assert client.get(reverse("account")).status_code == 302


def test_own_data_close_by_themselves_and_by_hand(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = somebody()
    client.post(reverse("your_data"), {"code": gone.access_code})
    assert "Al-Qadiri" in client.get(reverse("your_data")).content.decode()
    client.post(reverse("your_data_leave"))
    assert "Al-Qadiri" not in client.get(reverse("your_data")).content.decode()
    client.post(reverse("your_data"), {"code": gone.access_code})
    import time

    later = time.time() + 31 * 60
    monkeypatch.setattr("passerelle.people.views.own_data.time.time", lambda: later)
    assert "Al-Qadiri" not in client.get(reverse("your_data")).content.decode()


def test_guessing_at_codes_is_throttled(client: Client) -> None:
    gone = somebody()
    cache.clear()
    for _attempt in range(10):
        client.post(reverse("your_data"), {"code": "aaaa-bbbb-cccc-dddd-eeee"})
    page = client.post(reverse("your_data"), {"code": gone.access_code})
    assert "too many attempts" in page.content.decode()


def test_coordinator_erases_on_the_desk_after_the_page_that_says_what_it_means() -> None:
    gone = somebody()
    cache.clear()
    helper = Person.objects.get(pk=gone.person.pk)
    sessions(gone.account, gone.access_code)
    client = Client()
    client.force_login(gone.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("desk_person_erase", args=[helper.code])
    ask = client.get(address).content.decode()
    assert "What cannot be brought back" in ask
    assert not Person.objects.get(pk=gone.person.pk).erased_at, "looking erases nobody"
    client.post(address)
    assert traces(gone.values) == []


KILLED = """
import os
from passerelle.core.actor import SystemActor
from passerelle.people import actions, erasure
from passerelle.people.models import Person
erasure._finish = lambda *what: os._exit(7)
actions.erase_person(SystemActor(reason="test"), Person.objects.get(pk={person!r}))
"""

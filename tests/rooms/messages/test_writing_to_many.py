"""Many are written to at once: each in their language, by the way that reaches them, and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from passerelle.core import sealing
from passerelle.core.actor import PUBLIC, SystemActor
from passerelle.core.errors import Denied
from passerelle.core.models import Entry
from passerelle.messages import unsubscribing
from passerelle.messages.actions import Posted, post, post_many
from passerelle.messages.models import Message
from passerelle.people.actions import change_identity, erase_person
from passerelle.people.models import Person
from tests.rooms.messages import workers
from tests.rooms.messages.conftest import PALERMO

HOUSE = SystemActor(reason="test")
State = Message.State


def write(*people: Person, occasion: str = "digest.2026-W48", purpose: str = "digest") -> Posted:
    return post_many(
        HOUSE,
        receivers={p.pk: {"project": "BRIDGE", "link": f"https://example.org/{p.code}"} for p in people},
        occasion=occasion,
        purpose=purpose,
        template="letters/invite",
    )


def words(message: Message) -> str:
    (texts,) = sealing.opened([message], ["text"], owner="receiver")
    return texts["text"] or ""


@pytest.fixture
def mailed(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"


@pytest.mark.django_db(databases=["default", "keys"])
def test_each_gets_their_own_words_by_the_way_that_reaches_them(
    mailed: None, somebody: Callable[..., Person]
) -> None:
    by_mail = somebody("Zaynab", email="z@example.org")
    by_letter = somebody("أمينة", language="ar", email="", **PALERMO)
    by_hand = somebody("Bashir", email="", phone="+39 091 1")
    posted = write(by_mail, by_letter, by_hand)
    found = {m.receiver: m for m in posted.messages}
    assert [found[p.pk].state for p in (by_mail, by_letter, by_hand)] == ["waiting", "letter", "paste"]
    assert [posted.count(s) for s in ("waiting", "letter", "paste")] == [1, 1, 1]
    assert "Hello Zaynab" in words(found[by_mail.pk])
    assert "مرحباً أمينة" in words(found[by_letter.pk])
    assert by_hand.code in words(found[by_hand.pk])
    assert by_mail.code not in words(found[by_hand.pk])


@pytest.mark.django_db(databases=["default", "keys"])
def test_nobody_is_written_to_twice_on_one_occasion(mailed: None, somebody: Callable[..., Person]) -> None:
    one, two = somebody("One", email="1@example.org"), somebody("Two", email="2@example.org")
    write(one)
    again = write(one, two)
    assert [m.receiver for m in again.messages] == [two.pk]
    assert again.already == 1
    assert len(write(one, two, occasion="digest.2026-W49").messages) == 2
    assert Message.objects.filter(receiver=one.pk).count() == 2


@pytest.mark.django_db(databases=["default", "keys"])
def test_who_was_erased_is_left_out_and_named(mailed: None, somebody: Callable[..., Person]) -> None:
    stays, goes = somebody("One", email="1@example.org"), somebody("Two", email="2@example.org")
    erase_person(HOUSE, goes)
    posted = write(stays, goes)
    assert ([m.receiver for m in posted.messages], posted.gone) == ([stays.pk], {goes.pk})


@pytest.mark.django_db(databases=["default", "keys"])
def test_who_asked_for_no_more_gets_no_more_of_this_kind_only(
    mailed: None, somebody: Callable[..., Person]
) -> None:
    person = somebody()
    unsubscribing.stop(PUBLIC, unsubscribing.Wish(person.pk, "digest"))
    (digest,) = write(person).messages
    (reminder,) = write(person, purpose="reminder").messages or (None,)  # the same occasion: had already
    assert (digest.state, digest.text) == ("unwanted", None)
    assert reminder is None
    (reminder,) = write(person, occasion="due.1", purpose="reminder").messages
    assert reminder.state == "waiting"
    account = post(
        HOUSE,
        receiver=("person", person.pk),
        purpose="account-notice",
        template="letters/invite",
        context={},
    )
    assert account.state == "waiting"


@pytest.mark.django_db(databases=["default", "keys"])
def test_two_hundred_cost_as_many_queries_as_two(mailed: None, somebody: Callable[..., Person]) -> None:
    people = [somebody(f"P{n}", email=f"p{n}@example.org") for n in range(60)]

    def cost(some: list[Person], occasion: str) -> int:
        with CaptureQueriesContext(connection) as data, CaptureQueriesContext(connections["keys"]) as store:
            write(*some, occasion=occasion)
        return len(data) + len(store)

    write(people[0], occasion="first")  # makes the house's secret
    assert cost(people[:2], "a") == cost(people, "b") <= 20


@pytest.mark.django_db(databases=["default", "keys"])
def test_only_who_may_write_to_one_may_write_to_many(somebody: Callable[..., Person]) -> None:
    with pytest.raises(Denied):
        post_many(
            PUBLIC,
            receivers={somebody().pk: {}},
            occasion="x",
            purpose="digest",
            template="letters/invite",
        )
    with pytest.raises(ValueError, match="occasion"):
        write(occasion="")


@pytest.mark.django_db(databases=["default", "keys"])
def test_journal_says_how_many_and_no_name(mailed: None, somebody: Callable[..., Person]) -> None:
    write(somebody(), somebody("أمينة", email="", **PALERMO))
    row = Entry.objects.get(action="many written to")
    assert row.details == {
        "purpose": "digest",
        "occasion": "digest.2026-W48",
        "already": 0,
        "of_waiting": 1,
        "of_letter": 1,
    }


@pytest.mark.django_db(databases=["default", "keys"])
def test_letter_becomes_possible_again_with_a_new_address(
    mailed: None, somebody: Callable[..., Person]
) -> None:
    from passerelle.messages import reach
    from passerelle.messages.recipients import resolve

    person = somebody(**PALERMO)
    reach.mark_dead(resolve("person", person.pk), "mail", "5.1.1")
    assert write(person, occasion="a").messages[0].state == "letter"
    reach.mark_dead(resolve("person", person.pk), "letter", "unknown")
    (by_hand,) = write(person, occasion="b").messages
    assert (by_hand.state, by_hand.trouble) == ("paste", "came back")
    change_identity(HOUSE, person, street="Via Roma 1")
    assert write(person, occasion="c").messages[0].state == "letter"
    change_identity(HOUSE, person, email="new@example.org")
    assert write(person, occasion="d").messages[0].state == "waiting"


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_worker_sends_to_all_of_them(post_office: Any, somebody: Callable[..., Person]) -> None:
    people = [somebody(f"P{n}", email=f"p{n}@example.org") for n in range(3)]
    write(*people)
    workers.work()
    assert sorted(post_office.receivers) == ["p0@example.org", "p1@example.org", "p2@example.org"]

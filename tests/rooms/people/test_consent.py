"""What somebody agreed to is a ledger of lines; the newest line for a purpose counts, until its last day."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from passerelle.core.actor import PUBLIC, Actor
from passerelle.core.errors import Denied
from passerelle.people import actions, queries
from passerelle.people.models import Consent, Person
from tests.rooms.people.conftest import HOUSE, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = datetime.date(2026, 3, 1)


def test_silence_is_no_consent(network: Network) -> None:
    assert not queries.has_consent(network.person(), "shown", DAY)


def test_consent_holds_until_and_with_its_last_day(network: Network) -> None:
    person = network.person()
    actions.give_consent(HOUSE, person, "shown", until=DAY)
    assert queries.has_consent(person, "shown", DAY)
    assert not queries.has_consent(person, "shown", DAY + datetime.timedelta(days=1))
    assert not queries.has_consent(person, "words", DAY), "one purpose says nothing about another"


def test_withdrawal_ends_it_and_leaves_the_ledger_whole(network: Network) -> None:
    person = network.person()
    own = Actor(person=person.pk)
    actions.give_consent(own, person, "shown")
    actions.withdraw_consent(own, person, "shown")
    assert not queries.has_consent(person, "shown")
    actions.give_consent(own, person, "shown")
    assert queries.has_consent(person, "shown")
    assert [line.given for line in queries.consents_of(person)] == [True, False, True]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.tuples(some.booleans(), some.none() | some.integers(-2, 2)), max_size=6))
def test_one_many_and_the_ledger_always_agree(network: Network, said: list[tuple[bool, int | None]]) -> None:
    person = network.person()
    for given_, days in said:
        until = None if days is None else DAY + datetime.timedelta(days=days)
        Consent.objects.create(person=person, purpose="shown", given=given_, until=until)
    one = queries.has_consent(person, "shown", DAY)
    assert queries.consenting([person.pk], "shown", DAY) == ({person.pk} if one else set())
    annotated = Person.objects.filter(pk=person.pk).annotate(agreed=queries.consent_to("shown", "pk", DAY))
    assert annotated.get().agreed is one
    assert bool(queries.holding(queries.consents_of(person), DAY)) is one
    expected = bool(said) and said[-1][0] and (said[-1][1] is None or said[-1][1] >= 0)
    assert one is expected


def test_coordinator_writes_down_what_was_signed_on_paper_and_strangers_cannot(network: Network) -> None:
    person = network.person()
    local = network.actor(network.staff("local_coordinator", "local@example.org"))
    far = network.actor(network.staff("lead_coordinator", "far@example.org", project=network.other))
    actions.give_consent(local, person, "contact")
    for stranger in (far, PUBLIC, Actor(person=network.person().pk)):
        with pytest.raises(Denied):
            actions.withdraw_consent(stranger, person, "contact")

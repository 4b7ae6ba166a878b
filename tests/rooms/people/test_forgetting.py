"""What was promised to be kept for a time is gone when the time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from passerelle.core import clock
from passerelle.messages.actions import post
from passerelle.messages.models import Message
from passerelle.people import actions, jobs
from passerelle.people.models import Consent, Person
from tests.rooms.people.conftest import HOUSE, Network

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_sessions_that_ended_go(network: Network, signed_in: Any) -> None:
    account = network.staff("facilitator", "f@example.org")
    signed_in(account)
    signed_in(account)
    Session.objects.filter(pk=Session.objects.first().pk).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    assert jobs.forget_sessions(timestamp=0) == 1
    assert Session.objects.count() == 1


def test_proof_of_consent_goes_three_years_after_erasure(network: Network) -> None:
    old, recent, here = (network.person(str(n), f"p{n}@example.org") for n in range(3))
    for person in (old, recent, here):
        actions.give_consent(HOUSE, person, "shown")
    for person, years in ((old, 4), (recent, 1)):
        actions.erase_person(HOUSE, person)
        Person.objects.filter(pk=person.pk).update(erased_at=timezone.now() - timedelta(days=365 * years))
    assert clock.run(only="proof") == {"proof": 1}
    assert set(Consent.objects.values_list("person", flat=True)) == {recent.pk, here.pk}


def test_what_messages_said_goes_after_two_years(network: Network) -> None:
    person = network.person()
    old, new = (
        post(
            HOUSE,
            receiver=("person", person.pk),
            purpose="invitation",
            template="people/mail/new_password",
            context={"link": "x"},
        )
        for _one in range(2)
    )
    Message.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=800))
    assert clock.run(only="letter") == {"letter": 1}
    assert clock.run(only="letter") == {"letter": 0}
    assert Message.objects.get(pk=old.pk).text is None
    assert Message.objects.get(pk=new.pk).text

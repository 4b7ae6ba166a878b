"""Never more people with a place than places, and whoever waits moves up in their order and is told."""

import datetime
import threading

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelle.core.actor import PUBLIC
from passerelle.core.errors import Problem
from passerelle.gatherings import actions, jobs
from passerelle.gatherings.models import Gathering, Registration
from passerelle.messages.models import Message
from tests.rooms.gatherings.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
COUNT = iter(range(100_000))


def come(one, name="Samira", **facts):
    return actions.register(PUBLIC, one, actions.Given(name=name, **facts), token=f"t{next(COUNT)}")


def states(one):
    return list(one.registrations.order_by("at", "id").values_list("state", flat=True))


def told(one, what):
    rows = Message.objects.unscoped(reason="test").filter(occasion__startswith=what)
    return rows.count()


def fresh(one):
    return Gathering.objects.unscoped(reason="test").select_related("project", "host").get(pk=one.pk)


def test_who_withdraws_leaves_their_place_to_who_is_next_and_they_are_told(open_one, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    one = open_one(places=2)
    first, _second, third, fourth = (come(one, email=f"p{n}@bank.example") for n in range(4))
    assert states(one) == ["confirmed", "confirmed", "waiting", "waiting"]
    actions.withdraw_registration(HOUSE, first)
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, fourth.state) == ("confirmed", "waiting")
    assert told(one, "moved-up") == 1
    # Who comes back stands at the end.
    actions.take_back_withdrawal(HOUSE, first)
    assert states(one) == ["confirmed", "confirmed", "waiting", "waiting"]
    # More places: everybody moves up; fewer than people who have one: refused, with the number.
    actions.change_gathering(HOUSE, fresh(one), revision=fresh(one).revision, places=4)
    assert states(one) == ["confirmed"] * 4
    with pytest.raises(Problem, match="4 people have a place already"):
        actions.change_gathering(HOUSE, fresh(one), revision=fresh(one).revision, places=3)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    places=st.integers(1, 4),
    steps=st.lists(
        st.tuples(st.sampled_from(["come", "go", "back", "more"]), st.integers(0, 9)), max_size=14
    ),
)
def test_whatever_happens_there_are_never_more_than_places_and_the_order_is_kept(open_one, places, steps):
    one = open_one(places=places)
    rows = []
    for step, which in steps:
        if step == "come":
            rows.append(come(one))
        elif step == "more":
            now = fresh(one)
            actions.change_gathering(HOUSE, now, revision=now.revision, places=now.places + which % 2)
        elif rows:
            act = actions.withdraw_registration if step == "go" else actions.take_back_withdrawal
            act(HOUSE, rows[which % len(rows)])
        there = list(one.registrations.exclude(state="withdrawn").order_by("at", "id"))
        confirmed = [row for row in there if row.state == "confirmed"]
        assert len(confirmed) == min(len(there), fresh(one).places)
        assert there[: len(confirmed)] == confirmed


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_ten_at_the_same_moment_get_no_more_than_the_places(open_one):
    one = open_one(places=4)

    def one_more():
        try:
            come(one)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one_more) for _n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states(one)) == ["confirmed"] * 4 + ["waiting"] * 6


def test_a_reminder_comes_once_in_time_and_never_after_it_is_cancelled(open_one, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    soon = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)).date()
    one = open_one(starts=soon.isoformat())
    come(one, email="early@bank.example", language="fr")
    come(one, name="No address")
    come(one, email="late@bank.example")
    rows = Registration.objects.unscoped(reason="test").order_by("at")
    old = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=5)
    rows.exclude(pk=rows.last().pk).update(at=old)
    assert jobs.remind.task.func(0) == 2
    assert jobs.remind.task.func(0) == 0
    reminders = Message.objects.unscoped(reason="test").filter(occasion__startswith="reminder")
    assert sorted(reminders.values_list("state", "language")) == [("paste", "en"), ("waiting", "fr")]
    later = (soon + datetime.timedelta(days=1)).isoformat()
    actions.change_gathering(HOUSE, fresh(one), revision=fresh(one).revision, starts=later)
    assert told(one, "changed") == 3
    assert jobs.remind.task.func(0) == 2
    actions.cancel_gathering(HOUSE, fresh(one), reason="The hall is flooded")
    assert told(one, "cancelled") == 3
    before = Message.objects.unscoped(reason="test").count()
    assert jobs.remind.task.func(0) == 0
    assert Message.objects.unscoped(reason="test").count() == before


def test_what_leaves_says_when_where_and_how_to_withdraw(open_one, settings):
    from passerelle.core import keys, sealing
    from passerelle.gatherings import secrets

    settings.EMAIL_URL = "smtp://mail.example"
    one = open_one()
    mine = come(one, email="samira@bank.example", language="ar")
    (letter,) = Message.objects.unscoped(reason="test").filter(purpose="registration")
    text = keys.unseal(letter.receiver, letter.text, sealing.place(letter, "text", letter.pk))
    assert f"/ar/gatherings/registered/{secrets.secret_of(mine.pk)}/" in text
    assert "Town BE" in text
    assert "&" not in text

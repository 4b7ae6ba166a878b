"""What has been kept long enough goes, once; what is on hold stays, whoever asks."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from passerelle.core import clock
from passerelle.core.actor import Actor
from passerelle.core.commands import retention as command
from passerelle.core.errors import Denied, Problem, Refused
from passerelle.core.models import Entry, Hold
from passerelle.messages.models import Message
from passerelle.network import actions
from passerelle.network.models import Appointment, Invitation, Project
from passerelle.people import actions as people
from passerelle.people.models import ErasureRequest, Person, RecoveryCode
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TOMORROW = date.today() + timedelta(days=1)
TERMS = {
    "name": "Audit 7",
    "ground": "audit",
    "reason": "The funder looks at the accounts.",
    "until": TOMORROW,
}


def ago(days: int):
    return timezone.now() - timedelta(days=days)


def age(person: Person, days: int) -> Person:
    Person.objects.filter(pk=person.pk).update(created_at=ago(days))
    return person


def somebody(project=None, days: int = 0, name: str = "Amina Ek") -> Person:
    made = people.register_person(
        HOUSE, name=name, email="", language="en", project=project.pk if project else None
    )
    return age(made, days)


def ended(project: Project, day: str) -> Project:
    Project.objects.filter(pk=project.pk).update(ends=day)
    project.refresh_from_db()
    return project


def gone(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).erased_at is not None


def test_somebody_goes_two_years_after_their_last_project_ended(project):
    other = actions.create_project(HOUSE, acronym="OTHER", title="Other", language="en")
    last, both = somebody(project, 2000), somebody(project, 2000)
    people.take_place(both.pk, other.pk)
    ended(project, f"{ago(800).year}")
    ended(other, f"{ago(100):%Y-%m}")
    if ago(730).date() <= date(ago(800).year, 12, 31):
        ended(project, f"{ago(800):%Y-%m-%d}")
    assert clock.run(only="person") == {"person": 1}
    assert (gone(last), gone(both)) == (True, False)
    assert clock.run(only="person") == {"person": 0}


@pytest.mark.parametrize("day", ["", "2999", "2999-12", "2999-12-31"])
def test_nobody_goes_while_their_project_is_open(project, day):
    here = somebody(ended(project, day), 4000)
    clock.run()
    assert not gone(here)


@pytest.mark.parametrize("day", ["2020", "2020-02", "2020-02-29"])
def test_a_day_known_only_to_its_year_or_month_ends_with_it(project, day):
    from passerelle.network.keepings import people as rows

    here = somebody(ended(project, day), 5000)
    since = rows().get(pk=here.pk).since
    assert f"{since:%Y-%m-%d}" == {"2020": "2020-12-31"}.get(day, "2020-02-29")


def test_who_signed_in_lately_and_who_keeps_the_house_stay(project, member):
    ended(project, "2015")
    lately = member("facilitator", account=True)
    account = Person.objects.get(pk=lately.person).account
    account.last_login = ago(10)
    account.save()
    keeper = somebody(project)
    Appointment.objects.create(person=keeper, role="administrator")
    Person.objects.update(created_at=ago(4000))
    clock.run()
    assert not gone(Person.objects.get(pk=lately.person))
    assert not gone(keeper)


def test_the_clock_writes_down_what_it_let_go_and_whose_hand_it_was(project):
    here = somebody(ended(project, "2015"), 4000)
    clock.run()
    round_ = Entry.objects.get(action="kept long enough")
    assert (round_.actor, round_.reason, round_.details) == (
        None,
        "retention clock",
        {"rule": "person", "rows": 1},
    )
    assert Entry.objects.filter(action="person erased", subject=str(here.pk)).count() == 1


def test_invitations_and_used_codes_go_after_thirty_days(project, organisations, lead, member):
    staff = Person.objects.get(pk=member("facilitator", account=True).person).account
    people.print_recovery_codes(HOUSE, staff)
    used, late = list(RecoveryCode.objects.all()[:2])
    for code, days in ((used, 31), (late, 29)):
        RecoveryCode.objects.filter(pk=code.pk).update(used_at=ago(days))
    for name in ("a", "b", "c"):
        actions.invite(
            lead,
            project,
            name=name,
            email=f"{name}@x.example",
            language="en",
            role="facilitator",
            organisation=organisations[1],
        )
    one, two, _open = Invitation.objects.all()
    Invitation.objects.filter(pk=one.pk).update(accepted_at=ago(31))
    Invitation.objects.filter(pk=two.pk).update(expires_at=ago(31))
    told = clock.run()
    assert (told["invitation"], told["recovery"]) == (2, 1)
    assert not RecoveryCode.objects.filter(pk=used.pk).exists()
    assert RecoveryCode.objects.count() == 9


def test_a_hold_on_a_person_a_project_or_all_of_them_keeps_people(project):
    other = actions.create_project(HOUSE, acronym="OTHER", title="Other", language="en")
    for one in (project, other):
        ended(one, "2015")
    held, in_project, free = somebody(other, 4000), somebody(project, 4000), somebody(other, 4000)
    actions.place_hold(HOUSE, held, **TERMS)
    actions.place_hold(HOUSE, project, **TERMS)
    clock.run()
    assert [gone(p) for p in (held, in_project, free)] == [False, False, True]
    late = somebody(other, 4000)
    actions.place_hold(HOUSE, "person", **TERMS)
    clock.run()
    assert not gone(late)


def test_once_a_hold_is_over_or_released_everything_goes_on(project):
    first, second = (somebody(ended(project, "2015"), 4000) for _n in range(2))
    over = actions.place_hold(HOUSE, first, **TERMS)
    released = actions.place_hold(HOUSE, second, **TERMS)
    clock.run()
    Hold.objects.filter(pk=over.pk).update(until=date.today() - timedelta(days=1))
    actions.release_hold(HOUSE, released)
    assert clock.run(only="person") == {"person": 2}


def test_who_asks_under_a_hold_is_told_so_and_erased_when_it_ends(project, client):
    here = somebody(project)
    hold = actions.place_hold(HOUSE, project, **TERMS)
    with pytest.raises(Refused, match="legal hold"):
        people.erase_person(HOUSE, here)
    code = people.make_access_code(HOUSE, here)
    client.post(reverse("your_data"), {"code": code})
    page = client.get(reverse("your_data_erase")).content.decode()
    assert "A legal hold forbids it for now" in page
    assert "an audit or a duty to keep records" in page
    assert TERMS["reason"] not in page, "why it was placed is between those who placed it"
    answer = client.post(reverse("your_data_erase"), follow=True)
    assert "Your request is kept" in answer.content.decode()
    assert not gone(here)
    clock.run()
    assert not gone(here)
    actions.release_hold(HOUSE, hold)
    assert clock.run(only="asked") == {"asked": 1}
    assert gone(here)
    assert not ErasureRequest.objects.exists()


def test_the_desk_is_told_the_same(project, signed_in):
    browser = signed_in("lead_coordinator")
    here = somebody(project)
    actions.place_hold(HOUSE, here, **TERMS)
    assert (
        "A legal hold forbids it"
        in browser.get(reverse("desk_person_erase", args=[here.code])).content.decode()
    )
    answer = browser.post(reverse("desk_person_erase", args=[here.code]), follow=True)
    assert "The request is kept" in answer.content.decode()
    assert not gone(here)


def test_a_hold_does_not_bring_back_who_had_left_before(project):
    """Restored data hold somebody whose key was destroyed; their project is on hold by now."""
    from passerelle.core import keys
    from passerelle.people.erasure import replay_withdrawals

    here = somebody(project)
    keys.destroy(here.pk)
    actions.place_hold(HOUSE, project, **TERMS)
    assert replay_withdrawals() == 1
    assert gone(here)


def test_only_the_role_that_placed_a_hold_releases_it(project, member):
    lead, local = member("lead_coordinator"), member("local_coordinator")
    keeper = somebody()
    Appointment.objects.create(person=keeper, role="administrator")
    from passerelle.network.actors import grants_of

    admin = Actor(person=keeper.pk, grants=grants_of(keeper.pk))
    here = somebody(project)
    theirs = actions.place_hold(lead, here, **TERMS)
    houses = actions.place_hold(admin, project, **TERMS)
    for actor, hold in ((admin, theirs), (local, theirs), (lead, houses), (local, houses)):
        with pytest.raises(Denied):
            actions.release_hold(actor, hold)
    assert actions.release_hold(lead, theirs).released_by == lead.person
    assert actions.release_hold(admin, houses).released_at
    for actor, on in ((local, here), (lead, "letter"), (lead, somebody())):
        with pytest.raises(Denied):
            actions.place_hold(actor, on, **TERMS)
    assert Entry.objects.filter(action="hold released").count() == 2


@pytest.mark.parametrize("until", [date.today() - timedelta(days=1), date.today() + timedelta(days=4000)])
def test_a_hold_has_a_last_day_that_can_come(project, until):
    with pytest.raises(Problem):
        actions.place_hold(HOUSE, project, **{**TERMS, "until": until})


def test_the_dry_run_says_what_goes_when_and_changes_nothing(project, capsys):
    ended(project, "2015")
    somebody(project, 4000)
    actions.place_hold(HOUSE, somebody(project, 4000), **TERMS)
    open_ = actions.create_project(HOUSE, acronym="LATER", title="Later", language="en")
    ended(open_, "2031-05")
    somebody(open_)
    assert command.run(type("Asked", (), {"dry_run": True})) == 0
    told = json.loads(capsys.readouterr().out)
    (one,) = [rule for rule in told["rules"] if rule["rule"] == "person"]
    assert (one["due"], one["held"], one["days"]) == (1, 1, 730)
    assert {"month": "2033-05", "rows": 1} in one["later"]
    assert not Person.objects.exclude(erased_at=None).exists()
    assert command.run(type("Asked", (), {"dry_run": False})) == 0
    assert json.loads(capsys.readouterr().out)["gone"]["person"] == 1


def test_the_screen_counts_and_a_hold_is_placed_and_released_on_it(project, signed_in):
    browser = signed_in("lead_coordinator")
    here = somebody(project)
    terms = {
        "what": "person",
        "person": here.code,
        "name": "Claim 3",
        "ground": "claim",
        "reason": "A letter came.",
    }
    wrong = browser.post(reverse("desk_hold"), {**terms, "person": "nobody", "until": TOMORROW})
    assert "Nobody you can see has this code" in wrong.content.decode()
    page = browser.post(reverse("desk_hold"), {**terms, "until": TOMORROW}, follow=True).content.decode()
    assert "Claim 3" in page
    assert "in force" in page
    hold = Hold.objects.get()
    assert (hold.person, hold.placed_as) == (here.pk, "lead_coordinator")
    browser.post(reverse("desk_hold_release", args=[hold.code]))
    hold.refresh_from_db()
    assert hold.released_at
    assert browser.get(reverse("desk_hold_release", args=[hold.code])).status_code == 404
    assert Client().get(reverse("desk_retention")).status_code == 302


def test_the_screen_asks_as_much_for_two_thousand_as_for_twenty(project, signed_in):
    browser = signed_in("lead_coordinator")

    def asked():
        with (
            CaptureQueriesContext(connections["default"]) as data,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            assert browser.get(reverse("desk_retention")).status_code == 200
        return len(data) + len(keys)

    def more(number):
        Hold.objects.bulk_create(
            Hold(
                code=f"h{number}-{n}",
                name="H",
                ground="audit",
                project=project.pk,
                placed_as="administrator",
                until=TOMORROW,
            )
            for n in range(number)
        )

    more(20)
    few = asked()
    more(2000)
    assert asked() == few <= 12


class Laws(TestCase):
    """For every mixture of ages, projects and holds."""

    databases = {"default", "keys"}

    @given(
        ages=st.lists(
            st.tuples(st.sampled_from([10, 700, 729, 731, 3000]), st.sampled_from([0, 1])), max_size=6
        ),
        held=st.sets(st.integers(0, 5), max_size=3),
        project_held=st.sampled_from([None, 0, 1]),
        category=st.sampled_from(["", "letter", "person", "proof"]),
    )
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    def test_nothing_on_hold_goes_and_everything_else_past_its_time_goes_once(
        self, ages, held, project_held, category
    ):
        projects = [
            actions.create_project(HOUSE, acronym=f"P{n}", title="P", language="en") for n in range(2)
        ]
        for one in projects:
            ended(one, "2015")
        people_ = [somebody(projects[n], days) for days, n in ages]
        letters = Message.objects.bulk_create(
            Message(code=f"m{n}", receiver_kind="person", receiver=p.pk, purpose="x", language="en",
                    project=projects[ages[n][1]].pk, message_id=f"<{n}>", subject=b"s", text=b"t", html=b"h")
            for n, p in enumerate(people_)
        )  # fmt: skip
        Message.objects.update(created_at=ago(731))
        for n in held:
            if n < len(people_):
                actions.place_hold(HOUSE, people_[n], **TERMS)
        if project_held is not None:
            actions.place_hold(HOUSE, projects[project_held], **TERMS)
        if category:
            actions.place_hold(HOUSE, category, **TERMS)

        def on_hold(n: int, rule: str) -> bool:
            return n in held or ages[n][1] == project_held or category == rule

        first, again = clock.run(), clock.run()
        for n, person in enumerate(people_):
            must_go = ages[n][0] > 730 and not on_hold(n, "person")
            assert gone(person) == must_go
            erased = Entry.objects.filter(action="person erased", subject=str(person.pk)).count()
            assert erased == must_go
            if not must_go:
                emptied = Message.objects.get(pk=letters[n].pk).text is None
                assert emptied == (not on_hold(n, "letter"))
        assert first["person"] == sum(map(gone, people_))
        assert not any(again.values()), "a second round finds nothing"

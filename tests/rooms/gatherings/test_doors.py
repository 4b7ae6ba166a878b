"""The door of a gathering: nobody needs an account, twice counts once, and a link alone changes nothing."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passerelle.core import closed
from passerelle.core.actor import PUBLIC
from passerelle.core.errors import Denied, Problem
from passerelle.core.models import Entry
from passerelle.gatherings import actions, presence
from passerelle.gatherings.models import Attendance, Door, Gathering, Participant, Registration
from passerelle.network.models import Project
from passerelle.people import throttle
from tests.rooms.gatherings.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def door(meet, organisations):
    """An open door of a gathering in a week, hosted by the second organisation."""
    today = (timezone.now() + timedelta(days=7)).date().isoformat()
    return actions.open_door(HOUSE, meet(starts=today, host=organisations[1], mode="both"))


@pytest.fixture
def at(door):
    return reverse("door", args=[door.code])


def there():
    return Attendance.objects.filter(taken_back_at=None)


def test_a_link_with_ones_code_changes_nothing_until_the_button_is_pressed(client, at):
    shown = client.get(at, {"me": "AB12C"})
    assert 'value="AB12C"' in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert not shown.cookies
    assert not Participant.objects.exists()
    answer = client.post(at, {"code": "ab 12c", "mode": "online"}, follow=True)
    assert "You are in" in answer.content.decode()
    one = there().get()
    assert (one.participant.code, one.channel, one.mode) == ("AB12C", "self", "online")


def test_twice_counts_once_and_is_told_kindly(client, at):
    for _ in range(2):
        answer = client.post(at, {"code": "AB12C"}, follow=True)
    assert "You are already in" in answer.content.decode()
    assert there().count() == 1


def test_who_has_no_code_gets_one_and_the_same_button_twice_is_one_person(client, at):
    shown = client.get(at).content.decode()
    fresh = shown[shown.index('type="hidden" name="code" value="') :].split('"')[5]
    for _ in range(2):
        answer = client.post(at, {"code": fresh, "new": "1"}, follow=True)
    assert presence.in_groups(fresh) in answer.content.decode()
    assert there().get().participant.code == fresh


def test_a_slip_of_the_finger_is_said_and_nothing_is_lost(client, at):
    shown = client.post(at, {"code": "-a"})
    assert shown.status_code == 422
    assert 'value="-a"' in shown.content.decode()
    assert not there().exists()


def test_who_registered_comes_from_where_they_said_and_who_was_taken_back_comes_again(client, door, at):
    who = presence.taking_part(door.gathering.project_id, door.controller_id, "AB12C")
    Registration.objects.create(gathering=door.gathering, participant=who, country="IT")
    client.post(at, {"code": "AB12C"})
    assert there().get().country == "IT"
    actions.take_back(HOUSE, door.gathering, there().get())
    assert not there().exists()
    client.post(at, {"code": "AB12C"})
    assert there().count() == 1


def test_it_closes_by_itself_and_by_hand_and_with_the_gathering_and_the_project(client, door, at):
    one = door.gathering

    presence.taking_part(one.project_id, door.controller_id, "KNOWN")

    def closed():
        shown = [client.post(at, {"code": code}).content.decode() for code in ("AB12C", "KNOWN")]
        now = Door.objects.get()
        with pytest.raises(Denied):
            actions.check_in_first(PUBLIC, now, code="AB12C")
        assert not actions.check_in(PUBLIC, now.code, code="KNOWN")
        return all("This door is closed" in page for page in shown)

    actions.close_door(HOUSE, one)
    assert closed()
    actions.open_door(HOUSE, one)
    for change, undo in (
        (
            {"over_at": timezone.now() - timedelta(hours=4), "begins_at": timezone.now() - timedelta(days=1)},
            {},
        ),
        ({"state": "cancelled", "reason": "Rain"}, {"state": "planned", "reason": ""}),
    ):
        was = {name: getattr(one, name) for name in change}
        Gathering.objects.filter(pk=one.pk).update(**change)
        assert closed()
        Gathering.objects.filter(pk=one.pk).update(**(undo or was))
    Project.objects.filter(pk=one.project_id).update(closed_at=timezone.now())
    assert closed()
    assert not there().exists()
    assert not Entry.objects.filter(action="checked in").exists()
    assert client.get(reverse("door", args=["nowhere"])).status_code == 404
    assert client.post(reverse("door", args=["nowhere"]), {"code": "KNOWN"}).status_code == 404


def test_it_is_offered_to_be_opened_only_while_somebody_could_come_in(door, sit, member, project):
    browser = sit(member(project, "local_coordinator", 1, "Nils Host"))
    desk = reverse("desk_gathering_door", args=[door.gathering.code])
    Door.objects.update(closed_at=timezone.now())
    assert 'value="open"' in browser.get(desk).content.decode()
    earlier = timezone.now() - timedelta(days=90)
    Gathering.objects.filter(pk=door.gathering_id).update(begins_at=earlier, over_at=earlier)
    assert 'value="open"' not in browser.get(desk).content.decode()


def test_who_is_known_is_in_with_one_row_of_the_journal_however_often_they_press(client, door, at):
    presence.taking_part(door.gathering.project_id, door.controller_id, "AB12C")
    for _ in range(3):
        client.post(at, {"code": "AB12C", "mode": "nonsense"})
    one = there().get()
    assert (one.participant.code, one.channel, one.mode) == ("AB12C", "self", "on_site")
    told = Entry.objects.get(action="checked in")
    assert (told.subject_kind, told.subject, told.actor) == ("gatherings.door", str(door.pk), None)
    assert told.details == {}


def test_a_code_known_to_another_organisation_or_in_another_project_is_not_taken_for_theirs(
    client, door, at, organisations
):
    other = organisations[0]
    assert other.pk != door.controller_id
    Participant.objects.create(
        project=door.gathering.project, controller=other, code="AB12C", counted_as=door.pk
    )
    assert not actions.check_in(PUBLIC, door.code, code="AB12C")
    client.post(at, {"code": "AB12C"})
    assert there().get().participant.controller_id == door.controller_id


def test_where_the_host_says_heads_only_an_open_door_lets_nobody_in_by_code(client, door, at):
    presence.taking_part(door.gathering.project_id, door.controller_id, "KNOWN")
    Gathering.objects.filter(pk=door.pk).update(heads_only=True)
    for code in ("KNOWN", "AB12C"):
        assert client.post(at, {"code": code}).status_code in (200, 422)
    assert not there().exists()
    assert not Participant.objects.filter(code="AB12C").exists()


def test_a_door_is_found_by_its_short_code_with_ones_own_code_in_the_hand(client, door, at):
    found = client.get(reverse("find_door"), {"door": door.code.upper(), "me": "AB12C"})
    assert found.headers["Location"] == f"{at}?me=AB12C"
    assert "No door has this code" in client.get(reverse("find_door"), {"door": "zzz"}).content.decode()


def test_a_room_of_forty_behind_one_address_passes_and_a_flood_of_new_codes_does_not(client, at, monkeypatch):
    assert throttle.CROWDS["gathering"][0] == (60, 120)
    # A window that does not end while the test runs.
    monkeypatch.setitem(throttle.CROWDS, "gathering", ((10**9, 8),))
    answers = [client.post(at, {"code": f"GUEST{number}"}).status_code for number in range(9)]
    assert answers == [302] * 8 + [429]
    assert client.post(at, {"code": "GUEST1"}).status_code == 302


def test_pupils_are_heads_and_have_no_door(meet, organisations):
    school = meet(kind="school", host=organisations[1], starts="2027-05-04")
    someone = Participant(
        project=school.project, controller=organisations[1], code="AB12C", counted_as=school.pk
    )
    someone.save()
    for act in (
        lambda: actions.open_door(HOUSE, school),
        lambda: actions.note_present(HOUSE, school, someone),
        lambda: actions.type_in(HOUSE, school, [actions.Line(1, "AB12C")], entry=school.pk),
        lambda: actions.add_sheet(HOUSE, school, upload=None),
    ):
        with pytest.raises(Problem):
            act()
    assert not there().exists()


def test_the_journal_knows_ids_and_no_code(client, at):
    client.post(at, {"code": "SECRETCODE77"})
    told = [row for row in Entry.objects.all() if row.action == "checked in"]
    assert told
    assert not any("SECRETCODE77" in f"{row.subject}{row.details}" for row in Entry.objects.all())


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_who_presses_while_the_project_is_being_closed_waits_and_is_not_let_in(door, at):
    presence.taking_part(door.gathering.project_id, door.controller_id, "KNOWN")
    shown = []

    def press():
        try:
            shown.extend(Client().post(at, {"code": code}).content.decode() for code in ("KNOWN", "AB12C"))
        finally:
            connections.close_all()

    pressing = Thread(target=press)
    with transaction.atomic():
        closed.close_once_quiet(door.gathering.project_id)
        pressing.start()
        pressing.join(1)
        assert pressing.is_alive()
        Project.objects.filter(pk=door.gathering.project_id).update(closed_at=timezone.now())
    pressing.join()
    assert len(shown) == 2
    assert all("This door is closed" in page for page in shown)
    assert not there().exists()


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_forty_at_once_some_of_them_twice_lose_nobody_and_count_nobody_twice(door, at):
    """Each in a connection of their own, as in the web server; a third of them press the button twice."""
    for n in range(0, 40, 2):
        presence.taking_part(door.gathering.project_id, door.controller_id, f"PERSON{n}")
    codes = [f"PERSON{n}" for n in range(40)] + [f"PERSON{n}" for n in range(0, 40, 3)]
    answers = []

    def press(mine):
        try:
            client = Client()
            answers.extend(client.post(at, {"code": code}).status_code for code in mine)
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=(codes[n::8],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * len(codes)
    assert sorted(there().values_list("participant__code", flat=True)) == sorted(set(codes))
    # Those who were known are written down once each; of the others a second press may have come as close as the first.
    assert Entry.objects.filter(action="checked in").count() >= 40

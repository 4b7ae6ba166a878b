"""Calendars read the deadlines: as RFC 5545 has it, for whoever holds the address, and only as long as they may."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from passerelle.core.icalendar import Entry, calendar, escaped, folded, moment
from passerelle.network.models import Appointment
from passerelle.people import actions as people
from passerelle.people.models import Person
from passerelle.tasks import actions
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MADE = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def unfolded(content):
    """What a reader of the format does first (3.1)."""
    return re.sub(rb"\r\n[ \t]", b"", content).decode().split("\r\n")


@given(st.text())
def test_whatever_stands_in_a_title_comes_back_out_of_a_file(text):
    value = escaped(text)
    assert not re.search("[\r\n]", value)
    content = folded(f"SUMMARY:{value}")
    assert content.endswith(b"\r\n")
    for line in content[:-2].split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    assert unfolded(content)[0] == f"SUMMARY:{value}"
    plain = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
    lines = re.sub(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    assert plain == re.sub("[\x00-\x08\x0e-\x1f\x7f]", "", lines)


def test_the_example_of_the_standard_is_folded_and_escaped():
    assert (
        escaped("Fall '98; Conference, in\\Las Vegas\nNV") == "Fall '98\\; Conference\\, in\\\\Las Vegas\\nNV"
    )
    content = folded("DESCRIPTION:" + "ع" * 80)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_an_hour_is_told_in_utc_and_a_day_as_a_day():
    brussels = timezone(timedelta(hours=2))
    content = calendar(
        "RIVAGES",
        [
            Entry("a@x", datetime(2027, 4, 30, 17, tzinfo=brussels), "With an hour", sequence=3),
            Entry("b@x", date(2027, 12, 31), "By day"),
        ],
        made=MADE,
        language="fr",
    )
    lines = unfolded(content)
    for line in (
        "DTSTART:20270430T150000Z",
        "DTSTART;VALUE=DATE:20271231",
        "DTEND;VALUE=DATE:20280101",
        "SEQUENCE:3",
    ):
        assert line in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert lines.count("DTSTAMP:20261122T080000Z") == 2
    with pytest.raises(ValueError, match="zone"):
        moment(datetime(2027, 1, 1))


@pytest.fixture
def amina(member, project):
    return member(project, "local_coordinator", 1)


@pytest.fixture
def secret(amina):
    return actions.make_calendar_key(amina, Person.objects.get(pk=amina.person))


def feed(secret):
    return Client().get(f"/calendar/{secret}.ics")


def titles(answer):
    assert answer.status_code == 200
    return {line.removeprefix("SUMMARY:") for line in unfolded(answer.content) if line.startswith("SUMMARY:")}


def test_ones_calendar_has_what_one_owes_and_what_ones_organisation_promised(
    owe, amina, secret, organisations
):
    oneself = Person.objects.get(pk=amina.person)
    owe("Mine", person=oneself, due_rule="M14")
    owe("I help", helpers=[oneself], due_rule="M14")
    owe("Promised", kind="deliverable", responsible=organisations[1], due_rule="M14", due_time=time(17))
    owe("Another’s", responsible=organisations[2], due_rule="M14")
    owe("Done", person=oneself, due_rule="M14").refresh_from_db()
    actions.finish_item(HOUSE, oneself.items.get(title="Done"))
    owe("Ours alone", keeper=organisations[1], person=oneself, due_rule="M14")
    owe("Undated", person=oneself)
    assert titles(feed(secret)) == {"RIVAGES: Mine", "RIVAGES: I help", "RIVAGES: Promised"}
    assert b"DTSTART:20270430T150000Z" in feed(secret).content


def test_an_address_opens_nothing_after_it_was_taken_back_or_made_anew(amina, secret):
    oneself = Person.objects.get(pk=amina.person)
    newer = actions.make_calendar_key(amina, oneself)
    assert feed(secret).status_code == 404
    assert feed(newer).status_code == 200
    actions.revoke_calendar_key(amina, oneself)
    assert feed(newer).status_code == 404


def test_who_leaves_the_project_leaves_its_calendar(owe, amina, secret):
    owe("Mine", person=Person.objects.get(pk=amina.person), due_rule="M14")
    assert titles(feed(secret))
    Appointment.objects.filter(person=amina.person).update(active=False)
    assert titles(feed(secret)) == set()


def test_who_is_erased_has_no_calendar(amina, secret):
    people.erase_person(HOUSE, Person.objects.get(pk=amina.person))
    assert feed(secret).status_code == 404


def test_the_address_is_shown_once_and_kept_as_a_hash(sit, amina):
    browser = sit(amina)
    page = browser.post(reverse("desk_calendar")).content.decode()
    shown = re.search(r"/calendar/([\w-]+)\.ics", page)
    assert shown
    assert feed(shown[1]).status_code == 200
    again = browser.get(reverse("desk_calendar")).content.decode()
    assert shown[1] not in again
    browser.post(reverse("desk_calendar"), {"revoke": "1"})
    assert feed(shown[1]).status_code == 404


def test_a_guess_opens_nothing():
    for guess in ("x", "a" * 300, "..", "%00"):
        assert feed(guess).status_code == 404


def test_a_projects_deadlines_are_a_file_for_its_people_only(owe, project, other, member, sit):
    owe("Joint", due_rule="M14")
    address = reverse("desk_plan_calendar", args=[project.code])
    answer = sit(member(project)).get(address)
    assert titles(answer) == {"RIVAGES: Joint"}
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert sit(member(other, name="Omar Weil")).get(address).status_code in (403, 404)

"""Every screen asks at most twelve questions, for twenty rows and for two thousand."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.core.codes import new_code
from passerelle.network import actions
from passerelle.network.models import Appointment, Organisation, Project
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BUDGET = 12


def asked(client, address):
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(data) + len(keys) <= BUDGET, [
        q["sql"][:120] for q in (*data.captured_queries, *keys.captured_queries)
    ]
    return len(data) + len(keys)


def more_organisations(number):
    Organisation.objects.bulk_create(
        Organisation(code=new_code(), name=f"Ort {i}", kind="other", town=f"Å{i}", country="SE")
        for i in range(number)
    )


def more_projects(number, person, role="lead_coordinator"):
    made = Project.objects.bulk_create(
        Project(code=new_code(), acronym=f"P{number}-{i}") for i in range(number)
    )
    Appointment.objects.bulk_create(Appointment(person_id=person, role=role, project=p) for p in made)


@pytest.mark.parametrize("name", ["desk", "desk_projects"])
def test_lists_of_projects(signed_in, name):
    browser = signed_in("lead_coordinator")
    more_projects(20, browser.actor.person)
    more_projects(1, browser.actor.person, "facilitator")
    few = asked(browser, reverse(name))
    more_projects(2000, browser.actor.person, "facilitator")
    assert asked(browser, reverse(name)) == few


@pytest.mark.parametrize("name", ["desk_network", "desk_partners"])
def test_lists_of_organisations(signed_in, project, name):
    browser = signed_in("lead_coordinator")
    address = reverse(name, args=[project.code] if name == "desk_partners" else [])
    few = asked(browser, address)
    more_organisations(2000)
    assert asked(browser, address) == few


@pytest.mark.parametrize(
    "name", ["desk_project", "desk_workshop", "desk_team", "desk_facts", "desk_publish", "desk_page"]
)
def test_sides_of_a_project(signed_in, project, name):
    browser = signed_in("lead_coordinator")
    actions.write_page(HOUSE, project, "\n\n".join(f"Line {i}." for i in range(20)), language="en", base=0)
    address = reverse(name, args=[project.code])
    asked(browser, address)  # the first in a process makes the memory's index of two languages
    few = asked(browser, address)
    actions.write_page(HOUSE, project, "\n\n".join(f"Line {i}." for i in range(2000)), language="en", base=1)
    assert asked(browser, address) == few


def test_a_team_of_two_thousand(signed_in, project, organisations):
    from passerelle.people.models import Identity, Person

    browser = signed_in("lead_coordinator")
    few = asked(browser, reverse("desk_team", args=[project.code]))
    made = Person.objects.bulk_create(Person(code=new_code()) for _ in range(2000))
    Identity.objects.bulk_create(Identity(person=p) for p in made)
    Appointment.objects.bulk_create(
        Appointment(person=p, role="committee_member", project=project, organisation=organisations[1])
        for p in made
    )
    assert asked(browser, reverse("desk_team", args=[project.code])) == few


def test_files_of_a_project(signed_in, project):
    from passerelle.core.models import StoredFile

    browser = signed_in("lead_coordinator")
    few = asked(browser, reverse("desk_files", args=[project.code]))
    StoredFile.objects.bulk_create(
        StoredFile(
            owner_kind="project", owner=project.pk, name=f"{i}.pdf", media_type="application/pdf", size=9
        )
        for i in range(2000)
    )
    assert asked(browser, reverse("desk_files", args=[project.code])) <= few + 1  # the pager counts


@pytest.mark.parametrize("name", ["desk_journal", "desk_processing", "desk_import", "desk_new_project"])
def test_pages_of_the_house(client, name):
    from passerelle.core import journal
    from passerelle.core.models import Entry
    from passerelle.people import actions as people
    from passerelle.people.models import Account

    person = people.register_person(HOUSE, name="Ada", email="ada@bank.example", language="en", project=None)
    Appointment.objects.create(person=person, role="administrator")
    account = people.create_account(HOUSE, person, "ada@bank.example", "three plain words")
    client.force_login(
        Account.objects.get(pk=account.pk), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    few = asked(client, reverse(name))
    from django.utils import timezone

    Entry.objects.bulk_create(Entry(at=timezone.now(), action="project created") for _ in range(2000))
    journal.seal_pending()
    assert asked(client, reverse(name)) <= few + 1

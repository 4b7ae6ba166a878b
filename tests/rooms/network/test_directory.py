"""Who does what: by name only for those who may know it, or with consent."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.network import actions, directory
from passerelle.network.models import Appointment, Contribution
from passerelle.people import actions as people
from passerelle.people.models import Identity, Person, Place
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def published(project):
    actions.write_page(HOUSE, project, "A page.", language="en", base=0)
    actions.publish_project(HOUSE, project)
    return project


@pytest.fixture
def speaker(published, organisations):
    """Amina speaks for the second partner, in Arabic and French, and has not agreed to anything."""
    person = people.register_person(
        HOUSE, name="Amina Speaker", email="", language="fr", languages="ar fr", project=published.pk
    )
    actions.note_contribution(HOUSE, published, person, "speaker", organisations[1])
    return person


def page(client, **asked_for):
    return client.get(reverse("people"), asked_for).content.decode()


def test_a_speaker_without_consent_appears_as_role_and_organisation_only(client, speaker):
    shown = page(client)
    assert "Speaker" in shown
    assert "Town BE" in shown
    assert "Amina Speaker" not in shown
    assert "Arabic" not in shown, "languages point to a person as a name does"
    assert speaker.code not in shown


def test_with_consent_she_stands_there_with_her_languages_until_she_withdraws_it(client, speaker):
    people.give_consent(HOUSE, speaker, "shown")
    assert "Amina Speaker" in page(client)
    assert "Arabic, French" in page(client)
    assert "Amina Speaker" in page(client, spoken="ar")
    people.withdraw_consent(HOUSE, speaker, "shown")
    assert "Amina Speaker" not in page(client)
    assert "Amina Speaker" not in page(client, q="amina")


def test_a_table_to_take_away_says_the_same(client, speaker, organisations):
    people.give_consent(HOUSE, speaker, "shown")
    other = people.register_person(
        HOUSE, name="Bo Ek", email="", language="sv", project=speaker.places.get().project
    )
    actions.note_contribution(
        HOUSE, organisations[0].partnerships.get().project, other, "trainer", organisations[0]
    )
    answer = client.get(reverse("people_table", args=["csv"]), {"sort": "role"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Name"], row["Role"], row["Speaks"]) for row in rows] == [
        ("Amina Speaker", "Speaker", "Arabic, French"),
        ("", "Trainer", ""),
    ]
    assert client.get(reverse("people_table", args=["xlsx"])).content[:2] == b"PK"


def test_a_committee_member_who_did_not_agree_is_not_even_counted_in_public(client, published, member):
    member("committee_member", name="Karim Member")
    shown = page(client)
    assert "Committee member" not in shown
    people.give_consent(HOUSE, Person.objects.get(), "shown")
    assert "Karim Member" in page(client)


def test_three_facilitators_of_one_town_without_consent_are_one_line(client, published, member):
    for number in range(3):
        member("facilitator", name=f"Person {number}", email=f"p{number}@bank.example")
    assert page(client).count("<td>Facilitator</td>") == 1
    assert "3 people, not named" in page(client)


def test_somebody_erased_stands_nowhere(client, speaker):
    people.give_consent(HOUSE, speaker, "shown")
    people.erase_person(HOUSE, speaker)
    assert "Speaker</td>" not in page(client)
    assert not Contribution.objects.exists()


def test_an_unpublished_project_has_no_public_directory(client, project, organisations):
    person = people.register_person(HOUSE, name="Amina", email="", language="fr", project=project.pk)
    actions.note_contribution(HOUSE, project, person, "speaker", organisations[1])
    assert "Speaker" not in page(client)
    assert client.get(reverse("project_people", args=[project.code, project.slug])).status_code == 404


def test_coordinators_find_who_speaks_a_language_and_their_colleagues_do_not(signed_in, speaker):
    lead = signed_in("lead_coordinator")
    found = lead.get(reverse("desk_directory"), {"spoken": "ar"}).content.decode()
    assert "Amina Speaker" in found
    assert reverse("desk_person", args=[speaker.code]) in found
    assert "Town BE" in lead.get(reverse("desk_directory"), {"q": "amina speak"}).content.decode()
    client = signed_in("facilitator")
    theirs = client.get(reverse("desk_directory")).content.decode()
    assert "Amina Speaker" not in theirs
    assert "1 person, name not open to you" in theirs


def test_the_directory_of_the_desk_holds_ones_own_projects_only(signed_in, speaker, organisations):
    other = actions.create_project(
        HOUSE, acronym="ELSEWHERE", title="T", language="en", lead=organisations[0]
    )
    somebody = people.register_person(HOUSE, name="Far Away", email="", language="en", project=other.pk)
    actions.note_contribution(HOUSE, other, somebody, "host", organisations[0])
    shown = signed_in("lead_coordinator").get(reverse("desk_directory")).content.decode()
    assert "Far Away" not in shown
    assert "Host" not in shown


def test_a_part_is_noted_and_taken_out_again_on_the_team_page(signed_in, project, organisations):
    browser = signed_in("local_coordinator")
    person = people.register_person(HOUSE, name="Tove Trainer", email="", language="sv", project=project.pk)
    address = reverse("desk_contribute", args=[project.code])
    given = {"person": person.code, "part": "trainer", "organisation": organisations[2].pk}
    team = browser.post(address, given, follow=True).content.decode()
    assert "Tove Trainer" in team
    browser.post(address, given)
    part = Contribution.objects.get()
    team = browser.post(reverse("desk_end_contribution", args=[project.code, part.pk]), follow=True)
    assert not Contribution.objects.exists()
    assert "Nobody is noted yet" in team.content.decode()


def test_nobody_is_drawn_in_from_another_project(project, organisations):
    stranger = people.register_person(HOUSE, name="Far Away", email="", language="en", project=None)
    with pytest.raises(Problem, match="written down in this project"):
        actions.note_contribution(HOUSE, project, stranger, "speaker", None)


def test_columns_sort_both_ways_and_the_unnamed_come_last(published, member, speaker):
    member("facilitator", name="Zoë")
    people.give_consent(HOUSE, Person.objects.exclude(pk=speaker.pk).get(), "shown")
    lines = directory.in_public([published])
    assert [line.name for line in directory.narrowed(lines, "en")] == ["Zoë", ""]
    by_role = directory.narrowed(lines, "en", sort="role")
    assert [line.role for line in by_role] == ["facilitator", "speaker"]


def test_twelve_questions_for_twenty_lines_and_for_two_thousand(signed_in, speaker, organisations):
    project = speaker.contributions.get().project
    visitor, coordinator = Client(), signed_in("lead_coordinator")
    few = asked(visitor, reverse("people")), asked(coordinator, reverse("desk_directory"))
    made = Person.objects.bulk_create(Person(code=new_code()) for _ in range(2000))
    Identity.objects.bulk_create(Identity(person=one) for one in made)
    Place.objects.bulk_create(Place(person=one, project=project.pk) for one in made)
    Appointment.objects.bulk_create(
        Appointment(person=one, role="researcher", project=project, organisation=organisations[n % 6])
        for n, one in enumerate(made)
    )
    assert (asked(visitor, reverse("people")), asked(coordinator, reverse("desk_directory"))) == few

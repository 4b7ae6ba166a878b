"""A new partner is led from the letter to the working space, and the lead sees who accepted what."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from passerelle.core.errors import Denied, Problem
from passerelle.core.models import StoredFile
from passerelle.core.rooms import gaps_in
from passerelle.joining import actions
from passerelle.joining.models import Acceptance, Agreement
from passerelle.network import actions as network
from passerelle.network.models import Organisation
from passerelle.people.models import Account, Consent
from tests.rooms.joining.conftest import HOUSE
from tests.rooms.network.test_budget import asked
from tests.rooms.network.test_invitations import GOOD, letter_to

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def at(project, name="joining", *more):
    return reverse(f"desk_{name}", args=[project.code, *more])


def missing(actor, project):
    return [gap for gap in gaps_in(actor, [project.pk]) if gap.key == "partners-without-agreement"]


@pytest.fixture
def newcomer(project, member):
    return member(project, "local_coordinator", 1, name="Bram Maes")


def test_a_letter_leads_through_the_steps_to_the_working_space(client, project, organisations, agreed):
    door = letter_to("Nour", "nour@bank.example", project, organisations[1])
    page = client.post(door, {"email": "nour@bank.example", "password": GOOD}, follow=True)
    assert page.redirect_chain[-1][0] == at(project)
    first = re.search(r'class="btn" href="([^"]+)"', page.content.decode())[1]
    facts = {"name": "Town BE", "kind": "culture", "town": "Ghent", "country": "BE"}
    page = client.post(first, facts, follow=True)
    assert Organisation.objects.get(pk=organisations[1].pk).town == "Ghent"
    second = page.redirect_chain[-1][0]
    assert "costs" in page.content.decode()
    page = client.post(second, {"number": 1}, follow=True)
    assert Acceptance.objects.get().organisation == organisations[1]
    page = client.post(page.redirect_chain[-1][0], {"shown": "no"}, follow=True)
    assert page.redirect_chain[-1][0] == at(project)
    assert "everything is done" in page.content.decode()
    assert Consent.objects.get(purpose="shown").given is False
    assert f'href="{at(project, "project")}"' in page.content.decode()


def test_whoever_does_not_coordinate_is_in_at_once(client, project, organisations):
    door = letter_to("Nour", "nour@bank.example", project, organisations[1], role="facilitator")
    answer = client.post(door, {"email": "nour@bank.example", "password": GOOD})
    assert answer.headers["Location"] == at(project, "project")
    assert client.get(at(project)).status_code == 403


def test_steps_are_left_and_taken_up_again(project, newcomer, agreed, sit, organisations):
    browser = sit(newcomer)
    actions.accept(newcomer, agreed, organisations[1])
    page = browser.get(at(project)).content.decode()
    assert page.count("Do this now") == 2
    assert page.count("Look again") == 1
    seen = browser.post(at(project, "joining_tour"), {"stop": "plan"})
    assert seen.headers["Location"] == at(project, "plan")
    assert "Seen" in browser.get(at(project)).content.decode()


def test_the_newcomer_sees_nobodys_data_but_their_own(project, member, newcomer, agreed, sit, organisations):
    lead = member(project, name="Amina Ek")
    other = member(project, "local_coordinator", 2, name="Carla Neri")
    actions.accept(lead, agreed, organisations[0])
    actions.accept(other, agreed, organisations[2])
    browser, mine = sit(newcomer), Account.objects.get(person=newcomer.person).email
    for name in ("joining", "joining_profile", "joining_agreement", "joining_data"):
        page = browser.get(at(project, name)).content.decode()
        for word in ("Amina", "Carla", "bank.example"):
            assert word not in page.replace(mine, ""), (name, word)
    assert browser.get(at(project, "agreement")).status_code == 403
    assert {one.organisation_id for one in Acceptance.objects.visible_to(newcomer)} == set()


def test_one_accepts_for_ones_own_organisation_only(newcomer, agreed, organisations):
    with pytest.raises(Denied):
        actions.accept(newcomer, agreed, organisations[2])
    with pytest.raises(Denied):
        network.change_organisation(newcomer, organisations[2], name="Ours now")


def test_nobody_accepts_a_text_that_is_no_longer_the_newest(project, newcomer, agreed, organisations):
    actions.write_agreement(HOUSE, project, text="Other words.", language="en")
    with pytest.raises(Problem, match="newer version"):
        actions.accept(newcomer, agreed, organisations[1])


def test_what_was_accepted_is_never_changed(agreed):
    with pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.filter(pk=agreed.pk).update(text="Something else.")


def test_the_same_words_are_no_new_version(project, agreed):
    with pytest.raises(Problem, match="word for word"):
        actions.write_agreement(HOUSE, project, text=agreed.text, language="en")


def test_the_lead_sees_who_accepted_which_version(project, member, newcomer, agreed, sit, organisations):
    lead = member(project)
    actions.accept(newcomer, agreed, organisations[1])
    actions.write_agreement(lead, project, text="Other words.", language="en")
    actions.accept(lead, Agreement.objects.get(number=2), organisations[0])
    page = sit(lead).get(at(project, "agreement")).content.decode()
    assert "2 partners have not accepted the newest version" in page
    assert "An older version" in page
    assert "Not yet" in page
    assert "Bram Maes" in page


def test_paper_counts_and_is_taken_back_with_its_file(project, member, newcomer, agreed, sit, organisations):
    lead = member(project)
    browser = sit(lead)
    upload = SimpleUploadedFile("signed.txt", b"Bram Maes, with ink")
    browser.post(
        at(project, "agreement_paper"), {"organisation": organisations[1].code, "file": upload}, follow=True
    )
    kept = Acceptance.objects.get()
    assert (kept.way, kept.person) == ("paper", None)
    file = StoredFile.objects.get(owner=kept.pk)
    assert "signed.txt" in browser.get(at(project, "agreement")).content.decode()
    assert browser.get(reverse("file", args=[file.pk])).status_code == 200
    assert sit(member(project, "local_coordinator", 2, name="Carla")).get(
        reverse("file", args=[file.pk])
    ).status_code in (403, 404)
    browser = sit(lead)
    browser.post(at(project, "agreement_paper_back"), {"organisation": organisations[1].code, "number": 1})
    assert not Acceptance.objects.exists()
    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_monday_counts_the_partners_that_have_not_accepted(
    project, member, organisations, newcomer, agreed, django_assert_num_queries
):
    lead = member(project)
    assert [gap.sentence for gap in missing(lead, project)] == [
        "3 partners have not accepted the newest agreement."
    ]
    for one in organisations:
        actions.note_paper(lead, agreed, one)
    assert missing(lead, project) == []
    assert missing(newcomer, project) == []
    from passerelle.tasks.gaps import gaps

    with django_assert_num_queries(1):
        list(gaps(lead, [project.pk]))


def test_a_project_without_agreement_asks_nobody_to_accept_one(project, newcomer, member, sit):
    page = sit(newcomer).get(at(project)).content.decode()
    assert "The agreement" not in page
    assert sit(newcomer).get(at(project, "joining_agreement")).status_code == 404
    assert missing(member(project), project) == []


def test_a_moved_organisation_is_no_longer_where_it_was_on_the_map(newcomer, organisations):
    Organisation.objects.filter(pk=organisations[1].pk).update(latitude=50.0, longitude=4.0)
    here = Organisation.objects.get(pk=organisations[1].pk)
    network.change_organisation(newcomer, here, town="Ghent")
    here.refresh_from_db()
    assert (here.town, here.latitude) == ("Ghent", None)


def test_every_screen_asks_twelve_questions_at_most(project, member, newcomer, agreed, sit, organisations):
    lead = member(project)
    actions.accept(newcomer, agreed, organisations[1])
    names = ("joining", "joining_profile", "joining_agreement", "joining_data")
    browser = sit(newcomer)
    for name in names:
        asked(browser, at(project, name))
    browser = sit(lead)
    for name in (*names, "agreement", "agreement_write", "agreement_paper"):
        asked(browser, at(project, name))
    asked(browser, at(project, "agreement_version", 1))

"""A project is closed by its lead: read by everybody, changed by nobody, opened again with a reason."""

from __future__ import annotations

import argparse
import json

import pytest
from django.urls import reverse

from passerelle.closing import actions, jobs, queries
from passerelle.closing.commands import close_project
from passerelle.closing.models import Bundle, Closing
from passerelle.config import cli
from passerelle.core.actor import Actor
from passerelle.core.closed import Closed
from passerelle.core.errors import Denied, Problem
from passerelle.core.models import StoredFile
from passerelle.network import actions as network
from passerelle.network.actors import grants_of
from passerelle.news import actions as news
from passerelle.news.models import Item
from passerelle.people import actions as people
from passerelle.people.models import Person
from tests.rooms.closing.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def closed(living):
    project, lead = living()
    actions.close_project(lead, project)
    return project, lead


@pytest.fixture
def desk(client):
    """desk(actor) -> a browser in which this person sits."""

    def sit(actor):
        person = Person.objects.get(pk=actor.person)
        account = people.create_account(HOUSE, person, "lead@bank.example", "three plain words")
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sit


def test_nothing_in_a_closed_project_can_be_changed(closed):
    project, lead = closed
    item = Item.objects.unscoped(reason="test").filter(project=project).first()
    for change in (
        lambda: network.write_page(lead, project, "New.", language="fr", base=1),
        lambda: network.change_facts(lead, project, revision=project.revision, grant_number="7"),
        lambda: network.choose_partners(lead, project, []),
        lambda: news.write_title(lead, item, "New", language="fr", base=1),
        lambda: network.write_down(lead, project, organisation=None, name="N", email="", language="en"),
    ):
        with pytest.raises(Closed):
            change()


def test_other_projects_go_on(closed, living):
    _project, _lead = closed
    other, other_lead = living("LAC")
    network.write_page(other_lead, other, "New.", language="fr", base=1)


def test_what_takes_away_still_works(closed):
    """Rights of people do not end with a project."""
    project, lead = closed
    network.withdraw_project(lead, project)
    file = StoredFile.objects.filter(owner=project.pk).first()
    network.remove_file(lead, project, file)


def test_only_the_lead_closes_and_opens(living):
    project, lead = living()
    with pytest.raises(Denied):
        actions.close_project(Actor(person=lead.person, grants=frozenset()), project)
    local = next(a for a in project.appointments.all() if a.role == "local_coordinator")
    with pytest.raises(Denied):
        actions.close_project(Actor(person=local.person_id, grants=grants_of(local.person_id)), project)


def test_it_is_opened_again_with_a_reason_only(closed):
    project, lead = closed
    with pytest.raises(Problem, match="Write why"):
        actions.reopen_project(lead, project, reason="  ")
    actions.reopen_project(lead, project, reason="The funder asks for one more report.")
    network.write_page(lead, project, "New.", language="fr", base=1)
    closing = Closing.objects.get(project=project)
    assert closing.reopened_by == lead.person
    assert "one more report" in closing.reason


def test_open_letters_lapse(living):
    project, lead = living()
    letter = network.invite(
        lead,
        project,
        name="Dana Si",
        email="dana@bank.example",
        language="en",
        role="facilitator",
        organisation=project.partnerships.first().organisation,
    )
    actions.close_project(lead, project)
    letter.refresh_from_db()
    assert letter.expires_at <= project.closed_at


def test_the_desk_says_before_what_closing_does_and_after_that_it_is_closed(living, desk):
    project, lead = living()
    client = desk(lead)
    page = client.get(reverse("desk_close", args=[project.code])).content.decode()
    assert "nothing in it can be changed" in page
    client.post(reverse("desk_close", args=[project.code]))
    page = client.get(reverse("desk_project", args=[project.code])).content.decode()
    assert "This project was closed on" in page
    page = client.get(reverse("desk_closing", args=[project.code])).content.decode()
    assert "The file is being made" in page


def test_a_button_of_a_closed_project_says_why_nothing_happened(closed, desk):
    project, lead = closed
    client = desk(lead)
    answer = client.post(reverse("desk_publish", args=[project.code]), follow=True)
    assert "can be read, not changed" in answer.content.decode()


def test_the_file_is_made_offered_and_taken_home(closed, desk, client, monkeypatch):
    project, lead = closed
    monkeypatch.setattr(jobs.leaving, "bundle", lambda project, step: (step(1, 2), (b"PK zip", {}))[1])
    bundle = actions.ask_for_bundle(lead, project)
    jobs.make(bundle=bundle.pk)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.taken, bundle.known) == ("done", 1, 2)
    kept = reverse("project_kept", args=[project.code, project.slug])
    assert client.get(kept).status_code == 404
    assert client.get(reverse("file", args=[bundle.file])).status_code == 404
    actions.show_bundle(lead, bundle, public=True)
    answer = client.get(kept, follow=True)
    assert b"".join(answer.streaming_content) == b"PK zip"
    assert kept in client.get(reverse("project", args=[project.code, project.slug])).content.decode()
    actions.reopen_project(lead, project, reason="A mistake.")
    assert client.get(kept).status_code == 404
    assert client.get(reverse("file", args=[bundle.file])).status_code == 404


def test_a_file_that_is_stopped_leaves_nothing_behind(closed):
    project, lead = closed
    bundle = actions.ask_for_bundle(lead, project)
    with pytest.raises(Problem, match="being made already"):
        actions.ask_for_bundle(lead, project)

    def made(_project, step):
        actions.stop_bundle(lead, Bundle.objects.unscoped(reason="test").get(pk=bundle.pk))
        step(1, 2)
        raise AssertionError("went on")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs.leaving, "bundle", made)
        jobs.make(bundle=bundle.pk)
    bundle.refresh_from_db()
    assert bundle.state == "stopped"
    assert not StoredFile.objects.filter(owner_kind=Bundle.KIND).exists()


def test_a_new_file_takes_the_place_of_the_old_one(closed, monkeypatch):
    project, lead = closed
    for content in (b"PK one", b"PK two"):
        monkeypatch.setattr(jobs.leaving, "bundle", lambda project, step, content=content: (content, {}))
        jobs.make(bundle=actions.ask_for_bundle(lead, project).pk)
        bundle = queries.newest_bundle(lead, project)
        assert bundle is not None
        if not bundle.public:
            actions.show_bundle(lead, bundle, public=True)
    assert StoredFile.objects.filter(owner_kind=Bundle.KIND).count() == 1
    found = queries.public_bundle(project.pk)
    assert found is not None
    assert found.size == len(b"PK two")


def test_the_command_refuses_an_open_project_and_writes_a_closed_one(living, tmp_path, capsys, monkeypatch):
    project, lead = living()
    asked = argparse.Namespace(code=project.code, out=tmp_path / "left.zip")
    with pytest.raises(Problem, match="project is open"):
        close_project.run(asked)
    actions.close_project(lead, project)
    monkeypatch.setattr(
        "passerelle.closing.leaving.bundle",
        lambda project: (b"PK", {"files": [1], "closed_on": "2026-01-01", "languages": ["en"]}),
    )
    assert close_project.run(asked) == 0
    assert json.loads(capsys.readouterr().out)["files"] == 1
    assert asked.out.read_bytes() == b"PK"
    assert "close-project" in cli.COMMANDS


def test_the_pages_of_the_end_ask_few_questions(closed, desk, questions):
    project, lead = closed
    assert questions(desk(lead), reverse("desk_closing", args=[project.code])) <= 12


def test_somebody_without_a_role_finds_no_file(closed, monkeypatch):
    project, lead = closed
    monkeypatch.setattr(jobs.leaving, "bundle", lambda project, step: (b"PK", {}))
    jobs.make(bundle=actions.ask_for_bundle(lead, project).pk)
    stranger = Actor(person=lead.person, grants=frozenset())
    assert queries.newest_bundle(stranger, project) is None


def test_a_page_that_leaves_the_site_takes_its_file_along(closed, client, monkeypatch):
    project, lead = closed
    monkeypatch.setattr(jobs.leaving, "bundle", lambda project, step: (b"PK zip", {}))
    bundle = actions.ask_for_bundle(lead, project)
    jobs.make(bundle=bundle.pk)
    bundle.refresh_from_db()
    actions.show_bundle(lead, bundle, public=True)
    network.withdraw_project(lead, project)
    assert client.get(reverse("file", args=[bundle.file])).status_code == 404

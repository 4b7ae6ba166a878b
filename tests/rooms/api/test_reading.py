"""Programs read what the public pages show, in their language, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from passerelle.api import throttle
from passerelle.core.codes import new_code
from passerelle.network import actions
from passerelle.network.models import Organisation, Partnership, Project
from tests.rooms.network.conftest import HOUSE, organisations, project  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(throttle, "PUBLIC", throttle.Throttle(100_000, 60))


@pytest.fixture
def published(project):  # noqa: F811
    actions.write_page(HOUSE, project, "A page.", language="en", base=0)
    actions.publish_project(HOUSE, project)
    project.refresh_from_db()
    return project


def get(client, address, status=200, **headers):
    answer = client.get(f"/api/v1/{address}", headers=headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_published_project_is_told_with_its_partners(client, published):
    told = get(client, f"projects/{published.code}?lang=sv")
    assert (told["acronym"], told["partners"]) == ("RIVERBANK", 6)
    assert [one["lead"] for one in told["organisations"]] == [True] + [False] * 5
    names = [country["name"] for country in told["countries"]]
    assert names == ["Belgien", "Italien", "Litauen", "Polen", "Sverige", "Österrike"]
    assert get(client, "projects")["results"][0]["code"] == published.code


def test_a_draft_and_its_partners_are_nobodys(client, project):  # noqa: F811
    assert get(client, "projects")["count"] == 0
    assert get(client, "organisations")["count"] == 0
    assert get(client, f"projects/{project.code}", 404)["status"] == 404


def test_whoever_is_signed_in_reads_no_more_than_the_public(client, project):  # noqa: F811
    from passerelle.people import actions as people
    from passerelle.people.models import Account

    person = people.register_person(HOUSE, name="Ada", email="ada@bank.example", language="en", project=None)
    actions.appoint(HOUSE, project, person, "lead_coordinator", project.partnerships.first().organisation)
    people.create_account(HOUSE, person, "ada@bank.example", "three plain words", demo=False)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(Account.objects.get(person=person), backend=backend)
    assert get(client, "projects")["count"] == 0
    assert get(client, f"projects/{project.code}", 404)["status"] == 404


def test_filters_and_language_are_the_catalogues(client, published):
    assert get(client, "projects?country=SE")["count"] == 1
    assert get(client, "projects?q=riverbank&sort=newest")["count"] == 1
    assert get(client, "projects?q=nothing")["count"] == 0
    told = get(client, "organisations?country=IT", **{"accept-language": "fr"})
    assert told["results"][0]["country"] == {"code": "IT", "name": "Italie"}


def test_only_partners_of_published_projects_are_listed(client, published):
    assert get(client, "organisations")["count"] == 6  # the seventh is a member of the network, no partner


def test_nobody_reads_twice_what_did_not_change(client, published):
    first = client.get("/api/v1/projects")
    again = client.get("/api/v1/projects", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Access-Control-Allow-Origin" not in first.headers
    other = client.get("/api/v1/projects?lang=ar", headers={"if-none-match": first.headers["ETag"]})
    assert (other.status_code, other.headers["Content-Language"]) == (200, "ar")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/", 404),
        ("get", "/api/v2/projects", 404),
        ("get", "/api/v1/projects/nosuch", 404),
        ("get", "/api/v1/projects/%00", 422),
        ("get", "/api/v1/projects?lang=xx", 422),
        ("get", "/api/v1/projects?page=0", 422),
        ("post", "/api/v1/projects", 405),
        ("delete", "/api/nowhere", 405),
    ],
)
def test_every_refusal_is_told_to_a_program(client, method, address, status):
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status
    if status == 405:
        assert answer.headers["Allow"] == "GET, HEAD"


def test_what_breaks_inside_is_told_to_a_program_too(client, monkeypatch):
    monkeypatch.setattr("passerelle.api.queries.all_news", lambda language: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/api/v1/news")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert "division" not in answer.text


def test_whoever_asks_too_often_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(throttle, "PUBLIC", throttle.Throttle(2, 60))
    for _ in range(2):
        get(client, "news")
    answer = client.get("/api/v1/news")
    assert (answer.status_code, answer.headers["Content-Type"]) == (429, PROBLEM)
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def asked(client, address):
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        get(client, address)
    return len(data) + len(keys)


LISTS = ("projects?per_page=100", "organisations?per_page=100", "news", "journal")


def test_two_thousand_cost_no_more_questions_than_twenty(client, published):
    few = {address: asked(client, address) for address in LISTS}
    assert max(few.values()) <= 12, few
    made = Project.objects.bulk_create(
        Project(code=new_code(), acronym=f"P{i}", state="published") for i in range(2000)
    )
    partners = Organisation.objects.bulk_create(
        Organisation(code=new_code(), name=f"O{i}", kind="other", town="X", country="SE") for i in range(2000)
    )
    Partnership.objects.bulk_create(
        Partnership(project=one, organisation=other) for one, other in zip(made, partners, strict=True)
    )
    for address in LISTS:
        assert asked(client, address) <= few[address] + 1, address

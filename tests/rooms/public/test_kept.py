"""A public page is drawn once for many, and never a moment longer than it is true."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from passerelle.network import actions
from passerelle.people import actions as people
from tests.rooms.public.conftest import HOUSE, address_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


ONE_PROCESS = Client()  # every client of Django's has its own memory, as every process has


def asked(address: str, **headers: str) -> tuple[Any, int]:
    """The answer to somebody without cookies, and how many questions it took."""
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        answer = ONE_PROCESS.get(address, headers={"host": "localhost", **headers})
        return answer, len(data) + len(keys)


def test_second_visitor_costs_one_question_and_reads_the_same(project):
    address = address_of(project(), "en")
    first, many = asked(address)
    second, one = asked(address)
    assert (second.content, second.status_code) == (first.content, 200)
    assert second.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert "Content-Security-Policy" in second.headers
    assert (many > 4, one) == (True, 1)


def test_change_is_seen_by_the_very_next_visitor(project):
    made = project()
    address = address_of(made, "en")
    assert asked(address)[0].status_code == 200
    actions.change_facts(HOUSE, made, revision=made.revision, acronym="ANOTHER NAME")
    assert "ANOTHER NAME" in asked(address)[0].content.decode()
    actions.withdraw_project(HOUSE, made)
    assert asked(address)[0].status_code == 404


def test_name_is_gone_as_soon_as_consent_is_withdrawn(project, coordinator):
    made = project()
    shown = coordinator(made, "Amina Ek", shown=True)
    address = address_of(made, "en")
    assert "Amina Ek" in asked(address)[0].content.decode()
    people.withdraw_consent(HOUSE, shown, "shown")
    assert "Amina Ek" not in asked(address)[0].content.decode()


def test_languages_hosts_and_thin_connections_get_their_own(project):
    made = project()
    pages = {asked(address_of(made, language))[0].content for language in ("en", "fr", "ar")}
    assert len(pages) == 3
    plain, _ = asked(address_of(made, "en"))
    thin, questions = asked(address_of(made, "en"), **{"save-data": "on"})
    assert questions > 1
    assert asked(address_of(made, "en"))[0].content == plain.content
    assert thin.status_code == 200


def test_whoever_brings_a_cookie_is_drawn_for_alone(project):
    address = address_of(project(), "en")
    asked(address)
    assert asked(address, cookie="sessionid=nobody")[1] > 1


def test_what_may_not_be_kept_is_not(project):
    made = project(published=False)
    address = address_of(made, "en")
    assert asked(address)[0].status_code == 404
    assert asked(address)[1] > 1
    assert asked("/en/sign-in/")[1] == asked("/en/sign-in/")[1]

"""The directory of competences: who in the network can do what, said by each organisation for itself."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from passerelle.core.actor import PUBLIC, Actor, Grant
from passerelle.core.errors import Denied
from passerelle.network import actions, competences
from passerelle.network.models import Competence, Organisation
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = "/en/desk/network/competences/"


@pytest.fixture
def told(organisations):
    actions.tell_competences(
        HOUSE, organisations[0], {"facilitation": "Two of us", "youth": ""}, language="en"
    )
    actions.tell_competences(HOUSE, organisations[1], {"youth": "Every summer"}, language="en")
    return organisations


def names(found):
    return [one.name for one in found]


def test_what_an_organisation_tells_replaces_what_it_told(told):
    actions.tell_competences(HOUSE, told[0], {"facilitation": "Three of us", "law": ""}, language="fr")
    kept = {one.kind: (one.note, one.language) for one in Competence.objects.filter(organisation=told[0])}
    assert kept == {"facilitation": ("Three of us", "fr"), "law": ("", "fr")}
    actions.tell_competences(HOUSE, told[0], {}, language="en")
    assert not Competence.objects.filter(organisation=told[0]).exists()


def test_they_are_found_by_competence_by_name_and_by_their_own_words(told, lead):
    assert names(competences.able(lead, "en", kind="youth")) == [told[1].name, told[0].name]
    assert names(competences.able(lead, "en", words="summer")) == [told[1].name]
    assert names(competences.able(lead, "en", words=told[0].town)) == [told[0].name]
    assert names(competences.able(PUBLIC, "en")) == []


def test_each_organisation_speaks_for_itself(told, lead, member):
    mine = Actor(person=lead.person, grants=frozenset({Grant("local_coordinator", None, told[0].pk)}))
    actions.tell_competences(mine, told[0], {"arts": ""}, language="en")
    with pytest.raises(Denied):
        actions.tell_competences(mine, told[1], {"arts": ""}, language="en")
    looker = Actor(person=lead.person, grants=frozenset({Grant("official", None, told[0].pk)}))
    with pytest.raises(Denied):
        actions.tell_competences(looker, told[0], {"arts": ""}, language="en")


def test_a_coordinator_ticks_and_writes_and_finds_it_in_the_list(signed_in, organisations):
    client = signed_in("lead_coordinator")
    assert b"Nobody has said yet" in client.get(ADDRESS).content
    form = f"/en/desk/network/{organisations[0].code}/competences/"
    assert b"Intercultural mediation" in client.get(form).content
    answer = client.post(form, {"has_arts": "on", "note_mediation": "In six languages"})
    assert answer.headers["Location"] == ADDRESS
    page = client.get(ADDRESS).content.decode()
    assert "Arts and culture" in page
    assert "Intercultural mediation" in page, "whoever wrote something about a competence has it"
    assert "In six languages" in page
    assert client.get(f"/en/desk/network/{organisations[1].code}/competences/").status_code == 403


def test_the_table_to_take_away_has_a_row_per_competence_of_what_was_asked(told, signed_in):
    client = signed_in("facilitator")
    rows = client.get(f"{ADDRESS[:-1]}.csv?kind=youth").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 3, "all that the organisations can do who can do this"
    assert any("Every summer" in row for row in rows)
    assert client.get(f"{ADDRESS[:-1]}.xlsx").content[:2] == b"PK"


def test_twelve_questions_for_twenty_organisations_and_for_two_thousand(signed_in):
    client = signed_in("facilitator")

    def many(first, last):
        made = Organisation.objects.bulk_create(
            Organisation(code=f"c{n}", name=f"Able {n}", kind="association", town="Bank", country="SE")
            for n in range(first, last)
        )
        Competence.objects.bulk_create(
            Competence(organisation=one, kind=kind) for one in made for kind in ("arts", "law")
        )

    def questions():
        with CaptureQueriesContext(connections["default"]) as asked:
            assert client.get(ADDRESS).status_code == 200
        return len(asked)

    many(0, 20)
    few = questions()
    many(20, 2000)
    assert questions() == few <= 12

"""People from a table: sealed, found again by their address, and struck out without a trace."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from passerelle.core import clock, keys
from passerelle.core.errors import Denied
from passerelle.core.keystore.models import Withdrawal
from passerelle.importing import actions
from passerelle.importing.models import Sheet
from passerelle.people import actions as people
from passerelle.people.models import Person
from passerelle.people.queries import contacts_in
from tests.rooms.importing.conftest import HOUSE, lines, seen, told

HEAD = ("Nome e cognome", "Posta elettronica", "Lingua", "Parla", "Ente")
ROWS = (
    ("Nia Costa", "nia@bank.example", "italiano", "Tigrinya, arabe", "Town IT"),
    ("Omar Said", "", "arabo", "", ""),
)
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def known(actor, project):
    return {told["name"]: told for _pk, told in contacts_in(actor, project.pk)}


def test_people_are_written_down_with_their_languages_and_who_answers(given, lead, project, organisations):
    sheet = given("people", lines(HEAD, *ROWS))
    actions.choose_columns(
        lead, sheet, head=0, mapping={0: "name", 1: "email", 2: "language", 3: "languages", 4: "organisation"}
    )
    assert told(seen(lead, sheet)) == []
    actions.take_in(lead, sheet, "en")
    assert known(lead, project)["Nia Costa"]["languages"] == "ti ar"
    nia = Person.objects.get(controller=organisations[3].pk)
    assert nia.language == "it"
    assert "Omar Said" in known(lead, project)


def test_the_same_table_again_changes_nothing(given, lead):
    for _time in range(2):
        sheet = given("people", lines(HEAD[:3], *(row[:3] for row in ROWS)))
        look = seen(lead, sheet)
        actions.take_in(lead, sheet, "en")
    assert [one.state for one in look.planned] == ["same", "same"]


def test_who_has_an_account_looks_after_their_own_data(given, lead, member):
    member("facilitator", name="Own Data", email="own@bank.example", account=True)
    look = seen(
        lead, given("people", lines(("Name", "E-mail", "Phone"), ("Own Data", "own@bank.example", "123")))
    )
    assert [(one.row, one.field) for one in look.wrong] == [(1, "phone")]


def test_a_coordinator_of_another_project_finds_nobody_here(given, lead, project):
    actions.take_in(lead, given("people", lines(("Name", "Language"), ("Nia", "it"))), "en")
    assert contacts_in(lead, None) == []
    assert "Nia" in known(lead, project)


def test_struck_out_people_leave_no_key(given, lead, project):
    sheet = given("people", lines(HEAD[:3], *(row[:3] for row in ROWS)))
    before = set(Person.objects.values_list("pk", flat=True))
    actions.take_in(lead, sheet, "en")
    made = set(Person.objects.values_list("pk", flat=True)) - before
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.take_back(lead, sheet, "en")
    assert not Person.objects.filter(pk__in=made).exists()
    assert keys.present(made) == set()
    assert made <= set(Withdrawal.objects.values_list("owner", flat=True))


def test_somebody_with_a_part_here_is_not_struck_out(given, lead, project, organisations):
    from passerelle.network.actions import note_contribution

    sheet = given("people", lines(("Name", "Language"), ("Nia Costa", "it")))
    actions.take_in(lead, sheet, "en")
    nia = next(pk for pk, one in contacts_in(lead, project.pk) if one["name"] == "Nia Costa")
    note_contribution(lead, project, Person.objects.get(pk=nia), "speaker", None)
    with pytest.raises(actions.Hindered) as hindered:
        actions.take_back(lead, sheet, "en")
    assert hindered.value.against == ["Nia Costa has a part here by now."]


def test_a_table_that_waits_is_sealed_and_nobody_elses(given, lead, administrator):
    sheet = given("people", lines(HEAD[:3], *(row[:3] for row in ROWS)))
    assert b"Costa" not in bytes(Sheet.objects.get(pk=sheet.pk).content)
    assert not Sheet.objects.visible_to(administrator).exists()
    with pytest.raises(Denied):
        actions.take_in(administrator, sheet, "en")


def test_a_table_goes_after_seven_days_and_with_whoever_is_erased(given, lead, project):
    sheet = given("people", lines(("Name", "Language"), ("Nia", "it")))
    Sheet.objects.filter(pk=sheet.pk).update(at=timezone.now() - datetime.timedelta(days=8))
    clock.run()
    assert not Sheet.objects.filter(pk=sheet.pk).exists()
    given("people", lines(("Name", "Language"), ("Nia", "it")))
    somebody = people.register_person(HOUSE, name="Nia", email="", language="it", project=project.pk)
    people.erase_person(HOUSE, somebody)
    assert not Sheet.objects.exists()

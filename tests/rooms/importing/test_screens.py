"""From a file to the list, as a coordinator does it: without a script, with every error at once."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from passerelle.importing import actions
from passerelle.importing.models import Sheet
from passerelle.people.models import Account
from passerelle.people.queries import contacts_in
from tests.rooms.importing.conftest import lines, workbook
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def coordinator(signed_in):
    return signed_in("lead_coordinator")


@pytest.fixture
def office(client, administrator):
    client.force_login(Account.objects.get(person=administrator.person), backend=BACKEND)
    return client


def post_file(browser, what, raw, **more):
    upload = SimpleUploadedFile("list.xlsx", raw)
    answer = browser.post(reverse("desk_table_give", args=[what]), {"file": upload, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return Sheet.objects.order_by("-at").first()


def chosen(browser, sheet, **more):
    """Look at the columns and say yes to what was guessed."""
    address = reverse("desk_table_columns", args=[sheet.code])
    rows = browser.get(address).context["rows"]
    told = {f"column-{row['number']}": row["field"] for row in rows} | more
    return browser.post(address, told | {"do": "look"})


def test_people_from_a_file_to_the_team(coordinator, project):
    sheet = post_file(
        coordinator,
        "people",
        workbook(
            ["Contacts"], [], ["Nom", "Courriel", "Langue"], ["Nia Costa", "nia@bank.example", "italien"]
        ),
        place=project.code,
    )
    chosen(coordinator, sheet)
    page = reverse("desk_table", args=[sheet.code])
    assert "Take in 1 row" in coordinator.get(page).content.decode()
    coordinator.post(page, {"do": "take"})
    assert "The table is taken in" in coordinator.get(page).content.decode()
    assert "Nia Costa" in [one["name"] for _pk, one in contacts_in(coordinator.actor, project.pk)]
    coordinator.post(reverse("desk_table_back", args=[sheet.code]))
    assert "Nia Costa" not in [one["name"] for _pk, one in contacts_in(coordinator.actor, project.pk)]


def test_cells_can_be_pasted(coordinator, project):
    pasted = "Name\tE-mail\tLanguage\nNia\tnia@bank.example\tit"
    answer = coordinator.post(
        reverse("desk_table_give", args=["people"]), {"pasted": pasted, "place": project.code}
    )
    assert answer.status_code == 302


def test_all_errors_are_on_one_page_with_the_rows_of_the_file(office):
    sheet = post_file(
        office,
        "organisations",
        lines(
            ["Partners"],
            ["Name", "Type", "Town", "Pays"],
            ["A", "ngo", "X", "Frnce"],
            [""],
            ["B", "?", "X", "SE"],
        ),
    )
    chosen(office, sheet)
    answer = office.get(reverse("desk_table", args=[sheet.code]))
    assert [(row[0], row[1], row[2], row[4]) for row in answer.context["rows"]] == [
        ("3", "Pays (D)", "Frnce", "France"),
        ("5", "Type (B)", "?", "–"),
    ]
    assert "do=take" not in answer.content.decode()
    assert 'value="take"' not in answer.content.decode()
    office.post(
        reverse("desk_table", args=[sheet.code]),
        {"do": "correct", "instead": [answer.context["proposals"][0]["mark"]]},
    )
    answer = office.get(reverse("desk_table", args=[sheet.code]))
    assert [row[0] for row in answer.context["rows"]] == ["5"]


def test_a_value_nobody_proposed_cannot_be_slipped_in(office):
    sheet = post_file(
        office, "organisations", lines(["Name", "Type", "Town", "Country"], ["A", "ngo", "X", "Frnce"])
    )
    office.post(reverse("desk_table", args=[sheet.code]), {"do": "correct", "instead": ["0123456789abcdef"]})
    assert office.get(reverse("desk_table", args=[sheet.code])).context["rows"][0][2] == "Frnce"


def test_a_column_can_be_chosen_otherwise_and_the_header_found_elsewhere(office):
    sheet = post_file(office, "organisations", lines(["Name", "b"], ["A", "B"], ["Nom", "Ville"], ["C", "D"]))
    address = reverse("desk_table_columns", args=[sheet.code])
    office.post(address, {"do": "anew", "head": "3"})
    rows = office.get(address).context["rows"]
    assert [(row["label"], row["field"]) for row in rows] == [("Nom", "name"), ("Ville", "town")]
    answer = office.post(address, {"do": "look", "head": "3", "column-0": "name", "column-1": "name"})
    assert answer.headers["Location"].endswith("/columns/"), "two columns cannot be one"


def test_the_problems_can_be_taken_to_whoever_keeps_the_file(office):
    sheet = post_file(
        office, "organisations", lines(["Name", "Type", "Town", "Country"], ["=A()", "ngo", "X", "=B()"])
    )
    answer = office.get(reverse("desk_table_problems", args=[sheet.code, "csv"]))
    assert "2,Country (D),'=B()" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_empty_table_comes_in_as_it_went_out(office, language):
    with translation.override(language):
        raw = office.get(reverse("desk_table_empty", args=["organisations", "xlsx"])).content
    sheet = post_file(office, "organisations", filled(raw))
    assert len(sheet.choices["mapping"]) == 8


def filled(raw):
    book = openpyxl.load_workbook(io.BytesIO(raw))
    book.active.append(["A", "other", "X", "SE", 1, 2, "yes", ""])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_somebody_elses_table_is_not_there(coordinator, given, project):
    other = given("people", lines(["Name", "Language"], ["Nia", "it"]))
    assert coordinator.get(reverse("desk_table", args=[other.code])).status_code == 404


@pytest.mark.parametrize("what", ["organisations", "people"])
def test_twenty_rows_and_two_thousand_ask_the_same(client, administrator, lead, given, what):
    actor = administrator if what == "organisations" else lead
    if what == "people":
        from passerelle.people import actions as people
        from passerelle.people.models import Person
        from tests.rooms.importing.conftest import HOUSE

        people.create_account(
            HOUSE, Person.objects.get(pk=lead.person), "lead@bank.example", "three plain words"
        )
    client.force_login(Account.objects.get(person=actor.person), backend=BACKEND)
    head = ["Name", "Type", "Town", "Country", "Language", "E-mail"]
    sheets = [
        given(
            what, lines(head, *([f"N{i}", "ngo", "X", "SE", "sv", f"n{i}@bank.example"] for i in range(many)))
        )
        for many in (20, 2000)
    ]
    for name in ("desk_table_columns", "desk_table"):
        few, many = (asked(client, reverse(name, args=[sheet.code])) for sheet in sheets)
        assert few == many
    asked(client, reverse("desk_tables"))
    asked(client, reverse("desk_table_give", args=[what]))


def test_taking_back_twenty_rows_and_two_thousand_asks_the_same(office, administrator, given):
    head = ["Name", "Type", "Town", "Country"]

    def cost(many):
        rows = ([f"{many} N{i}", "ngo", "X", "SE"] for i in range(many))
        sheet = actions.take_in(administrator, given("organisations", lines(head, *rows)), "en")
        return asked(office, reverse("desk_table_back", args=[sheet.code]))

    assert cost(20) == cost(2000)

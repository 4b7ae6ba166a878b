"""Organisations from the spreadsheets that people really have: in, changed, refused whole, and back."""

from __future__ import annotations

import pytest

from passerelle.core.errors import Denied, Problem
from passerelle.core.models import Entry
from passerelle.importing import actions
from passerelle.importing.models import Heads, Sheet
from passerelle.network.models import Organisation, Partnership
from tests.rooms.importing.conftest import lines, seen, told, workbook

HEAD = ("Name", "Kind", "Town", "Country")
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def names():
    return set(Organisation.objects.values_list("name", flat=True))


def test_a_table_with_titles_two_headers_blank_columns_and_notes_is_understood(given, administrator):
    raw = workbook(
        ["River network – partner list, last changed in May"],
        [],
        ["", "Partenaire", "", "", "Lieu", ""],
        ["", "Raison sociale", "Type", "", "Ville", "Pays *"],
        ["", "Café du Pont", "commune", "", "Genève", "Suisse"],
        [],
        ["", "Ponte Vecchio ODV", "associazione", "", "Firenze", "Italien"],
        ["", "Brohuset", "Kommun", "", "Malmö", "السويد"],
        [],
        ["", "source: our own list"],
        merged=["A1:F1", "B3:C3"],
    )
    sheet = given("organisations", raw)
    look = seen(administrator, sheet)
    assert told(look) == []
    assert look.count("new") == 3
    actions.take_in(administrator, sheet, "en")
    made = Organisation.objects.get(name="Brohuset")
    assert (made.kind, made.town, made.country) == ("municipality", "Malmö", "SE")
    assert Organisation.objects.get(name="Café du Pont").country == "CH"
    assert Organisation.objects.get(name="Ponte Vecchio ODV").country == "IT"


def test_every_error_is_told_at_once_with_its_row_and_a_proposal(given, administrator):
    raw = lines(
        HEAD,
        ("A", "municipality", "X", "Frnce"),
        ("B", "", "X", "Italy"),
        ("C", "club", "X", "Atlantis"),
        ("D", "association", "X", "Sweden"),
        ("d", "association", "X", "SE"),
    )
    look = seen(administrator, given("organisations", raw))
    assert told(look) == [
        (1, "country", "Frnce", "France"),
        (2, "kind", "", ""),
        (3, "kind", "club", ""),
        (3, "country", "Atlantis", ""),
        (5, "name", "d", ""),
    ]


def test_errors_are_said_in_the_readers_language_and_countries_proposed_in_it(given, administrator):
    from django.utils import translation

    sheet = given("organisations", lines(HEAD, ("A", "municipality", "X", "Suèdde")))
    with translation.override("fr"):
        assert seen(administrator, sheet, "fr").wrong[0].instead == "Suède"


def test_nothing_is_taken_in_while_one_row_is_wrong(given, administrator):
    before = names()
    sheet = given(
        "organisations", lines(HEAD, ("Good", "other", "X", "SE"), ("Bad", "other", "X", "Nowhere"))
    )
    with pytest.raises(Problem):
        actions.take_in(administrator, sheet, "en")
    assert names() == before
    actions.leave_out(administrator, sheet, True)
    actions.take_in(administrator, sheet, "en")
    assert names() - before == {"Good"}


def test_a_proposal_that_was_accepted_holds_for_its_whole_column(given, administrator):
    sheet = given(
        "organisations", lines(HEAD, ("One", "other", "X", "Frnce"), ("Two", "other", "Frnce", "Frnce"))
    )
    actions.correct(administrator, sheet, [("country", "Frnce", "France")])
    actions.take_in(administrator, sheet, "en")
    two = Organisation.objects.get(name="Two")
    assert (two.town, two.country) == ("Frnce", "FR")


def test_who_is_here_already_is_changed_and_an_empty_cell_empties_nothing(
    given, administrator, organisations
):
    one = organisations[0]
    raw = lines(
        (*HEAD, "Lat", "Code"),
        ("Town renamed", "", "", "", "59,33", one.code),
        ("town be", "", "Gent", "Belgium", "", ""),
    )
    sheet = given("organisations", raw)
    look = seen(administrator, sheet)
    assert [each.state for each in look.planned] == ["changed", "changed"]
    actions.take_in(administrator, sheet, "en")
    one.refresh_from_db()
    assert (one.name, one.town, one.latitude) == ("Town renamed", "Bank SE", 59.33)
    assert Organisation.objects.get(code=organisations[1].code).town == "Gent"
    assert bytes(one.name_sv), "its place in sorted lists follows"


def test_a_name_like_one_that_is_here_is_a_hint_and_stops_nothing(given, administrator, organisations):
    sheet = given("organisations", lines(HEAD, ("Town SEE", "other", "X", "SE")))
    look = seen(administrator, sheet)
    assert [(one.instead, one.stops) for one in look.wrong] == [("Town SE", False)]
    assert not look.stopping


def test_an_import_is_taken_back_as_a_whole(given, administrator, organisations):
    before = list(Organisation.objects.order_by("pk").values("name", "town", "country", "name_fr"))
    raw = lines(
        (*HEAD, "Code"),
        ("New here", "other", "X", "SE", ""),
        ("Other name", "", "Y", "", organisations[0].code),
    )
    sheet = given("organisations", raw)
    actions.take_in(administrator, sheet, "en")
    actions.take_back(administrator, sheet, "en")
    assert list(Organisation.objects.order_by("pk").values("name", "town", "country", "name_fr")) == before
    with pytest.raises(Problem):
        actions.take_back(administrator, sheet, "en")


def test_what_was_used_or_changed_since_is_named_and_nothing_is_taken_back(given, administrator, project):
    raw = lines(
        HEAD, ("Used", "other", "X", "SE"), ("Changed", "other", "X", "SE"), ("Free", "other", "X", "SE")
    )
    sheet = given("organisations", raw)
    actions.take_in(administrator, sheet, "en")
    Partnership.objects.create(project=project, organisation=Organisation.objects.get(name="Used"))
    Organisation.objects.filter(name="Changed").update(town="Elsewhere")
    with pytest.raises(actions.Hindered) as hindered:
        actions.take_back(administrator, sheet, "en")
    assert hindered.value.against == ["Used is used by now.", "Changed was changed since."]
    assert {"Used", "Changed", "Free"} <= names()


def test_the_same_header_is_remembered_as_it_was_chosen(given, administrator):
    head = ("Bezeichnung", "Sorte", "Wo", "Wo genau")
    sheet = given("organisations", lines(head, ("A", "other", "SE", "X")))
    mapping = {0: "name", 1: "kind", 2: "country", 3: "town"}
    actions.choose_columns(administrator, sheet, head=0, mapping=mapping)
    later = given("organisations", lines(["List of 2027"], head, ("B", "other", "FR", "Y")))
    assert later.choices["mapping"] == {str(n): key for n, key in mapping.items()}
    assert seen(administrator, later).count("new") == 1
    assert "Bezeichnung" not in str(Heads.objects.values_list("mapping", flat=True))


def test_only_an_administrator_adds_to_the_network(given, lead):
    with pytest.raises(Denied):
        given("organisations", lines(HEAD, ("A", "other", "X", "SE")), actor=lead)


def test_the_journal_tells_ids_and_codes_of_what_came_in(given, administrator):
    actions.take_in(
        administrator,
        sheet := given("organisations", lines(HEAD, ("Very own name", "other", "X", "SE"))),
        "en",
    )
    said = [str((one.action, one.details)) for one in Entry.objects.all()]
    assert any(
        "organisations taken in" in line and Organisation.objects.get(name="Very own name").code in line
        for line in said
    )
    assert not any("Very own name" in line for line in said)
    assert Sheet.objects.get(pk=sheet.pk).content is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0rest", "old_excel"),
        (b"%PDF-1.7", "pdf"),
        (b"<html><table>", "markup"),
        (b"PK\x03\x04nothing", "damaged"),
        (b'a,b\n"never closed,1\n', "csv"),
    ],
)
def test_what_is_no_table_says_what_to_do(given, raw, code):
    with pytest.raises(Problem) as problem:
        given("organisations", raw)
    assert problem.value.code == code
    assert str(problem.value).endswith(".")

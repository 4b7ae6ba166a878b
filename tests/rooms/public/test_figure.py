"""A number opens the records behind it, and the table that leaves the house says the same as the page."""

import csv
import io

import pytest

from passerelle.core.actor import PUBLIC
from passerelle.core.sheets import harmless
from passerelle.network import actions
from passerelle.network.figures import COUNTRIES, PARTNERS
from tests.rooms.public.conftest import HOUSE, address_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def table(page):
    rows = [
        [cell.words for cell in row.inside if not isinstance(cell, str)]
        for row in page.one("table").all("tr")
    ]
    return rows[0], rows[1:]


def taken_away(client, page):
    link = next(a for a in page.all("a") if ".csv" in a.attrs["href"])
    answer = client.get(link.attrs["href"])
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    return rows[0], rows[1:]


def test_the_number_on_the_page_is_the_number_of_records_it_opens(project, opened, client):
    made = project(partners=4)
    link = opened(address_of(made)).saying("4 partners · 3 countries")
    assert link.tag == "a"
    page = opened(link.attrs["href"])
    partners = PARTNERS.records(PUBLIC, made)
    assert len(table(page)[1]) == 4 == PARTNERS.count(partners)
    assert COUNTRIES.count(partners) == 3
    assert "each counted once" in page.words


@pytest.mark.parametrize("language", ["en", "sv", "ar"])
@pytest.mark.parametrize("sort", ["", "?sort=name", "?sort=-town", "?sort=country", "?sort=since"])
def test_the_table_to_take_away_has_the_rows_of_the_page_in_their_order(
    project, opened, client, language, sort
):
    page = opened(address_of(project(partners=4), language, "partners/") + sort)
    heads, rows = table(page)
    taken_heads, taken = taken_away(client, page)
    assert taken_heads == heads
    days = [time.attrs["datetime"] for time in page.one("table").all("time")]
    assert taken == [[*row[:-1], day] for row, day in zip(rows, days, strict=True)]


def test_partners_are_sorted_in_the_readers_language(project, opened):
    made = project(partners=4)
    swedish = [row[0] for row in table(opened(address_of(made, "sv", "partners/?sort=name")))[1]]
    assert swedish == ["Arcola stad", "Zonneveld stad", "Åkerö stad", "Ödby stad"]
    english = [row[0] for row in table(opened(address_of(made, "en", "partners/?sort=name")))[1]]
    assert english == ["Åkerö stad", "Arcola stad", "Ödby stad", "Zonneveld stad"]


def test_a_name_that_is_a_formula_runs_in_no_spreadsheet(project, organisations, client, opened):
    trap = actions.add_organisation(HOUSE, name="=HYPERLINK(1)", kind="other", town="@SUM(A1)", country="IT")
    made = project()
    actions.choose_partners(HOUSE, made, [*organisations[:3], trap])
    page = opened(address_of(made, end="partners/"))
    row = next(row for row in taken_away(client, page)[1] if "HYPERLINK" in row[0])
    assert row[:3] == ["'=HYPERLINK(1)", "Other organisation", "'@SUM(A1)"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "＝1"])
def test_every_beginning_of_a_formula_is_defused(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Åkerö stad", "", "–", "2026-11-21", "a=b"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_where_only_countries_are_known_no_number_of_partners_is_claimed(project, opened):
    made = project(partners=0, countries=["IT", "SI"], lead_name="Une ville")
    page = opened(address_of(made))
    assert "Italy and Slovenia" in page.words
    assert "partner" not in page.one("aside").words
    records = opened(address_of(made, end="partners/"))
    assert "not recorded here" in records.words
    assert [one.words for one in records.one(class_="empty").all("li")] == ["Italy", "Slovenia"]

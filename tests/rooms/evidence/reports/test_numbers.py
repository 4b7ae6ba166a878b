"""What a funder's auditor would miss: eight events, eight sheets, and totals that equal the records in every file."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import docx
import openpyxl
import pypdf
import pytest

from passerelle.evidence.reports import making, people, placeholders, programmes
from passerelle.evidence.reports.model import as_json, from_json
from passerelle.gatherings.models import Attendance, HeadCount, Participant

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def written(report, key):
    told = people.named(from_json(report.told), report.project)
    return making.write(report, told, key)[0]


def test_eight_gatherings_make_eight_sheets_whose_totals_equal_the_records(begin, eight):
    told = from_json(begin().told)
    assert [one.title for one in told.sheets] == [one.title for one in eight]
    for sheet, one in zip(told.sheets, eight, strict=True):
        rows = Attendance.objects.filter(gathering=one)
        assert sheet.counts.people == sheet.counts.attendances == rows.count()
        assert sheet.counts.heads == sum(
            HeadCount.objects.filter(gathering=one).values_list("heads", flat=True)
        )
        for split in sheet.splits:
            assert sum(part.people for part in split.parts) == sheet.counts.people
            assert sum(part.heads for part in split.parts) == sheet.counts.heads
    assert (
        sum(one.counts.attendances for one in told.sheets)
        == told.counts.attendances
        == Attendance.objects.count()
    )
    assert sum(one.counts.heads for one in told.sheets) == told.counts.heads == 360
    assert told.counts.people == Participant.objects.values("counted_as").distinct().count() == 10


def test_from_here_and_from_abroad_is_told_by_the_country_of_the_gathering(begin, eight):
    sheet = from_json(begin().told).sheets[0]  # in Sweden; three came, from Sweden, Italy and Belgium
    place = next(one for one in sheet.splits if one.by == "place")
    assert {part.key: part.people for part in place.parts} == {"here": 1, "abroad": 2, "": 0}


def test_all_four_files_say_the_same_numbers(begin, eight):
    report = begin()
    told = from_json(report.told)
    numbers = [(one.counts.people, one.counts.heads, one.counts.registrations) for one in told.sheets]

    data = json.loads(written(report, "json"))
    assert [
        tuple(one["counts"][k] for k in ("people", "heads", "registrations")) for one in data["sheets"]
    ] == numbers

    rows = list(openpyxl.load_workbook(io.BytesIO(written(report, "xlsx")))["Gatherings"].values)[1:]
    assert [row[11:14] for row in rows] == numbers

    for text in (in_word(written(report, "docx")), in_pdf(written(report, "pdf"))):
        found = re.findall(
            r"People who came:? (\d+) Heads, counted in the room:? (\d+) Registrations:? (\d+)", text
        )
        assert [tuple(map(int, one)) for one in found] == numbers
        for label, value in (("People, counted once", 10), ("Attendances", told.counts.attendances)):
            assert re.search(rf"{label} {value}\b", text)


def in_word(content):
    file = docx.Document(io.BytesIO(content))
    told = [line.text for line in file.paragraphs]
    told += [" ".join(cell.text for cell in row.cells) for table in file.tables for row in table.rows]
    return " ".join(" ".join(told).split())


def in_pdf(content):
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split()
    )


def test_a_period_and_what_is_left_out_cut_the_report(begin, eight):
    told = from_json(begin(since=date(2025, 5, 1), until=date(2025, 7, 31), without=[eight[3].code]).told)
    assert [one.code for one in told.sheets] == [eight[2].code, eight[4].code]


def test_whoever_was_found_to_be_the_same_person_is_counted_once(begin, eight):
    before = from_json(begin().told).counts
    one, two = Participant.objects.filter(controller=eight[0].host, code__in=["P000", "P001"])
    Participant.objects.filter(code=two.code).update(counted_as=one.counted_as)
    after = from_json(begin().told).counts
    assert (after.people, after.heads) == (before.people - 1, before.heads)
    assert after.attendances == before.attendances - 8  # both came to all eight


def test_a_report_survives_the_way_through_json(begin, eight):
    told = from_json(begin(language="ar").told)
    assert from_json(json.loads(json.dumps(as_json(told)))) == told


@pytest.mark.parametrize("form", sorted(programmes.definitions()))
def test_every_form_names_its_sources_and_knows_its_parts_in_five_languages(form):
    one = programmes.definitions()[form]
    assert one.sources
    assert all(source.address.startswith("https://") and source.read for source in one.sources)
    assert set(one.splits) <= programmes.SPLITS
    for language in ("en", "fr", "it", "sv", "ar"):
        assert one.names[language]
        assert all(programmes.heading(key, language) for key in one.sections)
        assert all(programmes.asks(key, language) for key in one.texts)
        assert all(programmes.hand(key, language) for key in one.hands)
    assert "en" not in {programmes.heading(key, "ar") for key in one.sections}


def test_every_placeholder_of_a_row_is_filled_in_each_row(begin, eight):
    given = placeholders.given(from_json(begin().told))
    for group, rows in given.rows.items():
        assert all(set(row) == set(given.parts_of(group)) for row in rows)

"""A table is read as its author sees it, whichever program wrote the file."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.reading import read

HEADER, ROWS = ("gender", "ålder"), (("kvinna", "16–29"), ("man, äldre", "30;44"), ('"x"', ""))


def as_csv(separator=",", end="\r\n", rows=(HEADER, *ROWS)):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def as_xlsx(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"S{number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def reading(content):
    findings = Findings("file")
    return read(content, findings), findings


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_every_separator_encoding_and_line_end(separator, encoding, end):
    sheet, findings = reading(as_csv(separator, end).encode(encoding))
    assert (sheet.header, sheet.rows) == (HEADER, ROWS)
    assert not findings.found
    assert [note.note for note in findings.notes] == (
        ["The file is not in Unicode; it was read as Windows-1252."] if encoding == "cp1252" else []
    )


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=8)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(_TEXT, _TEXT, _TEXT), max_size=6), st.sampled_from((",", ";", "\t")))
def test_whatever_is_written_is_read_again(rows, separator):
    header = ("gender", "age", "home")
    rows = [*rows, ("last", "of", "all")]
    sheet, findings = reading(as_csv(separator, rows=(header, *rows)).encode())
    assert (sheet.header, sheet.rows) == (header, tuple(rows))
    assert not findings.found


def test_a_line_that_names_the_separator_is_no_header():
    assert reading(b"sep=;\r\na;b\r\n1,5;2\r\n")[0].header == ("a", "b")


def test_a_spreadsheet_is_read_as_it_looks():
    rows = [("age", "min", "on"), ("16-29", 2.0, date(2026, 11, 21)), (75.0, 2.5, True), (None, None, None)]
    sheet, findings = reading(as_xlsx(rows))
    assert sheet.rows == (("16-29", "2", "2026-11-21"), ("75", "2.5", "True"))
    assert not findings.found


def test_of_several_sheets_the_first_with_values_is_read_and_that_is_said():
    sheet, findings = reading(as_xlsx([], [("a", "b"), (1, 2)], [("c",), (3,)]))
    assert sheet.header == ("a", "b")
    assert [(note.value, note.read_as) for note in findings.notes] == [("S1, S2", "S1")]


def test_blank_lines_are_passed_over_with_a_note_and_inside_they_stay_rows():
    sheet, findings = reading(b"\n,,\na,b,c\n1,2,3\n\n,,\n4,5,6\n,,\n,,\n")
    assert sheet.rows == (("1", "2", "3"), ("", "", ""), ("4", "5", "6"))
    assert [(note.note, note.count) for note in findings.notes] == [
        ("Lines without anything were passed over.", 2),
        ("Blank lines above the header were passed over.", 1),
        ("Blank lines at the end were passed over.", 2),
    ]


def test_rows_with_too_many_cells_are_marked_and_short_ones_filled_up():
    sheet, findings = reading(b"a,b\n1,2,3\n1,2,,\n1\n")
    assert sheet.rows == (("1", "2"), ("1", "2"), ("1", ""))
    assert sheet.broken == {0: 3}
    assert [note.count for note in findings.notes] == [1]


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name, content in files.items():
            parts.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n ,\r\n", "empty_file"),
        (as_xlsx([]), "empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xef\xbb\xbf<html><table>", "not_a_table"),
        (b'{"a": 1}', "not_a_table"),
        (b"a,b\n\x00\x01\x02\x03\x04\x05\x06", "not_a_table"),
        (b"a,b\n\x81\x8d,\xff\n", "encoding"),
        (b'a,b\n"never closed,1\n2,3\n', "csv"),
        (b"PK\x03\x04 cut off", "broken"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "not_xlsx"),
        (archive(word="x"), "not_xlsx"),
        (archive(**{"xl/workbook.xml": "<broken"}), "broken"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(content, code):
    sheet, findings = reading(content)
    assert sheet is None
    (error,) = findings.found
    assert (error.code, error.mendable, error.row) == (code, False, None)
    assert error.problem
    assert error.proposal


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_no_file_makes_it_fall_over(content):
    sheet, findings = reading(content)
    assert (sheet is None) == bool(findings.found)

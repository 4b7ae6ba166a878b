"""A list taken away says what the screen said, and does nothing by itself."""

import io

import openpyxl

from passerelle.core import sheets

ROWS = [["=1+1", 3, "ساحل"], ["plain", -2, "\x0bodd\x00"]]


def test_a_text_that_looks_like_a_formula_stays_a_text():
    told = sheets.as_csv(["a", "b", "c"], [["=cmd", "@x", "safe"]]).decode("utf-8-sig")
    assert told.splitlines()[1] == "'=cmd,'@x,safe"
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(["a", "b", "c"], ROWS)))
    cells = list(book.active.iter_rows())
    assert [c.value for c in cells[1]] == ["=1+1", 3, "ساحل"]
    assert cells[1][0].data_type == "s"
    assert [c.value for c in cells[2]] == ["plain", -2, "odd"]


def test_an_arabic_sheet_runs_from_right_to_left():
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(["ا"], [], turned=True)))
    assert book.active.sheet_view.rightToLeft

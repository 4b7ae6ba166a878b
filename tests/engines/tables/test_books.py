"""A workbook is read as the library reads it, cell by cell, however its texts, gaps and dates are written."""

import io
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from passerelle.engines.tables import reading

TEXTS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc")), max_size=12
).filter(lambda text: not text.startswith("="))
CELLS = st.one_of(st.none(), TEXTS, st.integers(-(10**9), 10**9), st.booleans())


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_the_library_reads_it(content):
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    return [[reading._cell(value) for value in cells] for cells in sheet.iter_rows(values_only=True)]


@given(st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=8))
def test_every_cell_says_what_the_library_says(rows):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    content = saved(book)
    oracle = as_the_library_reads_it(content)
    if not any(any(map(reading._says, row)) for row in oracle):
        with pytest.raises(reading.Unreadable):
            reading.read(content)
        return
    found = reading.read(content)[0].rows
    width = len(found[0])
    assert found == [(row + [""] * width)[:width] for row in oracle[: len(found)]]
    assert not any(any(map(reading._says, row)) for row in oracle[len(found) :])


def test_texts_with_formats_inside_days_and_gaps_are_read():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = CellRichText("Forum ", TextBlock(InlineFont(b=True), "on the water"))
    sheet["C3"] = datetime(2027, 5, 3)
    sheet["B3"] = "plain"
    found = reading.read(saved(book))[0].rows
    assert found == [["Forum on the water", "", ""], ["", "", ""], ["", "plain", "2027-05-03"]]

"""From the bytes of a file to its tables: CSV as spreadsheets write it, and XLSX. Rows keep their places."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime, time
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

Cell = str | int | float
"""A text as it stands, or a number that a spreadsheet holds as one. A date is its text in ISO 8601."""
MOST_UNPACKED = 500_000_000
_ENOUGH = 200_000
"""Signs of a file, of which fifty lines show how its cells are separated."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


class Unreadable(Exception):
    """`code`: empty, old_excel, pdf, markup, encoding, csv, not_xlsx, damaged, too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Grid(NamedTuple):
    """One table. rows: as many cells each; row n of the grid is row n + 1 of the file, blank ones included."""

    title: str
    rows: list[list[Cell]]


def read(content: bytes) -> list[Grid]:
    """The tables in a file that hold anything; a CSV holds one. What kind of file it is, its bytes tell.

    Raises Unreadable."""
    if content.startswith(b"PK"):
        grids = _book(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_excel")
    elif content.startswith(b"%PDF"):
        raise Unreadable("pdf")
    elif content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise Unreadable("markup")
    else:
        grids = [Grid("", _lines(_decoded(content)))]
    filled = [_squared(grid) for grid in grids if any(any(map(_says, row)) for row in grid.rows)]
    if not filled:
        raise Unreadable("empty")
    return filled


def _says(cell: Cell) -> bool:
    return not isinstance(cell, str) or (bool(cell) and not cell.isspace())


def _squared(grid: Grid) -> Grid:
    """Without blank columns at the right and blank rows at the end; every row as long as the widest."""
    rows = grid.rows
    while not any(map(_says, rows[-1])):
        rows.pop()
    width = max((n + 1 for row in rows for n, cell in enumerate(row) if _says(cell)), default=0)
    return Grid(grid.title, [(row + [""] * (width - len(row)))[:width] for row in rows])


def _decoded(content: bytes) -> str:
    """The text; Windows-1252 only where the bytes are no UTF."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[1:400:2].count(0) * 4 > len(content[1:400:2]):
        encodings = ["utf-16-le"]
    elif content[:400:2].count(0) * 4 > len(content[:400:2]):
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unreadable("encoding")


def _lines(text: str) -> list[list[Cell]]:
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=.", first.strip(), re.IGNORECASE):
        text, separator = rest, first.strip()[4]
        before: list[list[Cell]] = [[]]
    else:
        separator, before = _separator(text), []
    try:
        # Strict: a quotation mark that is never closed would swallow the rows after it.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return before + [list(cells) for cells in reader]
    except csv.Error as reason:
        raise Unreadable("csv") from reason


def _separator(text: str) -> str:
    """The sign that splits most of the first lines into the most columns, alike in most of them."""
    text = text[:_ENOUGH]

    def columns(sign: str) -> tuple[int, int]:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
            widths = Counter(len(cells) for cells in islice(reader, 50) if len(cells) > 1)
        except csv.Error:
            return 0, 0
        width, alike = widths.most_common(1)[0] if widths else (0, 0)
        return alike, width

    return max(",;\t|", key=columns)


def _book(content: bytes) -> list[Grid]:
    import zipfile  # with it come modules that a CSV does not need

    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names, size = set(parts.namelist()), sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as reason:
        raise Unreadable("damaged") from reason
    if "xl/workbook.xml" not in names:
        raise Unreadable("not_xlsx")
    if size > MOST_UNPACKED:
        raise Unreadable("too_large")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as reason:  # a damaged workbook fails anywhere in the library, with any error
        raise Unreadable("damaged") from reason


def _sheet(sheet: Any) -> Grid:
    merged = _down(sheet)
    rows = _rows(sheet)
    for column, top, bottom in merged:
        if top < len(rows) and column < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row.extend([""] * (column + 1 - len(row)))
                row[column] = row[column] if _says(row[column]) else rows[top][column]
    return Grid(str(sheet.title), rows)


def _rows(sheet: Any) -> list[list[Cell]]:
    """Row by row as far as anything stands in it, whatever range the file claims."""
    book = sheet.parent
    told = {"epoch": book.epoch, "date_formats": book._date_formats}
    told["timedelta_formats"] = book._timedelta_formats
    rows: list[list[Cell]] = []
    with sheet._get_source() as source:
        parser = _parser()(source, sheet._shared_strings, data_only=True, **told)
        for number, cells in parser.parse():
            if number <= len(rows):
                continue
            rows.extend([] for _ in range(number - 1 - len(rows)))
            row: list[Cell] = [""] * max((cell["column"] for cell in cells), default=0)
            for cell in cells:
                row[cell["column"] - 1] = _cell(cell["value"])
            rows.append(row)
    return rows


@cache
def _parser() -> Any:
    from openpyxl.worksheet._reader import INLINE_STRING, VALUE_TAG, WorkSheetParser
    from openpyxl.xml.constants import SHEET_MAIN_NS

    words = f"{{{SHEET_MAIN_NS}}}t"

    class Parser(WorkSheetParser):
        """Reads a text without any formatting inside its cell as what it is: the library makes objects of each."""

        def parse_cell(self, element: Any) -> Any:
            if element.get("t") == "inlineStr":
                inside = element.find(INLINE_STRING)
                if inside is not None and [part.tag for part in inside] == [words]:
                    element.set("t", "str")
                    inside.tag, inside.text = VALUE_TAG, inside[0].text
            return super().parse_cell(element)

    return Parser


def _down(sheet: Any) -> list[tuple[int, int, int]]:
    """Cells merged downwards in one column, as (column, first row, last row): each of their rows means the value."""
    from openpyxl.utils import column_index_from_string

    found = []
    with sheet._get_source() as source:
        for left, top, right, bottom in _MERGED.findall(source.read()):
            if left == right and bottom != top:
                column = column_index_from_string(left.decode()) - 1
                found.append((column, int(top) - 1, min(int(bottom), 100_000) - 1))
    return found


def _cell(value: object) -> Cell:
    """A cell as its author sees it: whole numbers without a point, days without their midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return (value.date() if value.time() == time.min else value).isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)

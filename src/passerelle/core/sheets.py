"""Lists to take away: the same rows as CSV and as XLSX, in which no cell can run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

# A spreadsheet runs a cell that begins with one of these. Source: OWASP, "CSV Injection".
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_767  # signs; what Excel takes
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_csv(heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets know it; no cell can run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([str(head) for head in heads])
    writer.writerows([[cell if _is_number(cell) else harmless(str(cell)) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a book. name: as its tab is called."""

    name: str
    heads: Sequence[Any]
    rows: Iterable[Sequence[Any]]


def as_xlsx(heads: Sequence[Any], rows: Iterable[Sequence[Any]], *, turned: bool = False) -> bytes:
    """One sheet, its heads frozen. turned: from right to left. Every text is a text, whatever it begins with; numbers
    and days are numbers and days."""
    return as_book([Leaf("", heads, rows)], turned=turned)


def as_book(leaves: Iterable[Leaf], *, turned: bool = False, title: str = "") -> bytes:
    """The same with several sheets. title: of the file, which names nobody as its author."""
    from openpyxl import Workbook  # takes a tenth of a second, and few requests ask for it

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "", _NOT_IN_XML.sub("", title) or None
    taken: set[str] = set()
    for leaf in leaves:
        sheet = book.create_sheet(_tab(leaf.name, taken) if leaf.name else None)
        sheet.freeze_panes = "A2"
        sheet.sheet_view.rightToLeft = turned
        for row in ([str(head) for head in leaf.heads], *leaf.rows):
            sheet.append([_written(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _tab(name: str, taken: set[str]) -> str:
    """What Excel takes as the name of a sheet: 31 signs, none of these, and each name once."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", _NOT_IN_XML.sub("", name)).strip("' ")[:31] or "–"
    found, n = plain, 1
    while found.casefold() in taken:
        n += 1
        found = f"{plain[:28]} {n}"
    taken.add(found.casefold())
    return found


def _written(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if _is_number(value) or isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, value=_NOT_IN_XML.sub("", str(value))[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def harmless(cell: str) -> str:
    """A cell that would run as a formula gets an apostrophe in front; every other one stays as it is."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RUNS) else cell


def bare(cell: str) -> str:
    """A cell as it was before `harmless`."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell

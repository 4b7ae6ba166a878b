"""Lists to take away: the same rows as CSV and as XLSX, in which no cell can run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
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


def as_xlsx(heads: Sequence[Any], rows: Iterable[Sequence[Any]], *, turned: bool = False) -> bytes:
    """One sheet, its heads frozen. turned: from right to left. Every text is a text, whatever it begins with; numbers
    and days are numbers and days."""
    from openpyxl import Workbook  # takes a tenth of a second, and few requests ask for it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = turned
    for row in ([str(head) for head in heads], *rows):
        cells = []
        for value in row:
            if _is_number(value) or isinstance(value, date):
                cells.append(WriteOnlyCell(sheet, value=value))
                if isinstance(value, date):
                    cells[-1].number_format = "yyyy-mm-dd"
                continue
            cell = WriteOnlyCell(sheet, value=_NOT_IN_XML.sub("", str(value))[:_LONGEST_CELL])
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def harmless(cell: str) -> str:
    """A cell that would run as a formula gets an apostrophe in front; every other one stays as it is."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RUNS) else cell


def bare(cell: str) -> str:
    """A cell as it was before `harmless`."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell

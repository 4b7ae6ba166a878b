"""From the bytes of a file to a table of texts: CSV as spreadsheets write it, and XLSX."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import islice

from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.wording import tidy

_MOST_UNPACKED = 500_000_000
"""Bytes that a spreadsheet may unpack to; 100,000 people with 20 columns need a fifth of it."""
_ENOUGH = 200_000
"""Signs of a file, of which fifty lines show how its cells are separated."""
_SAVE_AS = "Save it as CSV (UTF-8) or XLSX and give that file."


@dataclass(frozen=True)
class Sheet:
    """A table of texts. header: the column names as written; columns: as many as the header, of one length.

    broken: for rows with more cells than the header, how many they had: nobody knows which belongs where.
    """

    header: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    broken: dict[int, int]

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Cells by row, for tables that are small: a large one is read by its columns."""
        return tuple(zip(*self.columns, strict=True))

    @property
    def height(self) -> int:
        """Rows without the header."""
        return len(self.columns[0]) if self.columns else 0


def read(content: bytes, findings: Findings) -> Sheet | None:
    """The table in a file, or None when it cannot be read; `findings` says why.

    Which kind of file it is, is told by its content, not by its name. Lines before the header that are blank and rows
    after the last one with a value are no rows.
    """
    try:
        grid = _grid(content, findings)
        return grid if isinstance(grid, Sheet) else _trimmed(grid, findings)
    except _Unreadable as refusal:
        code, problem, proposal = refusal.args
        findings.error(code, problem, proposal, mendable=False)
        return None


class _Unreadable(Exception):
    """Code, problem, proposal."""


def _trimmed(grid: list[list[str]], findings: Findings) -> Sheet:
    before = next((n for n, cells in enumerate(grid) if any(map(tidy, cells))), len(grid))
    after = next((n for n, cells in enumerate(reversed(grid)) if any(map(tidy, cells))), 0)
    if before == len(grid):
        raise _Unreadable("empty_file", "The file is empty.", "Give a file with a header and rows.")
    if before:
        findings.note("Blank lines above the header were passed over.", count=before)
    if after:
        findings.note("Blank lines at the end were passed over.", count=after)
    return _squared(grid[before : len(grid) - after], findings)


def _grid(content: bytes, findings: Findings) -> Sheet | list[list[str]]:
    if content.startswith(b"PK"):
        return _spreadsheet(content, findings)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _Unreadable("old_excel", "This is an old Excel file (.xls).", _SAVE_AS)
    if content.startswith(b"%PDF"):
        raise _Unreadable("pdf", "This is a PDF, not a table.", _SAVE_AS)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"<", b"{"):
        raise _Unreadable("not_a_table", "This is a web page or JSON, not a table.", _SAVE_AS)
    return _cells(_decoded(content, findings), findings)


def _decoded(content: bytes, findings: Findings) -> str:
    """The text; Windows-1252 only where the bytes are no UTF."""
    encoding = "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif _every_other_is_zero(content[1:400:2]):
        encoding = "utf-16-le"
    elif _every_other_is_zero(content[:400:2]):
        encoding = "utf-16-be"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as reason:
            raise _Unreadable("encoding", "The letters of this file cannot be read.", _SAVE_AS) from reason
        findings.note("The file is not in Unicode; it was read as Windows-1252.")
    if "\0" in text:
        raise _Unreadable("not_a_table", "This is not a text file.", _SAVE_AS)
    return text


def _every_other_is_zero(part: bytes) -> bool:
    """Of UTF-16 without a mark: the upper bytes of Latin letters are zero."""
    return len(part) > 0 and part.count(0) * 4 > len(part)


def _cells(text: str, findings: Findings) -> Sheet | list[list[str]]:
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        text, separator = rest, first.strip()[4]
    else:
        separator = _separator(text)
    plain = _plain(text, separator)
    if plain is not None:
        return plain
    try:
        # Strict: a quotation mark that is never closed would swallow the rows after it.
        grid = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as reason:
        raise _Unreadable("csv", f"The file is not proper CSV: {reason}.", _SAVE_AS) from reason
    # A line without anything is no row, as for every reader of CSV; a line of separators is one.
    filled = [cells for cells in grid if cells]
    if len(filled) < len(grid):
        findings.note("Lines without anything were passed over.", count=len(grid) - len(filled))
    return filled


def _plain(text: str, separator: str) -> Sheet | None:
    """The same as the csv module and `_trimmed` in a fifth of the time, where nothing in the text asks for more:
    no quotation mark, no blank line, every line as many cells as the first. None where something does."""
    if '"' in text:
        return None
    text = text.replace("\r\n", "\n").removesuffix("\n")
    lines = text.split("\n")
    width = lines[0].count(separator) + 1
    if "\r" in text or {line.count(separator) for line in lines} != {width - 1}:
        return None
    if not (_filled(lines[0], separator) and _filled(lines[-1], separator)):
        return None
    if (width == 1 and not all(lines)) or max(map(len, lines)) > csv.field_size_limit():
        return None
    cells = text.replace("\n", separator).split(separator)
    return Sheet(tuple(cells[:width]), tuple(cells[width + at :: width] for at in range(width)), {})


def _filled(line: str, separator: str) -> bool:
    return any(map(tidy, line.split(separator)))


def _separator(text: str) -> str:
    """The sign that splits the first lines into the most columns, equally many in most lines."""
    text = text[:_ENOUGH]

    def columns(sign: str) -> tuple[int, int]:
        try:
            widths = [
                len(cells) for cells in islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), 50)
            ]
        except csv.Error:
            return 0, 0
        header = next((width for width in widths if width), 0)
        alike = Counter(widths)[header]
        return (alike if header > 1 else 0), header

    return max(",;\t|", key=columns)


def _spreadsheet(content: bytes, findings: Findings) -> list[list[str]]:
    import zipfile  # with it come modules that most files, which are CSV, do not need

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names, size = set(parts.namelist()), sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as reason:
        raise _Unreadable("broken", "The file is damaged.", _SAVE_AS) from reason
    if "xl/workbook.xml" not in names:
        kind = "an OpenDocument table (.ods)" if "mimetype" in names else "no XLSX table"
        raise _Unreadable("not_xlsx", f"This is {kind}.", _SAVE_AS)
    if size > _MOST_UNPACKED:
        raise _Unreadable("too_large", "The table is too large.", "Leave out columns that are not needed.")
    return _first_sheet(content, findings)


def _first_sheet(content: bytes, findings: Findings) -> list[list[str]]:
    import openpyxl  # takes a tenth of a second, and most files are CSV

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        filled: list[tuple[str, list[list[str]]]] = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong range
            grid = [[_shown(value) for value in cells] for cells in sheet.iter_rows(values_only=True)]
            if any(map(any, grid)):
                width = max(map(len, grid))
                filled.append((sheet.title, [cells + [""] * (width - len(cells)) for cells in grid]))
        book.close()
    except Exception as reason:  # a damaged workbook fails anywhere in the library, with any error
        problem = f"The table cannot be opened ({type(reason).__name__})."
        raise _Unreadable("broken", problem, _SAVE_AS) from reason
    if len(filled) > 1:
        findings.note(
            "The file has several sheets; only the first was read.",
            value=", ".join(title for title, _ in filled),
            read_as=filled[0][0],
        )
    return filled[0][1] if filled else []


def _shown(value: object) -> str:
    """A cell as its author sees it: whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _squared(grid: list[list[str]], findings: Findings) -> Sheet:
    header = grid[0]
    width, broken = len(header), dict[int, int]()
    rows = []
    for number, cells in enumerate(grid[1:]):
        while len(cells) > width and not tidy(cells[-1]):
            cells.pop()
        if len(cells) > width:
            broken[number] = len(cells)
        elif len(cells) < width:
            findings.note("Rows that end early were filled up with empty cells.")
        rows.append((cells + [""] * width)[:width])
    columns = tuple(zip(*rows, strict=True)) if rows else ((),) * width
    return Sheet(tuple(header), columns, broken)

"""From the bytes of a table of people to who must be mixed and who needs a certain table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.reading import Sheet, read
from passerelle.engines.sortition.intake.wording import closest, is_nothing, names_person, same, tidy


@dataclass(frozen=True)
class People:
    """The people of a seating, by row.

    labels: what to call each row on a printed list. attributes: name and one value per row, for each balanced column.
    fixed: the table, counted from 0, or None. first_table: the number that the file gives the first table.
    """

    labels: tuple[str, ...]
    attributes: tuple[tuple[str, tuple[str, ...]], ...]
    fixed: tuple[int | None, ...]
    first_table: int

    def __len__(self) -> int:
        return len(self.labels)


def people(
    content: bytes,
    findings: Findings,
    tables: int,
    *,
    balance: tuple[str, ...] = (),
    fixed: str | None = None,
    label: str | None = None,
    first_table: int | None = None,
) -> People | None:
    """The people in a file; None with errors in `findings` when anything is missing or makes no sense.

    Spellings that differ only in case and blanks are one value. Tables are numbered from 0, like the plan's lists,
    unless the number of tables itself stands in the column `fixed` and no 0: then from 1. first_table says it instead.
    """
    sheet = read(content, findings)
    if sheet is None:
        return None
    for row, cells in sheet.broken.items():
        problem = f"This row has {cells} cells, the header has {len(sheet.header)}."
        findings.error("cells", problem, "Put cells that contain a separator in quotes.", row=row)
    if not sheet.height:
        findings.error("no_people", "There is nobody in the file.", "Give a row per person.")
    names = dict.fromkeys(same(name) for name in balance)
    attributes = [
        (found, _values(sheet, found, findings))
        for name in names
        if (found := _column(sheet, name, findings))
    ]
    numbers, first = _tables(sheet, fixed, tables, first_table, findings)
    labels = _labels(sheet, label, findings)
    if findings.found:
        return None
    return People(labels, tuple(attributes), numbers, first)


def _column(sheet: Sheet, wanted: str, findings: Findings) -> str | None:
    """The column of this name, however it is spelled."""
    found = [name for name in sheet.header if same(name) == same(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        findings.error(
            "column_twice", "Several columns have this name.", "Give each column its own name.", column=wanted
        )
        return None
    near = closest(wanted, [name for name in sheet.header if tidy(name)])
    known = ", ".join(tidy(name) for name in sheet.header if tidy(name))
    findings.error(
        "no_column",
        "There is no such column.",
        f"Perhaps {tidy(near)!r}." if near else f"The columns are: {known}.",
        column=wanted,
    )
    return None


def _cells(sheet: Sheet, column: str) -> list[str]:
    place = sheet.header.index(column)
    return list(sheet.columns[place])


def _values(sheet: Sheet, column: str, findings: Findings) -> tuple[str, ...]:
    """One value per row, each in the spelling that is most frequent."""
    cells = _cells(sheet, column)
    spellings: dict[str, Counter[str]] = {}
    for cell in cells:
        spellings.setdefault(same(cell), Counter())[tidy(cell)] += 1
    shown = {key: seen.most_common(1)[0][0] for key, seen in spellings.items()}
    for row, cell in enumerate(cells):
        if is_nothing(cell):
            proposal = (
                "Write a value. If it is not known, write “unknown”: these people are then spread as well."
            )
            findings.error(
                "no_value", "There is no value.", proposal, row=row, column=tidy(column), value=cell
            )
        elif tidy(cell) != shown[same(cell)]:
            findings.note("Another spelling.", column=tidy(column), value=cell, read_as=shown[same(cell)])
    counts = Counter(map(same, cells))
    for key, count in counts.items():
        near = (
            closest(shown[key], [shown[other] for other in counts if counts[other] > 3])
            if count == 1
            else None
        )
        if near and not is_nothing(key):
            rows = tuple(row for row, cell in enumerate(cells) if same(cell) == key)
            findings.warn("rare_value", f"{shown[key]!r} may be {near!r}.", rows=rows, column=tidy(column))
    return tuple(shown[same(cell)] for cell in cells)


def _tables(
    sheet: Sheet, wanted: str | None, tables: int, first: int | None, findings: Findings
) -> tuple[tuple[int | None, ...], int]:
    column = _column(sheet, wanted, findings) if wanted else None
    if column is None:
        return (None,) * sheet.height, 1 if first is None else first
    cells = [(row, same(cell)) for row, cell in enumerate(_cells(sheet, column))]
    numbers = {row: int(cell) for row, cell in cells if cell.isdecimal()}
    if first is None:
        first = int(tables in numbers.values() and 0 not in numbers.values())
    for row, cell in cells:
        if is_nothing(cell) or (row in numbers and first <= numbers[row] < first + tables):
            continue
        problem = "There is no such table." if row in numbers else "This is not the number of a table."
        proposal = f"A number from {first} to {first + tables - 1}, or nothing."
        findings.error(
            "table", problem, proposal, row=row, column=tidy(column), value=_cells(sheet, column)[row]
        )
    return tuple(numbers[row] - first if row in numbers else None for row, _ in cells), first


def _labels(sheet: Sheet, wanted: str | None, findings: Findings) -> tuple[str, ...]:
    column: str | None
    if wanted is not None:
        column = _column(sheet, wanted, findings)
    else:
        column = next((name for name in sheet.header if same(name) == "name" or names_person(name)), None)
    if column is None:
        return tuple(f"row {row}" for row in range(sheet.height))
    return tuple(tidy(cell) or f"row {row}" for row, cell in enumerate(_cells(sheet, column)))

"""A register as a file: a row per person, or per group with a column of how many. Texts stay as they stand."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.layout import Layout, Place
from passerelle.engines.disclosure.release import Unusable
from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.reading import Sheet
from passerelle.engines.sortition.intake.reading import read as read_sheet
from passerelle.engines.sortition.intake.wording import closest

Ints: TypeAlias = npt.NDArray[np.int64]
MOST = 10**9
"""People in one row; a larger number is a mistake."""


@dataclass(frozen=True)
class Micro:
    """Rows of a register.

    dimensions, domains: names, and for each its values. codes: (rows, dimensions) the number of each row's value.
    counts: (rows,) people. periods: names in the order of time, () without; when: (rows,) the number of the row's period.
    """

    dimensions: tuple[str, ...]
    domains: tuple[tuple[str, ...], ...]
    codes: Ints
    counts: Ints
    periods: tuple[str, ...]
    when: Ints

    def layout(self, tables: Sequence[Sequence[int]] | None = None) -> Layout:
        """The layout of these tables, or of one table of all dimensions."""
        chosen = (tuple(range(len(self.dimensions))),) if tables is None else tables
        return Layout(self.dimensions, self.domains, tuple(tuple(sorted(table)) for table in chosen))

    def until(self, period: str) -> Micro:
        """Only the rows up to this period, in the same domains."""
        last = self.periods.index(period)
        return self._only(self.when <= last, self.periods[: last + 1])

    def of(self, period: str) -> Micro:
        """Only the rows of this period, in the same domains."""
        return self._only(self.when == self.periods.index(period), self.periods)

    def _only(self, rows: npt.NDArray[np.bool_], periods: tuple[str, ...]) -> Micro:
        return Micro(
            self.dimensions, self.domains, self.codes[rows], self.counts[rows], periods, self.when[rows]
        )

    @cached_property
    def inner(self) -> dict[tuple[int, ...], int]:
        """People at each combination of values that has any."""
        found: dict[tuple[int, ...], int] = {}
        for codes, count in zip(self.codes.tolist(), self.counts.tolist(), strict=True):
            if count:
                found[tuple(codes)] = found.get(tuple(codes), 0) + count
        return found

    def totals(self, layout: Layout) -> dict[Place, int]:
        """The true number of every cell, in the order of the layout."""
        found: dict[Place, int] = {}
        for margin in layout.margins:
            shape = [len(self.domains[dimension]) for dimension in margin]
            cells = np.zeros(len(self.counts), dtype=np.int64)
            for dimension, values in zip(margin, shape, strict=True):
                cells = cells * values + self.codes[:, dimension]
            numbers = np.zeros(math.prod(shape), dtype=np.int64)
            np.add.at(numbers, cells, self.counts)
            found.update(zip(layout.places_of(margin), numbers.tolist(), strict=True))
        return found


@dataclass(frozen=True)
class Columns:
    """Which columns of the file are read.

    dimensions: names. domains: the declared values of some of them. count: people of a row, None when a row is one.
    period: the column of periods, None without; until: later periods are not read; its rows may be missing.
    known: values that earlier releases have, which stay cells.
    """

    dimensions: tuple[str, ...]
    domains: Mapping[str, tuple[str, ...]]
    count: str | None = None
    period: str | None = None
    until: str | None = None
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def domains_of(content: bytes) -> dict[str, tuple[str, ...]]:
    """The declared values of dimensions: {"name": ["value", …]}. Raises Unusable."""
    told = 'Write {"name of a dimension": ["value", "value"]}.'
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise Unusable("This is not JSON.", told) from None
    if not isinstance(given, dict):
        raise Unusable("These are no domains.", told)
    for name, values in given.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise Unusable("The values of a dimension are a list of texts.", told, name)
        if len(set(values)) < len(values):
            raise Unusable("A value stands here twice.", "Write each value once.", name)
    return {name: tuple(values) for name, values in given.items()}


def tables_of(said: str | None, dimensions: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Tables from "a*b;a*c", as numbers of dimensions; one of all dimensions when nothing is said. Raises Unusable.

    The same table said twice is one.
    """
    if said is None:
        return (tuple(range(len(dimensions))),)
    found: dict[tuple[int, ...], None] = {}
    for table in said.split(";"):
        if not table.strip():
            continue
        names = [name.strip() for name in table.split("*")]
        for name in names:
            if name not in dimensions:
                raise Unusable(
                    f"{name!r} is not one of the dimensions.",
                    f"Name some of: {', '.join(dimensions)}.",
                    "--tables",
                )
        if len(set(names)) < len(names):
            raise Unusable(f"A dimension stands twice in {table.strip()!r}.", "Name each once.", "--tables")
        found[tuple(sorted(dimensions.index(name) for name in names))] = None
    if not found:
        raise Unusable(
            "No table is named.", "Write the tables as a*b;a*c, or leave --tables out.", "--tables"
        )
    return tuple(found)


def in_time(period: str) -> tuple[Any, ...]:
    """A key that sorts periods by time: numbers in their names count as numbers, so p2 comes before p10."""
    parts = re.split(r"(\d+)", period)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts if part), period


def read(content: bytes, columns: Columns, findings: Findings) -> Micro | None:
    """The register in a file, or None when something in it makes no sense; `findings` says what, row by row.

    Without declared values a dimension has those of the rows that are read, sorted. Periods follow `in_time`, or the
    declared values of their column.
    """
    sheet = read_sheet(content, findings)
    if sheet is None:
        return None
    for row, cells in sheet.broken.items():
        problem = f"This row has {cells} cells, the header has {len(sheet.header)}."
        findings.error("cells", problem, "Put cells that contain a separator in quotes.", row=row)
    wanted = [*columns.dimensions, *(name for name in (columns.count, columns.period) if name is not None)]
    if len(set(wanted)) < len(wanted) or not columns.dimensions:
        problem = "A column is named twice." if columns.dimensions else "No dimension is named."
        findings.error("dimensions", problem, "Name each column once, and at least one dimension.")
        return None
    found = {name: _column(sheet, name, findings) for name in wanted}
    if findings.found:
        return None
    counts = _counts(found[columns.count], columns.count, findings) if columns.count else None
    rows = np.arange(sheet.height)
    periods, when = _periods(columns, found, sheet.height, findings)
    if periods:
        rows = rows[when < len(periods)]
    coded = [_coded(found[name], name, columns, rows, findings) for name in columns.dimensions]
    if findings.found:
        return None
    return Micro(
        columns.dimensions,
        tuple(values for values, _ in coded),
        np.array([codes for _, codes in coded], dtype=np.int64).reshape(len(coded), len(rows)).T,
        np.ones(len(rows), dtype=np.int64) if counts is None else counts[rows],
        periods,
        when[rows],
    )


def _column(sheet: Sheet, wanted: str, findings: Findings) -> Sequence[str]:
    """The cells below this name."""
    names = [name.strip() for name in sheet.header]
    if names.count(wanted) == 1:
        return sheet.columns[names.index(wanted)]
    if wanted in names:
        problem, proposal = "Several columns have this name.", "Give each column its own name."
        findings.error("column_twice", problem, proposal, column=wanted)
        return ()
    near = closest(wanted, [name for name in names if name])
    known = ", ".join(name for name in names if name)
    proposal = f"Perhaps {near!r}." if near else f"The columns are: {known}."
    findings.error("no_column", "There is no such column.", proposal, column=wanted)
    return ()


def _counts(cells: Sequence[str], name: str, findings: Findings) -> Ints:
    found = np.zeros(len(cells), dtype=np.int64)
    for row, cell in enumerate(cells):
        text = cell.strip()
        if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= MOST:
            found[row] = int(text)
        else:
            problem, proposal = "This is not a number of people.", "Write a whole number, 0 or more."
            findings.error("count", problem, proposal, row=row, column=name, value=cell)
    return found


def _periods(
    columns: Columns, found: Mapping[str, Sequence[str]], height: int, findings: Findings
) -> tuple[tuple[str, ...], Ints]:
    """The periods that are read, and for each row the number of its own, as many as there are for a later one."""
    if columns.period is None:
        return (), np.zeros(height, dtype=np.int64)
    cells = found[columns.period]
    for row, cell in enumerate(cells):
        if not cell.strip():
            problem, proposal = "There is no period.", "Write the period of this row."
            findings.error("period", problem, proposal, row=row, column=columns.period, value=cell)
    declared = columns.domains.get(columns.period)
    names = set(cells) | ({columns.until} if columns.until is not None else set())
    if declared is not None and (unknown := sorted(names - set(declared))):
        problem, proposal = (
            "This period is not declared.",
            f"Declare it among the values of {columns.period!r}.",
        )
        for name in unknown:
            findings.error("period", problem, proposal, column=columns.period, value=name)
        return (), np.zeros(height, dtype=np.int64)
    order = [name for name in declared if name in names] if declared else sorted(names, key=in_time)
    if columns.until is not None:
        order = order[: order.index(columns.until) + 1]
    numbers = {name: number for number, name in enumerate(order)}
    return tuple(order), np.array([numbers.get(cell, len(order)) for cell in cells], dtype=np.int64)


def _coded(
    cells: Sequence[str], name: str, columns: Columns, rows: Ints, findings: Findings
) -> tuple[tuple[str, ...], list[int]]:
    read, declared, known = rows.tolist(), columns.domains.get(name), columns.known.get(name, ())
    values = tuple(sorted({*(cells[row] for row in read), *known})) if declared is None else declared
    proposal = f"Declare it among the values of {name!r}."
    for value in sorted(set(known) - set(values)):
        problem = "An earlier release has this value, and it is not declared."
        findings.error("domain", problem, proposal, column=name, value=value)
    numbers = {value: number for number, value in enumerate(values)}
    codes = []
    for row in read:
        code = numbers.get(cells[row])
        if code is None:
            near = closest(cells[row], list(values))
            findings.error(
                "domain",
                "This value is not declared.",
                f"Perhaps {near!r}; or declare it." if near else proposal,
                row=row,
                column=name,
                value=cells[row],
            )
        codes.append(code or 0)
    return values, codes

"""What a table would change, and everything that is wrong with it, at once. Nothing is changed by looking."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from passerelle.core.importables import Cell, Context, Field, Importable, Planned, Row, Unread, Wrong
from passerelle.engines.tables import heads
from passerelle.engines.tables.words import loose, tidy
from passerelle.importing.kinds import said

Correction = tuple[str, str, str]
"""Field, value in the file, value to be read instead."""


@dataclass(frozen=True, slots=True)
class Look:
    """head: header and mapping. planned: rows that can be read. wrong: in the order of the rows, the file's first.

    texts: for each row of the table, its cells as they stand, by field. passed: rows taken for notes.
    unused: labels of columns that are not taken in. left: rows that are left out, for they are wrong."""

    head: heads.Head
    planned: list[Planned]
    wrong: list[Wrong]
    texts: dict[int, dict[str, str]]
    passed: list[int]
    unused: list[str]
    left: list[int]

    @property
    def stopping(self) -> list[Wrong]:
        return [one for one in self.wrong if one.stops]

    def count(self, state: str) -> int:
        return sum(one.state == state for one in self.planned)


def words_of(importable: Importable) -> dict[str, list[str]]:
    """What each field may be called in a header."""
    return {
        field.key: [*said(field.label), field.key.replace("_", " "), *filter(None, field.words.split("|"))]
        for field in importable.fields
    }


def digest(labels: Sequence[str]) -> str:
    """The same for headers that differ only in case, blanks and signs."""
    return hashlib.sha256("\n".join(loose(label) for label in labels).encode()).hexdigest()


def look(
    importable: Importable,
    context: Context,
    rows: Sequence[Sequence[Cell]],
    head: heads.Head,
    *,
    corrections: Sequence[Correction] = (),
    leave_out: bool = False,
) -> Look:
    """Read every cell, then let the room say what would become of each row."""
    numbers, passed = heads.body(rows, head)
    lone = next((column for column, key in head.mapping.items() if key == importable.alone), None)
    if lone is not None:
        meant = {n for n in passed if tidy(str(rows[n][lone])).isdigit()}
        numbers, passed = sorted({*numbers, *meant}), [n for n in passed if n not in meant]
    fields = {field.key: field for field in importable.fields}
    columns = {column: fields[key] for column, key in head.mapping.items() if key in fields}
    wrong: list[Wrong] = []
    values: list[dict[str, Any]] = [{} for _row in numbers]
    for column, field in columns.items():
        cells = [rows[n][column] for n in numbers]
        _read(field, cells, numbers, context, corrections, values, wrong)
    if not numbers:
        wrong.append(Wrong(None, "", "", _("There are no rows below the header.")))
    read = [Row(n, told) for n, told in zip(numbers, values, strict=True)]
    bad = {one.row for one in wrong}
    planned, more = importable.plan(context, [row for row in read if row.number not in bad])
    wrong += more
    wrong += _missing(importable, columns.values(), planned)
    wrong.sort(key=lambda one: -1 if one.row is None else one.row)
    stopped = {one.row for one in wrong if one.stops and one.row is not None}
    left: list[int] = []
    if leave_out:
        left = sorted(stopped)
        wrong = [one for one in wrong if one.row not in stopped]
    texts = {n: {f.key: tidy(str(rows[n][c])) for c, f in columns.items()} for n in numbers}
    unused = [label for n, label in enumerate(head.labels) if label and n not in columns]
    kept = [one for one in planned if one.row.number not in stopped]
    return Look(head, kept, wrong, texts, passed, unused, left)


def _read(
    field: Field,
    cells: Sequence[Cell],
    numbers: Sequence[int],
    context: Context,
    corrections: Sequence[Correction],
    values: Sequence[dict[str, Any]],
    wrong: list[Wrong],
) -> None:
    """One column: each different cell is read once."""
    instead = {text: right for key, text, right in corrections if key == field.key}
    told = [instead.get(tidy(cell), cell) if isinstance(cell, str) else cell for cell in cells]
    different = {cell for cell in told if not isinstance(cell, str) or tidy(cell)}
    reader = field.kind(different, context)
    read: dict[Cell, Any] = {}
    failed: dict[Cell, Unread] = {}
    for cell in different:
        try:
            read[cell] = reader(cell)
        except Unread as problem:
            failed[cell] = problem
    for n, cell, number in zip(range(len(told)), told, numbers, strict=True):
        if cell in read:
            if read[cell] not in ("", None):
                values[n][field.key] = read[cell]
        elif cell in failed:
            why = failed[cell]
            wrong.append(Wrong(number, field.key, tidy(str(cell)), str(why), why.instead))


def _missing(importable: Importable, there: Any, planned: Sequence[Planned]) -> list[Wrong]:
    """What a new row cannot do without: said once for a column that is missing, else for each cell."""
    found = []
    columns = {field.key for field in there}
    new = [one for one in planned if one.target is None]
    for field in importable.fields:
        if not field.required or not new:
            continue
        if field.key not in columns:
            problem = _(
                "No column holds this, and new rows need it. Choose its column, or add one to the table."
            )
            found.append(Wrong(None, field.key, "", problem))
            continue
        problem = _("This cell is empty, and a new row needs it.")
        found += [
            Wrong(one.row.number, field.key, "", problem)
            for one in new
            if one.row.values.get(field.key) in (None, "")
        ]
    return found


def proposals(wrong: Sequence[Wrong]) -> list[tuple[Wrong, int]]:
    """Each different proposal once, with how many rows it is for, the most frequent first."""
    counted: dict[tuple[str, str], list[Wrong]] = {}
    for one in wrong:
        if one.instead and one.value:
            counted.setdefault((one.field, one.value), []).append(one)
    return sorted(((some[0], len(some)) for some in counted.values()), key=lambda pair: -pair[1])


def labels_of(importable: Importable) -> Mapping[str, Any]:
    return {field.key: field.label for field in importable.fields}

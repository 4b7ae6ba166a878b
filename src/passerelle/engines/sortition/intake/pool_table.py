"""The table of the pool: the columns that the draw needs, and every cell that it cannot use with a proposal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.pool_columns import Table
from passerelle.engines.sortition.intake.reading import Sheet
from passerelle.engines.sortition.intake.wording import (
    NO,
    NOTHING,
    YES,
    all_same,
    is_nothing,
    loose,
    nearest,
    same,
    tidied,
    tidy,
)
from passerelle.engines.sortition.model import Quota

BY_HAND = "kept out by hand"
_LEAVE_OUT = "Leave this row out of the draw."
_SAMPLE = 1000
"""Rows that show which column tells most people apart."""


class Wanted(NamedTuple):
    """The columns that somebody named: of households or organisations, of people fixed in or out, of ids.

    With `ids` empty, columns whose names say so are taken as ids.
    """

    household: str | None = None
    inside: str | None = None
    outside: str | None = None
    ids: tuple[str, ...] = ()


@dataclass
class People:
    """What was read, by row of the file, as it is once every proposal is accepted.

    features: by category; None where there is none, and then the row is in `outside`. households: spellings that are
    the same are equal; None for a household of one's own. ids: by id column.
    """

    features: dict[str, list[str | None]] = field(default_factory=dict)
    households: list[str | None] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    outside: dict[int, str] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)


def read_people(
    sheet: Sheet, quotas: Sequence[Quota], wanted: Wanted, findings: Findings, *, staying: bool = False
) -> People:
    """The people of a file. Columns that are not needed are never looked at, but to tell equal rows apart.

    staying: all of them are on the panel already.
    """
    table = Table(sheet, findings)
    people = People(households=[None] * sheet.height)
    if not sheet.height:
        findings.error(
            "empty_pool", "The pool has no people.", "Give a file with a row per person.", mendable=False
        )
        return people
    features: dict[str, list[str]] = defaultdict(list)
    for quota in quotas:
        features[quota.category].append(quota.feature)
    columns = {category: table.category(category, features[category]) for category in features}
    _leave_out_broken(table, people)
    _fixed(table, wanted, people)
    if staying:
        people.inside = set(range(sheet.height)) - people.outside.keys()
    for category, at in columns.items():
        if at is not None:
            people.features[category] = _features(table, at, category, features[category], people)
    household = table.named(wanted.household, "household_column")
    if household is not None:
        people.households = _households(table, household, people)
    taken = {at for at in (*columns.values(), household) if at is not None}
    _ids(table, wanted, taken, people)
    people.inside -= people.outside.keys()
    _equal_rows(table, people)
    return people


def _leave_out_broken(table: Table, people: People) -> None:
    """Rows with more cells than the header, and rows without any value."""
    for row, cells in table.sheet.broken.items():
        problem = f"The row has {cells} cells, the header has {len(table.names)}."
        table.findings.error("ragged", problem, _LEAVE_OUT, row=row)
        people.outside[row] = "more cells than the header"
    firsts = table.columns[0] if table.columns else []
    empty = {cell for cell in set(firsts) if not tidy(cell)}
    for row in [row for row, cell in enumerate(firsts) if cell in empty] if empty else []:
        if row not in people.outside and not any(tidy(column[row]) for column in table.columns):
            table.findings.error("empty_row", "The row is empty.", _LEAVE_OUT, row=row)
            people.outside[row] = "empty row"


def _fixed(table: Table, wanted: Wanted, people: People) -> None:
    inside = table.named(wanted.inside, "inside_column")
    outside = table.named(wanted.outside, "outside_column")
    people.inside = {row for row in _said_yes(table, inside, people) if row not in people.outside}
    kept_out = _said_yes(table, outside, people)
    for row in sorted(people.inside & kept_out):
        assert outside is not None
        table.error(row, outside, "inside_and_outside", "This person is fixed in and kept out.", _LEAVE_OUT)
    people.inside -= kept_out
    people.outside.update((row, BY_HAND) for row in sorted(kept_out))


def _said_yes(table: Table, at: int | None, people: People) -> set[int]:
    found: set[int] = set()
    if at is None:
        return found
    for row, cell in enumerate(table.columns[at]):
        key = same(cell)
        if row in people.outside or is_nothing(key) or key in NO:
            continue
        if key in YES:
            found.add(row)
        else:
            table.error(row, at, "yes_or_no", "This is neither yes nor no.", "Read it as no.")
    return found


def _features(table: Table, at: int, category: str, features: list[str], people: People) -> list[str | None]:
    known = {same(feature): feature for feature in features}
    proposed: dict[str, str | None] = {}
    left_out = set(people.outside)
    exact = {feature: feature for feature in known.values()}
    read = list(map(exact.get, table.columns[at]))
    unread = [row for row, feature in enumerate(read) if feature is None] if None in read else []
    for row in unread:
        written = table.columns[at][row]
        feature = known.get(same(written))
        if feature is not None:
            table.read_as(at, written, feature)
        elif row not in left_out:
            feature = _proposed(table, row, at, category, features, proposed, people)
        read[row] = feature
    return read


def _proposed(
    table: Table,
    row: int,
    at: int,
    category: str,
    features: list[str],
    proposed: dict[str, str | None],
    people: People,
) -> str | None:
    written = table.columns[at][row]
    if is_nothing(written):
        reason = f"no value for {category}"
        _without(table, row, at, "missing_value", f"There is {reason}.", reason, people)
        return None
    if written not in proposed:
        proposed[written] = nearest(written, features)
    feature, problem = proposed[written], f'The quotas have no {category} "{tidy(written)}".'
    if feature is None:
        _without(table, row, at, "unknown_value", problem, f"unknown value for {category}", people)
    else:
        table.error(row, at, "unknown_value", problem, f'Read it as "{feature}".')
    return feature


def _without(table: Table, row: int, at: int, code: str, problem: str, reason: str, people: People) -> None:
    """Nobody is drawn whose features are not known; a member who stays does stay, and counts for no quota here."""
    if row in people.inside:
        table.error(row, at, code, problem, "Count this member for no quota of this category.")
    else:
        table.error(row, at, code, problem, _LEAVE_OUT)
        people.outside.setdefault(row, reason)


def _households(table: Table, at: int, people: People) -> list[str | None]:
    spelling: dict[str, str] = {}
    read: list[str | None] = []
    keys = all_same(table.columns[at])
    nothing = {key for key in set(keys) if key in NOTHING}
    for row, (written, key) in enumerate(zip(table.columns[at], keys, strict=True)):
        if key in nothing:
            if row not in people.outside:
                problem = "This seems to stand for no household; many rows would share it."
                table.error(row, at, "no_household", problem, "Read it as empty: a household of its own.")
            key = ""
        elif key and spelling.setdefault(key, written) != written:
            table.read_as(at, written, spelling[key])
        read.append(key or None)
    return read


def _ids(table: Table, wanted: Wanted, taken: set[int], people: People) -> None:
    """Repeated ids: the first row that can be drawn stays, since one person must not have two chances."""
    if wanted.ids:
        found = [at for name in wanted.ids if (at := table.named(name, "id_column")) is not None]
    else:
        found = [at for at in range(len(table.names)) if at not in taken and table.tells_apart(at)]
    left_out = set(people.outside)
    for at in found:
        standing: dict[str, list[int]] = defaultdict(list)
        keys = all_same(table.columns[at])
        people.ids[loose(table.names[at])] = keys
        for row, key in enumerate(keys):
            if key:
                standing[key].append(row)
        empty = tuple(row for row, key in enumerate(keys) if not key and row not in left_out)
        if empty:
            table.findings.warn("no_id", "Some rows have no id.", rows=empty, column=table.names[at])
        for rows in standing.values():
            usable = [row for row in rows if row not in left_out]
            if len(rows) > 1:
                _repeated(table, at, rows, usable[0] if usable else rows[0], people)


def _repeated(table: Table, at: int, rows: list[int], stays: int, people: People) -> None:
    for row in rows:
        if row == stays:
            continue
        problem = f"The id stands in row {stays} already."
        if stays > row:
            problem = f"The id stands in row {stays} again, and this row cannot be drawn."
        proposal = (
            "Leave this row out of the draw: it is the same person twice. If not, give it an id of its own."
        )
        table.error(row, at, "repeated_id", problem, proposal)
        if row in people.inside:
            # Someone who is on the panel stays there, whichever of the rows says so.
            people.inside.discard(row)
            people.inside.add(stays)
        people.outside.setdefault(row, f"same {table.names[at]} as row {stays}")


def _equal_rows(table: Table, people: People) -> None:
    # Only those who are equal in the column that tells most people apart can be equal in all of them.
    telling = max(table.columns, key=lambda column: len(set(column[:_SAMPLE])))
    rows = [row for row in _perhaps_equal(tidied(telling)) if row not in people.outside]
    cells = list(zip(*(tidied([column[row] for row in rows]) for column in table.columns), strict=True))
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in _perhaps_equal(cells):
        seen[cells[at]].append(rows[at])
    for equal in seen.values():
        if len(equal) > 1:
            table.findings.warn(
                "equal_rows", f"{len(equal)} rows are equal in every column; they were taken as different people.",
                rows=tuple(equal),
            )  # fmt: skip


def _perhaps_equal(values: Sequence[Hashable]) -> list[int]:
    """Where the values stand whose hash is also that of another: all that are equal are among them."""
    hashes = np.fromiter(map(hash, values), dtype=np.int64, count=len(values))
    order = np.argsort(hashes, kind="stable")
    alike = hashes[order[1:]] == hashes[order[:-1]]
    found = np.zeros(len(values), dtype=bool)
    found[order[1:][alike]] = found[order[:-1][alike]] = True
    where: list[int] = np.flatnonzero(found).tolist()
    return where

"""The table of quotas: which column is which, and every line that cannot be right with a proposal."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from passerelle.engines.sortition.findings import Findings
from passerelle.engines.sortition.model import Quota
from passerelle.engines.sortition.reading import Sheet
from passerelle.engines.sortition.wording import (
    CATEGORY,
    EITHER,
    FEATURE,
    LEAST,
    MOST,
    RANGE,
    is_nothing,
    loose,
    same,
    tidy,
)

_NUMBER = re.compile(r"([-+]?\d+(?:[.,]\d+)?)(%?)")
_PAIR = re.compile(r"(\d+)(?:-|to|bis|à|a|till|\.\.)(\d+)")


@dataclass(frozen=True)
class _Columns:
    category: int
    feature: int
    least: int | None
    most: int | None
    range: int | None


def read_quotas(sheet: Sheet, size: int, findings: Findings) -> tuple[Quota, ...]:
    """The quotas in the order of the table, as they are once every proposal is accepted.

    size: of the panel, for shares ("40 %") and for a maximum that is not given.
    """
    columns = _columns(sheet, findings)
    if columns is None:
        return ()
    lines = _Lines(sheet, columns, size, findings)
    for row in range(len(sheet.rows)):
        lines.read(row)
    if not lines.quotas and not findings.found:
        findings.error(
            "no_quotas", "The table has no quotas.", "Add a line for each feature.", mendable=False
        )
    return tuple(lines.quotas.values())


def _columns(sheet: Sheet, findings: Findings) -> _Columns | None:
    keys = [loose(name) for name in sheet.header]
    parts = [{loose(word) for word in re.split(r"[\s_\-.:()/]+", tidy(name))} for name in sheet.header]

    def find(words: frozenset[str], *taken: int | None) -> int | None:
        """The column of this name, else the only one with such a word in its name ("minimum number")."""
        free = [at for at in range(len(keys)) if at not in taken]
        whole = [at for at in free if keys[at] in words]
        partly = [at for at in free if parts[at] & words]
        return whole[0] if whole else partly[0] if len(partly) == 1 else None

    category, feature = find(CATEGORY), find(FEATURE)
    if category is None:
        # "feature, value" and "name, feature" both begin with the category.
        category = find(EITHER, feature)
    if feature is None:
        feature = find(EITHER, category)
    least, most = find(LEAST), find(MOST)
    range_ = find(RANGE, category, feature) if least is None and most is None else None
    meant = {"category": category, "feature": feature, "min": least, "max": most}
    if category is None or feature is None or (least is None and most is None and range_ is None):
        missing = [name for name, at in meant.items() if at is None]
        for name in missing:
            findings.error(
                "quota_column",
                f"The quotas have no column {name}.",
                "Name the columns category, feature, min, max.",
                column=name,
                value=", ".join(map(tidy, sheet.header)),
                mendable=False,
            )
        return None
    for name, at in {**meant, "min and max": range_}.items():
        if at is not None and sheet.header[at] != name:
            written = sheet.header[at]
            findings.note(
                f"Column {tidy(written)} was read as {name}.", column=written, value=written, read_as=name
            )
    for at, written in enumerate(sheet.header):
        if at not in (*meant.values(), range_) and tidy(written):
            findings.note(f"Column {tidy(written)} is not needed; it was passed over.", column=written)
    return _Columns(category, feature, least, most, range_)


class _Lines:
    """Reads line after line; remembers the spellings that came first."""

    def __init__(self, sheet: Sheet, columns: _Columns, size: int, findings: Findings) -> None:
        self.sheet, self.columns, self.size, self.findings = sheet, columns, size, findings
        self.quotas: dict[tuple[str, str], Quota] = {}
        self._rows: dict[tuple[str, str], int] = {}
        self._spelling: dict[tuple[str, ...], str] = {}
        self._above = ""

    def read(self, row: int) -> None:
        """One line: a quota more, unless the line says none."""
        if row in self.sheet.broken:
            problem = f"The line has {self.sheet.broken[row]} cells, the header has {len(self.sheet.header)}."
            self._error(row, None, "ragged", problem, "Leave this line out.")
            return
        if not any(map(tidy, self.sheet.rows[row])):
            self.findings.note("Lines without anything were passed over.")
            return
        category = self._category(row)
        feature = self._cell(row, self.columns.feature)
        if not category or not tidy(feature):
            part = "category" if not category else "feature"
            at = self.columns.category if not category else self.columns.feature
            self._error(row, at, "missing_value", f"The line names no {part}.", "Leave this line out.")
            return
        feature = self._spelled(self.columns.feature, feature, same(category))
        key = (same(category), same(feature))
        if key in self._rows:
            self._error(
                row,
                self.columns.feature,
                "repeated_quota",
                f"{category} {feature} stands in row {self._rows[key]} already.",
                "Leave this line out.",
            )
            return
        self._rows[key] = row
        least, most = self._bounds(row)
        self.quotas[key] = Quota(category, feature, least, most)

    def _category(self, row: int) -> str:
        written = self._cell(row, self.columns.category)
        if tidy(written):
            self._above = self._spelled(self.columns.category, written)
        elif self._above and tidy(self._cell(row, self.columns.feature)):
            self._error(
                row,
                self.columns.category,
                "missing_value",
                "The line names no category.",
                f'Read it as "{self._above}", like the line above.',
            )
        else:
            return ""
        return self._above

    def _spelled(self, at: int, written: str, *within: str) -> str:
        """The spelling of this name that came first; others are noted."""
        name = self._spelling.setdefault((*within, same(written)), tidy(written))
        if name != written:
            self._read_as(at, written, name)
        return name

    def _bounds(self, row: int) -> tuple[int, int]:
        columns = self.columns
        if columns.least is None and columns.most is None:
            return self._range(row, columns.range)
        pairs = [self._pair(self._cell(row, at)) for at in (columns.least, columns.most) if at is not None]
        least = self._bound(row, columns.least, "min", pairs)
        most = self._bound(row, columns.most, "max", pairs)
        if least > most:
            self._error(
                row,
                columns.least if columns.least is not None else columns.most,
                "min_above_max",
                f"The minimum {least} is above the maximum {most}.",
                f"Exchange them: min {most}, max {least}.",
            )
            return most, least
        return least, most

    def _range(self, row: int, at: int | None) -> tuple[int, int]:
        """A table with one column for both bounds: "5-7", or "5" for exactly five."""
        written = self._cell(row, at)
        pair = self._pair(written)
        if pair and pair[0] <= pair[1]:
            self._read_as(at, written, f"min {pair[0]}, max {pair[1]}")
            return pair
        exact = self._whole(written)
        if exact is not None:
            self._read_as(at, written, f"min {exact}, max {exact}")
            return exact, exact
        least, most = self._guess(written, 0, math.floor), self._guess(written, self.size, math.ceil)
        least, most = min(least, most), max(least, most)
        self._error(
            row, at, "not_a_number", "This is no whole number.", f"Read it as min {least}, max {most}."
        )
        return least, most

    def _bound(self, row: int, at: int | None, bound: str, pairs: list[tuple[int, int] | None]) -> int:
        none_given = 0 if bound == "min" else self.size
        if at is None:
            self._error(
                row, None, "missing_value", f"There is no {bound}.", f"Read it as {none_given}.", bound
            )
            return none_given
        written = self._cell(row, at)
        whole = self._whole(written)
        if whole is not None:
            return whole
        pair = next((pair for pair in pairs if pair), None)
        if pair:
            guess = pair[0] if bound == "min" else pair[1]
        else:
            guess = self._guess(written, none_given, math.floor if bound == "min" else math.ceil)
        if is_nothing(written):
            self._error(row, at, "missing_value", f"There is no {bound}.", f"Read it as {guess}.")
        else:
            problem = f"The {bound} is no whole number from 0."
            self._error(row, at, "not_a_number", problem, f"Read it as {guess}.")
        return guess

    def _guess(self, written: str, otherwise: int, rounding: Callable[[float], int]) -> int:
        """What a share of the panel or a broken number most likely stands for."""
        found = _NUMBER.fullmatch(same(written).replace(" ", ""))
        if not found:
            return otherwise
        number = float(found[1].replace(",", "."))
        if found[2]:
            number = number * self.size / 100
        elif 0 < number < 1:  # a spreadsheet's cell formatted as percent
            number *= self.size
        return max(0, rounding(round(number, 6)))

    @staticmethod
    def _whole(written: str) -> int | None:
        key = same(written)
        return int(key) if key.isdecimal() and len(key) < 10 else None

    @staticmethod
    def _pair(written: str) -> tuple[int, int] | None:
        found = _PAIR.fullmatch(same(written).replace(" ", ""))
        return (int(found[1]), int(found[2])) if found else None

    def _cell(self, row: int, at: int | None) -> str:
        return "" if at is None else self.sheet.rows[row][at]

    def _read_as(self, at: int | None, written: str, read_as: str) -> None:
        column = None if at is None else tidy(self.sheet.header[at])
        self.findings.note(
            f'"{written}" was read as "{read_as}".', column=column, value=written, read_as=read_as
        )

    def _error(
        self, row: int, at: int | None, code: str, problem: str, proposal: str, column: str | None = None
    ) -> None:
        self.findings.error(
            code,
            problem,
            proposal,
            row=row,
            column=column if at is None else tidy(self.sheet.header[at]),
            value=None if at is None else self._cell(row, at),
        )

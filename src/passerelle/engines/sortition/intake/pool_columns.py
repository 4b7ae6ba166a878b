"""The columns of the pool's table: found by name, and where no name fits, by their values."""

from __future__ import annotations

from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.reading import Sheet
from passerelle.engines.sortition.intake.wording import (
    all_same,
    closest,
    is_nothing,
    loose,
    names_person,
    same,
    tidied,
    tidy,
)

_MOSTLY = 0.8
"""Share of a column's values that are features of a category, for the column to be proposed as that category."""


class Table:
    """A sheet whose columns are found by name."""

    def __init__(self, sheet: Sheet, findings: Findings) -> None:
        self.sheet, self.findings = sheet, findings
        self.names = [tidy(name) for name in sheet.header]
        self.columns = sheet.columns

    def category(self, category: str, features: list[str]) -> int | None:
        """The column of a category, by its name, else by its values; None when there is none."""
        found = self._called(category)
        if found:
            self._only(category, found)
            return found[0]
        by_name = closest(category, [name for name in self.names if name])
        at = self.names.index(by_name) if by_name is not None else self._holding(features)
        problem = f"The pool has no column {category}."
        if at is None:
            proposal = f"Add the column {category} to the pool, or take its quotas out."
            self.findings.error("no_column", problem, proposal, column=category, mendable=False)
            return None
        proposal = f'Read the column "{self.names[at]}" as {category}.'
        self.findings.error("no_column", problem, proposal, column=category, value=self.names[at])
        return at

    def named(self, name: str | None, code: str) -> int | None:
        """The column that somebody asked for by this name."""
        if name is None:
            return None
        found = self._called(name)
        if found:
            self._only(name, found)
            return found[0]
        near = closest(name, [column for column in self.names if column])
        proposal = (
            f"Is {near} meant? Name the column as it stands in the file." if near else "Name another column."
        )
        self.findings.error(code, f"The pool has no column {name}.", proposal, column=name, mendable=False)
        return None

    def _called(self, name: str) -> list[int]:
        key, written = loose(name), same(name)
        found = [at for at, column in enumerate(self.names) if key and loose(column) == key]
        return sorted(found, key=lambda at: same(self.names[at]) != written)

    def _only(self, name: str, found: list[int]) -> None:
        written = self.sheet.header[found[0]]
        if written != name:
            self.findings.note(f"Column {self.names[found[0]]} was read as {name}.", column=written, value=written,
                               read_as=name)  # fmt: skip
        if len(found) > 1:
            self.findings.error(
                "column_twice",
                f"{len(found)} columns are called {name}.",
                "Read the first of them.",
                column=name,
                value=", ".join(self.names[at] for at in found),
            )

    def _holding(self, features: list[str]) -> int | None:
        keys = {same(feature) for feature in features}
        for at in range(len(self.names)):
            values = [same(cell) for cell in self.columns[at][:1000] if not is_nothing(cell)]
            if self.names[at] and values and sum(value in keys for value in values) >= _MOSTLY * len(values):
                return at
        return None

    def tells_apart(self, at: int) -> bool:
        """Whether a column holds ids: by its name, and where that can mean something else, by its values too."""
        said = names_person(self.names[at])
        if said != "perhaps":
            return said == "yes"
        values = all_same([cell for cell in tidied(self.columns[at]) if cell])
        return 2 * len(set(values)) > len(values)

    def read_as(self, at: int, value: str, read_as: str) -> None:
        """Note one more cell that was cleaned."""
        note = f'"{value}" was read as "{read_as}".'
        self.findings.note(note, column=self.names[at], value=value, read_as=read_as)

    def error(self, row: int, at: int, code: str, problem: str, proposal: str) -> None:
        """An error in one cell."""
        value = self.columns[at][row]
        self.findings.error(code, problem, proposal, row=row, column=self.names[at], value=value)

"""What is said about the files of a draw: errors with a proposal each, notes on what was cleaned, warnings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

Json = dict[str, object]


class Finding(NamedTuple):
    """Something that a person has to decide.

    row: counted from 0, the first row below the header; None for the file as a whole. code: stable, for translations.
    mendable: the proposal can be applied without asking anything more.
    """

    code: str
    file: str
    row: int | None
    column: str | None
    value: str | None
    problem: str
    proposal: str
    mendable: bool = True

    def as_json(self) -> Json:
        """The error as the command prints it."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "problem": self.problem,
            "proposal": self.proposal,
        }


@dataclass(frozen=True)
class Note:
    """A cleaning that is certain and was done; `count` cells were read so. Nothing is cleaned without one."""

    file: str
    column: str | None
    value: str
    read_as: str
    count: int
    note: str

    def as_json(self) -> Json:
        """The note as the command prints it."""
        return {
            "file": self.file,
            "column": self.column,
            "value": self.value,
            "read_as": self.read_as,
            "count": self.count,
            "note": self.note,
        }


class Warned(NamedTuple):
    """Something that may be right but is worth a look."""

    code: str
    file: str
    rows: tuple[int, ...]
    column: str | None
    warning: str

    def as_json(self) -> Json:
        """The warning as the command prints it."""
        return {"file": self.file, "rows": list(self.rows), "column": self.column, "warning": self.warning}


@dataclass
class Findings:
    """Everything said about one file, gathered while it is read."""

    file: str
    found: list[Finding] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    _notes: dict[tuple[str | None, str, str, str], int] = field(default_factory=dict)

    def error(
        self,
        code: str,
        problem: str,
        proposal: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        mendable: bool = True,
    ) -> None:
        """Add an error."""
        self.found.append(Finding(code, self.file, row, column, value, problem, proposal, mendable))

    def note(
        self, note: str, *, column: str | None = None, value: str = "", read_as: str = "", count: int = 1
    ) -> None:
        """Count one more cell, row or column that was cleaned in this way."""
        key = (column, value, read_as, note)
        self._notes[key] = self._notes.get(key, 0) + count

    def warn(self, code: str, warning: str, *, rows: tuple[int, ...] = (), column: str | None = None) -> None:
        """Add a warning."""
        self.warnings.append(Warned(code, self.file, rows, column, warning))

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes in the order in which the first of each was made."""
        return tuple(
            Note(self.file, column, value, read_as, count, note)
            for (column, value, read_as, note), count in self._notes.items()
        )

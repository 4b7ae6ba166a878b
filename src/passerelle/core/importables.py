"""What a room takes in from a table: its fields, how a row finds the one it means, and how it is taken back.

A room declares an `Importable`; the room of importing reads files, shows what would happen, and calls it. The values
of a row come as the field's kind read them, never as the file had them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor
from passerelle.engines.tables.reading import Cell

Change = dict[str, Any]
"""One row taken in: {"id", "was": values before or None when it is new, "now": values after}; JSON."""


class Unread(Exception):
    """A cell that says nothing we can take. problem: a translatable sentence. instead: what may be meant."""

    def __init__(self, problem: Any, instead: str = "", **params: Any) -> None:
        super().__init__(problem)
        self.problem, self.instead, self.params = problem, instead, params

    def __str__(self) -> str:
        return str(self.problem) % self.params if self.params else str(self.problem)


@dataclass(frozen=True, slots=True)
class Context:
    """Who takes in, in which language errors are said, and where to (a project's id; None for the whole house)."""

    actor: Actor
    language: str
    place: UUID | None = None


Reader = Callable[[Cell], Any]
Kind = Callable[[Collection[Cell], Context], Reader]
"""Looks at the different cells of a column once, and gives what reads one of them, or raises Unread."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column. words: further names of it, any language, with "|" between. required: of whatever is new."""

    key: str
    label: Any
    kind: Kind
    words: str = ""
    required: bool = False
    hint: Any = ""


@dataclass(frozen=True, slots=True)
class Row:
    """number: of the row in its file, counted from 0. values: of the fields that are there and not empty."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of a row. target: the record it means, None for a new one. changes: of that record."""

    row: Row
    target: Any = None
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> str:
        return "new" if self.target is None else "changed" if self.changes else "same"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something to put right. row: None for the file. instead: a value that may be meant. stops: else only a hint."""

    row: int | None
    field: str
    value: str
    problem: str
    instead: str = ""
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere rows can go to: a project."""

    id: UUID
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Importable:
    """One kind of thing that comes in from a table.

    may(actor, place): who takes it in there. places(actor, language): where to; None when it is the whole house's.
    plan(context, rows): what would become of each, and what is wrong with them beyond their cells; changes nothing.
    commit(context, planned): calls the room's actions, inside one transaction; says what it did.
    hindrances(context, changes): sentences that say why this cannot be taken back; undo(context, changes) takes back.
    address(place code): where the rows are seen afterwards. many: "3 organisations". alone: the field of a number that
    makes a row of its own even below the table, where a lone cell is a note otherwise (a correction that takes back).
    """

    key: str
    label: Any
    explains: Any
    fields: tuple[Field, ...]
    may: Callable[..., bool]
    plan: Callable[[Context, Sequence[Row]], tuple[list[Planned], list[Wrong]]]
    commit: Callable[[Context, Sequence[Planned]], list[Change]]
    hindrances: Callable[[Context, Sequence[Change]], list[str]]
    undo: Callable[[Context, Sequence[Change]], None]
    address: Callable[[str], str]
    places: Callable[[Actor, str], list[Place]] | None = None
    order: int = 50
    alone: str = ""

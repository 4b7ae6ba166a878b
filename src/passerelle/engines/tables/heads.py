"""Where a table's header stands, and which column is which, whatever the order and the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from passerelle.engines.tables.reading import Cell
from passerelle.engines.tables.words import loose, tidy

LOOKED_AT = 40
"""Rows among which a header is looked for: above it stand titles, addresses, logos."""
_EXACT, _PART, _SLIP = 1.0, 0.7, 0.6
Words = Mapping[str, Sequence[str]]
"""What each field may be called, in every language, as people write it."""


class Head(NamedTuple):
    """row: of the last row of the header. labels: what is written over each column. mapping: column -> field."""

    row: int
    labels: list[str]
    mapping: dict[int, str]


def find(rows: Sequence[Sequence[Cell]], words: Words, at: int | None = None) -> Head:
    """The header. at: its last row, when somebody says it."""
    known = _Known(words)
    if at is not None:
        return max((_head(rows, at, tall, known) for tall in (1, 2) if at + 1 >= tall), key=_score(known))
    found = [
        _head(rows, n, tall, known)
        for n in range(min(len(rows), LOOKED_AT))
        for tall in (1, 2)
        if n + 1 >= tall and _is_text(rows[n])
    ]
    best = max(found, key=_score(known), default=None)
    if best is None or not best.mapping:
        widest = max(_filled(row) for row in rows[:LOOKED_AT])
        row = next(n for n, cells in enumerate(rows) if _filled(cells) * 2 >= widest)
        return _head(rows, row, 1, known)
    return best


def body(rows: Sequence[Sequence[Cell]], head: Head) -> tuple[list[int], list[int]]:
    """Rows below the header that hold something of the table, and those that are notes: a header that comes again,
    and lines below the table in which one cell alone says something, while the table's rows have several."""
    taken: list[int] = []
    notes: list[int] = []
    labels = [loose(label) for label in head.labels]
    for n in range(head.row + 1, len(rows)):
        if not _filled(rows[n]):
            continue
        repeated = [loose(str(cell)) for cell in rows[n]] == labels or list(rows[n]) == list(rows[head.row])
        (notes if repeated else taken).append(n)
    several = [n for n in taken if sum(map(_says, (rows[n][c] for c in head.mapping))) > 1]
    if several and len(head.mapping) > 1:
        below = [n for n in taken if n > several[-1] and _filled(rows[n]) == 1]
        notes += below
        taken = [n for n in taken if n not in set(below)]
    return taken, sorted(notes)


def mapped(labels: Sequence[str], words: Words) -> dict[int, str]:
    """Which column is which field: each field once, the surest first."""
    return _Known(words).mapping([(label,) for label in labels])


class _Known:
    """The words of all fields, made comparable once."""

    def __init__(self, words: Words) -> None:
        self._fields: dict[str, str] = {}
        for field, names in words.items():
            for name in names:
                self._fields.setdefault(loose(name), field)
        self._fields.pop("", None)
        self._strengths = cache(self._strengths_of)  # rows that are no header repeat their cells

    def mapping(self, candidates: Sequence[Sequence[str]]) -> dict[int, str]:
        """candidates: for each column, what may stand over it, the most telling first."""
        sure = [
            (strength - 0.01 * rank, -column, column, field)
            for column, labels in enumerate(candidates)
            for rank, label in enumerate(labels)
            for strength, field in self._strengths(label)
        ]
        found: dict[int, str] = {}
        for _strength, _left, column, field in sorted(sure, reverse=True):
            if column not in found and field not in found.values():
                found[column] = field
        return dict(sorted(found.items()))

    def strength(self, label: str) -> float:
        return max((strength for strength, _field in self._strengths(label)), default=0.0)

    def _strengths_of(self, label: str) -> list[tuple[float, str]]:
        key = loose(label)
        if not key or len(tidy(label)) > 80:
            return []
        if key in self._fields:
            return [(_EXACT, self._fields[key])]
        parts = {loose(word) for word in tidy(label).replace("/", " ").replace("-", " ").split()}
        found = [(_PART, self._fields[part]) for part in parts if part in self._fields]
        if not found and len(key) > 4:
            found = [
                (_PART - 0.05, field) for name, field in self._fields.items() if len(name) > 4 and name in key
            ]
        if not found and len(key) > 4:
            from passerelle.engines.sortition.intake.wording import closest

            near = closest(key, self._fields)
            found = [(_SLIP, self._fields[near])] if near and abs(len(near) - len(key)) < 3 else []
        return found


def _score(known: _Known) -> Callable[[Head], tuple[float, int]]:
    def score(head: Head) -> tuple[float, int]:
        return sum(known.strength(head.labels[column]) for column in head.mapping), -head.row

    return score


def _head(rows: Sequence[Sequence[Cell]], last: int, tall: int, known: _Known) -> Head:
    """One row, or two of which the upper one holds a label for several columns ("Contact" over "Name", "E-mail")."""
    lower = [tidy(str(cell)) for cell in rows[last]]
    if tall == 1:
        return Head(last, lower, known.mapping([(label,) for label in lower]))
    upper = _spread([tidy(str(cell)) for cell in rows[last - 1]], lower)
    labels = [f"{above} {below}".strip() for above, below in zip(upper, lower, strict=True)]
    candidates = [
        tuple(dict.fromkeys(filter(None, (label, below, above if not below else ""))))
        for label, above, below in zip(labels, upper, lower, strict=True)
    ]
    found = known.mapping(candidates)
    best = [max(some, key=known.strength, default="") for some in candidates]
    return Head(last, [best[n] if n in found else label for n, label in enumerate(labels)], found)


def _spread(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """A label of several columns stands over the first of them only: it holds until the next one begins."""
    told, now = [], ""
    for above, below in zip(upper, lower, strict=True):
        now = above or (now if below else "")
        told.append(now)
    return told


def _says(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(tidy(cell))


def _filled(row: Sequence[Cell]) -> int:
    return sum(map(_says, row))


def _is_text(row: Sequence[Cell]) -> bool:
    """A header has names, not numbers (years over columns of figures are names, too)."""
    numbers = sum(not isinstance(cell, str) for cell in row)
    return _filled(row) > 0 and numbers * 2 <= _filled(row)

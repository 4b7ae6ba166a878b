"""A release: the numbers of some tables as they are printed, with what is hidden. Public; read strictly."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from passerelle.engines.disclosure.layout import Layout, Place

Mode = Literal["ledger", "suppress"]
NEEDED = ("register", "mode", "threshold", "dimensions", "tables", "cells")
KNOWN = {*NEEDED, "base", "period", "covers"}
AGAIN = "Give the file as `passerelle protect` wrote it."


class Unusable(Exception):
    """What is given cannot be used: `problem` and `proposal` are sentences, `where` names the part."""

    def __init__(self, problem: str, proposal: str = AGAIN, where: str = "") -> None:
        super().__init__(f"{where}: {problem}" if where else problem)
        self.problem, self.proposal, self.where = problem, proposal, where


@dataclass(frozen=True)
class Cell:
    """One number of a release. value: None when it is hidden."""

    place: Place
    value: int | None

    @property
    def hidden(self) -> bool:
        return self.value is None


@dataclass(frozen=True)
class Release:
    """What was published of a register at one time.

    threshold: counts of 1 to threshold - 1 must not be known. base: what a ledger's numbers are multiples of, None in a
    suppression. period: the last one counted, None when the register has no periods. covers: all that are counted.
    """

    register: str
    mode: Mode
    threshold: int
    base: int | None
    layout: Layout
    period: str | None
    covers: tuple[str, ...]
    cells: tuple[Cell, ...]

    @cached_property
    def values(self) -> dict[Place, int | None]:
        """The cells by their place; None is a hidden one."""
        return {cell.place: cell.value for cell in self.cells}

    def missing(self) -> list[Place]:
        """Cells of the tables and their margins that the release does not have."""
        return [place for place in self.layout.places if place not in self.values]

    def as_json(self) -> dict[str, Any]:
        """The release as it is written; the same release gives the same bytes."""
        layout = self.layout
        return {
            "register": self.register,
            "mode": self.mode,
            "threshold": self.threshold,
            "base": self.base,
            "dimensions": dict(zip(layout.dimensions, map(list, layout.domains), strict=True)),
            "tables": [[layout.dimensions[number] for number in table] for table in layout.tables],
            "period": self.period,
            "covers": list(self.covers),
            "cells": [
                {"at": layout.at(cell.place)} | ({"hidden": True} if cell.hidden else {"value": cell.value})
                for cell in self.cells
            ],
        }


def release_of(
    layout: Layout,
    values: Mapping[Place, int | None],
    *,
    register: str,
    mode: Mode,
    threshold: int,
    base: int | None = None,
    period: str | None = None,
    covers: Sequence[str] = (),
) -> Release:
    """A release of these values, its cells in their fixed order."""
    cells = tuple(Cell(place, values[place]) for place in layout.places)
    return Release(register, mode, threshold, base, layout, period, tuple(covers), cells)


def read(content: bytes) -> Release:
    """A release from its file. Raises Unusable.

    Cells may be missing (`Release.missing` names them), as in a release of another program; what is there is well formed:
    every value declared, every cell part of a table or its margins, none of them twice.
    """
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise Unusable("This is not JSON.") from None
    if not isinstance(given, dict):
        raise Unusable("This is not a release.")
    for name in NEEDED:
        if name not in given:
            raise Unusable("This part of a release is missing.", where=name)
    for name in given:
        if name not in KNOWN:
            raise Unusable("A release has no such part.", "Take it out: nobody checks what it tells.", name)
    layout = _layout(given["dimensions"], given["tables"])
    mode, base = given["mode"], given.get("base")
    if mode not in get_args(Mode):
        raise Unusable(f"The mode is one of {', '.join(get_args(Mode))}.", where="mode")
    if base is not None or mode == "ledger":
        _whole(base, 1, "base")
    period, covers = given.get("period"), given.get("covers") or []
    if period is not None and not isinstance(period, str):
        raise Unusable("A period is a text.", where="period")
    return Release(
        register=_text(given["register"], "register"),
        mode=mode,
        threshold=_whole(given["threshold"], 1, "threshold"),
        base=base,
        layout=layout,
        period=period,
        covers=_names(covers, "covers"),
        cells=_cells(given["cells"], layout),
    )


def _layout(dimensions: Any, tables: Any) -> Layout:
    if not isinstance(dimensions, dict) or not isinstance(tables, list):
        raise Unusable(
            "Dimensions are names with their values, tables are lists of names.", where="dimensions"
        )
    names = tuple(dimensions)
    domains = tuple(_names(values, f"dimensions, {name}") for name, values in dimensions.items())
    found: dict[tuple[int, ...], None] = {}
    for table in tables:
        for name in _names(table, "tables"):
            if name not in dimensions:
                raise Unusable(f"{name!r} is not one of the dimensions.", where="tables")
        found[tuple(sorted(names.index(name) for name in table))] = None
    return Layout(names, domains, tuple(found))


def _cells(given: Any, layout: Layout) -> tuple[Cell, ...]:
    if not isinstance(given, list):
        raise Unusable("The cells are a list.", where="cells")
    numbers = [{value: number for number, value in enumerate(values)} for values in layout.domains]
    margins, found = set(layout.margins), dict[Place, Cell]()
    for row, cell in enumerate(given):
        where = f"cells, {row}"
        if not isinstance(cell, dict) or not isinstance(cell.get("at"), dict) or len(cell) != 2:
            raise Unusable('A cell is {"at": …, "value": …} or {"at": …, "hidden": true}.', where=where)
        if any(name not in layout.dimensions for name in cell["at"]):
            raise Unusable("A cell stands at a dimension that is not declared.", where=where)
        place: list[int | None] = []
        for name, known in zip(layout.dimensions, numbers, strict=True):
            value = cell["at"].get(name)
            if name in cell["at"] and not (isinstance(value, str) and value in known):
                raise Unusable(f"{value!r} is not a declared value of {name!r}.", where=where)
            place.append(known[value] if name in cell["at"] else None)
        at = tuple(place)
        if tuple(number for number, value in enumerate(at) if value is not None) not in margins:
            raise Unusable("This cell is part of no table.", where=where)
        if at in found:
            raise Unusable("This cell is there twice.", where=where)
        found[at] = Cell(at, _value(cell, where))
    return tuple(found.values())


def _value(cell: dict[str, Any], where: str) -> int | None:
    if cell.get("hidden") is True:
        return None
    value = cell.get("value")
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unusable("The value of a cell is a whole number.", where=where)
    return value


def _text(given: Any, where: str) -> str:
    if not isinstance(given, str):
        raise Unusable("This is a text.", where=where)
    return given


def _names(given: Any, where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise Unusable("This is a list of texts.", where=where)
    if len(set(given)) < len(given):
        raise Unusable("A name stands here twice.", where=where)
    return tuple(given)


def _whole(given: Any, least: int, where: str) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or given < least:
        raise Unusable(f"This is a whole number, {least} or more.", where=where)
    return given

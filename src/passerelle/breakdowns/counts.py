"""From the rows of a source to tables: exact ones for those inside, released ones for everybody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from passerelle.breakdowns.models import THRESHOLD, Breakdown, Released
from passerelle.core.describing import Attribute, Row, Source, sources
from passerelle.engines.disclosure.layout import Layout
from passerelle.engines.disclosure.ledger.book import Ledger
from passerelle.engines.disclosure.micro import Micro
from passerelle.engines.disclosure.release import Release, read

Numbers = Mapping[tuple[str | None, ...], int]
"""A number for each combination of values; None stands for all values of that attribute."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A released quarter as it is shown. margins: by how much a number may be off, by the attributes it is told by."""

    quarter: str
    numbers: Numbers
    margins: Mapping[tuple[str, ...], float]
    values: Mapping[str, tuple[str, ...]]

    def margin(self, *attributes: str) -> float:
        return self.margins.get(attributes, 0.0)


def source_of(one: Breakdown) -> Source | None:
    """None when what was counted is no longer there."""
    return sources(one.project_id).get(one.source)


def attributes_of(one: Breakdown, source: Source | None) -> list[Attribute]:
    """Its attributes in their order; with their key for a name when their source is gone."""
    known = {attribute.key: attribute for attribute in source.attributes} if source else {}
    return [known.get(key, Attribute(key, key, {})) for key in one.attributes]


def rows_of(one: Breakdown, source: Source) -> list[Row]:
    """All rows of what the organisation collected."""
    return list(source.rows(one.controller_id, one.attributes))


def exact(rows: Sequence[Row], attributes: Sequence[Attribute]) -> Numbers:
    """True counts, with totals over each attribute and over all."""
    micro = micro_of(rows, attributes, {})
    layout = micro.layout()
    return {_named(layout, place): number for place, number in micro.totals(layout).items()}


def micro_of(
    rows: Sequence[Row], attributes: Sequence[Attribute], past: Mapping[str, Sequence[str]]
) -> Micro:
    """The rows for the engine. past: values that were there before and may have gone from what is declared."""
    domains = tuple(tuple(dict.fromkeys([*one.values, *past.get(one.key, ())])) for one in attributes)
    numbers = [{value: at for at, value in enumerate(domain)} for domain in domains]
    codes = [[known[value] for known, value in zip(numbers, row.values, strict=True)] for row in rows]
    return Micro(
        tuple(one.key for one in attributes),
        domains,
        np.array(codes, dtype=np.int64).reshape(len(rows), len(attributes)),
        np.array([row.number for row in rows], dtype=np.int64),
        (),
        np.zeros(len(rows), dtype=np.int64),
    )


def begun(one: Breakdown, key: bytes) -> Ledger:
    """A ledger without a period."""
    return Ledger(one.code, key, THRESHOLD, THRESHOLD, tuple(one.attributes))


def shown(released: Released) -> Shown:
    """A released quarter, read from what was kept of it and from nothing else."""
    release = release_of(released)
    layout = release.layout
    return Shown(
        released.quarter,
        {_named(layout, place): value or 0 for place, value in release.values.items()},
        {tuple(names.split()): margin for names, margin in released.margins.items()},
        dict(zip(layout.dimensions, layout.domains, strict=True)),
    )


def release_of(released: Released) -> Release:
    return read(released.numbers.encode())


def _named(layout: Layout, place: Sequence[int | None]) -> tuple[str | None, ...]:
    return tuple(None if at is None else values[at] for values, at in zip(layout.domains, place, strict=True))


def label(attribute: Attribute, value: str) -> Any:
    """What a value is called; its code when nobody calls it anything any more."""
    return attribute.values.get(value, value)

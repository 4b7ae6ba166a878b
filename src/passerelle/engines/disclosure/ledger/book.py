"""The ledger itself: entries and what they were rounded to, period by period, and the releases that are sums of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from passerelle.engines.disclosure.layout import Layout
from passerelle.engines.disclosure.ledger.rounding import Ints, Printed, rounded
from passerelle.engines.disclosure.micro import Micro
from passerelle.engines.disclosure.release import Release, Unusable, release_of

Values: TypeAlias = tuple[str, ...]
"""A value of each dimension."""
MOST_CELLS = 500_000
MIDDLE = 1.5
"""Totals over some of the dimensions count a little more: there are many of them, of few cells each."""


@dataclass(frozen=True)
class Frozen:
    """A period that was rounded, once.

    domains: the values of each dimension then. entries: people who came in, and what they were rounded to, for each
    combination of values where not both are 0.
    """

    period: str | None
    domains: tuple[tuple[str, ...], ...]
    entries: Mapping[Values, tuple[int, int]]


@dataclass(frozen=True)
class Rename:
    """A value that is called otherwise from the frozen period number `since` on."""

    dimension: str
    old: str
    new: str
    since: int


@dataclass(frozen=True)
class Ledger:
    """Private: whoever has the key or the entries knows the truth.

    count, when: the columns of its files with the number of people and the period, None without.
    backlog: people who left again after their period was frozen, to be set against those who come.
    """

    register: str
    key: bytes
    threshold: int
    base: int
    dimensions: tuple[str, ...]
    count: str | None = None
    when: str | None = None
    frozen: tuple[Frozen, ...] = ()
    renames: tuple[Rename, ...] = ()
    backlog: Mapping[Values, int] = field(default_factory=dict)

    @property
    def periods(self) -> tuple[str | None, ...]:
        return tuple(entry.period for entry in self.frozen)

    def named(self, values: Values, since: int, until: int) -> Values:
        """How values written at one period are called at a later one."""
        for rename in self.renames:
            if since < rename.since <= until:
                at = self.dimensions.index(rename.dimension)
                if values[at] == rename.old:
                    values = (*values[:at], rename.new, *values[at + 1 :])
        return values


def freeze(
    ledger: Ledger,
    register: Micro,
    period: str | None,
    tables: Sequence[Sequence[int]],
    *,
    renames: Sequence[tuple[str, str, str]] = (),
    declared: Sequence[str] = (),
) -> Ledger:
    """The ledger with one period more.

    register: all rows up to this period, with those of frozen periods as they are known now: what has changed there
    comes in now. tables: those whose numbers are kept near the truth. renames: dimension, old and new value. declared:
    dimensions whose values were declared; the others take new values from the register. Raises Unusable.
    """
    at = len(ledger.frozen)
    ledger = replace(ledger, renames=(*ledger.renames, *(_rename(ledger, register, *one) for one in renames)))
    domains = _domains(ledger, register, declared)
    shape = tuple(map(len, domains))
    if math.prod(shape) > MOST_CELLS:
        raise Unusable(
            f"The dimensions have {math.prod(shape):,} combinations of values.",
            f"A ledger keeps at most {MOST_CELLS:,}: leave a dimension out, or merge values.",
        )
    numbers = [{value: number for number, value in enumerate(values)} for values in domains]
    true, known, shown = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for codes, people in register.inner.items():
        values = tuple(register.domains[place][code] for place, code in enumerate(codes))
        true[_place(ledger.named(values, -1, at), numbers)] += people
    for number, frozen in enumerate(ledger.frozen):
        for values, (entry, value) in frozen.entries.items():
            place = _place(ledger.named(values, number, at), numbers)
            known[place] += entry
            shown[place] += value
    due = (
        true - known
    )  # who came since, less who left: entries are never taken back, so leaving waits for who comes
    entries = np.maximum(due, 0)
    layout = Layout(ledger.dimensions, domains, tuple(map(tuple, tables)))
    purpose = f"freeze|{ledger.register}|{at}|{'' if period is None else period}"
    values_now = rounded(
        entries.ravel(), _printed(layout, shown - true), ledger.base, ledger.key, purpose
    ).reshape(shape)
    moved = {
        _values(place, domains): (int(entries[place]), int(values_now[place]))
        for place in zip(*(axis.tolist() for axis in np.nonzero(entries + values_now)), strict=True)
    }
    left = np.maximum(-due, 0)
    backlog = {
        _values(place, domains): int(left[place])
        for place in zip(*(axis.tolist() for axis in np.nonzero(left)), strict=True)
    }
    return replace(ledger, frozen=(*ledger.frozen, Frozen(period, domains, moved)), backlog=backlog)


def publish(ledger: Ledger, period: str | None, tables: Sequence[Sequence[int]]) -> Release:
    """What a frozen period shows in these tables: sums of frozen values, always the same."""
    at = ledger.periods.index(period)
    domains = ledger.frozen[at].domains
    numbers = [{value: number for number, value in enumerate(values)} for values in domains]
    shown = np.zeros(tuple(map(len, domains)), dtype=np.int64)
    for number, frozen in enumerate(ledger.frozen[: at + 1]):
        for values, (_, value) in frozen.entries.items():
            shown[_place(ledger.named(values, number, at), numbers)] += value
    layout = Layout(ledger.dimensions, domains, tuple(tuple(sorted(table)) for table in tables))
    return release_of(
        layout,
        dict(zip(layout.places, _sums(layout, shown).tolist(), strict=True)),
        register=ledger.register,
        mode="ledger",
        threshold=ledger.threshold,
        base=ledger.base,
        period=period,
        covers=tuple(one for one in ledger.periods[: at + 1] if one is not None),
    )


def carried(ledger: Ledger) -> dict[Values, int]:
    """What was shown in all, less who is there now, where it is not 0: the next period makes up for it."""
    last, found = len(ledger.frozen) - 1, dict[Values, int]()
    for number, frozen in enumerate(ledger.frozen):
        for values, (entry, value) in frozen.entries.items():
            name = ledger.named(values, number, last)
            found[name] = found.get(name, 0) + value - entry
    for values, people in ledger.backlog.items():
        found[values] = found.get(values, 0) + people
    return {values: people for values, people in sorted(found.items()) if people}


def _rename(ledger: Ledger, register: Micro, dimension: str, old: str, new: str) -> Rename:
    known = {
        name: set(values) | set(ledger.frozen[-1].domains[at] if ledger.frozen else ())
        for at, (name, values) in enumerate(zip(register.dimensions, register.domains, strict=True))
    }
    if dimension not in known:
        raise Unusable(
            f"{dimension!r} is not a dimension of the ledger.", "Write dimension:old=new.", "--rename"
        )
    if old not in known[dimension] or old == new:
        said = ", ".join(sorted(known[dimension]))
        raise Unusable(f"{dimension!r} has no value {old!r} to rename.", f"Name one of: {said}.", "--rename")
    return Rename(dimension, old, new, len(ledger.frozen))


def _domains(ledger: Ledger, register: Micro, declared: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The values of each dimension from now on: those of the register, and all that have a past."""
    at, found = len(ledger.frozen), []
    for place, name in enumerate(ledger.dimensions):
        past = ledger.frozen[-1].domains[place] if ledger.frozen else ()
        renamed = [rename for rename in ledger.renames if rename.dimension == name]

        def now(value: str, since: int, renamed: list[Rename] = renamed) -> str:
            for rename in renamed:
                if since < rename.since <= at and value == rename.old:
                    value = rename.new
            return value

        given = dict.fromkeys(now(value, -1) for value in register.domains[place])
        kept = dict.fromkeys(sorted(now(value, at - 1) for value in past))
        found.append(tuple({**given, **kept}) if name in declared else tuple(sorted({**given, **kept})))
    return tuple(found)


def _place(values: Values, numbers: Sequence[Mapping[str, int]]) -> tuple[int, ...]:
    return tuple(known[value] for value, known in zip(values, numbers, strict=True))


def _values(place: Sequence[int], domains: Sequence[Sequence[str]]) -> Values:
    return tuple(values[number] for number, values in zip(place, domains, strict=True))


def _sums(layout: Layout, inner: Ints) -> Ints:
    """(numbers,) every printed number of the layout, from the inner cells."""
    every = set(range(inner.ndim))
    return np.concatenate([inner.sum(axis=tuple(every - set(margin))).ravel() for margin in layout.margins])


def _printed(layout: Layout, errors: Ints) -> Printed:
    where = np.indices(layout.shape).reshape(len(layout.shape), -1)
    rows, weights, start = [], [], 0
    longest = max((len(table) for table in layout.tables), default=0)
    for margin in layout.margins:
        number = np.zeros(where.shape[1], dtype=np.int64)
        for dimension in margin:
            number = number * layout.shape[dimension] + where[dimension]
        rows.append(number + start)
        weights.append(MIDDLE if 2 <= len(margin) < longest else 1.0)
        start += math.prod(layout.shape[dimension] for dimension in margin)
    return Printed(
        np.array(rows).T.reshape(where.shape[1], len(rows)), np.array(weights), _sums(layout, errors)
    )

"""Invented registers that change under way, and the ledgers made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from passerelle.engines.disclosure.ledger.book import Ledger, freeze
from passerelle.engines.disclosure.micro import Micro

Row = tuple[int, tuple[str, ...]]
"""Number of the period, and a value of each dimension."""


def register(rows: Sequence[Row], dimensions: Sequence[str], until: int, more: Sequence[Row] = ()) -> Micro:
    """The rows up to a period; `more` are rows of nobody, which only name values."""
    every = [*rows, *more]
    domains = tuple(tuple(sorted({values[place] for _, values in every})) for place in range(len(dimensions)))
    codes = [
        [domain.index(value) for domain, value in zip(domains, values, strict=True)] for _, values in every
    ]
    return Micro(
        tuple(dimensions),
        domains,
        np.array(codes, dtype=np.int64).reshape(len(every), len(dimensions)),
        np.array([1] * len(rows) + [0] * len(more), dtype=np.int64),
        tuple(f"p{number}" for number in range(until + 1)),
        np.array([when for when, _ in every], dtype=np.int64),
    )


def counted(rows: Sequence[Row], ledger: Ledger) -> Counter[tuple[str, ...]]:
    """People by the names of today."""
    last = len(ledger.frozen) - 1
    return Counter(ledger.named(values, -1, last) for _, values in rows)


def grown(rng: np.random.Generator, base: int | None = None) -> Iterator[tuple[Ledger, list[Row]]]:
    """A ledger after each of its periods, and the rows then: with people who leave, come late, move; a new service opens
    and a city gets another name."""
    threshold = int(rng.integers(2, 8))
    base = threshold + int(rng.integers(0, 3)) if base is None else max(1, threshold + base)
    cities, services = (
        [f"c{n}" for n in range(rng.integers(1, 4))],
        [f"s{n}" for n in range(rng.integers(1, 3))],
    )
    ledger = Ledger("r", rng.bytes(32), threshold, base, ("city", "service"))
    rows: list[Row] = []
    for period in range(int(rng.integers(2, 5))):
        rows = [row for row in rows if rng.random() > 0.1]
        renames = []
        if period == 1:
            services.append("new")
            if rng.random() < 0.5:
                renames = [("city", "c0", "c9" if rng.random() < 0.7 else cities[-1])]
                renames = [one for one in renames if one[1] != one[2]]
                cities[0] = renames[0][2] if renames else cities[0]
        for chance in rng.random((int(rng.integers(0, 16)), 4)).tolist():
            when = period if chance[0] < 0.9 else int(chance[1] * (period + 1))
            place = cities[int(chance[2] * len(cities))], services[int(chance[3] * len(services))]
            rows.append((when, place))
        names = [(0, ("c0", "s0"))] if not period or renames else [(0, (cities[0], "s0"))]
        micro = register(rows, ledger.dimensions, period, names)
        tables = [(0, 1)] if rng.random() < 0.5 else [(0,), (1,)]
        ledger = freeze(ledger, micro, f"p{period}", tables, renames=renames)
        yield ledger, rows

"""By how much a published number of a ledger may be off, estimated from published numbers alone.

The true error is private: it would give the truth away. So the ledger is run again, on what was published instead of
the truth and with other keys, and the errors it makes there are looked at. Whoever has the releases can do the same.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence

import numpy as np

from passerelle.engines.disclosure.layout import Place
from passerelle.engines.disclosure.ledger.book import Ledger, Values, freeze, publish
from passerelle.engines.disclosure.ledger.rounding import uniforms
from passerelle.engines.disclosure.micro import Micro
from passerelle.engines.disclosure.release import Release

RUNS = 20
COVERED = 0.95


def margins(releases: Sequence[Release]) -> dict[tuple[str, ...], float]:
    """For each set of dimensions (() is the total) by how much 95 % of its numbers are off at most, in people.

    releases: all of one ledger, oldest first, each with a table over all dimensions. Where the truth may have been is
    drawn evenly from what rounds to the published number. Reproducible: the draws depend on the releases alone."""
    last = releases[-1]
    base = last.base or 1
    grown = _grown(releases)
    errors: dict[tuple[int, ...], list[int]] = {margin: [] for margin in last.layout.margins}
    for run in range(RUNS):
        seed = hashlib.sha256(f"margin|{last.register}|{run}".encode()).digest()
        truth = [_drawn(period, base, seed, at) for at, period in enumerate(grown)]
        ledger = Ledger(last.register, seed, last.threshold, base, last.layout.dimensions)
        tables = last.layout.tables
        for at in range(len(releases)):
            register = _register(releases[at], truth[: at + 1])
            ledger = freeze(ledger, register, str(at), tables, declared=last.layout.dimensions)
        shown = publish(ledger, str(len(releases) - 1), tables)
        true = _register(last, truth).totals(last.layout)
        for place, value in shown.values.items():
            margin = tuple(n for n, part in enumerate(place) if part is not None)
            errors[margin].append(abs((value or 0) - true[place]))
    names = last.layout.dimensions
    return {
        tuple(names[n] for n in margin): float(sorted(found)[math.ceil(COVERED * len(found)) - 1])
        for margin, found in errors.items()
    }


def _grown(releases: Sequence[Release]) -> list[dict[Values, int]]:
    """What each period added to the numbers over all dimensions."""
    found, before = [], dict[Values, int]()
    for release in releases:
        inner = release.layout.margins[-1]
        now = {
            _named(release, place): release.values[place] or 0 for place in release.layout.places_of(inner)
        }
        found.append({name: value - before.get(name, 0) for name, value in now.items()})
        before = now
    return found


def _named(release: Release, place: Place) -> Values:
    return tuple(
        values[part] for values, part in zip(release.layout.domains, place, strict=True) if part is not None
    )


def _drawn(grown: Mapping[Values, int], base: int, seed: bytes, at: int) -> dict[Values, int]:
    chances = uniforms(seed, f"truth|{at}", len(grown)).tolist()
    found = {}
    for (name, value), chance in zip(grown.items(), chances, strict=True):
        least, most = max(0, value - base + 1), max(0, value) + base - 1
        found[name] = least + int(chance * (most - least + 1))
    return found


def _register(release: Release, truth: Sequence[Mapping[Values, int]]) -> Micro:
    layout = release.layout
    numbers = [{value: n for n, value in enumerate(values)} for values in layout.domains]
    rows = [(name, people) for period in truth for name, people in period.items() if people]
    codes = [[known[value] for known, value in zip(numbers, name, strict=True)] for name, _people in rows]
    return Micro(
        layout.dimensions,
        layout.domains,
        np.array(codes, dtype=np.int64).reshape(len(rows), len(layout.dimensions)),
        np.array([people for _name, people in rows], dtype=np.int64),
        (),
        np.zeros(len(rows), dtype=np.int64),
    )

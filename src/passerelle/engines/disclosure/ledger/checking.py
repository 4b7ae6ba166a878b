"""Does a release say what its ledger froze? Exact sums, no solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from passerelle.engines.disclosure.layout import Place
from passerelle.engines.disclosure.ledger.book import Ledger, Values, publish
from passerelle.engines.disclosure.micro import Micro
from passerelle.engines.disclosure.release import Release


def check(ledger: Ledger, releases: Mapping[str, Release]) -> list[dict[str, Any]]:
    """What is wrong, as entries with `release` (its name among `releases`), `at` and `problem`; [] when all is well.

    Every printed number is a sum of frozen values, each a multiple of the base at most the base away from its entry;
    tables add up; releases agree, because each is what the ledger shows at its period.
    """
    found = list(_frozen(ledger))
    for name, release in releases.items():
        found += [{"release": name, **problem} for problem in _release(ledger, release)]
    return found


def moved(ledger: Ledger, register: Micro) -> int:
    """How many people came or left in these rows since the last period was frozen."""
    last, there = len(ledger.frozen) - 1, Counter[Values]()
    for number, frozen in enumerate(ledger.frozen):
        for values, (entry, _) in frozen.entries.items():
            there[ledger.named(values, number, last)] += entry
    there.subtract(ledger.backlog)
    for codes, people in register.inner.items():
        values = tuple(register.domains[place][code] for place, code in enumerate(codes))
        there[ledger.named(values, -1, last)] -= people
    return sum(map(abs, there.values()))


def _frozen(ledger: Ledger) -> Iterator[dict[str, Any]]:
    if ledger.base < ledger.threshold:
        yield {"problem": f"The base {ledger.base} is less than the threshold {ledger.threshold}."}
    for frozen in ledger.frozen:
        for values, (entry, value) in frozen.entries.items():
            if entry < 0 or value < 0 or value % ledger.base or abs(value - entry) > ledger.base:
                at = dict(zip(ledger.dimensions, values, strict=True))
                problem = (
                    "A frozen value is no multiple of the base, or further than the base from its entry."
                )
                yield {"period": frozen.period, "at": at, "problem": problem}


def _release(ledger: Ledger, release: Release) -> Iterator[dict[str, Any]]:
    for name, given, known in (
        ("register", release.register, ledger.register),
        ("mode", release.mode, "ledger"),
        ("threshold", release.threshold, ledger.threshold),
        ("base", release.base, ledger.base),
        ("dimensions", release.layout.dimensions, ledger.dimensions),
    ):
        if given != known:
            yield {"problem": f"The {name} is {given!r}, of the ledger {known!r}."}
            return
    if release.period not in ledger.periods:
        yield {"problem": f"The period {release.period!r} is not frozen."}
        return
    expected = publish(ledger, release.period, release.layout.tables)
    if release.covers != expected.covers:
        yield {"problem": f"It covers {list(release.covers)}, the ledger until then {list(expected.covers)}."}
    if release.layout.domains != expected.layout.domains:
        yield {"problem": "The values of its dimensions are not those of the ledger at this period."}
        return
    for place in release.missing():
        yield {"at": release.layout.at(place), "problem": "This cell is missing."}
    for place, value in release.values.items():
        if value != expected.values[place]:
            problem = f"{value} is printed, the frozen values add up to {expected.values[place]}."
            yield {"at": release.layout.at(place), "problem": problem}
    yield from _unequal(release)


def _unequal(release: Release) -> Iterator[dict[str, Any]]:
    """Totals that are not the sum of their parts within the release itself."""
    sums: dict[tuple[Place, int], int] = {}
    for place, value in release.values.items():
        for dimension, number in enumerate(place):
            if number is not None and value is not None:
                whole = (*place[:dimension], None, *place[dimension + 1 :])
                sums[whole, dimension] = sums.get((whole, dimension), 0) + value
    for (whole, dimension), value in sums.items():
        if release.values.get(whole) != value:
            problem = f"Its parts by {release.layout.dimensions[dimension]} add up to {value}."
            yield {"at": release.layout.at(whole), "problem": problem}

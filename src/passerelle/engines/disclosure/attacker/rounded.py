"""A ledger as a reader sees it: every printed number is a sum of multiples of the base, each near its entry.

With a base of at least half the threshold no programme is needed. A printed sum R of k frozen values stands for at most
R + k * base people, and for so many in some register that the reader cannot tell from the true one. When the reader
knows fewer, none beside them is possible, or more than are small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from passerelle.engines.disclosure.attacker.items import Finding
from passerelle.engines.disclosure.attacker.register import Contradiction, Register
from passerelle.engines.disclosure.release import Release


def plain(release: Release) -> bool:
    """The base is large enough for this short way."""
    return release.mode == "ledger" and 2 * (release.base or 1) >= release.threshold


def findings(register: Register) -> tuple[list[Finding], int]:
    """What a reader who knows some people can work out, and how many items were looked at. Raises Contradiction."""
    asked = register.asked()
    found = []
    for item, atoms in asked:
        if item.kind != "left":
            continue
        number = register.numbers.index(item.release)
        release, shown = register.releases[number], register.cells[number][item.at] or 0
        if item.since is not None:
            shown -= register.cells[register.numbers.index(item.since)][item.at] or 0
        high = shown + (release.base or 1) * _frozen(register, release, item.at, atoms) - item.known
        if high < 0:
            raise Contradiction
        if high == 0:
            found.append(Finding(item, 0, 0))
    return found, len(asked)


def _frozen(register: Register, release: Release, at: Sequence[tuple[str, str]], atoms: Sequence[int]) -> int:
    """How many frozen values a printed number is the sum of, or more."""
    periods = [period for atom in atoms for period in register.atoms[atom]]
    return sum(_cells(_then(register, release, period), release, dict(at)) for period in periods)


def _then(register: Register, release: Release, period: str | None) -> Release:
    """The release that shows which values there were in a period: its own, or the first that covers it."""
    covering = [one for one in register.releases if period in (one.covers or (None,))]
    return min(covering, key=lambda one: len(one.covers), default=release)


def _cells(then: Release, now: Release, at: dict[str, str]) -> int:
    sizes = []
    for name, before, values in zip(
        then.layout.dimensions, then.layout.domains, now.layout.domains, strict=True
    ):
        # Values that are gone were renamed, perhaps to this one: it may stand for all of them.
        gone = len(set(before) - set(values))
        sizes.append(1 + gone if name in at else len(before))
    return math.prod(sizes)

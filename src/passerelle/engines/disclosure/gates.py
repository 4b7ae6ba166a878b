"""What may be printed beside counts: shares, means, sums of money. Each gate answers with a reason, or lets pass.

Source: Handbook on Statistical Disclosure Control (sdcTools, github.com/sdcTools/HandbookSDC), chapters 4 (dominance, p%
rule) and 5 (group disclosure). The smallest group is the release's threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from passerelle.engines.disclosure.layout import Layout, Place

Reason = Literal["few", "few_others", "nobody", "everybody", "dominated", "guessed"]

LARGEST, SHARE = 2, Fraction(85, 100)
"""The two largest contributors may make up 85 % of a sum at most."""
NEAR = Fraction(15, 100)
"""Nobody may be able to know another's amount within 15 %."""


def share(part: int, whole: int, threshold: int) -> Reason | None:
    """May part/whole be printed as a percentage? Not of a small group, not when it gives a small count or the rest of
    one away, and not when it says something about everybody: 0 % or 100 %."""
    if not 0 <= part <= whole:
        raise ValueError("A part is between nobody and the whole group.")
    if whole < threshold:
        return "few"
    if part in (0, whole):
        return "everybody" if part else "nobody"
    if part < threshold:
        return "few"
    return "few_others" if whole - part < threshold else None


def mean(people: int, threshold: int) -> Reason | None:
    """May a mean over so many people be printed?"""
    return "few" if people < threshold else None


def money(
    amounts: Iterable[int | Fraction],
    threshold: int,
    *,
    largest: int = LARGEST,
    most: Fraction = SHARE,
    near: Fraction = NEAR,
) -> Reason | None:
    """May the sum of these amounts be printed? One per contributor, none negative, in any unit.

    dominated: the `largest` contributors make up more than `most` of it. guessed: the second largest, who takes their
    own away, knows the largest within `near` of it (p% rule).
    """
    found = sorted(map(Fraction, amounts), reverse=True)
    if found and found[-1] < 0:
        raise ValueError("Amounts are 0 or more; print what is paid and what is received apart.")
    if len(found) < threshold:
        return "few"
    total = sum(found)
    if total and sum(found[:largest]) > most * total:
        return "dominated"
    return "guessed" if total and sum(found[2:]) < near * found[0] else None


class Whole(NamedTuple):
    """Everybody at `group` is at `cell`, which is the group with one more dimension."""

    group: Place
    cell: Place
    people: int


def whole_groups(layout: Layout, values: Mapping[Place, int | None]) -> Iterator[Whole]:
    """Printed groups of which everybody has one value: who knows that somebody belongs to the group knows the value.

    A dimension with one value tells nothing."""
    for cell in layout.places:
        people = values[cell]
        if not people:
            continue
        for group in _groups(layout.shape, cell):
            if values[group] == people:
                yield Whole(group, cell, people)


def _groups(shape: Sequence[int], cell: Place) -> Iterator[Place]:
    for dimension, value in enumerate(cell):
        if value is not None and shape[dimension] > 1:
            yield (*cell[:dimension], None, *cell[dimension + 1 :])

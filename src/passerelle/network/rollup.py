"""From local to network: the cities' figures of one year become the network's by the rule of their measure.

Pure: numbers in, a number and what it stands on out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

C = TypeVar("C")
SUM, MEAN, LATEST, NONE = "sum", "mean", "latest", "none"
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Total(Generic[C]):
    """The network's figure. value: None where there is none. cities: whose figures are in it.

    left_out: cities that have a figure but not the weight it needs; they are named, never guessed."""

    value: Decimal | None
    cities: tuple[C, ...]
    left_out: tuple[C, ...] = ()


def roll_up(rule: str, figures: Mapping[C, Decimal], weights: Mapping[C, Decimal] | None = None) -> Total[C]:
    """figures: of one year, one for each city that has one. weights: for the mean, of the same year; below zero or
    zero in sum they are no weights. Rule "latest" is asked with the newest year's figures: where cities differ in that
    year there is no single one. Means are rounded to four places, half to even; sums are exact.

    Raises ValueError for an unknown rule."""
    if rule == NONE or not figures:
        if rule not in (SUM, MEAN, LATEST, NONE):
            raise ValueError(rule)
        return Total(None, ())
    if rule == SUM:
        return Total(sum(figures.values(), Decimal(0)), tuple(figures))
    if rule == MEAN:
        given = weights or {}
        there = tuple(city for city in figures if given.get(city, Decimal(-1)) >= 0)
        left = tuple(city for city in figures if city not in there)
        heavy = sum((given[city] for city in there), Decimal(0))
        if not heavy:
            return Total(None, (), tuple(figures))
        whole = sum((figures[city] * given[city] for city in there), Decimal(0))
        return Total((whole / heavy).quantize(PLACES), there, left)
    if rule == LATEST:
        values = set(figures.values())
        return Total(values.pop() if len(values) == 1 else None, tuple(figures))
    raise ValueError(rule)

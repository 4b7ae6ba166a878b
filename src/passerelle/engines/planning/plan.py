"""A whole plan worked out from its rules and the project's period, and what changes when the period does."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from passerelle.engines.planning.rules import Anchor, Rule, end_of_month, from_the_end, shifted

K = TypeVar("K", bound=Hashable)
# How long after its last day a project may still owe something: the funder's last report is due within 60 days.
AFTER_THE_END = timedelta(days=92)


class Circular(ValueError):
    """Items that wait for each other in a circle; `items` are their keys, in order."""

    def __init__(self, items: list[object]) -> None:
        self.items = items
        super().__init__(items)


@dataclass(frozen=True, slots=True)
class Period:
    """A project's first and last day; None for one that is not known yet. Raises ValueError when it runs backwards."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError("the period ends before it begins")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day a rule comes to. held: it would lie outside the project, and is held at its first or last day."""

    day: date
    held: bool = False


@dataclass(frozen=True, slots=True)
class Move(Generic[K]):
    """What an amendment does to one deadline; None where there is none."""

    key: K
    old: Deadline | None
    new: Deadline | None

    @property
    def moves(self) -> bool:
        return (self.old and self.old.day) != (self.new and self.new.day)


def resolve(rules: Mapping[K, Rule], numbers: Mapping[str, K], period: Period) -> dict[K, Deadline]:
    """The deadlines of a plan.

    rules: one for each item that has one. numbers: which item a number such as "D2.3" names.
    Every deadline lies within the period; one that says itself that it comes after the end ("end+60d") lies at most
    AFTER_THE_END later. An item whose rule hangs on something unknown has none. Items keep the order of what they
    hang on: an item "D2.3+14d" is never due before D2.3.
    Raises Circular when items hang on each other.
    """
    found: dict[K, Deadline | None] = {}
    for key in rules:
        _follow(key, rules, numbers, period, found)
    return {key: deadline for key, deadline in found.items() if deadline is not None}


def amend(rules: Mapping[K, Rule], numbers: Mapping[str, K], before: Period, after: Period) -> list[Move[K]]:
    """Both plans side by side, in the order of `rules`. Nothing of the plan before is changed. Raises Circular."""
    old, new = resolve(rules, numbers, before), resolve(rules, numbers, after)
    return [Move(key, old.get(key), new.get(key)) for key in rules]


def _follow(
    first: K,
    rules: Mapping[K, Rule],
    numbers: Mapping[str, K],
    period: Period,
    found: dict[K, Deadline | None],
) -> None:
    """Work out one item after what it hangs on: along the chain, then back. No recursion, chains may be long."""
    chain: dict[K, None] = {}
    key: K | None = first
    while key is not None and key not in found:
        if key in chain:
            ring = list(chain)
            raise Circular([*ring[ring.index(key) :]])
        chain[key] = None
        rule = rules.get(key)
        key = numbers.get(rule.item) if rule is not None and rule.anchor == Anchor.ITEM else None
    for one in reversed(chain):
        rule = rules.get(one)
        if rule is None:
            found[one] = None
            continue
        on = numbers.get(rule.item) if rule.anchor == Anchor.ITEM else None
        found[one] = _worked_out(rule, found.get(on) if on is not None else None, period)


def _worked_out(rule: Rule, on: Deadline | None, period: Period) -> Deadline | None:
    try:
        day = _day(rule, on, period)
    except OverflowError:
        day = date.max if rule.amount > 0 else date.min
    if day is None:
        return None
    last = period.end
    late = rule.after_the_end or (on is not None and last is not None and on.day > last)
    if late and last is not None:
        last += AFTER_THE_END
    within = day
    if last is not None:
        within = min(within, last)
    if period.start is not None:
        within = max(within, period.start)
    return Deadline(within, held=within != day)


def _day(rule: Rule, on: Deadline | None, period: Period) -> date | None:
    if rule.anchor == Anchor.DAY:
        return rule.day
    if rule.anchor == Anchor.MONTH:
        return end_of_month(period.start, rule.amount) if period.start else None
    if rule.anchor == Anchor.START:
        return shifted(period.start, rule.amount, rule.unit) if period.start else None
    if rule.anchor == Anchor.END:
        return from_the_end(period.end, rule.amount, rule.unit) if period.end else None
    return shifted(on.day, rule.amount, rule.unit) if on else None

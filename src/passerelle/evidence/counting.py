"""What indicators stand at: counted from the rooms' records, or the figures that hands entered. One question to the
database for each thing that is counted, whatever the number of indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from passerelle.core.countables import Countable, Cut, Unit, countables, counted_by
from passerelle.evidence.models import HandFigure, Indicator
from passerelle.evidence.rules import BY_THEMSELVES, Rule

# Who was reached, in the units that stand side by side and are never added up; those who took part themselves first.
SIDE_BY_SIDE = (Unit.PEOPLE, Unit.ATTENDANCES, Unit.HEADS, Unit.INDIRECT, Unit.VIEWS)
NOBODY_COUNTS, NO_RULE, NO_FIGURE = "gone", "no rule", "no figure"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a report, both inclusive; None: open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an indicator stands at. value: None while nothing is counted, and why says so.

    by_themselves: the same without what others entered for somebody, where it can be told apart. low, high: the
    interval of a figure entered by hand."""

    value: Decimal | None
    why: str = ""
    by_themselves: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    on: date | None = None

    def reached(self, indicator: Indicator) -> int | None:
        """Per cent of the way from baseline to target, 0 to 100 and more; None where there is no way."""
        if self.value is None or indicator.target is None:
            return None
        first = indicator.baseline or Decimal(0)
        way = indicator.target - first
        return None if not way else int(100 * (self.value - first) / way)


class Asking:
    """Collects what is to be counted, and asks for all of it at once."""

    def __init__(self) -> None:
        self.asked: dict[tuple[str, Cut, str], int] = {}
        self.numbers: list[dict[str, int]] = []

    def want(self, key: str, cut: Cut, part: str = "") -> int:
        """A place for this number, to be looked up once `ask` was called. part: what it is told apart by."""
        return self.asked.setdefault((key, cut, part), len(self.asked))

    def ask(self) -> None:
        everything = countables()
        self.numbers = counted_by([(everything[key], cut, part) for key, cut, part in self.asked])

    def __getitem__(self, place: int) -> int:
        return self.numbers[place].get("", 0)

    def apart(self, place: int) -> dict[str, int]:
        """The number that was asked for by a part: one for each key."""
        return self.numbers[place]


Places = list[int]


def stand(
    indicators: Sequence[Indicator],
    period: Period | None = None,
    *,
    apart: bool = False,
    asking: Asking | None = None,
    entered: Mapping[UUID, list[HandFigure]] | None = None,
) -> Callable[[], dict[UUID, Standing]]:
    """Where each of these indicators stands, in a period; told once the returned function is called.

    apart: also without assisted entries. asking: what else is counted at the same time. entered: the
    figures entered by hand, where they are known already. As many questions to the
    database as there are different things to count, and one for the figures entered by hand."""
    period = period or Period()
    own = asking or Asking()
    rules = {one.pk: Rule.read(one.rule) for one in indicators}
    all_of: dict[UUID, Places] = {}
    themselves: dict[UUID, Places] = {}
    for one in indicators:
        rule = rules[one.pk]
        if rule.gone or not rule.counts:
            continue
        all_of[one.pk] = [own.want(key, _cut(rule, one, period)) for key in rule.counts]
        if apart and all("channel" in some.parts for some in rule.known):
            cut = _cut(rule, one, period, BY_THEMSELVES)
            themselves[one.pk] = [own.want(key, cut) for key in rule.counts]

    def told() -> dict[UUID, Standing]:
        if asking is None:
            own.ask()
        hands = entered
        if hands is None:
            hands = by_hand([one.pk for one in indicators if rules[one.pk].by_hand])
        return {
            one.pk: _standing(
                rules[one.pk],
                _sum(own, all_of.get(one.pk)),
                _sum(own, themselves.get(one.pk)),
                [row for row in hands.get(one.pk, []) if period.holds(row.on)],
            )
            for one in indicators
        }

    return told


def _sum(asking: Asking, places: Places | None) -> Decimal | None:
    return None if places is None else Decimal(sum(asking[place] for place in places))


def _cut(rule: Rule, one: Indicator, period: Period, channels: frozenset[str] = frozenset()) -> Cut:
    return rule.cut(one.project_id, channels=channels, since=period.since, until=period.until)


def _standing(
    rule: Rule, number: Decimal | None, themselves: Decimal | None, hands: Sequence[HandFigure]
) -> Standing:
    if not rule:
        return Standing(None, NO_RULE)
    if not rule.by_hand:
        return Standing(number, NOBODY_COUNTS if number is None else "", themselves)
    if not hands:
        return Standing(None, NO_FIGURE)
    if rule.adds:
        return Standing(sum((row.value for row in hands), Decimal(0)), on=hands[0].on)
    return Standing(hands[0].value, low=hands[0].low, high=hands[0].high, on=hands[0].on)


def by_hand(indicators: Collection[UUID]) -> dict[UUID, list[HandFigure]]:
    """Figures that stand, neither corrected nor taken back, the newest first."""
    found: dict[UUID, list[HandFigure]] = {}
    if not indicators:
        return found
    rows = HandFigure.objects.unscoped(reason="numbers are the project's").filter(
        indicator__in=indicators, taken_back_at=None, replaced_by=None
    )
    for row in rows.select_related("organisation").order_by("-on", "-entered_at"):
        found.setdefault(row.indicator_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Beside:
    """One of the numbers that stand side by side and are never added up."""

    countable: Countable
    number: int
    by_themselves: int | None


def side_by_side(
    cut: Cut, *, only: Collection[str] = (), asking: Asking | None = None
) -> Callable[[], list[Beside]]:
    """Everything rooms count of a part, each with its unit; told once the returned function is called.

    only: kinds a rule names; what knows none of them is left out, for its number would be of something else."""
    own = asking or Asking()
    shown = [one for one in countables().values() if one.unit in SIDE_BY_SIDE]
    shown = [one for one in shown if all(kind in one.kinds for kind in only)]
    shown.sort(key=lambda one: SIDE_BY_SIDE.index(one.unit))
    alone = replace(cut, channels=BY_THEMSELVES)
    places = [
        (one, own.want(one.key, cut), own.want(one.key, alone) if "channel" in one.parts else None)
        for one in shown
    ]

    def told() -> list[Beside]:
        if asking is None:
            own.ask()
        return [Beside(one, own[at], own[apart] if apart else None) for one, at, apart in places]

    return told


def parts_of(rule: Rule) -> list[str]:
    """By what a rule's number can be told apart: only what all that it counts can be told by."""
    parts = [one.parts for one in rule.known]
    return [name for name in PARTS if parts and all(name in some for some in parts)]


# What a number is told apart by inside the project. A person's own country is no part here: see `evidence.releases`.
PARTS = ("month", "subject", "organisation", "city", "kind", "mode", "channel")


def by_part(rule: Rule, cut: Cut, part: str, *, asking: Asking | None = None) -> Callable[[], dict[str, int]]:
    """A rule's number by one of PARTS; told once the returned function is called. People are counted once in each part,
    so these need not add up to the whole."""
    own = asking or Asking()
    places = [own.want(one.key, cut, part) for one in rule.known]

    def told() -> dict[str, int]:
        if asking is None:
            own.ask()
        if len(places) == 1:
            return own.apart(places[0])
        found: Counter[str] = Counter()
        for place in places:
            found.update(own.apart(place))
        return dict(found)

    return told


def adds_up(rule: Rule) -> bool:
    """Whether the parts of a number add up to the whole: not those of people, who may be in several."""
    return all(one.unit not in (Unit.PEOPLE, Unit.ORGANISATIONS) for one in rule.known)


def wanted(indicators: Iterable[Indicator]) -> list[Any]:
    """Those that count: drafts wait until somebody agrees to them."""
    return [one for one in indicators if not one.draft and not one.result.draft]

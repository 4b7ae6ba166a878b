"""So many gatherings in a period, with a least distance between them: how many are left, and the last safe days.

"Eight transnational events in 24 months, at least 60 days apart." Distance is counted from the last day of one to the
first day of the next. A date that is only known as a month takes the whole month: whatever it turns out to be, what is
worked out here still holds. Pure: days in, days out; `today` is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
MOST_CLASHES = 200
NOTICE = 42  # days before the last moment at which somebody should be told: six weeks


@dataclass(frozen=True, slots=True)
class Event:
    """One gathering with a date. It begins on a day from `first` to `latest_first`, and ends on one from
    `earliest_last` to `last`; where the days are known, each pair is one day. held: it took place."""

    key: Hashable
    first: date
    latest_first: date
    earliest_last: date
    last: date
    held: bool = False

    @staticmethod
    def on(key: Hashable, first: date, last: date | None = None, *, held: bool = False) -> Event:
        """One whose days are known."""
        last = last or first
        return Event(key, first, first, last, last, held)


@dataclass(frozen=True, slots=True)
class Aim:
    """What was promised. number: how many; opens, closes: the first and last day that count; spacing: days from the last
    day of one to the first day of the next; lasts: days each takes; lead: days it takes to prepare one."""

    number: int
    opens: date
    closes: date
    spacing: int = 0
    lasts: int = 1
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """One of those left, in the order of time. key: of the planned one, None for one without a date.

    latest: the last safe day for it to begin while the planned others stay where they are and those without a date come
    as late as they can; None when it does not fit any more. earliest: for one without a date."""

    key: Hashable | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two with less than the spacing between them. sure: whatever the open dates turn out to be."""

    one: Hashable
    other: Hashable
    sure: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a series stands on a day.

    held, planned: those that count; left: still to hold, planned ones included; undated: of those, without a date.
    days: from today to the last day of the period, both counted. fits: all that are left have a day or find one, with the
    planned ones where they are; could: if the planned ones may move. alarm: the day from which somebody should hear that
    a date is missing, None where none is. outside: keys of those that can only lie outside the period; unnoted: keys of
    planned ones whose days are over."""

    held: int
    planned: int
    left: int
    undated: int
    days: int
    slots: tuple[Slot, ...]
    clashes: tuple[Clash, ...]
    outside: tuple[Hashable, ...]
    unnoted: tuple[Hashable, ...]
    fits: bool
    could: bool
    alarm: date | None

    def alarmed(self, today: date) -> bool:
        """Whether somebody should hear of it now: it does not fit as it stands, or the day of the alarm has come."""
        return self.left > 0 and (not self.fits or (self.alarm is not None and self.alarm <= today))


def outlook(aim: Aim, events: Iterable[Event], today: date, *, notice: int = NOTICE) -> Outlook:
    """How the series stands. Raises ValueError for a period that ends before it begins, or numbers that make no sense."""
    if aim.closes < aim.opens or aim.number < 1 or aim.lasts < 1 or min(aim.spacing, aim.lead, notice) < 0:
        raise ValueError("a series has a number, a period and no negative days")
    known = sorted(events, key=lambda one: (one.first, one.last, str(one.key)))
    inside: list[Event] = []
    outside: list[Event] = []
    for one in known:
        beyond = one.latest_first < aim.opens or one.earliest_last > aim.closes
        (outside if beyond else inside).append(one)
    held = sum(one.held for one in inside)
    planned = [one for one in inside if not one.held]
    left = max(aim.number - held, 0)
    undated = max(left - len(planned), 0)
    late = _latest(aim, inside, today, undated)
    slots = _slots(aim, inside, planned, late, _earliest(aim, inside, today, undated), undated)
    # What is over stays where it was, whether anybody noted it or not.
    stands = [one for one in inside if one.held or one.last < today]
    free = aim.number - len(stands)
    fits = len(late) == undated
    return Outlook(
        held=held,
        planned=len(planned),
        left=left,
        undated=undated,
        days=max((aim.closes - max(today, aim.opens)).days + 1, 0),
        slots=slots,
        clashes=clashes(inside, aim.spacing),
        outside=tuple(one.key for one in outside),
        unnoted=tuple(one.key for one in planned if one.last < today),
        fits=fits,
        could=fits or len(_latest(aim, stands, today, free)) == free,
        alarm=late[0] - timedelta(days=aim.lead + notice) if undated and fits else None,
    )


def clashes(events: Sequence[Event], spacing: int, most: int = MOST_CLASHES) -> tuple[Clash, ...]:
    """Two that are, or may turn out to be, less than `spacing` days apart, in the order of time: all there are, or the
    first `most` of them."""
    found: list[Clash] = []
    order = sorted(events, key=lambda one: one.first)
    for at, one in enumerate(order):
        for other in order[at + 1 :]:
            if _apart(one.last, other.first, spacing):
                break  # all that come after begin later still
            perhaps = _apart(one.earliest_last, other.latest_first, spacing) or _apart(
                other.earliest_last, one.latest_first, spacing
            )
            found.append(Clash(one.key, other.key, sure=not perhaps))
            if len(found) == most:
                return tuple(found)
    return tuple(found)


def months_in(first: date, last: date) -> int:
    """Whole months from one day to another, both counted: 1 September to 29 February are six."""
    after = last + DAY
    whole = (after.year - first.year) * 12 + after.month - first.month
    return max(whole - (after.day < first.day), 0)


def _apart(last: date, first: date, spacing: int) -> bool:
    return first > last and (first - last).days >= spacing


def _step(aim: Aim) -> timedelta:
    """From the first day of one to the first possible day of the next. Two are never on one day."""
    return timedelta(days=aim.lasts - 1 + max(aim.spacing, 1))


def _around(aim: Aim, one: Event) -> tuple[date, date]:
    """The first and last day on which none can begin because of this one."""
    away, whole = timedelta(days=max(aim.spacing, 1) - 1), timedelta(days=aim.lasts - 1)
    return one.first - away - whole, one.last + away


def _taken(aim: Aim, events: Iterable[Event]) -> list[tuple[date, date]]:
    """Stretches of days, first and last, on which none can begin, in order and apart from each other."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(_around(aim, one) for one in events):
        if found and first <= found[-1][1] + DAY:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _begins(aim: Aim, today: date) -> date:
    """The first day on which one that has no date yet can begin."""
    return max(aim.opens, today + timedelta(days=aim.lead))


def _latest(aim: Aim, events: Sequence[Event], today: date, number: int) -> list[date]:
    """The latest days on which `number` more can begin, in order; fewer when not all of them fit."""
    taken, first = _taken(aim, events), _begins(aim, today)
    found: list[date] = []
    at = aim.closes - timedelta(days=aim.lasts - 1)
    while len(found) < number and (at := _before(taken, at)) >= first:
        found.append(at)
        at -= _step(aim)
    return found[::-1]


def _earliest(aim: Aim, events: Sequence[Event], today: date, number: int) -> list[date]:
    """The same, as early as they can."""
    taken, last = _taken(aim, events), aim.closes - timedelta(days=aim.lasts - 1)
    found: list[date] = []
    at = _begins(aim, today)
    while len(found) < number and (at := _after(taken, at)) <= last:
        found.append(at)
        at += _step(aim)
    return found


def _before(taken: Sequence[tuple[date, date]], at: date) -> date:
    return next((first - DAY for first, last in taken if first <= at <= last), at)


def _down(taken: Iterable[tuple[date, date]], at: date) -> date:
    """`_before` for stretches that may overlap: those that end latest come first, or they are apart."""
    for first, last in taken:
        if first <= at <= last:
            at = first - DAY
    return at


def _after(taken: Sequence[tuple[date, date]], at: date) -> date:
    return next((last + DAY for first, last in taken if first <= at <= last), at)


def _slots(
    aim: Aim,
    inside: Sequence[Event],
    planned: Sequence[Event],
    late: Sequence[date],
    early: Sequence[date],
    undated: int,
) -> tuple[Slot, ...]:
    """Those left in the order of time: planned ones, ones that find a day, and at the end those that find none."""
    order: list[tuple[date, Event | None]] = [(one.first, one) for one in planned]
    order += [(day, None) for day in late]
    order.sort(key=lambda pair: pair[0])
    found: list[Slot] = []
    limit = aim.closes - timedelta(days=aim.lasts - 1)
    waiting = list(early)
    around = Counter(_around(aim, one) for one in inside)
    # From the latest down, one look at each is enough: whatever comes later in the list begins no later.
    downwards, whole = sorted(around, key=lambda days: days[1], reverse=True), _taken(aim, inside)
    for day, one in reversed(order):
        if one is None:
            found.append(Slot(None, waiting.pop(), day))
        else:
            own = _around(aim, one)
            others = whole if around[own] > 1 else [days for days in downwards if days != own]
            found.append(Slot(one.key, None, _down(others, limit)))
        limit = day - _step(aim)
    return (*found[::-1], *(Slot(None, None, None) for _ in range(undated - len(late))))

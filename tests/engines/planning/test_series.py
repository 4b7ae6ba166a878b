"""A series of gatherings: how many are left, in how much time, and the last days on which each can safely begin."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.planning.series import Aim, Clash, Event, Slot, months_in, outlook

START = date(2026, 3, 1)
# Eight transnational events in 24 months, at least 60 days apart.
EIGHT = Aim(8, START, date(2028, 2, 29), spacing=60)
FIVE = [Event.on(n, day, held=True) for n, day in enumerate(
    (date(2026, 3, 26), date(2026, 9, 10), date(2026, 12, 3), date(2027, 3, 4), date(2027, 6, 10)), 1
)]  # fmt: skip
MONTH_19 = date(2027, 9, 1)


def month(key, year, number, held=False):
    first = date(year, number, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Event(key, first, last, first, last, held)


def test_at_month_18_with_five_held_three_are_left_in_six_months_with_their_last_safe_days():
    found = outlook(EIGHT, FIVE, MONTH_19)
    assert (found.held, found.left, found.undated) == (5, 3, 3)
    assert months_in(MONTH_19, EIGHT.closes) == 6
    # Counted back by hand: 29 February 2028, sixty days before it, sixty before that.
    assert [slot.latest for slot in found.slots] == [date(2027, 11, 1), date(2027, 12, 31), date(2028, 2, 29)]
    assert [slot.earliest for slot in found.slots] == [
        date(2027, 9, 1),
        date(2027, 10, 31),
        date(2027, 12, 30),
    ]
    assert found.fits
    assert found.alarm == date(2027, 9, 20)
    assert not found.alarmed(MONTH_19)
    assert found.alarmed(date(2027, 9, 20))


def test_a_day_too_late_it_is_said_that_it_does_not_fit():
    assert outlook(EIGHT, FIVE, date(2027, 11, 1)).fits
    found = outlook(EIGHT, FIVE, date(2027, 11, 2))
    assert not found.fits
    assert not found.could
    assert found.alarmed(date(2027, 11, 2))
    assert [slot.latest for slot in found.slots] == [date(2027, 12, 31), date(2028, 2, 29), None]


def test_what_is_planned_stays_and_says_how_far_it_may_move():
    found = outlook(EIGHT, [*FIVE, Event.on("forum", date(2027, 11, 20), date(2027, 11, 21))], MONTH_19)
    assert found.slots == (
        Slot(None, date(2027, 9, 1), date(2027, 9, 21)),
        Slot("forum", None, date(2027, 12, 31)),
        Slot(None, date(2028, 1, 20), date(2028, 2, 29)),
    )


def test_a_month_takes_all_its_days():
    found = outlook(EIGHT, [*FIVE, month("some day in November", 2027, 11)], MONTH_19)
    # Before it until 2 September, after it from 29 January: sixty days from either end of November.
    assert [slot.latest for slot in found.slots if slot.key is None] == [date(2027, 9, 2), date(2028, 2, 29)]
    assert [slot.earliest for slot in found.slots if slot.key is None] == [
        date(2027, 9, 1),
        date(2028, 1, 29),
    ]


def test_what_may_be_too_close_is_told_from_what_is():
    close = Event.on("close", date(2027, 9, 1))
    perhaps = month("perhaps", 2027, 10)
    found = outlook(EIGHT, [*FIVE, close, perhaps], MONTH_19)
    assert found.clashes == (Clash("close", "perhaps", sure=False),)
    sure = outlook(EIGHT, [*FIVE, close, Event.on("sure", date(2027, 10, 30))], MONTH_19)
    assert sure.clashes == (Clash("close", "sure", sure=True),)


def test_what_lies_outside_does_not_count_and_what_nobody_noted_is_named():
    before = Event.on("before", date(2026, 2, 1), held=True)
    over = Event.on("over", date(2027, 8, 20))
    found = outlook(EIGHT, [before, *FIVE, over], MONTH_19)
    assert (found.held, found.outside, found.unnoted) == (5, ("before",), ("over",))
    assert found.undated == 2


def test_planned_ones_that_block_each_other_can_be_moved():
    aim = Aim(3, date(2027, 1, 1), date(2027, 1, 31), spacing=10)
    found = outlook(aim, [Event.on("middle", date(2027, 1, 9)), Event.on("late", date(2027, 1, 24))], START)
    assert not found.fits
    assert found.could


def test_all_held_needs_nothing():
    found = outlook(Aim(5, START, EIGHT.closes, 60), FIVE, MONTH_19)
    assert (found.left, found.slots, found.alarm, found.fits) == (0, (), None, True)
    assert not found.alarmed(MONTH_19)


# What the engine works out, held against every way of placing them in a short period.

DAYS = 16


@st.composite
def small(draw):
    aim = Aim(
        draw(st.integers(1, 5)), START, START + timedelta(days=DAYS - 1), draw(st.integers(0, 5)),
        draw(st.integers(1, 2)), draw(st.integers(0, 3)),
    )  # fmt: skip
    events = []
    for n in range(draw(st.integers(0, 3))):
        ends = sorted(draw(st.lists(st.integers(-3, DAYS + 2), min_size=2, max_size=2)))
        first, last = (START + timedelta(days=d) for d in ends)
        held = draw(st.booleans())
        vague = draw(st.booleans())
        events.append(Event(n, first, last, first, last, held) if vague else Event.on(n, first, held=held))
    return aim, events, START + timedelta(days=draw(st.integers(-3, DAYS + 2)))


def schedules(aim, events, today, number):
    """Every way to place so many: by looking at each day, without any idea of how to do it cleverly."""
    least = max(aim.spacing, 1)

    def span(day):
        return day, day + timedelta(days=aim.lasts - 1)

    def free(one, other):
        return (other[0] - one[1]).days >= least or (one[0] - other[1]).days >= least

    whole = [(one.first, one.last) for one in events]
    days = [
        day
        for day in (START + timedelta(days=d) for d in range(DAYS))
        if day >= today + timedelta(days=aim.lead)
        and span(day)[1] <= aim.closes
        and all(free(span(day), other) for other in whole)
    ]
    return [
        chosen
        for chosen in combinations(days, number)
        if all(free(span(a), span(b)) for a, b in combinations(chosen, 2))
    ]


@settings(max_examples=100)
@given(small())
def test_last_and_first_days_are_those_of_all_ways_there_are(told):
    aim, events, today = told
    found = outlook(aim, events, today)
    inside = [one for one in events if one.key not in found.outside]
    ways = schedules(aim, inside, today, found.undated)
    assert found.fits == bool(ways)
    open_slots = [slot for slot in found.slots if slot.key is None]
    assert len(open_slots) == found.undated
    if ways:
        assert [slot.latest for slot in open_slots] == [max(days) for days in zip(*ways, strict=True)]
        assert [slot.earliest for slot in open_slots] == [min(days) for days in zip(*ways, strict=True)]


@settings(max_examples=100)
@given(small())
def test_moving_one_to_its_last_safe_day_leaves_room_for_the_others(told):
    aim, events, today = told
    found = outlook(aim, events, today)
    for slot in found.slots:
        moved = next((one for one in events if one.key == slot.key), None)
        if moved is None or not found.fits or found.clashes or slot.latest < moved.first:
            continue
        there = Event.on(slot.key, slot.latest, slot.latest + timedelta(days=aim.lasts - 1))
        after = outlook(aim, [*(one for one in events if one is not moved), there], today)
        assert after.fits
        assert not after.clashes


@settings(max_examples=100)
@given(small(), st.integers(0, 3))
def test_more_room_never_makes_it_worse(told, more):
    aim, events, today = told
    found = outlook(aim, events, today)
    wider = Aim(
        aim.number, aim.opens, aim.closes, max(aim.spacing - more, 0), aim.lasts, max(aim.lead - more, 0)
    )
    assert outlook(wider, events, today).fits >= found.fits
    assert found.could >= found.fits

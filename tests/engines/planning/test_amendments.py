"""What holds for every plan and every amendment: none outside the project, order kept, the earlier plan as it was."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.planning import AFTER_THE_END, Anchor, Circular, Period, Rule, amend, parse, resolve


@st.composite
def periods(draw):
    start = draw(st.dates(date(2015, 1, 1), date(2035, 12, 31)))
    return Period(start, start + timedelta(days=draw(st.integers(0, 1500))))


@st.composite
def plans(draw):
    """Items I0 … In; each hangs on the project, on a day, or on an earlier item."""
    rules = {}
    for n in range(draw(st.integers(1, 12))):
        anchor = draw(st.sampled_from(list(Anchor) if n else [a for a in Anchor if a != Anchor.ITEM]))
        unit = draw(st.sampled_from("dwm"))
        if anchor == Anchor.DAY:
            rules[n] = Rule(anchor, day=draw(st.dates(date(2010, 1, 1), date(2045, 1, 1))))
        elif anchor == Anchor.MONTH:
            rules[n] = Rule(anchor, draw(st.integers(1, 60)), "m")
        elif anchor == Anchor.START:
            rules[n] = Rule(anchor, draw(st.integers(0, 400)), unit)
        elif anchor == Anchor.END:
            rules[n] = Rule(anchor, draw(st.integers(-400, 90)), unit)
        else:
            rules[n] = Rule(
                anchor, draw(st.integers(-400, 400)), unit, item=f"I{draw(st.integers(0, n - 1))}"
            )
    return rules


def names(rules):
    return {f"I{n}": n for n in rules}


def says_it_comes_after(n, rules):
    """Its rule, or that of something it hangs on, says itself that it lies after the end."""
    while rules[n].anchor == Anchor.ITEM:
        n = int(rules[n].item[1:])
    return rules[n].after_the_end


@given(plans(), periods(), periods())
@settings(max_examples=150)
def test_no_deadline_lies_outside_the_project_before_or_after_an_amendment(rules, before, after):
    for move in amend(rules, names(rules), before, after):
        for deadline, period in ((move.old, before), (move.new, after)):
            late = AFTER_THE_END if says_it_comes_after(move.key, rules) else timedelta(0)
            assert period.start <= deadline.day <= period.end + late


@given(plans(), periods(), periods())
@settings(max_examples=150)
def test_what_hangs_on_an_item_stays_on_its_side(rules, before, after):
    for period in (before, after):
        days = resolve(rules, names(rules), period)
        for n, rule in rules.items():
            if rule.anchor == Anchor.ITEM:
                on = days[int(rule.item[1:])].day
                assert days[n].day >= on if rule.amount >= 0 else days[n].day <= on


@given(periods(), periods(), st.lists(st.integers(1, 60), min_size=2))
def test_later_months_are_never_due_before_earlier_ones(before, after, months):
    rules = {n: Rule(Anchor.MONTH, n, "m") for n in sorted(set(months))}
    for period in (before, after):
        days = [deadline.day for deadline in resolve(rules, {}, period).values()]
        assert days == sorted(days)


@given(plans(), periods(), periods())
def test_the_earlier_plan_is_what_it_was(rules, before, after):
    told, numbers = deepcopy(rules), names(rules)
    earlier = resolve(rules, numbers, before)
    moves = amend(rules, numbers, before, after)
    assert rules == told
    assert {move.key: move.old for move in moves if move.old} == earlier == resolve(rules, numbers, before)


@given(plans(), periods(), periods())
def test_there_and_back_is_the_same_plan(rules, before, after):
    numbers = names(rules)
    there = {move.key: move.new for move in amend(rules, numbers, before, after)}
    back = {move.key: move.new for move in amend(rules, numbers, after, before)}
    assert back == {move.key: move.old for move in amend(rules, numbers, before, after)}
    assert there == {move.key: move.old for move in amend(rules, numbers, after, before)}


@given(plans(), periods())
def test_a_day_that_had_to_be_held_says_so(rules, period):
    for n, deadline in resolve(rules, names(rules), period).items():
        if rules[n].anchor == Anchor.DAY:
            assert deadline.held == (not period.start <= rules[n].day <= period.end)


def test_a_circle_is_named():
    rules = {1: parse("D1.2+1d"), 2: parse("D1.3+1d"), 3: parse("D1.1+1d"), 4: parse("D1.1+5d")}
    with pytest.raises(Circular) as circle:
        resolve(rules, {"D1.1": 1, "D1.2": 2, "D1.3": 3}, Period(date(2026, 1, 1), date(2027, 1, 1)))
    assert set(circle.value.items) == {1, 2, 3}


def test_a_chain_of_two_thousand_needs_no_deep_stack():
    rules = {0: parse("M1")} | {n: Rule(Anchor.ITEM, 1, "d", item=f"I{n - 1}") for n in range(1, 2000)}
    period = Period(date(2026, 1, 1), date(2036, 1, 1))
    days = resolve(dict(reversed(rules.items())), names(rules), period)
    assert days[1999].day == days[0].day + timedelta(days=1999)

"""A rule is read as people type it, and comes to the day the grant agreement means."""

from __future__ import annotations

from datetime import date

import pytest

from passerelle.engines.planning import NotARule, Period, parse, resolve

RIVAGES = Period(date(2026, 3, 1), date(2028, 2, 29))


def due(text, period=RIVAGES):
    deadline = resolve({"x": parse(text)}, {}, period).get("x")
    return deadline and deadline.day


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("M14", "M14"),
        (" m 14 ", "M14"),
        ("start + 30 d", "start+30d"),
        ("END-2M", "end-2m"),
        ("end−2w", "end-2w"),
        ("start", "start"),
        ("d2.3 + 14d", "D2.3+14d"),
        ("MS4-1w", "MS4-1w"),
        ("2027-05-31", "2027-05-31"),
    ],
)
def test_one_rule_is_kept_as_one_text(typed, kept):
    assert str(parse(typed)) == kept
    assert parse(kept) == parse(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "M0", "M1000", "start-1d", "2027-02-30", "03/04/2027", "14", "end+", "D2.3", "M14; drop"],
)
def test_what_is_no_rule_is_refused_and_never_guessed(typed):
    with pytest.raises(NotARule):
        parse(typed)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("M1", date(2026, 3, 31)),
        ("M14", date(2027, 4, 30)),
        ("M24", date(2028, 2, 29)),
        ("start+30d", date(2026, 3, 31)),
        ("start+1m", date(2026, 4, 1)),
        ("end-2m", date(2027, 12, 31)),
        ("end", date(2028, 2, 29)),
        ("end+60d", date(2028, 4, 29)),
        ("2027-05-31", date(2027, 5, 31)),
    ],
)
def test_the_day_a_rule_comes_to(rule, day):
    assert due(rule) == day


def test_months_count_from_the_first_day_wherever_it_lies_in_its_month():
    middle = Period(date(2026, 2, 15), date(2028, 2, 14))
    assert due("M1", middle) == date(2026, 3, 14)
    assert due("M24", middle) == date(2028, 2, 14)
    thirty_first = Period(date(2026, 1, 31), date(2027, 1, 30))
    assert due("M1", thirty_first) == date(2026, 2, 27)


def test_without_the_projects_dates_only_a_fixed_day_is_known():
    unknown = Period(None, None)
    assert due("M14", unknown) is None
    assert due("end-2m", unknown) is None
    assert due("2027-05-31", unknown) == date(2027, 5, 31)

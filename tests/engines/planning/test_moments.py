"""The last moment of a deadline, also in the two nights of the year when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.planning import last_moment, on_the_clock
from passerelle.engines.planning.moments import OnTheClock

BRUSSELS = "Europe/Brussels"


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        # Winter and summer.
        (date(2027, 1, 29), time(17), "2027-01-29T16:00:00+00:00"),
        (date(2027, 7, 30), time(17), "2027-07-30T15:00:00+00:00"),
        # On 28 March 2027 the clocks go from 02:00 to 03:00: 02:30 does not exist, and counts as 03:30.
        (date(2027, 3, 28), time(2, 30), "2027-03-28T01:30:00+00:00"),
        (date(2027, 3, 28), time(1, 59, 59), "2027-03-28T00:59:59+00:00"),
        (date(2027, 3, 28), time(3), "2027-03-28T01:00:00+00:00"),
        (date(2027, 3, 28), None, "2027-03-28T21:59:59+00:00"),
        # On 31 October 2027 they show 02:30 twice: the second one counts.
        (date(2027, 10, 31), time(2, 30), "2027-10-31T01:30:00+00:00"),
        (date(2027, 10, 31), time(1, 30), "2027-10-30T23:30:00+00:00"),
        (date(2027, 10, 31), time(3), "2027-10-31T02:00:00+00:00"),
    ],
)
def test_the_last_moment_in_brussels(day, at, moment):
    assert last_moment(day, at, BRUSSELS).isoformat() == moment


def test_a_night_that_is_repeated_before_midnight_ends_once():
    # In Asuncion the clocks went back from 00:00 to 23:00 on 24 March 2024: 23:59:59 came twice.
    assert on_the_clock(date(2024, 3, 23), time(23, 59, 59), "America/Asuncion") == OnTheClock.REPEATED
    assert last_moment(date(2024, 3, 23), None, "America/Asuncion") == datetime(
        2024, 3, 24, 3, 59, 59, tzinfo=UTC
    )


def test_a_zone_that_does_not_exist_is_named():
    for name in ("Europe/Atlantis", "../etc/passwd", ""):
        with pytest.raises(ValueError, match="no such zone"):
            last_moment(date(2027, 1, 1), None, name)


ZONES = st.sampled_from(
    [BRUSSELS, "Europe/Dublin", "Africa/Casablanca", "America/Santiago", "Australia/Lord_Howe"]
)


@given(st.dates(date(2020, 1, 1), date(2036, 12, 31)), st.times(), ZONES)
def test_who_looks_at_the_clock_before_that_time_is_never_late(day, at, name):
    """No moment whose local time is not after the deadline's lies after the last moment; the last moment itself shows
    the deadline's time, unless the clocks jump over it."""
    at = at.replace(tzinfo=None)
    moment = last_moment(day, at, name)
    shown = moment.astimezone(ZoneInfo(name))
    if on_the_clock(day, at, name) == OnTheClock.SKIPPED:
        assert shown.replace(tzinfo=None) > datetime.combine(day, at)
    else:
        assert shown.replace(tzinfo=None) == datetime.combine(day, at)
        for fold in (0, 1):
            assert datetime.combine(day, at, ZoneInfo(name)).replace(fold=fold).astimezone(UTC) <= moment

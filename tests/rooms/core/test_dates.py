"""A date keeps the precision it was given, and reads in the reader's language."""

from calendar import monthrange

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.core.dates import Partial, format_partial, format_period, parse_partial, runs_backwards


@st.composite
def partials(draw):
    year = draw(st.integers(1, 9999))
    month = draw(st.none() | st.integers(1, 12))
    day = None if month is None else draw(st.none() | st.integers(1, monthrange(year, month)[1]))
    return Partial(year, month, day)


@given(partials())
def test_a_date_comes_back_as_it_was_written(partial):
    assert parse_partial(str(partial)) == partial
    assert parse_partial(f"  {partial} ") == partial


@given(partials())
def test_a_date_means_the_days_it_covers(partial):
    first, last = partial.first_day(), partial.last_day()
    assert first <= last
    assert first.year == last.year == partial.year
    assert (first == last) is (partial.day is not None)


@given(partials(), partials())
def test_two_dates_never_run_backwards_both_ways(one, other):
    assert not (runs_backwards(one, other) and runs_backwards(other, one))
    assert not runs_backwards(one, one)


def test_september_ends_on_the_thirtieth_and_february_with_the_year():
    assert str(parse_partial("2018-09").last_day()) == "2018-09-30"
    assert str(parse_partial("2020-02").last_day()) == "2020-02-29"
    assert str(parse_partial("2018").first_day()) == "2018-01-01"


@pytest.mark.parametrize(
    "text",
    [
        *("", "18", "soon", "-2018", "2018-", "2018-09-", "2018-9", "٢٠١٨", "9" * 200_000),
        *("03/04/2018", "2018-09-03T10:00", "0000", "2018-00", "2018-13", "2018-09-31", "2019-02-29"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError) as refusal:
        parse_partial(text)
    assert 10 < len(str(refusal.value)) < 120


def test_a_day_without_a_month_cannot_be_made():
    with pytest.raises(ValueError):
        Partial(2018, None, 3)


@pytest.mark.parametrize(
    ("start", "end", "backwards"),
    [
        ("2018-09", "2021-06", False),
        ("2018-09", "2018", False),
        ("2018-09", "2018-08", True),
        ("2020-02-03", "2020-02-02", True),
        ("2020-02-03", "2020-02", False),
        ("2020", None, False),
        (None, "2020", False),
        ("", "", False),
    ],
)
def test_a_period_that_ends_before_it_begins_is_noticed(start, end, backwards):
    assert runs_backwards(start, end) is backwards


@pytest.mark.parametrize(
    ("reader", "month", "day"),
    [
        ("en", "September 2018", "3 February 2020"),
        ("fr", "septembre 2018", "3 février 2020"),
        ("it", "settembre 2018", "3 febbraio 2020"),
        ("sv", "september 2018", "3 februari 2020"),
        ("ar", "سبتمبر 2018", "3 فبراير 2020"),
        ("de", "September 2018", "3. Februar 2020"),
    ],
)
def test_a_date_reads_in_the_reader_s_language(reader, month, day):
    assert format_partial("2018-09", reader) == month
    assert format_partial("2020-02-03", reader) == day
    assert format_partial("2018", reader) == "2018"


def test_no_date_prints_nothing():
    assert format_partial(None, "en") == format_partial("", "en") == ""


def test_a_language_babel_does_not_know_reads_english():
    assert format_partial("2018-09", "xx") == "September 2018"
    assert format_partial("2018-09", "fr-CH") == "septembre 2018"


def test_a_period_shows_both_ends_in_the_precision_they_have():
    assert format_period("2018-09", "2021-06", "en") == "September 2018 – June 2021"
    assert format_period("2020-02-03", "2022", "en") == "3 February 2020 – 2022"
    assert format_period("2017", "2019", "sv") == "2017–2019"
    assert format_period("2017", "2017", "sv") == "2017"
    assert format_period("2018-09", "2021-06", "ar") == "سبتمبر 2018 – يونيو 2021"


def test_a_missing_end_is_said():
    assert format_period("2018-09", None, "en") == "September 2018 – end not known"
    assert format_period("", "2021-06", "en") == "start not known – June 2021"
    assert format_period(None, None, "en") == "dates not known"

"""Before and after: pairs by code, the mean change with its interval, and no claim that chance could make."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.evidence.change import link, paired, t_quantile, t_share

# Additional hours of sleep of ten patients under two drugs. Source: Student, "The probable error of a mean", Biometrika
# 6(1), 1908, page 20; the interval is that of R's t.test(sleep, paired = TRUE).
FIRST = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
SECOND = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)
# Upper quantiles of Student's t for 95 % both ways. Source: NIST/SEMATECH e-Handbook, table 1.3.6.7.2.
TABLE = {1: 12.706, 2: 4.303, 3: 3.182, 5: 2.571, 10: 2.228, 20: 2.086, 30: 2.042, 60: 2.000, 100: 1.984}


def test_students_own_example_comes_out_as_published():
    found = paired(list(zip(FIRST, SECOND, strict=True)))
    assert found.mean == pytest.approx(1.58)
    assert (found.low, found.high) == (pytest.approx(0.7001142, abs=5e-8), pytest.approx(2.4598858, abs=5e-8))
    assert found.mean / (found.spread / math.sqrt(10)) == pytest.approx(4.0621, abs=5e-5)
    assert found.claimed


@pytest.mark.parametrize(("freedom", "value"), TABLE.items())
def test_quantiles_are_those_of_the_published_table(freedom, value):
    assert t_quantile(0.975, freedom) == pytest.approx(value, abs=6e-4)


def test_quantiles_of_one_and_two_degrees_are_those_of_their_closed_forms():
    """One degree of freedom is Cauchy's distribution; two have a closed form, too (DLMF and any table)."""
    for share in (0.6, 0.9, 0.99, 0.9999):
        assert t_quantile(share, 1) == pytest.approx(math.tan(math.pi * (share - 0.5)), rel=1e-9)
        assert t_quantile(share, 2) == pytest.approx(
            (2 * share - 1) / math.sqrt(2 * share * (1 - share)), rel=1e-9
        )


@given(st.floats(0.001, 0.999), st.integers(1, 5000))
def test_quantile_and_share_are_each_others_inverse(share, freedom):
    assert t_share(t_quantile(share, freedom), freedom) == pytest.approx(share, abs=1e-9)


def test_with_many_degrees_it_is_the_normal_distribution():
    assert t_quantile(0.975, 1_000_000) == pytest.approx(statistics.NormalDist().inv_cdf(0.975), abs=1e-5)


def test_nothing_is_claimed_where_the_interval_spans_zero_or_is_not_known():
    assert not paired([(3, 4), (3, 2), (4, 4), (2, 3), (5, 5)]).claimed
    assert not paired([(1, 5)]).claimed
    assert paired([]) is None


PAIRS = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10)), min_size=2, max_size=50)


@given(PAIRS, st.integers(-5, 5))
def test_the_interval_moves_with_the_answers_and_turns_with_their_order(pairs, more):
    found = paired(pairs)
    assert found.low <= found.mean + 1e-9
    assert found.mean <= found.high + 1e-9
    moved = paired([(one, other + more) for one, other in pairs])
    assert moved.mean == pytest.approx(found.mean + more)
    assert moved.high - moved.low == pytest.approx(found.high - found.low)
    turned = paired([(other, one) for one, other in pairs])
    assert (turned.low, turned.high) == (pytest.approx(-found.high), pytest.approx(-found.low))


WAVE = st.lists(st.sampled_from(["", "A", "B", "C", "D", "E"]), max_size=12)


@given(WAVE, WAVE)
def test_everybody_is_in_exactly_one_place_and_no_doubled_code_in_a_pair(before, after):
    found = link(before, after)
    firsts = [one for one, _other in found.pairs]
    seconds = [other for _one, other in found.pairs]
    for wave, parts in (
        (before, (firsts, found.only_before, found.doubled_before, found.without_before)),
        (after, (seconds, found.only_after, found.doubled_after, found.without_after)),
    ):
        assert sorted(place for part in parts for place in part) == list(range(len(wave)))
    for one, other in found.pairs:
        assert before[one] == after[other] != ""
        assert before.count(before[one]) == after.count(after[other]) == 1
    assert all(before.count(code) > 1 or after.count(code) > 1 for code in found.doubled)
    turned = link(after, before)
    assert (turned.only_before, turned.only_after) == (found.only_after, found.only_before)
    assert sorted((other, one) for one, other in turned.pairs) == sorted(found.pairs)


def test_an_unknown_confidence_is_refused():
    with pytest.raises(ValueError, match="confidence"):
        paired([(1, 2)], 1.0)

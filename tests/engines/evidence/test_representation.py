"""Who takes part against who lives here."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.evidence.representation import ratios

GROUPS = ["a", "b", "c"]
counts = st.fixed_dictionaries({name: st.integers(0, 500) for name in GROUPS})
residents = st.fixed_dictionaries({name: st.integers(1, 10**6) for name in GROUPS})


def test_a_share_of_a_quarter_among_half_of_the_residents_is_a_half():
    found = ratios({"a": 25, "b": 75}, 0, 0, {"a": 5000, "b": 5000})
    assert found["a"].value == pytest.approx(0.5)
    assert found["b"].value == pytest.approx(1.5)
    assert (found["a"].claim, found["b"].claim) == ("fewer", "more")


def test_nothing_is_claimed_when_the_margin_allows_both():
    found = ratios({"a": 25, "b": 30}, 5, 0, {"a": 5000, "b": 5000})
    assert found["a"].low < 1 < found["a"].high
    assert found["a"].claim == "none"


def test_nobody_is_guessed():
    """Who did not say counts for no group, and makes no group smaller."""
    plain = ratios({"a": 30, "b": 30}, 0, 0, {"a": 100, "b": 100})
    assert ratios({"a": 30, "b": 30, "declined": 40}, 0, 0, {"a": 100, "b": 100}) == plain


def test_nothing_is_said_of_nobody():
    assert ratios({}, 5, 5, {"a": 100, "b": 0}) == {"a": None, "b": None}
    with pytest.raises(ValueError):
        ratios({"a": 1}, 0, 0, {"a": 0})


@given(counts, residents)
def test_ratios_weighted_by_residents_make_one(took, lives):
    found = ratios(took, 0, 0, lives)
    if sum(took.values()):
        everybody = sum(lives.values())
        mean = sum(found[name].value * lives[name] / everybody for name in lives)
        assert mean == pytest.approx(1)


@given(counts, residents, st.integers(0, 9), st.data())
def test_the_interval_holds_whatever_the_margin_allows(took, lives, margin, data):
    """Naive oracle: any truth within the margins gives a ratio within the interval."""
    truth = {
        name: data.draw(st.integers(max(0, number - margin), number + margin))
        for name, number in took.items()
    }
    off = abs(sum(truth.values()) - sum(took.values()))
    found, real = ratios(took, margin, off, lives), ratios(truth, 0, 0, lives)
    for name in lives:
        if found[name] and real[name]:
            assert found[name].low <= found[name].value <= found[name].high
            assert found[name].low - 1e-9 <= real[name].value <= found[name].high + 1e-9
            assert not math.isnan(found[name].high)

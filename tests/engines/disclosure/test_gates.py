"""A share, a mean or a sum of money is printed only where it tells about nobody."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.disclosure.gates import Whole, mean, money, share, whole_groups
from passerelle.engines.disclosure.layout import Layout


@pytest.mark.parametrize(
    ("part", "whole", "reason"),
    [
        (5, 10, None),
        (2, 4, "few"),
        (0, 30, "nobody"),
        (30, 30, "everybody"),
        (3, 30, "few"),
        (27, 30, "few_others"),
        (0, 0, "few"),
    ],
)
def test_a_share_of_nobody_everybody_or_a_few_is_not_printed(part, whole, reason):
    assert share(part, whole, 5) == reason


def test_a_mean_needs_as_many_people_as_the_threshold():
    assert (mean(4, 5), mean(5, 5)) == ("few", None)


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        ([10, 10, 10, 10, 10], None),
        ([10, 10, 10, 10], "few"),
        ([90, 5, 2, 2, 1], "dominated"),
        ([60, 20, 5, 2, 1], "dominated"),
        ([100, 19, 7, 5, 2, 1], "dominated"),
        ([0, 0, 0, 0, 0], None),
    ],
)
def test_a_sum_that_is_mostly_one_payer_s_is_not_printed(amounts, reason):
    assert money(amounts, 5) == reason


def test_who_pays_second_most_may_not_guess_the_first():
    assert money([50, 10, 3, 2, 2], 5, most=Fraction(95, 100)) == "guessed"
    with pytest.raises(ValueError):
        money([-1, 3, 3, 3, 3], 5)


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=12), st.integers(50, 99))
def test_the_p_rule_keeps_what_dominance_of_one_keeps(amounts, percent):
    """With p = (100 - k) / k every sum that the (1, k) rule refuses is refused: Handbook, chapter 4."""
    most, near = Fraction(percent, 100), Fraction(100 - percent, percent)
    if money(amounts, 5, largest=1, most=most, near=Fraction(0)) == "dominated":
        assert money(amounts, 5, largest=1, most=Fraction(1), near=near) == "guessed"


def test_a_group_of_which_everybody_has_one_value_is_told():
    layout = Layout(("city", "help"), (("n", "s"), ("x", "y")), ((0, 1),))
    values = dict(zip(layout.places, [30, 10, 20, 22, 8, 10, 0, None, None], strict=True))
    assert list(whole_groups(layout, values)) == [Whole((0, None), (0, 0), 10)]

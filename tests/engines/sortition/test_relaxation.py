"""The chances aimed at are those that divided people would have, and the multipliers prove them."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from passerelle.engines.sortition.chances.relaxation import relax
from passerelle.engines.sortition.model import DrawError, Pool, Quota, Target
from passerelle.engines.sortition.problem import bar, problem
from tests.engines.sortition.oracle import double_draws, gaps, odd_draws, small_draws


def of(people, size, *quotas, **more):
    pool = Pool(("group",), tuple((person,) for person in people), **more)
    return problem(pool, [Target(size, tuple(Quota("group", *quota) for quota in quotas))])


def test_everybody_has_the_same_chance_when_the_quotas_allow_it():
    pool = of("a" * 100 + "b" * 60 + "c" * 40, 20, ("a", 8, 12), ("b", 5, 7), ("c", 3, 5))
    relaxed = relax(pool)
    assert relaxed.chances == pytest.approx([0.1] * 3, abs=1e-12)
    assert len(relaxed.stages) == 1


def test_the_lowest_comes_first_and_the_rest_share_what_is_left():
    relaxed = relax(of("aa" + "b" * 8 + "c" * 10, 6, ("a", 2, 2), ("c", 0, 2)))
    assert relaxed.chances == pytest.approx([1.0, 2 / 8, 2 / 10], abs=1e-12)
    assert [stage.level for stage in relaxed.stages] == pytest.approx([0.2, 0.25, 1.0], abs=1e-12)
    assert relaxed.target == pytest.approx([2, 2, 2], abs=1e-11)


def test_members_who_stay_are_certain_and_count_for_quotas():
    relaxed = relax(of("aabbb", 3, ("a", 2, 2), inside=frozenset([0])))
    assert relaxed.chances == pytest.approx([1.0, 1.0, 1 / 3], abs=1e-12)
    assert [list(stage.types) for stage in relaxed.stages] == [[2], [0, 1]]


def test_those_who_fit_no_panel_do_not_lower_the_others():
    pool = of("aabbbb", 3)
    relaxed = relax(bar(pool, [0], "fits no panel"))
    assert np.isnan(relaxed.chances[0])
    assert relaxed.chances[1] == pytest.approx(3 / 4, abs=1e-12)


def test_quotas_that_even_divided_people_cannot_meet_are_refused():
    with pytest.raises(DrawError, match="quotas") as raised:
        relax(of("aabb", 2, ("a", 2, 2), ("b", 1, 2)))
    assert raised.value.code == "infeasible"


def test_several_panels_share_one_pool():
    pool = Pool(("group",), tuple((person,) for person in "aaaabbbb"))
    targets = [Target(2, (Quota("group", "a", 2, 2),)), Target(2, (Quota("group", "b", 1, 2),))]
    relaxed = relax(problem(pool, targets))
    assert relaxed.chances == pytest.approx([0.5, 0.5], abs=1e-10)
    assert relaxed.target == pytest.approx([2, 0, 0, 2], abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(small_draws() | odd_draws() | double_draws())
def test_the_target_obeys_every_rule_and_its_multipliers_leave_no_gap(numbers):
    try:
        relaxed = relax(numbers)
    except DrawError:
        return
    x = relaxed.target
    assert (x >= numbers.least - 1e-9).all()
    assert (x <= numbers.most + 1e-9).all()
    for row in numbers.rows:
        assert row.low - 1e-8 <= row.coefficients @ x[row.columns] <= row.high + 1e-8
    chances = np.nan_to_num(relaxed.chances)
    expected = [
        Fraction(float(chance)) * int(count) for chance, count in zip(chances, numbers.counts, strict=True)
    ]
    assert max(gaps(numbers, (), relaxed.stages, expected)) < 1e-9
    fixed = np.sort(np.concatenate([stage.types for stage in relaxed.stages]))
    assert fixed.tolist() == np.flatnonzero(numbers.eligible).tolist()

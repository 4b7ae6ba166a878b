"""The lottery is the fairest there is, down to pools that can be listed by hand, and says truly how fair it is."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings

from passerelle.engines.sortition.chances import leximin as outer
from passerelle.engines.sortition.chances import separation
from passerelle.engines.sortition.chances.leximin import exact_chances, leximin, maximin
from passerelle.engines.sortition.model import SCALE, Cancelled, DrawError, Pool, Quota, Target
from passerelle.engines.sortition.problem import problem
from tests.engines.sortition.oracle import (
    all_panels,
    brute_leximin,
    double_draws,
    drawable,
    gaps,
    odd_draws,
    proof_holds,
    small_draws,
)
from tests.engines.sortition.test_proofs import ring


def expected(numbers, lottery):
    """Expected counts by type, exactly."""
    by_type = numbers.by_type(lottery.panels)
    return [
        Fraction(sum(w * int(n) for w, n in zip(lottery.weights, column, strict=True)), SCALE)
        for column in by_type.T
    ]


def is_sound(numbers, lottery):
    """A lottery over legal panels, everybody in one stage, and every cut proven."""
    assert sum(lottery.weights) == SCALE
    assert min(lottery.weights) > 0
    assert all(numbers.legal(panel) for panel in lottery.panels)
    staged = np.sort(np.concatenate([stage.types for stage in lottery.stages]))
    assert staged.tolist() == np.flatnonzero(numbers.eligible).tolist()
    for number, cut in enumerate(lottery.cuts):
        assert proof_holds(numbers, lottery.cuts[:number], cut.columns, cut.coefficients, cut.beta, cut.proof)


def is_leximin(numbers, panels):
    numbers = drawable(numbers, panels)
    lottery = leximin(numbers, np.random.default_rng(0))
    is_sound(numbers, lottery)
    chances = exact_chances(numbers, lottery.panels, lottery.weights)
    assert chances[numbers.eligible] == pytest.approx(
        brute_leximin(numbers, panels)[numbers.eligible], abs=1e-6
    )
    assert max(gaps(numbers, lottery.cuts, lottery.stages, expected(numbers, lottery))) <= 1e-6
    for stage in lottery.stages:
        assert chances[stage.types] == pytest.approx(stage.level, abs=1e-6)
    return lottery


@settings(deadline=None, max_examples=80)
@given(small_draws())
def test_nobody_could_be_better_off_with_households_and_members_who_stay(numbers):
    panels = all_panels(numbers)
    assume(panels)
    is_leximin(numbers, panels)


@settings(deadline=None, max_examples=80)
@given(odd_draws())
def test_nobody_could_be_better_off_where_divided_people_could(numbers):
    is_leximin(numbers, all_panels(numbers))


@settings(deadline=None, max_examples=40)
@given(double_draws())
def test_nobody_could_be_better_off_with_two_panels_at_once(numbers):
    panels = all_panels(numbers)
    assume(panels)
    is_leximin(numbers, panels)


def test_a_ring_of_five_needs_a_cut():
    numbers = ring()
    lottery = is_leximin(numbers, all_panels(numbers))
    assert lottery.cuts
    chances = exact_chances(numbers, lottery.panels, lottery.weights)
    assert chances == pytest.approx([0.4] * 5 + [1.0], abs=1e-9)


def test_equal_people_have_equal_chances():
    people = tuple((group,) for group in "a" * 100 + "b" * 60 + "c" * 40)
    quotas = (Quota("group", "a", 8, 12), Quota("group", "b", 5, 7), Quota("group", "c", 3, 5))
    numbers = problem(Pool(("group",), people), [Target(20, quotas)])
    lottery = leximin(numbers, np.random.default_rng(1))
    assert exact_chances(numbers, lottery.panels, lottery.weights) == pytest.approx([0.1] * 3, abs=1e-9)


def test_maximin_has_the_same_lowest_chance_and_proves_only_that():
    numbers = problem(
        Pool(("group",), tuple((group,) for group in "aa" + "b" * 8 + "c" * 10)),
        [Target(6, (Quota("group", "a", 2, 2), Quota("group", "c", 0, 2)))],
    )
    lottery = maximin(numbers, np.random.default_rng(0))
    is_sound(numbers, lottery)
    assert len(lottery.stages) == 1
    assert lottery.stages[0].level == pytest.approx(0.2, abs=1e-9)
    assert gaps(numbers, (), lottery.stages, expected(numbers, lottery))[0] <= 1e-9


def test_without_a_proof_of_the_cut_the_lottery_is_valid_and_its_bound_true(monkeypatch):
    monkeypatch.setattr(separation, "prove", lambda *_, **__: None)
    numbers = ring()
    lottery = leximin(numbers, np.random.default_rng(0))
    is_sound(numbers, lottery)
    assert lottery.stages[0].level == pytest.approx(0.4, abs=1e-9)
    assert gaps(numbers, (), lottery.stages, expected(numbers, lottery))[0] == pytest.approx(0.1, abs=1e-9)


def test_when_effort_runs_out_the_lottery_is_valid_and_its_bound_true(monkeypatch):
    monkeypatch.setattr(outer, "CUT_ROUNDS", 1)
    numbers = ring()
    lottery = leximin(numbers, np.random.default_rng(0))
    is_sound(numbers, lottery)
    assert min(gaps(numbers, lottery.cuts, lottery.stages, expected(numbers, lottery))) >= 0


def test_quotas_that_only_divided_people_could_meet_are_refused():
    numbers = ring(4, others=0, size=2)
    panels = leximin(numbers, np.random.default_rng(0)).panels.tolist()
    assert sorted(panels) == [[0, 1, 0, 1], [1, 0, 1, 0]]
    triangle = problem(
        Pool(tuple("012"), (("y", "y", "n"), ("n", "y", "y"), ("y", "n", "y"), ("n", "n", "n"))),
        [Target(2, tuple(Quota(category, "y", 1, 1) for category in "012"))],
    )
    with pytest.raises(DrawError) as raised:
        leximin(triangle, np.random.default_rng(0))
    assert raised.value.code == "infeasible"


def test_a_search_can_be_stopped():
    def stop(step, done):
        raise Cancelled

    with pytest.raises(Cancelled):
        leximin(ring(), np.random.default_rng(0), stop)


def test_the_same_seed_gives_the_same_lottery():
    one, other = (leximin(ring(7, others=2, size=4), np.random.default_rng(3)) for _ in range(2))
    assert one.panels.tolist() == other.panels.tolist()
    assert one.weights == other.weights

"""Chances that a lottery over whole people can give are given; those it cannot give are not claimed."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.chances.relaxation import relax
from passerelle.engines.sortition.model import SCALE, Cancelled, Cut, Leaf, Pool, Quota, Target
from passerelle.engines.sortition.panels.realisation import Outside, Realised, realise
from passerelle.engines.sortition.problem import problem
from tests.engines.sortition.oracle import all_panels, double_draws, odd_draws, small_draws
from tests.engines.sortition.panels import distance, divided_target, mixture
from tests.engines.sortition.test_proofs import ring

DRAWS = st.one_of(small_draws(), double_draws(), odd_draws())


def is_lottery_for(numbers, found, target):
    assert isinstance(found, Realised)
    assert all(numbers.legal(panel) for panel in found.panels)
    assert len(np.unique(found.panels, axis=0)) == len(found.panels)
    assert sum(found.weights) == SCALE
    assert min(found.weights) > 0
    assert np.array(found.weights) / SCALE @ found.panels == pytest.approx(target, abs=1e-8)


@settings(deadline=None, max_examples=80)
@given(DRAWS, st.integers(0, 10**6))
def test_every_lottery_is_found_again_from_its_chances(numbers, seed):
    panels = np.array(all_panels(numbers))
    assume(len(panels))
    target = mixture(panels, np.random.default_rng(seed))
    is_lottery_for(numbers, realise(numbers, (), target, np.random.default_rng(seed)), target)


@settings(deadline=None, max_examples=80)
@given(DRAWS, st.integers(0, 10**6))
def test_chances_of_divided_people_are_refused_exactly_when_no_lottery_has_them(numbers, seed):
    panels = np.array(all_panels(numbers))
    assume(len(panels))
    target = divided_target(numbers, np.random.default_rng(seed))
    off = distance(panels, target)
    assume(off < 1e-10 or off > 1e-5)
    found = realise(numbers, (), target, np.random.default_rng(seed))
    if off < 1e-10:
        is_lottery_for(numbers, found, target)
    else:
        assert isinstance(found, Outside)
        assert all(numbers.legal(panel) for panel in found.panels)


def test_a_ring_of_five_is_refused_with_what_sets_it_apart():
    numbers = ring(others=5)
    target = np.array([0.45] * 5 + [0.75])
    found = realise(numbers, (), target, np.random.default_rng(0))
    assert isinstance(found, Outside)
    assert found.normal is not None
    assert max(found.normal @ panel for panel in all_panels(numbers)) < found.normal @ target


def test_quotas_met_by_divided_people_alone_have_no_panel_to_offer():
    triangle = problem(
        Pool(tuple("012"), (("y", "y", "n"), ("n", "y", "y"), ("y", "n", "y"), ("n", "n", "n"))),
        [Target(2, tuple(Quota(category, "y", 1, 1) for category in "012"))],
    )
    found = realise(triangle, (), np.array([0.5, 0.5, 0.5, 0.5]), np.random.default_rng(0))
    assert isinstance(found, Outside)
    assert found.normal is None
    assert not len(found.panels)


def test_one_panel_is_a_lottery_too():
    numbers = ring(4, others=0, size=2)
    found = realise(numbers, (), np.array([1.0, 0.0, 1.0, 0.0]), np.random.default_rng(0))
    is_lottery_for(numbers, found, [1, 0, 1, 0])


def test_a_cut_that_the_target_meets_is_met_by_every_panel():
    people = tuple((feature,) for feature in "abcabc")
    numbers = problem(Pool(("group",), people), [Target(2, ())])
    cut = Cut(np.array([0, 1]), np.array([1, 2]), 2, Leaf({}))
    target = np.array([1.0, 0.5, 0.5])
    found = realise(numbers, (cut,), target, np.random.default_rng(0))
    is_lottery_for(numbers, found, target)
    assert {tuple(panel) for panel in found.panels} == {(2, 0, 0), (0, 1, 1)}


def assembly(seed, people=150, size=24, twins=0.4):
    """A pool like those of cities: five categories, skewed answers, many households; quotas of a random panel ± 1."""
    rng = np.random.default_rng(seed)
    features = [
        tuple(
            str(rng.choice(many, p=np.arange(1, many + 1) / (many * (many + 1) / 2)))
            for many in (2, 5, 3, 4, 3)
        )
        for _ in range(people)
    ]
    homes = tuple(int(home) for home in rng.integers(0, int(people * (1 - twins)), people))
    first = list(dict(zip(homes, range(people), strict=True)).values())[:size]
    quotas = [
        Quota(str(category), feature, max(0, met - 1), met + 1)
        for category in range(5)
        for feature in sorted({person[category] for person in features})
        for met in [sum(features[row][category] == feature for row in first)]
    ]
    pool = Pool(tuple(str(category) for category in range(5)), tuple(features), homes, frozenset(first[:2]))
    return problem(pool, [Target(size, tuple(quotas))], 1)


@pytest.mark.parametrize("seed", range(3))
def test_a_city_gets_the_chances_aimed_at_with_households_and_members_who_stay(seed):
    numbers = assembly(seed)
    target = relax(numbers).target
    is_lottery_for(numbers, realise(numbers, (), target, np.random.default_rng(seed)), target)


def test_the_same_seed_gives_the_same_lottery():
    numbers = assembly(7)
    target = relax(numbers).target
    one, other = (realise(numbers, (), target, np.random.default_rng(5)) for _ in range(2))
    assert one.panels.tolist() == other.panels.tolist()
    assert one.weights == other.weights


def test_a_search_can_be_stopped():
    def stop(step, done):
        raise Cancelled

    numbers = assembly(1, people=40, size=8)
    with pytest.raises(Cancelled):
        realise(numbers, (), relax(numbers).target, np.random.default_rng(0), stop)

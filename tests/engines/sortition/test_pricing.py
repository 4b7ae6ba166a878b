"""Panels offered are panels, the exact search misses none, and weights are as near to the target as panels allow."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.model import SCALE, Pool, Quota, Target
from passerelle.engines.sortition.panels.face import face_at, whole
from passerelle.engines.sortition.panels.master import mix, whole_weights
from passerelle.engines.sortition.panels.pricing import Pricing
from passerelle.engines.sortition.panels.repair import Repair
from passerelle.engines.sortition.problem import problem
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, sparse
from tests.engines.sortition.oracle import all_panels, double_draws, odd_draws, small_draws
from tests.engines.sortition.panels import mixture

DRAWS = st.one_of(small_draws(), double_draws(), odd_draws())
SEEDS = st.integers(0, 10**6)


@settings(deadline=None, max_examples=80)
@given(DRAWS, SEEDS)
def test_a_panel_offered_is_legal_and_the_exact_search_finds_the_best(numbers, seed):
    rng = np.random.default_rng(seed)
    panels = np.array(all_panels(numbers)).reshape(-1, numbers.columns)
    face = whole(numbers)
    weights = rng.standard_normal(face.free)
    quick = Pricing(face).panel(weights, rng)
    best, bound = Pricing(face).exact(weights)
    if not len(panels):
        assert quick is None
        assert best is None
        assert bound == -np.inf
        return
    most = ((panels - face.base)[:, face.columns] @ weights).max()
    assert best is not None
    assert numbers.legal(face.panel(best))
    assert weights @ best == pytest.approx(most, abs=1e-6)
    assert bound >= most - 1e-6
    if quick is not None:
        assert numbers.legal(face.panel(quick))


@settings(deadline=None, max_examples=80)
@given(DRAWS, SEEDS)
def test_no_panel_that_a_lottery_needs_is_outside_the_face_of_its_chances(numbers, seed):
    rng = np.random.default_rng(seed)
    panels = np.array(all_panels(numbers))
    assume(len(panels))
    some = panels[rng.choice(len(panels), min(len(panels), 3), replace=False)]
    target = rng.dirichlet(np.ones(len(some)) * 5) @ some
    face = face_at(numbers, (), target)
    model = face.polytope()
    for panel in some:
        counts = (panel - face.base)[face.columns]
        assert face.panel(counts).tolist() == panel.tolist()
        assert (counts >= 0).all()
        assert (counts <= face.room).all()
        values = model.matrix.times(counts)
        assert (values >= model.low).all()
        assert (values <= model.high).all()
    assert face.target == pytest.approx((target - face.base)[face.columns], abs=1e-9)


def two_cities():
    """Two panels at once from thirty people in couples: at most one of a couple, and nobody on both."""
    rng = np.random.default_rng(3)
    people = tuple((str(rng.integers(3)), str(rng.integers(2))) for _ in range(30))
    quotas = (*(Quota("age", age, 1, 2) for age in "012"), Quota("sex", "0", 2, 2))
    pool = Pool(("age", "sex"), people, tuple(row // 2 for row in range(30)))
    return problem(pool, [Target(4, quotas), Target(5, quotas)], 1)


@pytest.mark.parametrize("seed", range(5))
def test_seats_given_at_random_are_exchanged_into_two_panels(seed):
    numbers = two_cities()
    rng = np.random.default_rng(seed)
    face = whole(numbers)
    counts = np.zeros(face.free, dtype=np.int64)
    for part, seats in enumerate(face.seats):
        counts[rng.choice(np.flatnonzero(face.part == part), seats, replace=False)] = 1
    assert not numbers.legal(face.panel(counts))
    rules = face.polytope().matrix.rows
    repaired = Repair(face)(counts, rng.standard_normal(face.free), rng.standard_normal(rules), rng)
    assert repaired is not None
    assert numbers.legal(face.panel(repaired))


def least_miss(panels, target, people):
    """The same as `mix` minimises, by the simplex method."""
    many, columns = panels.shape
    rows = [(np.arange(many), np.ones(many))]
    for column in range(columns):
        slack = [many + column, many + columns + column]
        rows.append((np.append(np.arange(many), slack), np.append(panels[:, column], [1.0, -1.0])))
    goal, width = np.append(1.0, target), many + 2 * columns
    cost = np.concatenate([np.zeros(many), 1 / people, 1 / people])
    model = Polytope(sparse(rows, width), goal, goal, np.zeros(width), np.full(width, INFINITY))
    return Solver(model, cost, maximise=False, tolerance=1e-10).solve().value


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.booleans())
def test_weights_come_as_near_as_any_and_the_prices_prove_it(seed, reachable):
    rng = np.random.default_rng(seed)
    panels = rng.integers(0, 3, (int(rng.integers(1, 12)), int(rng.integers(1, 8)))).astype(float)
    people = rng.integers(1, 9, panels.shape[1])
    target = mixture(panels, rng) if reachable else rng.uniform(0, 2, panels.shape[1])
    mixed = mix(panels, target, people)
    assert mixed.weights.sum() == pytest.approx(1)
    assert (mixed.weights >= 0).all()
    assert mixed.miss == pytest.approx(np.abs((mixed.weights @ panels - target) / people).sum(), abs=1e-12)
    # Of thousands of random cases one in a thousand, degenerate, stops some millionths of a person above the least.
    assert mixed.miss == pytest.approx(least_miss(panels, target, people), abs=1e-5)
    assert (np.abs(mixed.prices) <= 1 / people + 1e-12).all()
    assert (panels @ mixed.prices).max() == pytest.approx(mixed.top, abs=1e-9)
    assert mixed.prices @ target - mixed.top == pytest.approx(mixed.miss, abs=1e-5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50).filter(lambda weights: sum(weights) > 1e-3))
def test_weights_in_whole_numbers_lose_less_than_one_each(weights):
    found = whole_weights(np.array(weights))
    assert sum(found) == SCALE
    assert min(found) >= 0
    assert np.array(found) == pytest.approx(np.array(weights) / sum(weights) * SCALE, abs=2)

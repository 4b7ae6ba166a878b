"""Pools of very many types get the same lottery, by ways that need no matrix of panels."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.chances import leximin as outer
from passerelle.engines.sortition.chances.leximin import exact_chances, leximin
from passerelle.engines.sortition.chances.relaxation import relax
from passerelle.engines.sortition.model import Pool, Quota, Target, silent
from passerelle.engines.sortition.panels import sifting
from passerelle.engines.sortition.panels.balancing import balance
from passerelle.engines.sortition.panels.face import whole
from passerelle.engines.sortition.panels.pricing import Pricing
from passerelle.engines.sortition.problem import problem
from tests.engines.sortition.oracle import all_panels, brute_leximin, drawable, odd_draws, small_draws
from tests.engines.sortition.test_leximin import expected, gaps, is_sound


def city(people=400, size=20, seed=0):
    """People with five features of uneven shares, and quotas near what each feature would have by its share."""
    rng = np.random.default_rng(seed)
    shares = ([0.5, 0.5], [0.1, 0.3, 0.6], [0.2, 0.3, 0.5], [0.4, 0.6], [0.15, 0.25, 0.6])
    columns = [rng.choice(list("abc")[: len(share)], size=people, p=share) for share in shares]
    quotas = [
        Quota(str(number), feature, int(size / len(share)) - 1, int(size / len(share)) + 2)
        for number, share in enumerate(shares)
        for feature in list("abc")[: len(share)]
    ]
    pool = Pool(tuple("01234"), tuple(tuple(str(f) for f in person) for person in zip(*columns, strict=True)))
    return problem(pool, [Target(size, tuple(quotas))])


def test_a_crowd_gets_the_leximin_chances(monkeypatch):
    monkeypatch.setattr(outer, "CROWD", 0)
    monkeypatch.setattr(outer, "DENSE", 0)
    monkeypatch.setattr(sifting, "KEPT", 20)
    numbers = city()
    lottery = leximin(numbers, np.random.default_rng(0))
    is_sound(numbers, lottery)
    chances = exact_chances(numbers, lottery.panels, lottery.weights)
    assert chances == pytest.approx(relax(numbers).chances, abs=1e-9)
    assert max(gaps(numbers, (), lottery.stages, expected(numbers, lottery))) <= 1e-8


@settings(deadline=None, max_examples=40)
@given(small_draws() | odd_draws())
def test_a_lottery_that_misses_its_target_is_valid_and_its_bounds_true(numbers):
    panels = all_panels(numbers)
    assume(panels)
    numbers = drawable(numbers, panels)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outer, "CROWD", 0)
        patch.setattr(outer, "DENSE", 0)
        lottery = leximin(numbers, np.random.default_rng(0))
    is_sound(numbers, lottery)
    best = np.nanmin(brute_leximin(numbers, panels))
    lowest = (
        gaps(numbers, lottery.cuts, lottery.stages, expected(numbers, lottery))[0] + lottery.stages[0].level
    )
    assert lottery.stages[0].level <= best + 1e-6 <= lowest + 2e-6


def test_a_sifted_panel_weighs_nearly_as_much_as_any(monkeypatch):
    monkeypatch.setattr(sifting, "KEPT", 20)
    face = whole(city())
    all_columns, few = Pricing(face), sifting.Sifted(face)
    rng = np.random.default_rng(0)
    for _ in range(20):
        weights = rng.standard_normal(face.free)
        vertex, _ = all_columns.relaxed(weights)
        sifted, _ = few.relaxed(weights)
        assert weights @ sifted == pytest.approx(weights @ vertex, rel=0.05)


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 6), st.integers(1, 4), st.integers(0, 10**6))
def test_weights_bring_the_mean_to_any_target_well_inside(columns, more, seed):
    rng = np.random.default_rng(seed)
    panels = rng.multinomial(5, np.full(columns, 1 / columns), size=columns + more)
    panels = np.vstack([panels, 5 * np.eye(columns, dtype=int)])
    target = rng.dirichlet(np.full(len(panels), 5.0)) @ panels
    seats = np.array([np.repeat(np.arange(columns), panel) for panel in panels])
    weights, miss = balance(seats, target, silent)
    assert miss <= 1e-6
    assert weights.min() > 0
    assert weights.sum() == pytest.approx(1)
    assert weights @ panels == pytest.approx(target, rel=1e-6)

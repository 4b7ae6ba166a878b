"""A proof that no panel goes beyond a limit is found when it is true, and can be checked without a solver."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.chances.proofs import prove
from passerelle.engines.sortition.model import Branch, Leaf, Pool, Quota, Target
from passerelle.engines.sortition.problem import problem
from tests.engines.sortition.oracle import all_panels, odd_draws, proof_holds, small_draws


def ring(number=5, others=1, size=3):
    """So many people in a ring of whom no two neighbours may both sit, and some others."""
    people = [tuple("y" if i in (p, (p + 1) % number) else "n" for i in range(number)) for p in range(number)]
    people += [("n",) * number] * others
    categories = tuple(str(i) for i in range(number))
    return problem(
        Pool(categories, tuple(people)), [Target(size, tuple(Quota(c, "y", 0, 1) for c in categories))]
    )


def test_at_most_two_of_a_ring_of_five():
    numbers = ring(others=5)
    around, ones = np.arange(5), np.ones(5, dtype=np.int64)
    proof = prove(numbers, (), around, ones, 2)
    assert isinstance(proof, Leaf | Branch)
    assert proof_holds(numbers, (), around, ones, 2, proof)


def test_what_is_not_true_is_not_proven():
    assert prove(ring(others=5), (), np.arange(5), np.ones(5, dtype=np.int64), 1) is None


def test_a_search_longer_than_allowed_ends_without_a_proof():
    numbers = ring(9, others=9, size=6)
    around, ones = np.arange(9), np.ones(9, dtype=np.int64)
    assert prove(numbers, (), around, 3 * ones, 12, leaves=1) is None
    assert prove(numbers, (), around, 3 * ones, 12) is not None


def test_who_fits_no_panel_is_proven_to():
    people = (("a", "x"), ("a", "y"), ("b", "x"), ("b", "x"))
    quotas = (Quota("0", "b", 2, 2), Quota("1", "x", 3, 3))
    numbers = problem(Pool(("0", "1"), people), [Target(3, quotas)])
    lone = np.array([1])
    proof = prove(numbers, (), lone, np.array([1]), 0)
    assert proof is not None
    assert proof_holds(numbers, (), lone, np.array([1]), 0, proof)


@settings(deadline=None, max_examples=80)
@given(small_draws() | odd_draws(), st.data())
def test_the_limit_of_any_direction_is_proven_and_nothing_below_it(numbers, data):
    panels = all_panels(numbers)
    weight = st.lists(st.integers(-3, 3), min_size=numbers.columns, max_size=numbers.columns)
    weights = np.array(data.draw(weight), dtype=np.int64)
    assume(weights.any())
    columns = np.flatnonzero(weights)
    best = max(int(weights @ panel) for panel in panels) if panels else data.draw(st.integers(-3, 3))
    proof = prove(numbers, (), columns, weights[columns], best)
    assert proof is not None
    assert proof_holds(numbers, (), columns, weights[columns], best, proof)
    if panels:
        assert prove(numbers, (), columns, weights[columns], best - 1) is None

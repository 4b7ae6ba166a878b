"""The pools that the draw is measured on: what their page says about them holds."""

from collections import Counter

import pytest

from benchmarks import pools

SMALL = [("150-22", seed) for seed in pools.SEEDS] + [("200-20", seed) for seed in pools.SEEDS]


@pytest.mark.parametrize(("name", "seed"), SMALL)
def test_a_pool_can_be_made_again_from_its_seed(name, seed):
    assert pools.pool(pools.SHAPES[name], seed) == pools.pool(pools.SHAPES[name], seed)
    assert pools.pool(pools.SHAPES[name], seed) != pools.pool(pools.SHAPES[name], seed + 1)


@pytest.mark.parametrize(("name", "seed"), SMALL)
def test_a_pool_holds_a_panel_that_meets_the_quotas_with_one_person_per_address(name, seed):
    shape = pools.SHAPES[name]
    people, quotas = pools.pool(shape, seed)
    assert len(people) == shape.people
    panel = pools._panel(
        shape, pools.random.Random(f"{shape.people}/{shape.seats}/{len(shape.categories)} seed {seed}")
    )
    assert len(panel) == shape.seats
    for quota in quotas:
        there = sum(person[quota["category"]] == quota["feature"] for person in panel)
        assert int(quota["min"]) <= there <= int(quota["max"])
    left = Counter(tuple(person[c] for c in shape.categories) for person in people)
    left.subtract(Counter(tuple(person[c] for c in shape.categories) for person in panel))
    assert min(left.values()) >= 0


@pytest.mark.parametrize(("name", "seed"), SMALL)
def test_addresses_are_shared_as_often_as_in_the_data(name, seed):
    people, _ = pools.pool(pools.SHAPES[name], seed)
    at = Counter(person["address"] for person in people)
    assert 0.11 <= sum(n for n in at.values() if n > 1) / len(people) <= 0.21


@pytest.mark.parametrize("panel", [1, 5, 20])
def test_no_two_people_of_the_planted_panel_share_an_address(panel):
    homes = pools._addresses(60, panel, pools.random.Random(panel))
    assert max(Counter(homes[:panel]).values()) == 1


@pytest.mark.parametrize("seed", range(6))
def test_a_contradiction_cannot_be_met_and_counting_shows_it(seed):
    shape = pools.SHAPES["150-22"]
    people, quotas = pools.pool(shape, 1)
    told = pools.contradiction(people, quotas, shape.seats, seed)
    raised = [new for old, new in zip(quotas, told, strict=True) if new != old]
    assert len(raised) == 1
    for quota in told:
        assert int(quota["min"]) <= int(quota["max"]) <= max(shape.seats, int(quota["min"]))
    one = raised[0]
    least = int(one["min"])
    beside = sum(int(q["min"]) for q in told if q["category"] == one["category"] and q is not one)
    at_odds = [
        q
        for q in told
        if q["category"] != one["category"]
        and least + int(q["min"]) > shape.seats + pools._having(people, one, q)
    ]
    assert least > pools._having(people, one) or least + beside > shape.seats or at_odds

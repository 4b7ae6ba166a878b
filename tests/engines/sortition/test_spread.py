"""From types to people: nobody has a smaller chance than somebody who is the same in every respect."""

import numpy as np
from hypothesis import given, settings

from passerelle.engines.sortition.model import SCALE, Pool, Target, TypeLottery
from passerelle.engines.sortition.numbered.homes import classes
from passerelle.engines.sortition.numbered.spread import spread
from passerelle.engines.sortition.problem import problem
from tests.engines.sortition.lotteries import case, cases, fullest_home

EXACT = SCALE // 10**11


@given(cases())
@settings(max_examples=80, deadline=None)
def test_people_who_are_alike_have_the_same_chance_and_together_that_of_their_type(made):
    lottery = spread(made.numbers, made.pool, made.lottery, made.rng)
    chances = lottery.chances(len(made.pool))
    expected = np.array(made.lottery.weights) @ made.numbers.by_type(made.lottery.panels)
    for t, members in enumerate(made.numbers.members):
        assert chances[members].sum() == expected[t]
        assert np.ptp(chances[members]) <= EXACT


@given(cases())
@settings(max_examples=80, deadline=None)
def test_every_panel_of_people_obeys_quotas_and_household_limit(made):
    lottery = spread(made.numbers, made.pool, made.lottery, made.rng)
    assert sum(lottery.weights) == SCALE
    assert min(lottery.weights) > 0
    assert (np.diff(lottery.panels, axis=1) > 0).all()
    assert all(made.is_panel(*each) for each in zip(lottery.panels, lottery.seats, strict=True))


@given(cases(targets=(1,), limits=(None,)))
@settings(max_examples=60, deadline=None)
def test_the_lottery_stays_short(made):
    lottery = spread(made.numbers, made.pool, made.lottery, made.rng)
    used = sum(weight > 0 for weight in made.lottery.weights)
    assert len(lottery.weights) <= used + (made.numbers.counts - 1).sum()


@given(cases(targets=(2, 3)))
@settings(max_examples=60, deadline=None)
def test_people_who_are_alike_have_the_same_chance_of_each_target(made):
    lottery = spread(made.numbers, made.pool, made.lottery, made.rng)
    for target in range(len(made.targets)):
        chances = np.zeros(len(made.pool), dtype=np.int64)
        for rows, seats, weight in zip(lottery.panels, lottery.seats, lottery.weights, strict=True):
            chances[rows[seats == target]] += weight
        assert all(np.ptp(chances[members]) <= EXACT for members in made.numbers.members)


def test_couples_never_sit_together_and_take_turns():
    # Three equal couples, of whom one woman and two men sit: whoever is drawn comes from three homes.
    pool = Pool(("gender",), (("f",), ("m",)) * 3, (1, 1, 2, 2, 3, 3))
    numbers = problem(pool, [Target(3, ())], 1)
    lottery = spread(
        numbers,
        pool,
        TypeLottery(np.array([[1, 2], [3, 0]]), (SCALE // 4, 3 * SCALE // 4), ()),
        np.random.default_rng(0),
    )
    assert all(fullest_home(pool, rows) == 1 for rows in lottery.panels)
    assert np.abs(lottery.chances(6) - np.array([10, 2] * 3) * SCALE / 12).max() <= 2
    assert len(lottery.weights) == 4


def test_equal_organisations_send_no_more_than_their_limit_and_their_members_take_turns():
    features = (("f",),) * 3 + (("m",),) * 2
    pool = Pool(("gender",), features * 4, tuple(home for home in range(4) for _ in range(5)))
    numbers = problem(pool, [Target(7, ())], 2)
    (group,) = classes(numbers, pool)
    assert (group.homes, group.limit) == (4, 2)
    weights = (SCALE // 2, SCALE // 3, SCALE - SCALE // 2 - SCALE // 3)
    asked = TypeLottery(np.array([[5, 2], [0, 7], [7, 0]]), weights, ())
    lottery = spread(numbers, pool, asked, np.random.default_rng(0))
    assert max(fullest_home(pool, rows) for rows in lottery.panels) == 2
    chances = lottery.chances(20)
    assert all(np.ptp(chances[members]) <= EXACT for members in numbers.members)


def test_who_sits_with_whom_is_by_lot_but_how_often_is_not():
    made = case(5, people=40, features=[2, 2], sizes=[8], panels=12)
    one, other = (
        spread(made.numbers, made.pool, made.lottery, np.random.default_rng(seed)) for seed in (1, 2)
    )
    assert one.panels.tolist() != other.panels.tolist()
    assert np.abs(one.chances(40) - other.chances(40)).max() <= EXACT

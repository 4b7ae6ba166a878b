"""When people leave: those who stay keep their seats, and the panel comes as near to the quotas as it still can."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.afterwards.replacement import nearest, remaining
from passerelle.engines.sortition.chances.leximin import leximin
from passerelle.engines.sortition.model import DrawError, Pool, Quota, Target
from passerelle.engines.sortition.numbered.spread import spread
from passerelle.engines.sortition.problem import problem
from tests.engines.sortition.lotteries import fullest_home
from tests.engines.sortition.test_alternates import AGES, PLACES, missed


@st.composite
def departures(draw):
    """Up to nine people, some of whom live together; a panel some of whose members have left; quotas it may not meet."""
    number = draw(st.integers(5, 9))
    people = draw(
        st.lists(st.tuples(st.sampled_from(AGES), st.sampled_from(PLACES)), min_size=number, max_size=number)
    )
    size = draw(st.integers(2, 4))
    limit = draw(st.sampled_from([None, 1, 2]))
    homes = draw(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=number, max_size=number))
    pool = Pool(("age", "place"), tuple(people), tuple(homes))
    quotas = [
        Quota(category, feature, least, least + draw(st.integers(0, 2)))
        for category, features in (("age", AGES), ("place", PLACES))
        for feature in features
        for least in [draw(st.integers(0, 3))]
    ]
    gone = {row: "moved" for row in draw(st.sets(st.integers(0, size - 1), min_size=1))}
    return pool, Target(size, tuple(quotas)), list(range(size)), gone, limit, draw(st.integers(0, 999))


@given(departures())
@settings(max_examples=120, deadline=None)
def test_no_panel_is_nearer_to_the_quotas(given_):
    pool, target, panel, gone, limit, seed = given_
    left = remaining(pool, panel, gone)
    inside = set(panel) - set(gone)
    free = [row for row in range(len(pool)) if row not in panel]
    every = [
        {*inside, *come}
        for number in range(target.size - len(inside) + 1)
        for come in combinations(free, number)
    ]
    lawful = [rows for rows in every if limit is None or fullest_home(pool, rows) <= limit]
    if not lawful:
        with pytest.raises(DrawError, match="stay"):
            nearest(left, target, np.random.default_rng(seed), limit)
        return
    found = nearest(left, target, np.random.default_rng(seed), limit)
    assert set(found.rows) in lawful
    assert (
        found.distance
        == missed(pool, target, found.rows)
        == min(missed(pool, target, rows) for rows in lawful)
    )
    assert bool(found.misses) == (found.distance > 0)


def test_the_reasons_say_what_is_missing_and_whether_anybody_could_have_come():
    features = (("old", "north"), ("old", "south"), ("young", "south"), ("old", "south"))
    pool = Pool(("age", "place"), features)
    target = Target(2, (Quota("age", "young", 1, 1), Quota("place", "north", 1, 2)))
    found = nearest(remaining(pool, [0, 2], {2: "ill"}), target, np.random.default_rng(0))
    assert 0 in found.rows
    assert len(found.rows) == 2
    (miss,) = found.misses
    assert (miss.category, miss.feature, miss.least, miss.count, miss.available) == ("age", "young", 1, 0, 0)


def test_seats_stay_empty_when_nobody_is_left():
    pool = Pool(("age",), (("old",), ("old",), ("old",)))
    found = nearest(remaining(pool, [0, 1, 2], {1: "ill"}), Target(3, ()), np.random.default_rng(0))
    assert found.rows == (0, 2)
    assert [(miss.category, miss.count, miss.available) for miss in found.misses] == [("size", 2, 2)]


def test_replacements_are_drawn_fairly_and_nobody_who_stayed_loses_the_seat():
    features = (("old",),) * 3 + (("young",),) * 6
    pool = Pool(("age",), features)
    target = Target(3, (Quota("age", "old", 1, 2), Quota("age", "young", 1, 2)))
    left = remaining(pool, [0, 1, 3], {1: "ill", 3: "moved"}, among=[2, 4, 5, 6])
    assert left.outside == {
        1: "ill",
        3: "moved",
        7: "not_an_alternate",
        8: "not_an_alternate",
    }
    numbers = problem(left, [target])
    lottery = spread(numbers, left, leximin(numbers, np.random.default_rng(0)), np.random.default_rng(0))
    chances = lottery.chances(9) / 1e12
    # Two seats for one old and three young people, at most one old: all four can have one half.
    assert chances == pytest.approx([1, 0, 0.5, 0, 0.5, 0.5, 0.5, 0, 0], abs=1e-6)


def test_only_members_can_leave():
    pool = Pool(("age",), (("old",),) * 3)
    with pytest.raises(DrawError) as raised:
        remaining(pool, [0, 1], {2: "ill"})
    assert raised.value.code == "not_on_panel"
    assert raised.value.facts == {"rows": [2]}

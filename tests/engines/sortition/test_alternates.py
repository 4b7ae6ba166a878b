"""Alternates are those who make a panel whole again: checked against every set of them and every way to stay away."""

from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.afterwards.alternates import alternates
from passerelle.engines.sortition.afterwards.dropout import Rates, from_attendance
from passerelle.engines.sortition.afterwards.stand_in import Scenarios, rules
from passerelle.engines.sortition.model import Pool, Quota, Target

AGES, PLACES = ("young", "old"), ("north", "south")


@st.composite
def absences(draw):
    """A panel of three or four, up to four others, and how likely each is to stay away."""
    size = draw(st.integers(3, 4))
    people = draw(
        st.lists(
            st.tuples(st.sampled_from(AGES), st.sampled_from(PLACES)), min_size=size + 2, max_size=size + 4
        )
    )
    pool = Pool(("age", "place"), tuple(people))
    quotas = []
    for place, (category, features) in enumerate((("age", AGES), ("place", PLACES))):
        for feature in features:
            now = sum(each[place] == feature for each in people[:size])
            quotas.append(Quota(category, feature, max(0, now - draw(st.integers(0, 1))), now))
    away = np.array(draw(st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.6]), min_size=8, max_size=8)))
    return pool, Target(size, tuple(quotas)), list(range(size)), away[: len(pool)], draw(st.integers(0, 999))


def missed(pool, target, rows):
    total = target.size - len(rows)
    for quota in target.quotas:
        place = pool.categories.index(quota.category)
        number = sum(pool.features[row][place] == quota.feature for row in rows)
        total += max(0, quota.least - number, number - quota.most)
    return total


def least_missed(pool, target, sitting, coming):
    """By trying every subset of those who come."""
    room = target.size - len(sitting)
    subsets = chain.from_iterable(
        combinations(coming, number) for number in range(min(room, len(coming)) + 1)
    )
    return min(missed(pool, target, [*sitting, *subset]) for subset in subsets)


def exactly_expected(pool, target, panel, chosen, away):
    """Over every combination of people who come and people who stay away."""
    people = [*panel, *chosen]
    total = 0.0
    for comes in product((False, True), repeat=len(people)):
        chance = np.prod(
            [1 - away[row] if here else away[row] for row, here in zip(people, comes, strict=True)]
        )
        if chance:
            here = [row for row, there in zip(people, comes, strict=True) if there]
            sitting = [row for row in here if row in panel]
            total += chance * least_missed(pool, target, sitting, [row for row in here if row in chosen])
    return total


@given(absences(), st.integers(1, 2))
@settings(max_examples=40, deadline=None)
def test_no_other_set_of_alternates_is_much_better(given_, many):
    pool, target, panel, away, seed = given_
    chosen = alternates(pool, target, panel, away, many, np.random.default_rng(seed), scenarios=1500)
    assert len(set(chosen.rows)) == many
    assert not set(chosen.rows) & set(panel)
    others = range(len(panel), len(pool))
    best = min(exactly_expected(pool, target, panel, each, away) for each in combinations(others, many))
    assert exactly_expected(pool, target, panel, chosen.rows, away) <= best + 0.1


@given(absences())
@settings(max_examples=25, deadline=None)
def test_what_is_reported_is_what_is_to_be_expected(given_):
    pool, target, panel, away, seed = given_
    chosen = alternates(pool, target, panel, away, 2, np.random.default_rng(seed), check=4000)
    before = exactly_expected(pool, target, panel, (), away)
    after = exactly_expected(pool, target, panel, chosen.rows, away)
    assert chosen.before.mean == pytest.approx(before, abs=5 * chosen.before.error + 0.01)
    assert chosen.after.mean == pytest.approx(after, abs=5 * chosen.after.error + 0.01)
    assert chosen.saved.mean == pytest.approx(chosen.before.mean - chosen.after.mean, abs=1e-6)


@given(absences())
@settings(max_examples=40, deadline=None)
def test_those_who_come_are_used_as_well_as_possible(given_):
    pool, target, panel, away, seed = given_
    worlds = Scenarios.drawn(
        rules(pool, target), np.array(panel), away + 0.2, 20, np.random.default_rng(seed)
    )
    free = range(len(panel), len(pool))
    for row in free:
        worlds.add(row)
    worlds.fill(patience=12)
    for comes, found in zip(worlds.comes, worlds.miss(), strict=True):
        sitting = [row for row in panel if comes[row]]
        assert found == least_missed(pool, target, sitting, [row for row in free if comes[row]])


def town(number=60, seed=0):
    rng = np.random.default_rng(seed)
    features = tuple((AGES[int(rng.integers(2))], PLACES[int(rng.integers(2))]) for _ in range(number))
    pool = Pool(("age", "place"), features, tuple(row // 3 for row in range(number)))
    panel = [row for row in range(0, 36, 3)]
    quotas = []
    for place, (category, names) in enumerate((("age", AGES), ("place", PLACES))):
        for feature in names:
            now = sum(features[row][place] == feature for row in panel)
            quotas.append(Quota(category, feature, now, now))
    return pool, Target(len(panel), tuple(quotas)), panel


def test_alternates_resemble_those_who_are_likely_to_stay_away():
    pool, target, panel = town()
    away = Rates(0.0, {("age", "young"): 0.5}).of(pool)
    away[len(panel) * 3 :] = 0
    chosen = alternates(pool, target, panel, away, 3, np.random.default_rng(0))
    assert {pool.features[row][0] for row in chosen.rows} == {"young"}
    assert chosen.after.mean < chosen.before.mean


def test_alternates_break_no_household_limit_and_are_only_those_allowed():
    pool, target, panel = town()
    away = np.full(len(pool), 0.2)
    chosen = alternates(pool, target, panel, away, 6, np.random.default_rng(0), limit=1)
    homes = [pool.households[row] for row in (*panel, *chosen.rows)]
    assert len(set(homes)) == len(homes) == len(panel) + 6
    few = alternates(pool, target, panel, away, 6, np.random.default_rng(0), among=[1, 2, 0])
    assert set(few.rows) == {1, 2}


def test_nobody_stays_away_nothing_is_missed():
    pool, target, panel = town()
    chosen = alternates(pool, target, panel, np.zeros(len(pool)), 2, np.random.default_rng(0))
    assert (chosen.before.mean, chosen.after.mean, chosen.whole) == (0, 0, 1)


def test_the_order_of_call_begins_with_whoever_helps_most():
    # Two seats at risk: the young one nearly surely empty, the old one seldom.
    features = (("young", "north"), ("old", "north"), ("old", "north"), ("young", "north"))
    pool = Pool(("age", "place"), features)
    target = Target(2, (Quota("age", "young", 1, 1), Quota("age", "old", 1, 1)))
    away = np.array([0.9, 0.1, 0.0, 0.0])
    assert alternates(pool, target, [0, 1], away, 2, np.random.default_rng(0)).rows == (3, 2)


def test_one_known_feature_gives_its_rate_and_several_multiply_the_odds():
    pool = Pool(("age", "place"), (("young", "north"), ("old", "north"), ("old", "south")))
    rates = Rates(0.2, {("age", "young"): 0.5, ("place", "north"): 1 / 3})
    odds = np.array([0.25 * 4 * 2, 0.25 * 2, 0.25])
    assert rates.of(pool) == pytest.approx(odds / (1 + odds))
    assert Rates(0.0, {("age", "young"): 0.5}).of(pool) == pytest.approx([0.5, 0, 0])


def test_three_people_say_less_than_three_hundred():
    history = [({"age": "young"}, True)] * 3 + [({"age": "old"}, False)] * 300
    history += [({"age": "middle"}, True)] * 300
    rates = from_attendance(history)
    assert rates.base == pytest.approx(303.5 / 604)
    assert rates.base < rates.by_feature["age", "young"] < 0.65
    assert rates.by_feature["age", "middle"] > 0.98
    assert rates.by_feature["age", "old"] < 0.02

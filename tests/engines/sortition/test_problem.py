"""People become numbers without anybody lost: counts by type are legal exactly when people can be found for them."""

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.sortition.model import DrawError, Pool, Quota, Target
from passerelle.engines.sortition.problem import bar, problem

PLACES = ("north", "south")
AGES = ("young", "old")


@st.composite
def draws(draw):
    """A pool of two to seven people, some of whom live together, and a small panel."""
    number = draw(st.integers(2, 7))
    people = draw(
        st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(AGES)), min_size=number, max_size=number)
    )
    homes = draw(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=number, max_size=number))
    inside = draw(st.sets(st.integers(0, number - 1), max_size=1))
    pool = Pool(("place", "age"), tuple(people), tuple(homes), frozenset(inside))
    quotas = []
    for category, features in (("place", PLACES), ("age", AGES)):
        for feature in features:
            least = draw(st.integers(0, 1))
            quotas.append(Quota(category, feature, least, draw(st.integers(least, 3))))
    return pool, Target(draw(st.integers(1, 3)), tuple(quotas)), draw(st.sampled_from([None, 1, 2]))


def panels_of_people(pool: Pool, target: Target, limit: int | None):
    """Every legal panel, by looking at every set of people."""
    for rows in combinations(range(len(pool)), target.size):
        if not pool.inside <= set(rows):
            continue
        values = Counter((c, pool.features[row][c]) for row in rows for c in range(2))
        homes = Counter(pool.households[row] for row in rows if pool.households[row] is not None)
        if all(
            quota.least <= values[pool.categories.index(quota.category), quota.feature] <= quota.most
            for quota in target.quotas
        ) and (limit is None or all(many <= limit for many in homes.values())):
            yield rows


@given(draws())
def test_a_panel_by_type_is_a_panel_of_people(drawn):
    pool, target, limit = drawn
    numbers = problem(pool, [target], limit)
    type_of = {int(row): t for t, members in enumerate(numbers.members) for row in members}
    by_people = {
        tuple(np.bincount([type_of[row] for row in rows], minlength=numbers.types))
        for rows in panels_of_people(pool, target, limit)
    }
    ranges = [range(least, most + 1) for least, most in zip(numbers.least, numbers.most, strict=True)]
    by_type = {counts for counts in product(*ranges) if numbers.legal(np.array(counts))}
    assert by_type == by_people


def test_everybody_belongs_to_one_type_and_those_kept_out_to_none():
    pool = Pool(("age",), (("young",), ("old",), ("young",), ("old",)), outside={3: "moved away"})
    numbers = problem(pool, [Target(1, ())])
    assert [members.tolist() for members in numbers.members] == [[0, 2], [1]]
    assert numbers.excluded == {3: "moved away"}


def test_people_who_are_barred_are_named_and_take_no_part():
    pool = Pool(("age",), (("young",), ("old",), ("young",)))
    numbers = bar(problem(pool, [Target(1, ())]), [0], "fits no panel")
    assert numbers.excluded == {0: "fits no panel", 2: "fits no panel"}
    assert numbers.eligible.tolist() == [False, True]


def test_two_panels_at_once_share_their_people():
    pool = Pool(("age",), (("young",), ("young",)))
    numbers = problem(pool, [Target(1, (), "spring"), Target(1, (), "autumn")])
    assert numbers.legal(np.array([1, 1]))
    assert not problem(Pool(("age",), (("young",),)), [Target(1, ()), Target(1, ())]).legal(np.array([1, 1]))


def test_a_quota_for_a_column_that_is_not_there_is_named():
    with pytest.raises(DrawError) as told:
        problem(Pool(("age",), (("young",),)), [Target(1, (Quota("gender", "female", 0, 1),))])
    assert told.value.facts == {"category": "gender"}

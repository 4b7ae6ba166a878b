"""What each quota costs: how far the lowest chance rises when it gives way by one person."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from passerelle.engines.sortition.feasibility.price import prices
from passerelle.engines.sortition.model import DrawError, Pool, Quota, Target
from passerelle.engines.sortition.problem import problem
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, sparse
from tests.engines.sortition.by_hand import answerable


def lowest_chance(pool, target):
    """The best lowest chance with one variable per person, solved from nothing; None when there is no panel."""
    people = [row for row in range(len(pool)) if row not in pool.outside]
    many = len(people)
    everybody = np.arange(many)
    rows, low, high = [(everybody, np.ones(many))], [target.size], [target.size]
    for quota in target.quotas:
        place = pool.categories.index(quota.category)
        having = [at for at, row in enumerate(people) if pool.features[row][place] == quota.feature]
        rows.append((np.array(having, dtype=np.int64), np.ones(len(having))))
        low.append(quota.least)
        high.append(quota.most)
    for at in range(many):
        rows.append((np.array([at, many]), np.array([1.0, -1.0])))
        low.append(0)
        high.append(INFINITY)
    least = np.array([float(row in pool.inside) for row in people] + [0.0])
    model = Polytope(
        sparse(rows, many + 1), np.array(low, float), np.array(high, float), least, np.ones(many + 1)
    )
    solved = Solver(model, np.append(np.zeros(many), 1.0), tolerance=1e-9).solve()
    return solved.value if solved.found else None


@settings(deadline=None, max_examples=80)
@given(answerable())
def test_every_price_is_what_solving_again_says(request):
    pool, target, _ = request
    now = lowest_chance(pool, target)
    assert now is not None
    found = prices(problem(pool, [target]))
    assert [price.gain for price in found] == sorted((price.gain for price in found), reverse=True)
    sides = {(q.category, q.feature, side) for q in target.quotas for side in ("min", "max")}
    sides -= {(q.category, q.feature, "min") for q in target.quotas if q.least == 0}
    assert {(price.category, price.feature, price.bound) for price in found} == sides
    for price in found:
        assert abs(price.lowest - now) < 1e-6
        quotas = tuple(
            replace(
                quota,
                least=quota.least - (price.bound == "min"),
                most=quota.most + (price.bound == "max"),
            )
            if (quota.category, quota.feature) == (price.category, price.feature)
            else quota
            for quota in target.quotas
        )
        assert abs(price.then - lowest_chance(pool, replace(target, quotas=quotas))) < 1e-6


def test_the_dearest_quota_comes_first_with_both_chances():
    pool = Pool(("gender",), (("f",),) * 2 + (("m",),) * 8)
    quotas = (Quota("gender", "f", 2, 3), Quota("gender", "m", 0, 3))
    found = prices(problem(pool, [Target(4, quotas)]))
    first = found[0].as_json()
    assert (first["category"], first["feature"], first["bound"], first["from"], first["to"]) == (
        "gender",
        "f",
        "min",
        2,
        1,
    )
    assert abs(first["lowest_chance"] - 2 / 8) < 1e-9
    assert abs(first["lowest_chance_then"] - 3 / 8) < 1e-9
    assert abs(first["gain"] - 1 / 8) < 1e-9
    assert all(price.gain == 0 for price in found[1:])


def test_where_there_is_no_panel_it_says_so():
    numbers = problem(Pool(("0",), (("a",), ("b",))), [Target(1, (Quota("0", "b", 2, 2),))])
    with pytest.raises(DrawError) as refused:
        prices(numbers)
    assert refused.value.code == "infeasible"

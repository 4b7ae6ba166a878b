"""Who fits no panel is found, all of them and nobody else, with the proof and the reason."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from passerelle.engines.sortition.feasibility.fit import Reasons, entries, unfit
from passerelle.engines.sortition.model import Cancelled, DrawError, Pool, Quota, Target
from passerelle.engines.sortition.problem import problem
from tests.engines.sortition.by_hand import answerable, missed, possible, rules, subsets
from tests.engines.sortition.oracle import all_panels, double_draws, odd_draws, proof_holds, small_draws


def proven(numbers, found):
    for t, proof in found:
        columns = np.flatnonzero(numbers.type_of == t)
        assert proof_holds(numbers, (), columns, np.ones(len(columns), dtype=np.int64), 0, proof)


@settings(deadline=None, max_examples=100)
@given(answerable())
def test_they_are_those_in_no_panel_and_the_reason_is_a_real_one(request):
    pool, target, limit = request
    asked = rules(target, limit)
    panels = [subset for subset in subsets(pool) if missed(pool, subset, asked) == 0]
    numbers = problem(pool, [target], limit)
    found = unfit(numbers, np.random.default_rng(0))
    seen = {row for panel in panels for row in panel}
    left = {int(row) for t, _ in found for row in numbers.members[t]}
    assert left == set(range(len(pool))) - seen - pool.outside.keys()
    proven(numbers, found)
    reasons = Reasons(numbers, limit)
    for t, _ in found:
        row = int(numbers.members[t][0])
        why = [(e["category"], e["feature"], e["bound"], e["value"]) for e in entries(reasons.why(t))]
        assert set(why) <= set(asked)
        assert not possible(pool, why, lambda subset, row=row: row in subset)
        for rule in why:
            others = [other for other in why if other != rule]
            assert possible(pool, others, lambda subset, row=row: row in subset)


@settings(deadline=None, max_examples=60)
@given(small_draws() | odd_draws() | double_draws())
def test_also_where_only_whole_people_do_not_fit_and_for_two_panels(numbers):
    panels = all_panels(numbers)
    assume(panels)
    found = unfit(numbers, np.random.default_rng(0))
    seen = np.sum([numbers.by_type(panel) for panel in panels], axis=0) > 0
    assert [t for t, _ in found] == list(np.flatnonzero(numbers.eligible & ~seen))
    proven(numbers, found)


def test_who_fits_has_no_reason_not_to():
    pool = Pool(("0",), (("a",), ("b",)))
    numbers = problem(pool, [Target(1, ())])
    assert Reasons(numbers).why(0) == ()


def test_the_reason_names_the_quotas_that_leave_no_seat():
    people = (("for", "old"),) * 3 + (("against", "old"), ("against", "young"))
    quotas = (Quota("view", "against", 2, 2), Quota("age", "young", 1, 2), Quota("age", "old", 1, 1))
    pool = Pool(("view", "age"), people)
    numbers = problem(pool, [Target(2, quotas)])
    ((t, _),) = unfit(numbers, np.random.default_rng(0))
    assert pool.features[numbers.members[t][0]] == ("for", "old")
    assert {(e["category"], e["feature"], e["bound"]) for e in entries(Reasons(numbers).why(t))} == {
        ("size", "", "max"),
        ("view", "against", "min"),
    }


def test_those_shut_out_alike_get_the_same_reason():
    people = [("for", f"d{place}") for place in range(6)] + [("against", "d0")] * 3
    quotas = (Quota("view", "for", 0, 0), *(Quota("place", f"d{place}", 0, 2) for place in range(1, 6)))
    numbers = problem(Pool(("view", "place"), tuple(people)), [Target(2, quotas)])
    found = unfit(numbers, np.random.default_rng(0))
    reasons = Reasons(numbers)
    assert len(found) == 6
    assert {tuple(e["feature"] for e in entries(reasons.why(t))) for t, _ in found} == {("for",)}


def test_it_can_be_stopped():
    numbers = problem(Pool(("0",), (("a",), ("b",))), [Target(1, ())])

    def stop(step, done):
        raise Cancelled

    with pytest.raises(Cancelled):
        unfit(numbers, np.random.default_rng(0), stop)


def test_nobody_is_asked_who_is_barred_already():
    numbers = problem(Pool(("0",), (("a",), ("b",))), [Target(1, (Quota("0", "b", 1, 1),))])
    barred = replace(numbers, most=np.array([0, 1]))
    assert unfit(barred, np.random.default_rng(0)) == []


def test_where_there_is_no_panel_it_says_so():
    numbers = problem(Pool(("0",), (("a",), ("b",))), [Target(1, (Quota("0", "b", 2, 2),))])
    with pytest.raises(DrawError) as refused:
        unfit(numbers, np.random.default_rng(0))
    assert refused.value.code == "infeasible"

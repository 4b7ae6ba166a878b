"""Tables over several rounds: everybody has a seat, tables are mixed, needs are kept, and new people are met."""

from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from passerelle.engines.seating import (
    Impossible,
    Task,
    bounds,
    improve,
    nearest,
    score,
    seat,
    tables_of,
    task,
)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@st.composite
def tasks(draw, most: int = 24, rounds: int = 5, attributes: int = 3) -> Task:
    people = draw(st.integers(2, most))
    tables = draw(st.integers(1, min(6, people)))
    values = [
        draw(st.lists(st.sampled_from("abc"), min_size=people, max_size=people))
        for _ in range(draw(st.integers(0, attributes)))
    ]
    somewhere = st.one_of(st.none(), st.none(), st.none(), st.integers(0, tables - 1))
    fixed = draw(st.lists(somewhere, min_size=people, max_size=people))
    try:
        return task(people, tables, draw(st.integers(1, rounds)), attributes=values, fixed=fixed)
    except Impossible:
        assume(False)
        raise


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tasks(), st.integers(0, 9))
def test_everybody_sits_once_a_round_at_mixed_tables_where_they_must(told: Task, seed: int):
    if nearest(told) is not None:
        with pytest.raises(Impossible, match="balanced"):
            seat(told, rng(seed), steps=60)
        return
    seated = seat(told, rng(seed), steps=60)
    for row in seated.plan:
        sizes = np.bincount(row, minlength=told.tables)
        assert len(row) == told.people
        assert sizes.max() - sizes.min() <= 1
        assert (row[told.fixed >= 0] == told.fixed[told.fixed >= 0]).all()
        for attribute in told.values.T:
            for value, count in enumerate(np.bincount(attribute)):
                here = np.bincount(row[attribute == value], minlength=told.tables)
                assert set(here.tolist()) <= {count // told.tables, -(-count // told.tables)}
    assert seated.bound <= seated.score.repeated_pairs
    assert seated.least_met_bound >= seated.score.least_met


def by_counting(rounds: list[list[list[int]]], people: int) -> tuple[int, int]:
    """Least met and repeated pairs, from the lists."""
    times = {pair: 0 for pair in combinations(range(people), 2)}
    for table in (table for tables in rounds for table in tables):
        for pair in combinations(sorted(table), 2):
            times[pair] += 1
    met = [sum(times[pair] > 0 for pair in times if person in pair) for person in range(people)]
    return min(met), sum(max(0, count - 1) for count in times.values())


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_plan_made_by_hand_is_counted_right(data):
    people, tables, rounds = (data.draw(st.integers(*ends)) for ends in ((2, 9), (1, 3), (1, 4)))
    assume(tables <= people)
    numbers = st.lists(st.integers(0, tables - 1), min_size=people, max_size=people)
    plan = np.array([data.draw(numbers) for _ in range(rounds)])
    got = score(task(people, tables, rounds), plan)
    assert (got.least_met, got.repeated_pairs) == by_counting(tables_of(plan, tables), people)


def every_round(told: Task) -> list[tuple[int, ...]]:
    """All seatings of one round that keep sizes, needs and balance."""
    seats = [table for table, size in enumerate(told.sizes) for _ in range(size)]
    rows = []
    for row in sorted(set(permutations(seats))):
        got = score(told, np.array([row] * told.rounds))
        if got.legal:
            rows.append(row)
    return rows


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tasks(most=6, rounds=3, attributes=1))
def test_no_plan_of_all_there_are_beats_the_bound_or_the_plan_that_was_found(told: Task):
    rows = every_round(told)
    if not rows:
        with pytest.raises(Impossible):
            seat(told, rng())
        return
    assume(len(rows) ** (told.rounds - 1) <= 3000)
    first = rows[:1] if told.plain else rows
    assume(len(first) * len(rows) ** (told.rounds - 1) <= 9000)
    best = max(
        (least, -repeated)
        for one in first
        for others in product(rows, repeat=told.rounds - 1)
        for least, repeated in [by_counting(tables_of(np.array([one, *others]), told.tables), told.people)]
    )
    limits = bounds(told)
    assert limits.least_met >= best[0]
    assert limits.repeated_pairs(best[0]) <= -best[1]
    found = seat(told, rng(), steps=400)
    assert (found.score.least_met, -found.score.repeated_pairs) == best


@pytest.mark.parametrize(
    ("tables", "seats", "rounds", "least_met", "repeated"),
    [(6, 8, 4, 26, 48), (8, 4, 7, 21, 0), (5, 8, 4, 25, 45)],
)
def test_known_sizes_reach_what_is_proven(
    tables: int, seats: int, rounds: int, least_met: int, repeated: int
):
    found = seat(task(tables * seats, tables, rounds), rng(1))
    assert found.proven
    assert (found.score.least_met, found.score.repeated_pairs, found.bound) == (least_met, repeated, repeated)


def test_the_same_seed_gives_the_same_plan():
    told = task(30, 5, 4, attributes=["ab" * 15, "abc" * 10])
    one, other = (seat(told, rng(5), steps=300).plan for _ in range(2))
    assert (one == other).all()


def test_people_who_may_never_meet_are_in_the_bound():
    # One official per table: officials never meet, so each can meet only 4 of the 7 others.
    told = task(8, 4, 6, attributes=[["official"] * 4 + ["resident"] * 4])
    limits = bounds(told)
    assert limits.least_met == 4
    assert limits.repeated_pairs(4) == 8 * (6 - 4) // 2
    assert seat(told, rng(), steps=500).proven


def test_two_fixed_to_one_table_repeat_in_every_round_and_the_bound_says_so():
    told = task(12, 4, 3, fixed=[0, 0] + [None] * 10)
    assert bounds(told).repeated_pairs(3) >= 2


def test_a_table_that_more_need_than_it_seats_is_named_with_its_rows():
    with pytest.raises(Impossible) as refusal:
        task(6, 3, 2, fixed=[1, 1, 1, None, None, 0])
    assert refusal.value.facts["tables"] == [{"table": 1, "seats": 2, "rows": [0, 1, 2]}]


IMPOSSIBLE = [list("aabb"), list("abab"), list("abba")]
"""Each pair of columns can be balanced at two tables of two; all three cannot."""


def test_columns_that_cannot_be_balanced_together_are_named():
    with pytest.raises(Impossible) as refusal:
        seat(task(4, 2, 1, attributes=IMPOSSIBLE), rng())
    assert refusal.value.code == "unbalanced"
    assert refusal.value.facts["attributes"] == [0, 1, 2]
    assert refusal.value.facts["drops"] == [0, 1, 2]


def test_the_nearest_balance_is_one_that_can_be_seated():
    near = nearest(task(4, 2, 1, attributes=IMPOSSIBLE))
    assert near is not None
    assert {abs(count - cell.least) for cell, count in near.cells} == {1}
    assert seat(near.task, rng()).score.legal


def test_what_can_be_balanced_has_no_conflict():
    assert nearest(task(4, 2, 1, attributes=IMPOSSIBLE[:2])) is None


def test_somebody_moved_away_from_their_table_is_an_unmet_need():
    told = task(6, 3, 2, fixed=[2] + [None] * 5)
    plan = seat(told, rng(), steps=50).plan
    other = int(np.flatnonzero(plan[1] == 0)[0])
    plan[1, 0], plan[1, other] = 0, 2
    got = score(told, plan)
    assert [(need.person, need.table, need.rounds) for need in got.unmet_needs] == [(0, 2, (1,))]
    assert not got.legal


def test_seats_that_are_kept_stay_and_the_rest_gets_better():
    told = task(24, 6, 4, attributes=["ab" * 12])
    before = np.tile(np.concatenate([np.repeat(np.arange(6), 2)] * 2), (4, 1))
    keep = np.zeros((4, 24), dtype=bool)
    keep[0] = True
    keep[2, :3] = True
    after = improve(told, before, rng(), keep=keep, steps=800)
    assert (after.plan[keep] == before[keep]).all()
    assert after.score.legal
    assert after.score.repeated_pairs < score(told, before).repeated_pairs
    assert after.score.least_met >= score(told, before).least_met


def test_a_hand_that_upset_the_balance_is_put_right():
    told = task(16, 4, 3, attributes=["ab" * 8])
    plan = seat(told, rng(), steps=100).plan
    a, b = (
        np.flatnonzero((plan[1] == 0) & (told.values[:, 0] == 0))[0],
        np.flatnonzero((plan[1] == 1) & (told.values[:, 0] == 1))[0],
    )
    plan[1, a], plan[1, b] = 1, 0
    assert not score(told, plan).legal
    assert improve(told, plan, rng(), steps=300).score.legal


def test_a_seating_can_be_stopped_and_still_gives_a_plan():
    told = task(40, 8, 9, attributes=["ab" * 20])
    assert seat(told, rng(), stop=lambda: True).score.legal


def test_who_stops_it_from_the_progress_gets_nothing():
    class Enough(Exception):
        pass

    def progress(step: str, done: float) -> None:
        assert 0 <= done <= 1
        raise Enough

    with pytest.raises(Enough):
        seat(task(40, 8, 9), rng(), progress=progress)


@pytest.mark.parametrize(("people", "tables", "rounds"), [(0, 1, 1), (3, 4, 1), (3, 0, 1), (3, 1, 0)])
def test_numbers_without_sense_are_refused(people: int, tables: int, rounds: int):
    with pytest.raises(ValueError):
        task(people, tables, rounds)

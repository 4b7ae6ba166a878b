"""Who reads everything that is printed cannot tell whether a hidden number is 0 or reaches the threshold.

The oracle is naive: every table of whole numbers that prints the same is written down and looked at.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from passerelle.engines.disclosure.certificate import certificate
from passerelle.engines.disclosure.checker import check
from passerelle.engines.disclosure.micro import Micro
from passerelle.engines.disclosure.release import Release, release_of
from passerelle.engines.disclosure.suppression.blocks import blocks, glued
from passerelle.engines.disclosure.suppression.design import Pattern
from passerelle.engines.disclosure.suppression.moves import Moves
from passerelle.engines.disclosure.suppression.suppress import exposed_to, suppress
from passerelle.engines.disclosure.suppression.task import Refused, Task, task

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def register(
    counts: Mapping[tuple[int, ...], int], shape: Sequence[int], periods: Sequence[str] = ()
) -> Micro:
    """People at combinations of values; with periods the last number of a place is the number of its period."""
    width = len(shape)
    return Micro(
        tuple("abcdef"[:width]),
        tuple(tuple(f"{'abcdef'[d]}{value}" for value in range(size)) for d, size in enumerate(shape)),
        np.array([place[:width] for place in counts], dtype=np.int64).reshape(-1, width),
        np.array(list(counts.values()), dtype=np.int64),
        tuple(periods),
        np.array([place[width] if periods else 0 for place in counts], dtype=np.int64),
    )


def published(
    people: Micro,
    tables: Sequence[tuple[int, ...]],
    threshold: int,
    *,
    covers: Sequence[str] = (),
    earlier: Sequence[Release] = (),
    seed: int = 1,
) -> tuple[Release, Pattern]:
    layout = people.layout(tables)
    asked = task(people, layout, covers, threshold, earlier)
    pattern = suppress(asked, np.random.default_rng(seed))
    period = covers[-1] if covers else None
    made = release_of(
        layout,
        pattern.values,
        register="r",
        mode="suppress",
        threshold=threshold,
        period=period,
        covers=covers,
    )
    return made, pattern


def rows(people: Micro) -> list[tuple[str | None, dict[str, str], int]]:
    return [
        (
            people.periods[when] if people.periods else None,
            {
                name: people.domains[d][code]
                for d, (name, code) in enumerate(zip(people.dimensions, codes, strict=True))
            },
            count,
        )
        for codes, count, when in zip(
            people.codes.tolist(), people.counts.tolist(), people.when.tolist(), strict=True
        )
    ]


def every_table(
    releases: Sequence[Release], shape: Sequence[int], spans: Sequence[str], most: int
) -> np.ndarray:
    """(tables, spans, *shape): all of them with 0 to `most` people in a cell that print what is printed."""
    shape = (len(spans), *shape)
    every = np.arange(math.prod(shape)).reshape(1, *shape)
    known = [
        (seen_at(every, r.covers, c.place, spans), c.value)
        for r in releases
        for c in r.cells
        if c.value is not None
    ]
    nobody = {cell for cells, value in known if value == 0 for cell in cells.ravel()}
    open_cells = [cell for cell in every.ravel() if cell not in nobody]
    found = np.zeros(((most + 1) ** len(open_cells), math.prod(shape)), dtype=np.int8)
    for at, cell in enumerate(open_cells):
        found[:, cell] = np.arange(len(found)) // (most + 1) ** at % (most + 1)
    for cells, value in known:
        found = found[found[:, cells.ravel()].sum(axis=1) == value]
    return found.reshape(-1, *shape)


def seen_at(
    tables: np.ndarray, covers: Sequence[str], place: Sequence[int | None], spans: Sequence[str]
) -> np.ndarray:
    chosen = tables[:, [n for n, span in enumerate(spans) if not covers or span in covers]]
    index = (slice(None), slice(None), *(slice(None) if value is None else value for value in place))
    return chosen[index].reshape(len(tables), -1)


def seen(
    tables: np.ndarray, covers: Sequence[str], place: Sequence[int | None], spans: Sequence[str]
) -> np.ndarray:
    """What each table has in a cell."""
    return seen_at(tables, covers, place, spans).sum(axis=1)


def safe(values: np.ndarray, threshold: int) -> bool:
    """0 and the threshold both occur; or it is large in all of them, and still not known."""
    if values.min() == 0 and values.max() >= threshold:
        return True
    return bool(values.min() >= threshold and values.max() > values.min())


def few(shape: tuple[int, ...], most: int) -> st.SearchStrategy[dict[tuple[int, ...], int]]:
    """At most so many people, anywhere in a table: so few that every table with as many can be written down."""
    places = st.tuples(*(st.integers(0, size - 1) for size in shape))
    return st.lists(places, max_size=most).map(lambda people: dict(Counter(people)))


@given(few((2, 3), 9), st.integers(0, 9))
@example({(0, 0): 1}, 0)
@example({}, 0)
@example({(0, 0): 3, (0, 1): 2, (1, 1): 1, (1, 2): 3}, 0)
@SLOW
def test_every_hidden_cell_of_one_table_may_be_nobody_and_may_be_enough(counts: dict, seed: int) -> None:
    made, _ = published(register(counts, (2, 3)), [(0, 1)], 3, seed=seed)
    tables = every_table([made], (2, 3), ("",), max(3, sum(counts.values())))
    for cell in made.cells:
        assert cell.value is None or cell.value == 0 or cell.value >= 3
        if cell.hidden:
            assert safe(seen(tables, (), cell.place, ("",)), 3), cell


@given(few((2, 2, 2), 5), st.integers(0, 9))
@SLOW
def test_linked_tables_are_safe_together(counts: dict, seed: int) -> None:
    made, _ = published(register(counts, (2, 2, 2)), [(0, 1), (1, 2)], 2, seed=seed)
    tables = every_table([made], (2, 2, 2), ("",), max(2, sum(counts.values())))
    for cell in made.cells:
        if cell.hidden:
            assert safe(seen(tables, (), cell.place, ("",)), 2), cell


@given(few((2, 2, 2), 5), st.integers(0, 9))
@SLOW
def test_what_changed_between_two_releases_is_as_safe_as_what_they_print(counts: dict, seed: int) -> None:
    people = register(counts, (2, 2), ("p1", "p2"))
    first, _ = published(people.until("p1"), [(0, 1)], 2, covers=("p1",), seed=seed)
    try:
        second, _ = published(people, [(0, 1)], 2, covers=("p1", "p2"), earlier=[first], seed=seed)
    except Refused:
        return
    tables = every_table([first, second], (2, 2), ("p1", "p2"), max(2, sum(counts.values())))
    for release in (first, second):
        for cell in release.cells:
            if cell.hidden:
                assert safe(seen(tables, release.covers, cell.place, ("p1", "p2")), 2), cell
    for place, later in second.values.items():
        before = first.values[place]
        if before is not None and later is not None:
            assert not 0 < later - before < 2
        else:
            between = seen(tables, ("p2",), place, ("p1", "p2"))
            assert safe(between, 2) or between.max() == 0, place


@st.composite
def registers(draw: st.DrawFn) -> tuple[dict[tuple[int, ...], int], tuple[int, ...], list[tuple[int, ...]]]:
    shape = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))
    table = st.sets(st.integers(0, len(shape) - 1), max_size=3).map(lambda found: tuple(sorted(found)))
    tables = draw(st.lists(table, min_size=1, max_size=3, unique=True))
    places = st.tuples(*(st.integers(0, size - 1) for size in shape))
    return draw(st.dictionaries(places, st.integers(1, 12), max_size=25)), shape, tables


@given(registers(), st.integers(1, 6), st.integers(0, 99))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_checker_accepts_every_release_with_its_certificate(
    drawn: tuple, threshold: int, seed: int
) -> None:
    counts, shape, tables = drawn
    people = register(counts, shape)
    made, pattern = published(people, tables, threshold, seed=seed)
    assert not made.missing()
    assert check([made.as_json()], rows(people), certificate(pattern, [made])) == []


@given(registers(), registers())
@settings(max_examples=60, deadline=None)
def test_blocks_are_glued_into_one_table(one: tuple, other: tuple) -> None:
    """Of a move only its sums over the blocks are known; a table of people with these sums is found."""
    counts, shape, tables = one
    wanted = {
        tuple(v % size for v, size in zip((*p, 0, 0, 0), shape, strict=False)): n for p, n in other[0].items()
    }
    made = blocks(tables, shape)
    found = glued(made, counts, made.margins(wanted), len(shape))
    assert (made.margins(found) == made.margins(wanted)).all()
    assert min(found.values(), default=1) > 0
    assert glued(made, counts, made.margins(counts), len(shape)) == counts


INVESTMENT = np.array([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
"""Fischetti and Salazar-González, Management Science 47 (2001), 1008-1027: investments by activity and region."""


def test_the_published_interval_of_a_hidden_cell_is_found() -> None:
    """With four cells hidden a reader finds 5 to 30 where 22 stands."""
    people = register({tuple(p): int(INVESTMENT[p]) for p in np.ndindex(3, 3)}, (3, 3))
    asked = task(people, people.layout(), (), 5)
    moves = Moves(asked, np.random.default_rng(1))
    holes = {(1, 0), (1, 2), (2, 0), (2, 2)}
    moves.prices(np.array([0.0 if place in holes else np.inf for _, place in moves.keys]))
    number = moves.keys.index(((0,), (1, 2)))
    low, high = moves.bound(number, 1), moves.bound(number, -1)
    assert low is not None
    assert high is not None
    assert (22 + low.least, 22 - high.least) == pytest.approx((5, 30))
    assert moves.find(number, 9) is None
    assert moves.find(number, 8) is not None
    assert moves.find(number, -18) is None


def test_the_choice_depends_on_the_secret_seed() -> None:
    counts = {place: 7 for place in np.ndindex(4, 4)} | {(0, 0): 2}
    patterns = {
        tuple(cell.hidden for cell in published(register(counts, (4, 4)), [(0, 1)], 5, seed=seed)[0].cells)
        for seed in range(6)
    }
    assert len(patterns) > 1


def asked(people: Micro, tables: Sequence[tuple[int, ...]], **more: object) -> Task:
    return task(people, people.layout(tables), (), 5, **more)  # type: ignore[arg-type]


def test_four_dimensions_in_a_table_are_refused() -> None:
    with pytest.raises(Refused, match="dimensions"):
        asked(register({(0, 0, 0, 0): 9}, (1, 1, 1, 1)), [(0, 1, 2, 3)])


def test_a_register_with_a_ledger_is_refused() -> None:
    people = register({(0,): 10}, (1,))
    layout = people.layout()
    ledger = release_of(layout, {(None,): 10, (0,): 10}, register="r", mode="ledger", threshold=5, base=5)
    with pytest.raises(Refused, match="ledger"):
        asked(people, [(0,)], earlier=[ledger])


def test_an_earlier_release_of_other_numbers_is_refused() -> None:
    before, _ = published(register({(0,): 11}, (1,)), [(0,)], 5)
    with pytest.raises(Refused, match="untrue"):
        asked(register({(0,): 10}, (1,)), [(0,)], earlier=[before])


def test_what_an_earlier_release_hides_stays_hidden_and_what_it_prints_is_printed() -> None:
    people = register({(a, b): (2 if a == b == 0 else 8) for a, b in np.ndindex(3, 3)}, (3, 3))
    before, _ = published(people, [(0, 1)], 5)
    after, _ = published(people, [(0, 1)], 5, earlier=[before], seed=5)
    assert after.values == before.values


def test_a_person_with_knowledge_finds_what_is_left_of_a_printed_number() -> None:
    """Six people, of whom somebody knows four: two are left, who are then known."""
    people = register({(0, 0): 6, (0, 1): 20, (1, 0): 30, (1, 1): 40}, (2, 2))
    _, pattern = published(people, [(0, 1)], 5)
    assert not pattern.hidden.any()
    reader = pattern.task.without([{(0, 0): 4}])
    assert exposed_to(pattern, reader, np.random.default_rng(1)) == [((0,), (0, 0))]
    with pytest.raises(Refused, match="unknown_people"):
        pattern.task.without([{(0, 0): 7}])

"""A ledger keeps what it froze, takes changes in later, and shows only sums."""

from __future__ import annotations

from itertools import product

import numpy as np

from passerelle.engines.disclosure.ledger import rounding
from passerelle.engines.disclosure.ledger.book import Ledger, carried, freeze, publish
from passerelle.engines.disclosure.ledger.checking import check, moved
from passerelle.engines.disclosure.ledger.state import dump, load
from tests.engines.disclosure.ledgers import counted, grown, register

SOME = range(20)


def test_every_value_is_a_multiple_of_the_base_near_its_entry_and_never_changes():
    for seed in SOME:
        before: tuple = ()
        for ledger, _ in grown(np.random.default_rng(seed)):
            assert ledger.frozen[: len(before)] == before
            before = ledger.frozen
            for entry, value in ledger.frozen[-1].entries.values():
                assert entry >= 0 <= value
                assert value % ledger.base == 0
                assert abs(value - entry) <= ledger.base


def test_entries_less_those_who_left_are_the_people_of_the_file():
    for seed in SOME:
        for ledger, rows in grown(np.random.default_rng(seed)):
            last = len(ledger.frozen) - 1
            true = counted(rows, ledger)
            known = dict.fromkeys(true, 0)
            for number, frozen in enumerate(ledger.frozen):
                for values, (entry, _) in frozen.entries.items():
                    name = ledger.named(values, number, last)
                    known[name] = known.get(name, 0) + entry
            for values, people in ledger.backlog.items():
                known[values] -= people
            assert {name: people for name, people in known.items() if people} == true
            assert moved(ledger, register(rows, ledger.dimensions, last)) == 0
            shown = publish(ledger, f"p{last}", [(0, 1)]).values
            assert shown[None, None] - len(rows) == sum(carried(ledger).values())


def test_every_printed_number_is_a_sum_of_frozen_values():
    for seed in SOME:
        *_, (ledger, _) = grown(np.random.default_rng(seed))
        for at, frozen in enumerate(ledger.frozen):
            release = publish(ledger, f"p{at}", [(0, 1)])
            assert release.missing() == []
            for (city, service), value in release.values.items():
                total = 0
                for number, earlier in enumerate(ledger.frozen[: at + 1]):
                    for values, (_, rounded) in earlier.entries.items():
                        name = ledger.named(values, number, at)
                        inside = city in (None, frozen.domains[0].index(name[0]))
                        total += rounded * (inside and service in (None, frozen.domains[1].index(name[1])))
                assert value == total


def test_the_state_brings_the_same_ledger_back():
    for seed in SOME:
        *_, (ledger, _) = grown(np.random.default_rng(seed))
        again = load(dump(ledger).encode())
        assert again == ledger
        assert publish(again, "p0", [(0,), (1,)]) == publish(ledger, "p0", [(0,), (1,)])


def test_a_merged_city_keeps_the_sum_of_what_was_shown():
    rows = [(0, ("a", "s"))] * 7 + [(0, ("b", "s"))] * 9
    ledger = freeze(
        Ledger("r", b"k" * 32, 5, 5, ("city", "service")),
        register(rows, ("city", "service"), 0),
        "p0",
        [(0, 1)],
    )
    before = publish(ledger, "p0", [(0,)])
    ledger = freeze(
        ledger, register(rows, ("city", "service"), 1), "p1", [(0, 1)], renames=[("city", "a", "b")]
    )
    after = publish(ledger, "p1", [(0,)])
    assert after.layout.domains[0] == ("b",)
    assert publish(ledger, "p0", [(0,)]) == before
    came = sum(value for _, value in ledger.frozen[1].entries.values())
    assert after.values[0, None] == before.values[0, None] + before.values[1, None] + came


def test_a_new_value_is_a_cell_without_a_past():
    rows = [(0, ("a",))] * 7
    ledger = freeze(Ledger("r", b"k" * 32, 5, 5, ("city",)), register(rows, ("city",), 0), "p0", [(0,)])
    first = publish(ledger, "p0", [(0,)])
    later = freeze(ledger, register([*rows, *[(1, ("new",))] * 20], ("city",), 1), "p1", [(0,)])
    assert publish(later, "p0", [(0,)]) == first
    assert publish(later, "p1", [(0,)]).layout.domains == (("a", "new"),)
    assert later.frozen[0] == ledger.frozen[0]


def test_whoever_leaves_is_set_against_whoever_comes():
    def ledger_after(*numbers: int) -> Ledger:
        ledger = Ledger("r", b"k" * 32, 5, 5, ("city",))
        for at, people in enumerate(numbers):
            ledger = freeze(
                ledger, register([(0, ("a",))] * people, ("city",), at, [(0, ("a",))]), f"p{at}", [(0,)]
            )
        return ledger

    entries = [frozen.entries.get(("a",), (0, 0))[0] for frozen in ledger_after(10, 7, 9, 12).frozen]
    assert entries == [10, 0, 0, 2]
    assert ledger_after(10, 7).backlog == {("a",): 3}
    assert ledger_after(10, 7, 9).backlog == {("a",): 1}
    assert ledger_after(10, 7, 9, 12).backlog == {}


def test_totals_stay_near_the_truth_over_many_periods():
    rng = np.random.default_rng(7)
    names = list(product("abcdef", "uvwx"))
    totals = []
    for key in range(5):
        ledger, rows = Ledger("r", bytes([key]) * 32, 5, 5, ("city", "service")), []
        for at in range(8):
            rows += [(at, names[rng.integers(len(names))]) for _ in range(20)]
            ledger = freeze(ledger, register(rows, ("city", "service"), at), f"p{at}", [(0, 1)])
        totals.append(abs(publish(ledger, "p7", [(0, 1)]).values[None, None] - len(rows)))
    assert sorted(totals)[2] <= 5


def test_every_allowed_value_keeps_its_floor_whatever_the_cost():
    rng = np.random.default_rng(1)
    for _ in range(300):
        base, count = int(rng.integers(1, 9)), int(rng.integers(0, 40))
        values = rounding.allowed(count, base)
        assert values == tuple(v for v in range(0, 100, base) if abs(v - count) <= base)
        chances = rounding.chances(
            count, values, (rng.random(len(values)) * 10.0 ** rng.integers(0, 6)).tolist()
        )
        assert abs(sum(chances) - 1) < 1e-12
        for value, chance in zip(values, chances, strict=True):
            assert chance >= (1e-5 if count == 0 and value else 1e-3)


def test_only_the_key_and_the_period_decide_the_draw():
    def draw(key: bytes, purpose: str) -> list[float]:
        return rounding.uniforms(key, purpose, 4).tolist()

    assert draw(b"a", "p0") == draw(b"a", "p0")
    assert len({tuple(draw(key, purpose)) for key in (b"a", b"b") for purpose in ("p0", "p1")}) == 4
    many = rounding.uniforms(b"a", "many", 20_000)
    assert 0.49 < many.mean() < 0.51
    assert 0 <= many.min() < many.max() < 1


def test_a_number_that_the_ledger_does_not_have_is_found():
    *_, (ledger, _) = grown(np.random.default_rng(3))
    good = publish(ledger, "p0", [(0, 1)])
    assert check(ledger, {"good": good}) == []
    other = Ledger("r", b"x" * 32, ledger.threshold, ledger.base + 1, ledger.dimensions, frozen=ledger.frozen)
    assert check(other, {"good": good})

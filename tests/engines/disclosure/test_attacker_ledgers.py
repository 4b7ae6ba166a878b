"""What the attacker tells of ledgers, and of ledgers beside true numbers, is what trying every register tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from passerelle.engines.disclosure.ledger.rounding import allowed
from tests.engines.disclosure import naive
from tests.engines.disclosure.test_attacker import Person, as_sets, invented, ours, printed


def rounded(
    people: list[Person],
    domains: dict[str, list[str]],
    covers: list[str],
    base: int,
    threshold: int,
    seed: int,
) -> dict[str, Any]:
    """A release of a ledger that rounds by chance; each period as in every other release of the same seed."""
    cells = list(product(*domains.values()))
    total: Counter[tuple[str, ...]] = Counter()
    for number, period in enumerate(covers):
        rng = np.random.default_rng([seed, number])
        for values in cells:
            count = sum(tuple(person.values()) == values and when == period for person, when in people)
            total[values] += int(rng.choice(allowed(count, base)))
    made = printed(people, domains, [list(domains)], covers, np.random.default_rng(0), 1, more=0)
    for cell in made["cells"]:
        inside = [v for v in cells if all(v[list(domains).index(n)] == x for n, x in cell["at"].items())]
        cell.pop("hidden", None)
        cell["value"] = sum(total[values] for values in inside)
    return made | {"mode": "ledger", "base": base, "threshold": threshold}


class Ledgers(naive.World):
    """Registers in which every count is within the base of a frozen value, and those add up to what is printed."""

    def __init__(self, releases: Sequence[naive.Release], known: Sequence[Any] = ()) -> None:
        super().__init__(releases, known)
        self.true = [release for release in releases if release["mode"] == "suppress"]
        self.shown = [release for release in releases if release["mode"] == "ledger"]
        self.base = self.shown[0]["base"]

    def tables(self, cap: int) -> Iterator[naive.Table]:
        frozen = naive.World(
            [
                {**one, "cells": [{"at": c["at"], "value": c["value"] // self.base} for c in one["cells"]]}
                for one in self.shown
            ],
            [],
        )
        assert frozen.cells == self.cells
        possible = set()
        for table in frozen.tables(cap):
            windows = [range(max(0, self.base * (v - 1)), self.base * (v + 1) + 1) for v in table]
            possible.update(product(*windows))
        fitting = set(naive.World(self.true, []).tables(cap)) if self.true else possible
        yield from (table for table in possible & fitting if self.holds(table))


def told(made: list[dict[str, Any]], known: Sequence[Any] = ()) -> dict[str, set]:
    """naive.attack for ledgers: their true numbers are items too."""
    reader = naive.Reader(Ledgers(made, known))
    for number, release in enumerate(made):
        ledger = release["mode"] == "ledger"
        for cell in release["cells"]:
            sums = reader.summed(reader.world.inside(release, cell["at"]))
            empty = not ledger and naive.inside_nothing(cell["at"], naive.values_of(release))
            elsewhere = any(
                naive.values_of(one).get(naive.key_of(cell["at"])) is not None for one in reader.world.true
            )
            shown = elsewhere if ledger else "value" in cell
            if ledger or "hidden" in cell:
                reader.look(number, cell["at"], sums, shown, empty)
            if people := reader.world.knows(release, cell["at"]):
                left = {value - people for value in sums}
                reader.look(number, cell["at"], left, shown, empty)
    return {"exact": reader.exact, "small": reader.small}


def test_a_base_too_small_gives_away_what_every_possible_register_tells():
    some = 0
    for seed in range(8):
        people, domains = invented(seed, (2, 1), 6, ["p0"])
        made = [rounded(people, domains, ["p0"], 1 + seed % 2, 6, seed)]
        expected = told(made)
        some += len(expected["small"])
        assert as_sets(ours(made)) == expected, seed
    assert some


def test_a_ledger_beside_true_numbers_tells_what_every_possible_register_tells():
    some = 0
    for seed in range(8):
        people, domains = invented(seed, (2, 2), 7, ["p0"])
        rng = np.random.default_rng(seed)
        made = [
            rounded(people, domains, ["p0"], 3, 3, seed),
            printed(people, domains, [["a", "b"]], ["p0"], rng, 3, 0.3),
        ]
        expected = told(made)
        some += len(expected["exact"])
        assert as_sets(ours(made)) == expected, seed
    assert some


def test_whoever_knows_people_of_a_ledger_learns_that_nobody_else_is_there_only_at_the_brink():
    some = 0
    for seed in range(30):
        people, domains = invented(seed, (2, 1), 5, ["p0"])
        base = 2 + seed % 2
        made = [rounded(people, domains, ["p0"], base, base, seed)]
        own = people[: 2 + seed % 3]
        text = "\n".join(["a,b", *(f"{v['a']},{v['b']}" for v, _ in own)])
        expected = told(made, [(values, None) for values, _ in own])
        some += len(expected["exact"])
        assert as_sets(ours(made, text))["exact"] == {one for one in expected["exact"] if one[2] == 0}, seed
        assert not expected["small"]
    assert some

"""What the attacker tells is what trying every register tells: no more, and no less."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest

from passerelle.engines.disclosure import release as releases
from passerelle.engines.disclosure.attacker import knowledge
from passerelle.engines.disclosure.attacker.attack import Attack, attack
from passerelle.engines.sortition.intake.findings import Findings
from tests.engines.disclosure import naive

Person = tuple[dict[str, str], str]


def printed(
    people: list[Person],
    domains: dict[str, list[str]],
    tables: list[list[str]],
    covers: list[str],
    rng: np.random.Generator,
    threshold: int = 3,
    more: float = 0.3,
) -> dict[str, Any]:
    """A release that hides what it must, and some other cells by chance."""
    inside = [values for values, period in people if not covers or period in covers]
    margins = {m for table in tables for size in range(len(table) + 1) for m in combinations(table, size)}
    cells: list[dict[str, Any]] = []
    for margin in sorted(margins, key=lambda m: (len(m), m)):
        counts = Counter(tuple(values[name] for name in margin) for values in inside)
        for values in product(*(domains[name] for name in margin)):
            cell = {"at": dict(zip(margin, values, strict=True))}
            hide = 1 <= counts[values] < threshold or rng.random() < more
            cells.append(cell | ({"hidden": True} if hide else {"value": counts[values]}))
    return {
        "register": "r",
        "mode": "suppress",
        "threshold": threshold,
        "base": None,
        "dimensions": domains,
        "tables": tables,
        "period": covers[-1] if covers else None,
        "covers": covers,
        "cells": cells,
    }


def ours(made: list[dict[str, Any]], known: str = "") -> Attack:
    people = knowledge.NOBODY
    if known:
        found = knowledge.read(known.encode(), Findings("own.csv"))
        assert found is not None
        people = found
    return attack([releases.read(json.dumps(one).encode()) for one in made], people)


def as_sets(found: Attack) -> dict[str, set]:
    return {
        "exact": {(f.item.release, tuple(sorted(f.item.at)), f.low) for f in found.exact},
        "small": {(f.item.release, tuple(sorted(f.item.at)), f.low, f.high) for f in found.small},
    }


def invented(seed: int, shape: tuple[int, ...], people: int, periods: list[str]) -> tuple[list[Person], dict]:
    rng = np.random.default_rng(seed)
    domains = {"abc"[d]: [f"{'xyz'[d]}{n}" for n in range(size)] for d, size in enumerate(shape)}
    rows = [
        ({name: str(rng.choice(values)) for name, values in domains.items()}, str(rng.choice(periods)))
        for _ in range(people)
    ]
    return rows, domains


@pytest.mark.parametrize(("shape", "number"), [((2, 2), 7), ((2, 3), 9), ((2, 2, 2), 9)], ids=str)
def test_one_release_tells_what_every_possible_register_tells(shape, number):
    for seed in range(16):
        people, domains = invented(seed, shape, number, ["p0"])
        rng = np.random.default_rng(seed)
        tables = [list(domains)] if seed % 2 else [list(pair) for pair in combinations(domains, 2)]
        made = [printed(people, domains, tables, [], rng, 3 + seed // 2 % 3, more=0.05 * (seed % 5))]
        assert as_sets(ours(made)) == naive.attack(made), seed


def test_releases_over_time_tell_what_every_possible_register_tells():
    for seed in range(24):
        people, domains = invented(seed, (2, 2), 9, ["p0", "p1"])
        rng = np.random.default_rng(seed)
        tables, threshold, more = [["a", "b"]] if seed % 3 else [["a"], ["b"]], 3 + seed % 3, 0.1 * (seed % 2)
        made = [
            printed(people, domains, tables, ["p0"], rng, threshold, more),
            printed(people, domains, tables, ["p0", "p1"], rng, threshold, more),
        ]
        assert as_sets(ours(made)) == naive.attack(made), seed


def test_whoever_knows_people_is_told_what_is_left():
    for seed in range(24):
        people, domains = invented(seed, (2, 2), 8, ["p0", "p1"])
        rng = np.random.default_rng(seed)
        with_period = seed % 3 > 0
        own = [people[n] for n in rng.permutation(len(people))[:3]]
        covers = [["p0"], ["p0", "p1"]] if seed % 2 else [["p0", "p1"]]
        made = [printed(people, domains, [["a", "b"]], covered, rng, more=0.2) for covered in covers]
        lines = [f"{v['a']},{v['b']},{p}" if with_period else f"{v['a']},{v['b']}" for v, p in own]
        text = "\n".join(["a,b,when" if with_period else "a,b", *lines])
        known = [(values, period if with_period else None) for values, period in own]
        assert as_sets(ours(made, text)) == naive.attack(made, known), seed

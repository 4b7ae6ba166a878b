"""What is said of a published number's error, without looking at the truth."""

import numpy as np
import pytest

from passerelle.engines.disclosure.ledger.book import Ledger, freeze, publish
from passerelle.engines.disclosure.ledger.margins import margins
from passerelle.engines.disclosure.micro import Micro

DOMAINS = (("16–29", "30–64", "65+"), ("north", "south", "east", "west"))
TABLE = ((0, 1),)


def register(rows):
    codes = np.array([place for place, _n in rows], dtype=np.int64).reshape(len(rows), 2)
    people = np.array([n for _place, n in rows], dtype=np.int64)
    return Micro(("age", "district"), DOMAINS, codes, people, (), np.zeros(len(rows), dtype=np.int64))


def published(seed, periods=3):
    """Releases of an invented register, and what was true at the end."""
    chance = np.random.default_rng(seed)
    ledger = Ledger("people", chance.bytes(32), 5, 5, ("age", "district"))
    rows, releases = [], []
    for period in range(periods):
        rows += [((a, d), int(chance.poisson(4))) for a in range(3) for d in range(4)]
        ledger = freeze(ledger, register(rows), str(period), TABLE, declared=("age", "district"))
        releases.append(publish(ledger, str(period), TABLE))
    return releases, register(rows).totals(releases[-1].layout)


def test_nearly_all_numbers_are_within_what_is_said():
    inside = total = 0
    for seed in range(6):
        releases, true = published(seed)
        said = margins(releases)
        for place, value in releases[-1].values.items():
            names = tuple(n for n, part in zip(("age", "district"), place, strict=True) if part is not None)
            inside += abs(value - true[place]) <= said[names]
            total += 1
    assert inside / total >= 0.9


def test_it_is_said_from_what_is_published_and_nothing_else():
    """Two registers, two keys, the same published numbers: the same margins."""
    releases, _true = published(1)
    assert margins(releases) == margins(list(releases))
    assert set(margins(releases)) == {(), ("age",), ("district",), ("age", "district")}


@pytest.mark.parametrize("seed", range(3))
def test_margins_are_people_and_small_beside_the_base(seed):
    said = margins(published(seed)[0])
    assert all(0 <= value <= 25 for value in said.values())

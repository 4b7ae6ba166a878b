"""What the ledger promises: whoever knows the rules and everybody else cannot tell few from none, nor from many."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from passerelle.engines.disclosure.ledger import rounding
from passerelle.engines.disclosure.ledger.book import Ledger
from tests.engines.disclosure.ledgers import grown

LEDGERS = 1000
COSTS = ((0.0, 0.0, 0.0), (0.0, 1e4, 1e5), (1e5, 1e4, 0.0), (1e4, 0.0, 1e4))
"""What the other cells may make of a draw: anything."""


@pytest.fixture(autouse=True)
def few_sweeps(monkeypatch):
    """The promise holds whatever the draw leans to; a good fit takes longer."""
    monkeypatch.setattr(rounding, "SWEEPS", 2)


def could_be(count: int, value: int, base: int) -> bool:
    """A count can be shown as this value, whatever the other cells are."""
    values = rounding.allowed(count, base)
    if value not in values:
        return False
    place = values.index(value)
    floors = [rounding.chances(count, values, costs[: len(values)])[place] for costs in COSTS]
    return min(floors) >= (1e-5 if count == 0 and value else 1e-3)


def everything(ledger: Ledger) -> list[list[tuple[int, int]]]:
    """Entry and value of every cell, period by period; also of the empty ones."""
    return [
        [frozen.entries.get(values, (0, 0)) for values in product(*frozen.domains)]
        for frozen in ledger.frozen
    ]


def given_away(ledger: Ledger, rng: np.random.Generator) -> str:
    """What a reader could exclude about some cells over some periods, "" when nothing."""
    whole = everything(ledger)
    for _ in range(10):
        first = int(rng.integers(len(whole)))
        last = int(rng.integers(first, len(whole)))
        share = rng.choice([0.2, 0.5, 1.0])
        chosen = [cell for period in whole[first : last + 1] for cell in period if rng.random() < share]
        people = sum(entry for entry, _ in chosen)
        if not 0 < people < ledger.threshold:
            continue
        if not all(could_be(0, value, ledger.base) for _, value in chosen):
            return f"that there are none among {chosen}"
        raised = int(rng.integers(len(chosen)))
        missing = ledger.threshold - people
        for place, (entry, value) in enumerate(chosen):
            if not could_be(entry + missing * (place == raised), value, ledger.base):
                return f"that there are {ledger.threshold} among {chosen}"
    return ""


def first_loss(ledgers: int, base: int | None = None) -> str:
    """The first thing that is given away in so many ledgers."""
    for seed in range(ledgers):
        rng = np.random.default_rng(seed)
        *_, (ledger, _) = grown(rng, base)
        if lost := given_away(ledger, rng):
            return f"ledger {seed}: {lost}"
    return ""


def test_few_people_may_always_be_none_or_as_many_as_the_threshold():
    assert first_loss(LEDGERS) == ""


def test_a_base_below_the_threshold_would_be_found():
    assert "that there are" in first_loss(100, base=-1)


def test_values_that_are_never_drawn_would_be_found(monkeypatch):
    monkeypatch.setattr(rounding, "FLOOR", 0)
    monkeypatch.setattr(rounding, "RARE", 0)
    assert "that there are" in first_loss(100)


def test_a_window_that_leaves_its_ends_out_would_be_found(monkeypatch):
    closed = rounding.allowed

    def opened(count: int, base: int) -> tuple[int, ...]:
        return tuple(value for value in closed(count, base) if abs(value - count) < base)

    monkeypatch.setattr(rounding, "allowed", opened)
    assert "that there are" in first_loss(100)


@pytest.mark.parametrize("base", [5, 6, 7])
def test_whoever_knows_four_of_six_never_knows_the_two(base):
    for value in rounding.allowed(6, base):
        left = [more for more in range(30) if could_be(4 + more, value, base)]
        assert 2 in left
        assert 0 in left or left[-1] >= 5
        assert (0 in left) == (value <= 4 + base)  # base 5: a printed 10 proves five, one more than the four
        assert len(left) > 2

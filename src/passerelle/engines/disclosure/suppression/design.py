"""Which numbers are hidden: as few as can be, so that every hidden one may be 0 and may be the threshold, or is proven
to reach it.

The pattern certifies itself: what is accepted depends only on what is printed and on what is hidden, so a reader who
knows the rule learns nothing from the pattern. Zeros may be hidden too, else every hidden number were known to be 1 or
more; and numbers hidden only for the sake of others need the same two tables or a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.suppression.moves import Move, Moves
from passerelle.engines.disclosure.suppression.proofs import Proof, proven
from passerelle.engines.disclosure.suppression.task import Key, Refused, Task

Mask = npt.NDArray[np.bool_]

HIDDEN = 1e-4
"""Price of changing a number that is hidden anyway: near nothing, but not more of them than needed."""


class Late(Exception):
    """The caller's time is over."""


@dataclass
class Pattern:
    """hidden: (numbers,) cells of the new release that are hidden. moves: tables that print the same, but for the first,
    which is the truth, by their difference from it. proofs: of hidden numbers that cannot be small."""

    task: Task
    keys: list[Key]
    hidden: Mask
    moves: list[Move]
    proofs: dict[int, Proof] = field(default_factory=dict)


class Search:
    """One way through the task, with the prices of one seed."""

    def __init__(self, task: Task, moves: Moves, rng: np.random.Generator, stop: Callable[[], bool]) -> None:
        self.task, self._moves, self._rng, self._stop = task, moves, rng, stop
        numbers = [task.numbers[key] for key in moves.keys]
        place = {key: number for number, key in enumerate(moves.keys)}
        self.true = np.array([n.true for n in numbers], dtype=np.int64)
        self.threshold = np.array([n.threshold for n in numbers], dtype=np.int64)
        self.small = (self.true > 0) & (self.true < self.threshold)
        self.fixed = np.array([n.printed for n in numbers], dtype=bool)
        self.fresh = np.zeros(len(numbers), dtype=bool)
        self.fresh[[place[key] for key in task.fresh]] = True
        self.parts = np.array([[place[p] for p in n.parts] if n.parts else [-1, -1] for n in numbers]).reshape(-1, 2)
        self.increment = self.parts[:, 0] >= 0
        earlier_hidden = ~self.fixed & ~self.increment & ~self.fresh
        hidden_before = {key for spans, places in task.released[:-1] for p in places if (key := (spans, p)) in place}
        again = np.zeros(len(numbers), dtype=bool)
        again[[place[key] for key in hidden_before]] = True
        self.hidden = earlier_hidden | (self.fresh & ~self.fixed & (self.small | again))
        self.found: list[Move] = []
        self.zero = self.true == 0
        self.high = self.true >= self.threshold
        self.moved = np.zeros(len(numbers), dtype=bool)
        self.proofs: dict[int, Proof] = {}
        self._weights = self._weigh()

    def _weigh(self) -> npt.NDArray[np.float64]:
        """What hiding a number costs: a zero like a few people, a large one more than a small one; by the seed."""
        worth = np.where(self.true == 0, 4.0, np.sqrt(self.true) + 1)
        return worth * self._rng.uniform(0.7, 1.4, len(worth))

    def concealed(self) -> Mask:
        """(numbers,) not known to a reader who only looks: hidden, or a difference with a hidden end."""
        ends = self.hidden[self.parts[:, 0]] | self.hidden[self.parts[:, 1]]
        return (self.hidden | (self.increment & ends)) & ~self.fixed

    def run(self) -> Pattern:
        """Raises Refused("audit") with the numbers that cannot be kept safe, Late."""
        order = np.flatnonzero(self.small)
        for number in order[np.argsort(-self.true[order], kind="stable")].tolist():
            self._reach(number, up=True)
            self._reach(number, up=False)
        while wanting := self._wanting():
            for number in wanting:
                self._settle(number)
            self._check_proofs()
        return Pattern(self.task, self._moves.keys, self.hidden & self.fresh, self.found, self.proofs)

    def _wanting(self) -> list[int]:
        concealed = self.concealed()
        safe = self.high & self.zero & self.moved
        safe |= np.isin(np.arange(len(safe)), list(self.proofs)) & (self.moved | (self.zero & self.increment))
        return np.flatnonzero(concealed & ~safe).tolist()

    def _settle(self, number: int) -> None:
        if not self.high[number]:
            if self.increment[number] and self._prove(number, -1):
                return
            self._reach(number, up=True)
        if not self.zero[number] and not (number in self.proofs):
            self._lower(number)
        if not self.moved[number]:
            self._reach(number, up=True, by=1)

    def _lower(self, number: int) -> None:
        """To 0, without hiding more if it can be; else a proof that it stays at the threshold; else by hiding more."""
        self._price()
        move = self._moves.find(number, -int(self.true[number]))
        if move is not None and not self._opens(move).any():
            self._take(move)
        elif not self._prove(number, 1):
            if move is None:
                raise Refused("audit", [self._moves.keys[number]])
            self._take(move)

    def _reach(self, number: int, *, up: bool, by: int | None = None) -> None:
        """A table where the number is at least the threshold, or 0."""
        if by is None and (self.high if up else self.zero)[number]:
            return
        step = int(self.threshold[number] - self.true[number]) if up else -int(self.true[number])
        self._price()
        move = self._moves.find(number, step if by is None else by)
        if move is None and by is not None:
            move = self._moves.find(number, -by)
        if move is None:
            raise Refused("audit", [self._moves.keys[number]])
        self._take(move)

    def _prove(self, number: int, sign: int) -> bool:
        """That a number is at least the threshold (sign 1) or 0 (sign -1), from what is printed as it stands now."""
        self._price(closed=True)
        proof = proven(self.task, self._moves, number, sign, self._printed())
        if proof is not None:
            self.proofs[number] = proof
        return proof is not None

    def _printed(self) -> Mask:
        return self.fixed | (self.fresh & ~self.hidden)

    def _check_proofs(self) -> None:
        """Drop proofs by numbers that have been hidden since."""
        printed = self._printed()
        self.proofs = {
            number: proof for number, proof in self.proofs.items() if all(printed[n] for n in proof.multiples)
        }

    def _opens(self, move: Move) -> Mask:
        return self.fresh & ~self.hidden & (move.changes != 0)

    def _take(self, move: Move) -> None:
        if self._stop():
            raise Late
        values = self.true + move.changes
        assert (self.task.truth + move.moved >= 0).all() and (values >= 0).all() and not move.changes[self.fixed].any()
        self.found.append(move)
        self.hidden |= self._opens(move)
        self.zero |= values == 0
        self.high |= values >= self.threshold
        self.moved |= move.changes != 0

    def _price(self, *, closed: bool = False) -> None:
        prices = np.where(self.fresh & ~self.hidden, np.inf if closed else self._weights, HIDDEN)
        prices[self.increment] = 0.0
        prices[self.fixed] = np.inf
        self._moves.prices(prices)


def kept(search: Search, rng: np.random.Generator, rounds: int = 30) -> Pattern:
    """Of the tables found, as few as it takes, and only what they change is hidden; the best of some orders."""
    changes = np.array([move.changes for move in search.found]).reshape(len(search.found), len(search.true))
    best: Pattern | None = None
    for chosen, hidden in _choices(search, changes, rng, rounds):
        if best is None or hidden.sum() < best.hidden.sum():
            proofs = {n: p for n, p in search.proofs.items() if _needs_proof(search, changes[chosen], n, hidden)}
            best = Pattern(search.task, search._moves.keys, hidden, [search.found[m] for m in chosen], proofs)
    assert best is not None
    return best


def _needs_proof(search: Search, changes: npt.NDArray[np.int64], number: int, hidden: Mask) -> bool:
    return True


def _choices(
    search: Search, changes: npt.NDArray[np.int64], rng: np.random.Generator, rounds: int
) -> Iterator[tuple[list[int], Mask]]:
    yield list(range(len(changes))), search.hidden & search.fresh

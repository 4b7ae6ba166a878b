"""Which numbers are hidden: as few as can be, so that every hidden one may be 0 and may be the threshold, or is proven
to reach it.

The pattern certifies itself: what is accepted depends only on what is printed and on what is hidden, so a reader who
knows the rule learns nothing from the pattern. Zeros may be hidden too, else every hidden number were known to be 1 or
more; and numbers hidden only for the sake of others need the same two tables or a proof.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.layout import Place
from passerelle.engines.disclosure.suppression.moves import Move, Moves
from passerelle.engines.disclosure.suppression.proofs import Proof, proven
from passerelle.engines.disclosure.suppression.task import Key, Refused, Task

Mask = npt.NDArray[np.bool_]

HIDDEN = 1e-4
"""Price of changing a number that is hidden anyway: near nothing, but not more of them than needed."""


FAR = 2
"""From so many times the threshold on, a proof is more likely than a table with 0, and cheaper to look for."""


class Late(Exception):
    """The caller's time is over."""


@dataclass
class Pattern:
    """What is hidden, and why nobody can tell what stands there.

    hidden: (numbers,) cells of the new release that are hidden. concealed: numbers of `keys` that need a proof: hidden
    cells of every release, differences of releases. moves: tables that print the same, by their difference from the
    truth. proofs: of concealed numbers that cannot be small.
    """

    task: Task
    keys: list[Key]
    hidden: Mask
    concealed: list[int]
    moves: list[Move]
    proofs: dict[int, Proof]

    @property
    def values(self) -> dict[Place, int | None]:
        """The cells of the new release, None where hidden."""
        hidden = {key for key, hides in zip(self.keys, self.hidden, strict=True) if hides}
        return {key[1]: None if key in hidden else self.task.numbers[key].true for key in self.task.fresh}


class Search:
    """One way through the task, with the prices of one seed."""

    def __init__(self, task: Task, moves: Moves, rng: np.random.Generator, stop: Callable[[], bool]) -> None:
        self.task, self._moves, self._rng, self._stop = task, moves, rng, stop
        self.keys = moves.keys
        numbers = [task.numbers[key] for key in moves.keys]
        self._place = place = {key: number for number, key in enumerate(moves.keys)}
        self.true = np.array([n.true for n in numbers], dtype=np.int64)
        self.threshold = np.array([n.threshold for n in numbers], dtype=np.int64)
        self.small = (self.true > 0) & (self.true < self.threshold)
        self.fixed = np.array([n.printed for n in numbers], dtype=bool)
        self.fresh = np.zeros(len(numbers), dtype=bool)
        self.fresh[[place[key] for key in task.fresh]] = True
        self.parts = np.array(
            [[place[p] for p in n.parts] if n.parts else [-1, -1] for n in numbers]
        ).reshape(-1, 2)
        self.increment = self.parts[:, 0] >= 0
        again = np.zeros(len(numbers), dtype=bool)
        again[[place[spans, at] for spans, places in task.released[:-1] for at in places]] = True
        self.must = ~self.fixed & ~self.increment & (again | (self.fresh & self.small))
        self.hidden = self.must.copy()
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

    def concealed(self, hidden: Mask) -> Mask:
        """(numbers,) not known to a reader who only looks: hidden, or a difference with a hidden end."""
        ends = hidden[self.parts[:, 0]] | hidden[self.parts[:, 1]]
        return np.asarray((hidden | (self.increment & (ends | self.small))) & ~self.fixed)

    def needs(self, hidden: Mask) -> tuple[Mask, Mask, Mask]:
        """(numbers,) three times: must become 0 somewhere, must reach the threshold, must change at all."""
        concealed = self.concealed(hidden)
        proven = np.zeros(len(hidden), dtype=bool)
        proven[list(self.proofs)] = True
        down, up = concealed & (self.true > 0), concealed & (self.true < self.threshold)
        # What is 0 between two releases whatever happened exposes nobody.
        still = proven & (self.true == 0)
        return down & ~proven, up & ~proven, concealed & ~still

    def run(self) -> None:
        """Raises Refused("audit") with the numbers that cannot be kept safe, Late."""
        order = np.flatnonzero(self.small)
        for number in order[np.argsort(-self.true[order], kind="stable")].tolist():
            self._reach(number, up=True)
            self._reach(number, up=False)
        while wanting := self._wanting():
            for number in wanting:
                self._settle(number)
            self._check_proofs()

    def _wanting(self) -> list[int]:
        down, up, change = self.needs(self.hidden)
        return np.flatnonzero((down & ~self.zero) | (up & ~self.high) | (change & ~self.moved)).tolist()

    def _settle(self, number: int) -> None:
        if not self.high[number]:
            if self.increment[number] and self._below_nothing(number) and self._prove(number, -1):
                return
            self._reach(number, up=True)
        if not self.zero[number] and number not in self.proofs:
            self._lower(number)
        if not self.moved[number]:
            self._reach(number, up=True, by=1)

    def _below_nothing(self, number: int) -> bool:
        """Nothing came to a printed total that it is part of: then everybody sees that nothing came here."""
        spans, place = self.keys[number]
        given = [dimension for dimension, value in enumerate(place) if value is not None]
        for size in range(len(given)):
            for left in combinations(given, size):
                total = tuple(value if d in left else None for d, value in enumerate(place))
                at = self._place.get((spans, total))
                if at is not None and self.true[at] == 0 and not self.concealed(self.hidden)[at]:
                    return True
        return False

    def _lower(self, number: int) -> None:
        """To 0, without hiding more if it can be; else a proof that it stays at the threshold; else by hiding more."""
        far = self.true[number] >= FAR * self.threshold[number]
        if far and self._prove(number, 1):
            return
        self._price()
        move = self._moves.find(number, -int(self.true[number]))
        if move is not None and not self._opens(move).any():
            self._take(move)
        elif far or not self._prove(number, 1):
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

    def stands(self, number: int) -> bool:
        """With the pattern as it is, a small number may be 0 and the threshold; another one that is hidden may change."""
        self._price(closed=True)
        true, limit = int(self.true[number]), int(self.threshold[number])
        steps = [(self.zero, [-true]), (self.high, [limit - true])] if self.small[number] else []
        steps += [(self.moved, [1, -1])] if true else []
        for met, ways in steps:
            if not met[number]:
                move = next(
                    (found for way in ways if (found := self._moves.find(number, way)) is not None), None
                )
                if move is None:
                    return False
                self._take(move)
        return True

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
            number: proof
            for number, proof in self.proofs.items()
            if all(printed[n] for n in proof.multiples) and (proof.sign > 0 or self._below_nothing(number))
        }

    def _opens(self, move: Move) -> Mask:
        return self.fresh & ~self.hidden & (move.changes != 0)

    def _take(self, move: Move) -> None:
        if self._stop():
            raise Late
        values = self.true + move.changes
        assert (self.task.truth + move.moved >= 0).all()
        assert not move.changes[self.fixed].any()
        self.found.append(move)
        self.hidden |= self._opens(move)
        self.zero |= values == 0
        self.high |= values >= self.threshold
        self.moved |= move.changes != 0

    def _price(self, *, closed: bool = False) -> None:
        prices = np.where(self.fresh & ~self.hidden, np.inf if closed else self._weights, HIDDEN)
        prices[self.fixed] = np.inf
        # A difference of two numbers is held by them: proofs then name printed numbers only.
        prices[self.increment] = 0.0
        self._moves.prices(prices)

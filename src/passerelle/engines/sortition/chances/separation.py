"""Cuts: rules that every panel obeys and the target breaks, each with its proof.

Now and then, in small or very tight pools, the chances of divided people cannot be reached with whole ones. Then some
direction tells the target from all panels; rounded to small whole numbers it is a rule for all panels, and the
relaxation is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.chances.nearest import Oracle, sums
from passerelle.engines.sortition.chances.proofs import prove
from passerelle.engines.sortition.model import Cut, Floats, Ints, Problem, Progress, silent
from passerelle.engines.sortition.panels.face import whole
from passerelle.engines.sortition.panels.pricing import Pricing
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, sparse

INSIDE = 1e-9
"""Distance, in people summed over all types, below which the target counts as reached."""
BEYOND = 1e-6
DENOMINATORS = (1, 2, 3, 4, 5, 6, 8, 12, 60)
FINE = (120, 840, 10**4, 10**6)
MOST_CUTS = 3
ROUNDS = 400
EXACT_EVERY = 4
ENOUGH = 2000
"""Cuts times columns after which no more are looked for: in the rare pools that need so many, each takes seconds."""
TOLERANCE = 1e-9


class Separated(NamedTuple):
    """Either cuts that the target breaks, or (no cuts) the weights of the panels whose mean is nearest to it.

    panels: (panels, columns) those given and those found; weights: (panels,); miss: distance of totals by type, summed.
    """

    cuts: tuple[Cut, ...]
    panels: Ints
    weights: Floats
    miss: float


def separate(
    problem: Problem,
    cuts: Sequence[Cut],
    target: Floats,
    panels: Ints,
    rng: np.random.Generator,
    progress: Progress = silent,
    *,
    rounds: int = ROUNDS,
) -> Separated:
    """Cuts that no panel breaks and the target (columns,) does, or the lottery that reaches its totals by type.

    panels: (panels, columns) any that are known. Only totals by type matter, so a cut treats all columns of a type
    alike. Both are missing where it would take too long. Raises DrawError "infeasible" when there is no panel at all.
    """
    return _Search(problem, cuts, target, panels, rng, progress).run(rounds)


class _Search:
    def __init__(
        self,
        problem: Problem,
        cuts: Sequence[Cut],
        target: Floats,
        panels: Ints,
        rng: np.random.Generator,
        progress: Progress,
    ) -> None:
        self.problem, self.cuts, self.rng, self.progress = problem, tuple(cuts), rng, progress
        self.oracle = Oracle(problem, cuts, self._watch)
        self.pricing = Pricing(whole(problem, cuts))
        self.totals = sums(problem, target)
        self.panels: list[Ints] = []
        self.seen: set[bytes] = set()
        self.tried: set[bytes] = set()
        self.distance = _Distance(problem, self.totals)
        for panel in panels:
            self.add(panel)
        if not self.panels:
            self.add(self.oracle.any(self.totals))

    def run(self, rounds: int) -> Separated:
        for number in range(rounds):
            if self.oracle.left <= 0 or len(self.cuts) * self.problem.columns >= ENOUGH:
                break
            self.progress("cuts", number / rounds)
            direction, limit, miss, weights = self.distance.solve()
            if miss <= INSIDE:
                return Separated((), np.array(self.panels), weights, miss)
            before = len(self.panels)
            found = self.rounded(direction, DENOMINATORS)
            if not found and len(self.panels) == before and not self.improve(direction, limit, number):
                found = self.rounded(direction, FINE)
                if not found and len(self.panels) == before:
                    break
            if found:
                return Separated(tuple(found), np.array(self.panels), weights, miss)
        _, _, miss, weights = self.distance.solve()
        return Separated((), np.array(self.panels), weights, miss)

    def add(self, panel: Ints) -> bool:
        """Whether the panel was new."""
        key = panel.tobytes()
        if key in self.seen:
            return False
        self.seen.add(key)
        self.panels.append(panel)
        self.distance.add(self.problem.by_type(panel))
        return True

    def improve(self, direction: Floats, limit: float, number: int) -> bool:
        """Whether a panel was found beyond the limit of the present direction."""
        if number % EXACT_EVERY:
            face = self.pricing.face
            counts = self.pricing.panel(direction[self.problem.type_of[face.columns]], self.rng)
            if counts is not None:
                panel = face.panel(counts)
                if self.problem.by_type(panel) @ direction > limit + INSIDE and self.add(panel):
                    return True
        best, _ = self.oracle.best(direction)
        if best is None or self.problem.by_type(best) @ direction <= limit + INSIDE:
            return False
        return self.add(best)

    def rounded(self, direction: Floats, denominators: Sequence[int]) -> list[Cut]:
        """Cuts along the direction in multiples of 1/s; a panel that spoils one is kept.

        The direction is rounded before its limit is asked for: the other way round the limit would be wrong.
        """
        found: list[Cut] = []
        known = self.problem.by_type(np.array(self.panels))
        for s in denominators:
            weights = np.rint(direction * s).astype(np.int64)
            shared = int(np.gcd.reduce(weights))
            if not shared:
                continue
            weights //= shared
            if weights.tobytes() in self.tried:
                continue
            value = float(weights @ self.totals)
            if value <= (known @ weights).max() + BEYOND:
                continue
            self.tried.add(weights.tobytes())
            panel, bound = self.oracle.best(weights)
            if panel is not None:
                self.add(panel)
            beta = int(np.floor(bound + BEYOND))
            if value > beta + BEYOND:
                cut = self.proven(weights, beta)
                if cut is not None:
                    found.append(cut)
            if len(found) >= MOST_CUTS:
                break
        return found

    def proven(self, weights: Ints, beta: int) -> Cut | None:
        by_column = weights[self.problem.type_of]
        columns = np.flatnonzero(by_column)
        proof = prove(self.problem, self.cuts, columns, by_column[columns], beta, watch=self._watch)
        return None if proof is None else Cut(columns, by_column[columns], beta, proof)

    def _watch(self) -> None:
        self.progress("cuts", 0.0)


class _Distance:
    """The direction, entries between -1 and 1, in which the target is furthest beyond all panels.

    Its linear programme has a column per type and one for the limit, and a row per panel; the duals of the rows are
    the weights of the lottery nearest to the target.
    """

    def __init__(self, problem: Problem, totals: Floats) -> None:
        types = problem.types
        self.types = types
        reach = (problem.by_type(problem.most) > problem.by_type(problem.least)).astype(float)
        empty = Polytope(
            sparse([], types + 1),
            np.zeros(0),
            np.zeros(0),
            np.concatenate([-reach, [-INFINITY]]),
            np.concatenate([reach, [INFINITY]]),
        )
        self.solver = Solver(empty, np.concatenate([totals, [-1.0]]), tolerance=TOLERANCE, presolve=False)

    def add(self, totals: Ints) -> None:
        where = np.concatenate([np.flatnonzero(totals), [self.types]])
        row = sparse([(where, np.append(totals[where[:-1]], -1))], self.types + 1)
        self.solver.add_rows(np.full(1, -INFINITY), np.zeros(1), row)

    def solve(self) -> tuple[Floats, float, float, Floats]:
        """direction (types,), its limit over the panels, how far beyond the target is, weights (panels,)."""
        solved = self.solver.solve()
        weights = np.maximum(solved.duals, 0)
        return solved.x[: self.types], float(solved.x[-1]), solved.value, weights / weights.sum()

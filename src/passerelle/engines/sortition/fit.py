"""Who fits no panel at all, and why: found before the draw, said, and left out of the lottery.

Most types are shown to fit by panels that hold many of them at once; only of the others is asked one by one, first by a
linear programme, whose multipliers refute at once, then in whole persons.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from passerelle.engines.sortition.conflicts import Conflicts
from passerelle.engines.sortition.elastic import Elastic, Member
from passerelle.engines.sortition.face import whole
from passerelle.engines.sortition.model import SCALE, Branch, Floats, Ints, Leaf, Problem, Progress, silent
from passerelle.engines.sortition.multipliers import Rows
from passerelle.engines.sortition.pricing import Pricing
from passerelle.engines.sortition.proofs import prove
from passerelle.engines.sortition.solver import Solver, lp_of

LEAVES = 20_000
"""Most leaves of a proof. A type whose proof would need more stays in the draw, with chance 0 and the rest of proof."""
_IN_VAIN = 3
"""Panels in a row that hold nobody new before types are asked one by one."""
_WHOLE = 1e-6


def unfit(
    problem: Problem, rng: np.random.Generator, progress: Progress = silent
) -> list[tuple[int, Branch | Leaf]]:
    """The types that stand in no panel, each with the proof that counts of it are 0 in every panel.

    The proofs hold over the problem as it is given, without barring anybody. There has to be a panel.
    """
    search = _Search(problem, rng)
    search.cover(progress)
    return search.refute(progress)


class Reasons:
    """Why types fit no panel: which rules, together with one such person, cannot be met."""

    def __init__(self, problem: Problem, limit: int | None = None) -> None:
        """problem: as given to `unfit`, nobody barred; limit: of people per household."""
        self.problem, self._known = problem, list[tuple[Member, ...]]()
        self._conflicts = Conflicts(Elastic(problem, limit))

    def why(self, unfit_type: int) -> tuple[Member, ...]:
        """An irreducible set of rules that shuts this type out; types shut out alike get the same one.

        Empty when the type does fit.
        """
        columns = np.flatnonzero(self.problem.type_of == unfit_type)
        for known in self._known:
            if self._conflicts.shuts_out(known, columns):
                return self._conflicts.reduced(known, columns)
        found = self._conflicts.find(columns)
        if found:
            self._known.append(found)
        return found


def entries(members: Sequence[Member]) -> list[dict[str, str | int]]:
    """Rules as JSON has them: {"category", "feature", "bound", "value"}."""
    return [
        {
            "category": member.category,
            "feature": member.feature,
            "bound": member.bound,
            "value": member.value,
        }
        for member in members
    ]


class _Search:
    def __init__(self, problem: Problem, rng: np.random.Generator) -> None:
        self.problem, self.rng = problem, rng
        self.covered = ~problem.eligible
        self._pricing = Pricing(whole(problem))

    def cover(self, progress: Progress) -> None:
        """Panels that hold as many new types as possible, until they hold no new ones."""
        vain = 0
        while vain < _IN_VAIN and not self.covered.all():
            progress("fit", float(self.covered.mean()))
            wanted = ~self.covered * (1 + self.rng.random(self.problem.types))
            vain = 0 if self._panel(wanted[self.problem.type_of]) else vain + 1

    def refute(self, progress: Progress) -> list[tuple[int, Branch | Leaf]]:
        """One by one, those that no panel held so far."""
        found: list[tuple[int, Branch | Leaf]] = []
        linear: Solver | None = None
        rows = Rows(self.problem)
        for t in np.flatnonzero(~self.covered):
            progress("fit", float(self.covered.mean()))
            if self.covered[t]:
                continue
            objective = (self.problem.type_of == t).astype(np.int64)
            if linear is None:
                linear = Solver(lp_of(self.problem), objective, tolerance=1e-9, presolve=False)
            linear.costs(objective)
            solved = linear.solve()
            proof: Branch | Leaf | None = None
            if solved.optimal and solved.value < 1 - _WHOLE:
                proof = self._leaf(rows, objective, solved.duals)
            elif self._fits(int(t), objective):
                continue
            if proof is None:
                columns = np.flatnonzero(objective)
                ones = np.ones(len(columns), dtype=np.int64)
                proof = prove(self.problem, (), columns, ones, 0, leaves=LEAVES)
            if proof is not None:
                found.append((int(t), proof))
        return found

    def _panel(self, weights: Floats) -> bool:
        """Whether a panel sought with these weights (columns,) holds somebody new."""
        face = self._pricing.face
        counts = self._pricing.panel(weights[face.columns], self.rng)
        return counts is not None and self._covers(face.panel(counts))

    def _fits(self, unsure: int, objective: Ints) -> bool:
        noise = 1e-3 * self.rng.random(self.problem.columns)
        return (self._panel(objective + noise) and bool(self.covered[unsure])) or self._exactly(objective)

    def _exactly(self, objective: Ints) -> bool:
        """Whether any panel holds somebody of the column; the search is complete."""
        face = self._pricing.face
        counts, _ = self._pricing.exact(objective[face.columns].astype(float))
        if counts is None:
            return False
        panel = face.panel(counts)
        self._covers(panel)
        return int(objective @ panel) > 0

    def _covers(self, panel: Ints) -> bool:
        if not self.problem.legal(panel):
            return False
        new = (self.problem.by_type(panel) > 0) & ~self.covered
        self.covered |= new
        return bool(new.any())

    def _leaf(self, rows: Rows, objective: Ints, duals: Floats) -> Leaf | None:
        pi = rows.rounded(duals, SCALE)
        if rows.bound(SCALE * objective, pi, self.problem.least, self.problem.most) >= SCALE:
            return None
        return Leaf({int(row): int(pi[row]) for row in np.flatnonzero(pi)}, 1)

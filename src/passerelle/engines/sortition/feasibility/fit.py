"""Who fits no panel at all, and why: found before the draw, said, and left out of the lottery.

Most types are shown to fit by a few panels, and by the panels one exchange away from them; only of the others is asked
one by one, first by a linear programme, whose multipliers refute at once, then in whole persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from passerelle.engines.sortition.chances.multipliers import Rows
from passerelle.engines.sortition.model import (
    SCALE,
    Branch,
    DrawError,
    Floats,
    Ints,
    Leaf,
    Problem,
    Progress,
    silent,
)
from passerelle.engines.sortition.panels.face import whole
from passerelle.engines.sortition.panels.pricing import Pricing
from passerelle.engines.sortition.solver import Solver, lp_of

if TYPE_CHECKING:
    from passerelle.engines.sortition.feasibility.elastic import Member

LEAVES = 20_000
"""Most leaves of a proof. A type whose proof would need more stays in the draw, with chance 0 and the rest of proof."""
_IN_VAIN = 3
"""Panels in a row that hold nobody new before types are asked one by one."""
_WHOLE = 1e-6


def unfit(
    problem: Problem, rng: np.random.Generator, progress: Progress = silent
) -> list[tuple[int, Branch | Leaf]]:
    """The types that stand in no panel, each with the proof that counts of it are 0 in every panel.

    The proofs hold over the problem as it is given, without barring anybody. Where there is no panel at all, use
    `diagnosis`: DrawError "infeasible" is raised, or everybody is found to fit none.
    """
    search = Fitting(problem, rng)
    search.cover(progress)
    return search.refute(progress)


class Reasons:
    """Why types fit no panel: which rules, together with one such person, cannot be met."""

    def __init__(self, problem: Problem, limit: int | None = None) -> None:
        """problem: as given to `unfit`, nobody barred; limit: of people per household."""
        # Only asked where somebody fits no panel; loading it takes longer than a small draw.
        from passerelle.engines.sortition.feasibility.conflicts import Conflicts
        from passerelle.engines.sortition.feasibility.elastic import Elastic
        from passerelle.engines.sortition.feasibility.narrow import Narrow

        self.problem = problem
        self._known: list[tuple[Member, ...]] = []
        self._conflicts = Conflicts(Narrow(Elastic(problem, limit)))

    def why(self, unfit_type: int) -> tuple[Member, ...]:
        """An irreducible set of rules that shuts this type out; types shut out alike get the same one.

        Empty when the type does fit.
        """
        columns = np.flatnonzero(self.problem.type_of == unfit_type)
        for known in self._known:
            if self._conflicts.shuts_out(known, columns):
                return known if len(known) == 1 else self._conflicts.reduced(known, columns)
        found = self._conflicts.find(columns)
        if found:
            self._known.append(found)
        return found


def entries(members: Sequence[Member], several: bool = False) -> list[dict[str, str | int]]:
    """Rules as JSON has them: {"category", "feature", "bound", "value"}, of several panels with "target"."""
    return [member.as_json(several) | {"value": member.value} for member in members]


class Fitting:
    """The search of `unfit`, in two steps. `possible`: a panel was found, so the rules can be met."""

    def __init__(self, problem: Problem, rng: np.random.Generator) -> None:
        self.problem, self.rng, self.possible = problem, rng, False
        self.covered = ~problem.eligible
        self._pricing = Pricing(whole(problem))
        self._exchanges = _Exchanges(problem)

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
            if solved.status == "infeasible":
                raise DrawError("infeasible", "No panel meets all quotas.")
            proof: Branch | Leaf | None = None
            if solved.optimal and solved.value < 1 - _WHOLE:
                proof = self._leaf(rows, objective, solved.duals)
            elif self._fits(int(t), objective):
                continue
            if proof is None:
                from passerelle.engines.sortition.chances.proofs import prove

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
        self.possible = True
        before = self.covered.sum()
        self.covered |= self.problem.by_type(panel) > 0
        unsure = np.flatnonzero(~self.covered[self.problem.type_of])
        coming = unsure[self._exchanges.can_come(panel, unsure)]
        self.covered[self.problem.type_of[coming]] = True
        return bool(self.covered.sum() > before)

    def _leaf(self, rows: Rows, objective: Ints, duals: Floats) -> Leaf | None:
        pi = rows.rounded(duals, SCALE)
        if rows.bound(SCALE * objective, pi, self.problem.least, self.problem.most) >= SCALE:
            return None
        return Leaf({int(row): int(pi[row]) for row in np.flatnonzero(pi)}, 1)


class _Exchanges:
    """Panels one exchange away from a panel: one person leaves, another comes. Rules have coefficients 0 and 1."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        shared = [row for row in problem.rows if row.kind in ("size", "quota")]
        self._table = np.zeros((len(shared), problem.columns), dtype=np.float32)
        for at, row in enumerate(shared):
            self._table[at, row.columns] = row.coefficients
        self._low = np.array([row.low for row in shared])
        self._high = np.array([row.high for row in shared])
        # Each column is in one rule of these kinds at most.
        self._groups = [_Groups(problem, kind) for kind in ("household", "person")]

    def can_come(self, panel: Ints, columns: Ints) -> np.ndarray:
        """Mask (of `columns`): somebody there can take the seat of somebody on this legal panel (problem columns,)."""
        leaving = np.flatnonzero(panel > self.problem.least)
        sums = self._table @ panel.astype(np.float32)
        full = (sums + 1 > self._high).astype(np.float32)
        bare = (sums - 1 < self._low).astype(np.float32)
        out, into = self._table[:, leaving], self._table[:, columns]
        broken = (bare @ out)[:, None] + (full @ into)[None, :] - (out.T * (full + bare)) @ into
        fine = (broken < 0.5) & (panel < self.problem.most)[columns]
        for groups in self._groups:
            fine &= groups.allow(panel, leaving, columns)
        return np.asarray(fine.any(axis=0))


class _Groups:
    """Rules of one kind that share no column: of (columns,) is the rule of each column, the last place is none."""

    def __init__(self, problem: Problem, kind: str) -> None:
        rules = [row for row in problem.rows if row.kind == kind]
        self.of = np.full(problem.columns, len(rules))
        for at, row in enumerate(rules):
            self.of[row.columns] = at
        self.high = np.array([*(row.high for row in rules), np.iinfo(np.int64).max])

    def allow(self, panel: Ints, leaving: Ints, coming: Ints) -> np.ndarray:
        """(leaving, coming) whether the rule of the one who comes has room, or is that of the one who leaves."""
        room = np.bincount(self.of, panel, len(self.high)) < self.high
        return room[self.of[coming]][None, :] | (self.of[leaving][:, None] == self.of[coming][None, :])

"""The whole draw: from a pool and quotas to numbered panels and the record that proves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from passerelle.engines.sortition.feasibility.fit import Fitting, Reasons, entries
from passerelle.engines.sortition.model import (
    Branch,
    DrawError,
    Ints,
    Leaf,
    Pool,
    Problem,
    Progress,
    Target,
    TypeLottery,
    silent,
)
from passerelle.engines.sortition.problem import bar, problem

if TYPE_CHECKING:
    from passerelle.engines.sortition.numbered.spread import PeopleLottery
    from passerelle.engines.sortition.numbered.uniform import Uniform
    from passerelle.engines.sortition.proof.record import Drawn

Method = Literal["leximin", "maximin"]
SAME = 1e-6
UNFIT = "fits no panel"
SMALL = 1000
"""Columns up to which a search for panels is quicker than the proof that there is none."""
PANELS = (10, 100, 1000)
"""How many numbered panels there can be: one, two or three ten-sided dice pick one."""


@dataclass(frozen=True)
class Draw:
    """A computed draw, before anything is picked.

    problem: the draw in numbers, those who fit no panel barred; barred: their types, each with its proof.
    by_type: the fairest lottery over counts by type, with its certificate; by_people: the same over people.
    panels: the numbered equal panels, the lottery really drawn.
    """

    pool: Pool
    targets: tuple[Target, ...]
    limit: int | None
    method: Method
    problem: Problem
    barred: tuple[tuple[int, Branch | Leaf], ...]
    by_type: TypeLottery
    by_people: PeopleLottery
    panels: Uniform

    def left_out(self) -> list[dict[str, object]]:
        """Who is not drawn and why: {"rows", "reason"}, with {"because": rules} for those who fit no panel.

        because: an irreducible set of quotas that cannot be met with such a person on the panel.
        """
        by_hand: dict[str, list[int]] = {}
        for row, reason in sorted(self.pool.outside.items()):
            by_hand.setdefault(reason, []).append(row)
        found: list[dict[str, object]] = [
            {"rows": rows, "reason": reason} for reason, rows in by_hand.items()
        ]
        if not self.barred:
            return found
        several = len(self.targets) > 1
        reasons = Reasons(problem(self.pool, self.targets, self.limit), self.limit)
        for t, _ in self.barred:
            rows = self.problem.members[t].tolist()
            found.append({"rows": rows, "reason": UNFIT, "because": entries(reasons.why(t), several)})
        return found

    def as_record(self) -> dict[str, Any]:
        """What `record.scrutineers` takes."""
        several = len(self.targets) > 1
        # Each number once: a hundred thousand panels of 150 people would be half a gigabyte of equal numbers.
        number = np.arange(len(self.pool)).astype(object)

        def entry(rows: Ints, seats: Ints) -> Drawn:
            return (number[rows].tolist(), seats.tolist()) if several else number[rows].tolist()

        lottery = zip(self.by_people.weights, self.by_people.panels, self.by_people.seats, strict=True)
        return {
            "pool": self.pool,
            "targets": self.targets,
            "problem": self.problem,
            "fair": self.by_type,
            "lottery": [(weight, entry(rows, seats)) for weight, rows, seats in lottery],
            "panels": [entry(*each) for each in zip(self.panels.panels, self.panels.seats, strict=True)],
            "method": self.method,
            "barred": dict(self.barred),
            "limit": self.limit,
        }


def draw(
    pool: Pool,
    targets: Sequence[Target],
    rng: np.random.Generator,
    *,
    method: Method = "leximin",
    limit: int | None = None,
    panels: int = 1000,
    progress: Progress = silent,
) -> Draw:
    """Draw the fairest lottery that the quotas allow, and `panels` numbered panels that stand for it.

    limit: at most so many people of one household. rng steers the search only: what it finds is proved, not trusted.
    Raises DrawError: "infeasible" when no panel meets the quotas, with `conflict` and `relaxations` (see
    `diagnosis.diagnose`); others when the input makes no sense. When the search for leximin
    gives up, the result says "maximin", and its gap says how near that is. What `progress` raises stops all.
    """
    if panels not in PANELS:
        raise DrawError("panels", "There can be 10, 100 or 1000 numbered panels.", panels=panels)
    everybody = problem(pool, targets, limit)
    barred = tuple(_unfit(pool, targets, limit, everybody, rng, progress))
    asked = bar(everybody, [t for t, _ in barred], UNFIT)
    # What only a possible draw needs is loaded here: that there is none is answered sooner.
    from passerelle.engines.sortition.chances import leximin as lotteries
    from passerelle.engines.sortition.numbered.spread import spread
    from passerelle.engines.sortition.numbered.uniform import uniform

    fairest = lotteries.leximin if method == "leximin" else lotteries.maximin
    by_type = fairest(asked, rng, progress)
    if method == "leximin" and not _is_leximin(asked, by_type):
        # Of such a lottery the lowest chance is proven and no more, and the record must not claim more.
        everyone = np.flatnonzero(asked.eligible)
        by_type = by_type._replace(stages=(by_type.stages[0]._replace(types=everyone),))
        method = "maximin"
    progress("people", 0.0)
    by_people = spread(asked, pool, by_type, rng)
    numbered = uniform(asked, pool, by_type, panels, rng, lambda _, done: progress("numbered", done))
    return Draw(pool, tuple(targets), limit, method, asked, barred, by_type, by_people, numbered)


def _unfit(
    pool: Pool,
    targets: Sequence[Target],
    limit: int | None,
    everybody: Problem,
    rng: np.random.Generator,
    progress: Progress,
) -> list[tuple[int, Branch | Leaf]]:
    """The types that fit no panel, if there is any panel; else DrawError "infeasible", with the diagnosis.

    A panel that is found on the way shows that the quotas can be met, and nothing has to be diagnosed.
    """
    search = Fitting(everybody, rng)
    if everybody.columns <= SMALL:
        search.cover(progress)
    if not search.possible:
        from passerelle.engines.sortition.feasibility.diagnosis import diagnose

        refused = diagnose(pool, targets, limit, progress, everybody)
        if refused is not None:
            raise DrawError("infeasible", "No panel meets all quotas.", **refused.as_json())
        search.cover(progress)
    return search.refute(progress)


def _is_leximin(asked: Problem, lottery: TypeLottery) -> bool:
    """Whether people of one stage have one chance, as nearly as the checker asks."""
    from passerelle.engines.sortition.chances.leximin import exact_chances
    from passerelle.engines.sortition.proof.checker import SPREAD

    chances = exact_chances(asked, lottery.panels, lottery.weights)
    return all(
        np.ptp(chances[stage.types]) <= max(SAME, float(SPREAD) * chances[stage.types].min())
        for stage in lottery.stages
    )

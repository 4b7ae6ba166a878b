"""Why there is no panel, and what would have to change: as data that a screen turns into sentences.

The relaxations are optima of an elastic whole-number programme: every bound may give way, each person by which one does
costs 1. Alternatives are found by forbidding the sets of changes already known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from passerelle.engines.sortition.conflicts import Conflicts
from passerelle.engines.sortition.elastic import (
    MANY,
    Change,
    Elastic,
    Member,
    cheapest,
    extended,
    panel_in,
    with_few,
)
from passerelle.engines.sortition.model import Floats, Pool, Problem, Progress, Row, Target, silent
from passerelle.engines.sortition.problem import problem as numbers

ALTERNATIVES = 8
Entry = dict[str, str | int]


@dataclass(frozen=True)
class Diagnosis:
    """Contradictory rules.

    conflict: cannot all be met, but could be without any one of them. relaxations: each alone makes the draw possible;
    no smaller change, in persons summed over all bounds (the household limit counts 1 per 1), does.
    """

    conflict: tuple[Member, ...]
    relaxations: tuple[tuple[Change, ...], ...]
    many: bool = False

    def as_json(self) -> dict[str, list[Entry] | list[list[Entry]]]:
        """As the command prints it; with several targets each entry says which one it belongs to."""
        return {
            "conflict": [{**member.as_json(self.many), "value": member.value} for member in self.conflict],
            "relaxations": [
                [
                    {**change.member.as_json(self.many), "from": change.member.value, "to": change.to}
                    for change in changes
                ]
                for changes in self.relaxations
            ],
        }


def diagnose(
    pool: Pool, targets: Sequence[Target], limit: int | None = None, progress: Progress = silent
) -> Diagnosis | None:
    """Why no panel meets what is asked, and several least changes; None when there is one.

    limit: of people per household. Exact in whole persons. Raises DrawError when pool and targets do not belong
    together.
    """
    elastic = Elastic(numbers(pool, targets, limit), limit)
    progress("conflict", 0.0)
    cost = np.zeros(elastic.model.matrix.columns)
    cost[elastic.slack_columns] = 1
    best = cheapest(elastic.model, cost, elastic)
    if best is not None and cost @ best < 0.5:
        return None
    clash = Conflicts(elastic).find()
    progress("relaxations", 0.0)
    found = [] if best is None else _relaxations(pool, targets, elastic, best)
    return Diagnosis(clash, tuple(found), len(targets) > 1)


def explain(
    pool: Pool, targets: Sequence[Target], limit: int | None = None, progress: Progress = silent
) -> dict[str, list[Entry] | list[list[Entry]]] | None:
    """`diagnose` as JSON: {"conflict", "relaxations"}, or None when there is a panel."""
    found = diagnose(pool, targets, limit, progress)
    return None if found is None else found.as_json()


def _relaxations(
    pool: Pool, targets: Sequence[Target], elastic: Elastic, best: Floats
) -> list[tuple[Change, ...]]:
    """Different sets of changes whose total is that of the best; what the earlier ones change comes later in the next.

    In very large pools only some of the types take part: there may be more alternatives than are listed.
    """
    first, many = elastic.model.matrix.columns, len(elastic.members)
    slacks, chosen = elastic.slack_columns, first + np.arange(many)
    total = round(float(best[slacks].sum()))
    most = np.minimum(elastic.most_slack, total)
    rows = [(np.array([slacks[at], chosen[at]]), np.array([1, -most[at]])) for at in range(many)]
    rows += [(np.array([chosen[at], slacks[at]]), np.array([1, -1])) for at in range(many)]
    model = with_few(elastic.model, best, elastic.problem.columns, MANY)
    model = extended(model, many, [*rows, (slacks, np.ones(many))])
    model.high[-1] = total
    model.most[slacks], model.most[chosen] = most, np.minimum(most, 1)
    used = np.array([1 if member.kind == "quota" else 2 for member in elastic.members])
    found: list[tuple[Change, ...]] = []
    for _ in range(ALTERNATIVES):
        cost = np.append(np.zeros(first), used)
        other = cheapest(model, cost, elastic, any_will_do=True)
        if other is None:
            break
        by = np.rint(other[slacks]).astype(int)
        changed = np.flatnonzero(by)
        changes = tuple(_change(elastic.members[at], int(by[at])) for at in changed)
        if _possible(pool, targets, elastic, changes, other):
            found.append(changes)
        model = extended(model, 0, [(chosen[changed], np.ones(len(changed)))])
        model.high[-1] = len(changed) - 1
        used[changed] += 4
    return found


def _change(member: Member, by: int) -> Change:
    return Change(member, member.value - by if member.bound == "min" else member.value + by)


def _possible(
    pool: Pool, targets: Sequence[Target], elastic: Elastic, changes: Sequence[Change], best: Floats
) -> bool:
    """Whether there really is a panel in the draw as it is after these changes."""
    relaxed, limit = elastic.relaxed(targets, changes)
    if limit == elastic.limit:
        panel = np.rint(best[: elastic.problem.columns]).astype(np.int64)
        return replace(elastic.problem, rows=_bounded(elastic.problem, relaxed)).legal(panel)
    # Another limit makes other types of people.
    problem = numbers(pool, relaxed, limit)
    other = Elastic(problem, limit)
    strict = replace(other.model, most=other.model.most.copy())
    strict.most[other.slack_columns] = 0
    return panel_in(strict, other.whole, problem.columns) is not None


def _bounded(problem: Problem, targets: Sequence[Target]) -> tuple[Row, ...]:
    """The rows of a problem with the bounds of other targets."""
    asked = {
        (p, quota.category, quota.feature): quota
        for p, target in enumerate(targets)
        for quota in target.quotas
    }
    rows = []
    for row in problem.rows:
        if row.kind == "size":
            size = targets[int(str(row.key[0]))].size
            row = replace(row, low=size, high=size)
        elif row.kind == "quota":
            quota = asked[row.key]  # type: ignore[index]
            row = replace(row, low=quota.least, high=quota.most)
        rows.append(row)
    return tuple(rows)

"""Why there is no panel, and what would have to change: as data that a screen turns into sentences.

The relaxations are optima of an elastic whole-number programme: every bound may give way, each person by which one does
costs 1. Alternatives are found by forbidding the sets of changes already known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from passerelle.engines.sortition.conflicts import Conflicts
from passerelle.engines.sortition.elastic import Change, Elastic, Member, cheapest, extended
from passerelle.engines.sortition.model import Floats, Pool, Progress, Target, silent
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
            "conflict": [{**self._of(member), "value": member.value} for member in self.conflict],
            "relaxations": [
                [
                    {**self._of(change.member), "from": change.member.value, "to": change.to}
                    for change in changes
                ]
                for changes in self.relaxations
            ],
        }

    def _of(self, member: Member) -> Entry:
        entry: Entry = {"category": member.category, "feature": member.feature, "bound": member.bound}
        if self.many and member.kind != "household":
            entry["target"] = member.target
        return entry


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
    best = cheapest(elastic.model, cost, elastic.whole, elastic.problem.columns)
    total = None if best is None else round(float(cost @ best))
    if total == 0:
        return None
    clash = Conflicts(elastic).find()
    progress("relaxations", 0.0)
    found = () if total is None else _relaxations(pool, targets, elastic, total)
    return Diagnosis(clash, tuple(found), len(targets) > 1)


def _relaxations(
    pool: Pool, targets: Sequence[Target], elastic: Elastic, total: int
) -> list[tuple[Change, ...]]:
    """Different sets of changes of this total; what the earlier ones change comes later in the next."""
    first, many = elastic.model.matrix.columns, len(elastic.members)
    slacks, chosen = elastic.slack_columns, first + np.arange(many)
    most = np.minimum(elastic.most_slack, total)
    rows = [(np.array([slacks[at], chosen[at]]), np.array([1, -most[at]])) for at in range(many)]
    rows += [(np.array([chosen[at], slacks[at]]), np.array([1, -1])) for at in range(many)]
    model = extended(elastic.model, many, [*rows, (slacks, np.ones(many))])
    model.high[-1] = total
    model.most[slacks], model.most[chosen] = most, np.minimum(most, 1)
    whole = np.append(elastic.whole, np.ones(many, dtype=np.int64))
    used = np.array([1 if member.kind == "quota" else 2 for member in elastic.members])
    found: list[tuple[Change, ...]] = []
    for _ in range(ALTERNATIVES):
        cost = np.append(np.zeros(first), used)
        best = cheapest(model, cost, whole, elastic.problem.columns, any_will_do=True)
        if best is None:
            break
        by = np.rint(best[slacks]).astype(int)
        changed = np.flatnonzero(by)
        changes = tuple(_change(elastic.members[at], int(by[at])) for at in changed)
        if _possible(pool, targets, elastic, changes, best):
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
    problem = numbers(pool, relaxed, limit)
    if limit == elastic.limit:
        return problem.legal(np.rint(best[: problem.columns]).astype(np.int64))
    # Another limit makes other types of people.
    other = Elastic(problem, limit)
    strict = replace(other.model, most=other.model.most.copy())
    strict.most[other.slack_columns] = 0
    return cheapest(strict, np.zeros(strict.matrix.columns), other.whole, problem.columns) is not None

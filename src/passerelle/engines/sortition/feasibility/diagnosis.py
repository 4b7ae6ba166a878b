"""Why there is no panel, and what would have to change: as data that a screen turns into sentences.

The relaxations are optima of an elastic whole-number programme: every bound may give way, each person by which one does
costs 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from passerelle.engines.sortition.feasibility.conflicts import Conflicts
from passerelle.engines.sortition.feasibility.elastic import Change, Elastic, Member
from passerelle.engines.sortition.feasibility.narrow import Narrow
from passerelle.engines.sortition.feasibility.relaxing import alternatives, least_change
from passerelle.engines.sortition.model import Pool, Problem, Progress, Target, silent
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
    pool: Pool,
    targets: Sequence[Target],
    limit: int | None = None,
    progress: Progress = silent,
    given: Problem | None = None,
) -> Diagnosis | None:
    """Why no panel meets what is asked, and several least changes; None when there is one.

    limit: of people per household. given: all this in numbers, if known. Exact in whole persons. Raises DrawError when
    pool and targets do not belong together.
    """
    elastic = Elastic(given or numbers(pool, targets, limit), limit)
    progress("conflict", 0.0)
    narrow = Narrow(elastic)
    best = least_change(narrow)
    if best is not None and not best.slack.any():
        return None
    conflicts = Conflicts(narrow)
    found: list[tuple[Change, ...]] = []
    if best is not None:
        progress("relaxations", 0.0)
        conflicts.know(best.panel)
        for changes, panel in alternatives(narrow, best, ALTERNATIVES):
            # Panels that break few rules spare the search for a conflict half of its questions.
            conflicts.know(panel)
            if elastic.limit == elastic.relaxed(targets, changes)[1] or _possible(
                pool, targets, elastic, changes
            ):
                found.append(changes)
    clash = conflicts.find()
    return Diagnosis(clash, tuple(found), len(targets) > 1)


def explain(
    pool: Pool, targets: Sequence[Target], limit: int | None = None, progress: Progress = silent
) -> dict[str, list[Entry] | list[list[Entry]]] | None:
    """`diagnose` as JSON: {"conflict", "relaxations"}, or None when there is a panel."""
    found = diagnose(pool, targets, limit, progress)
    return None if found is None else found.as_json()


def _possible(pool: Pool, targets: Sequence[Target], elastic: Elastic, changes: Sequence[Change]) -> bool:
    """Whether there really is a panel in the draw as it is after these changes; another household limit makes other
    types of people."""
    relaxed, limit = elastic.relaxed(targets, changes)
    narrow = Narrow(Elastic(numbers(pool, relaxed, limit), limit))
    best = least_change(narrow)
    return best is not None and not best.slack.any()

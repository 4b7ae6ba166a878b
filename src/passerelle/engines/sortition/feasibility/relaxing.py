"""The least changes that make a draw possible, and others that are as small.

Where the linear programme already needs as many persons, it proves the change to be least. Its reduced costs also say
which members are part of no change as small (reduced-cost fixing; Wolsey 2020, Integer Programming, section 7.5): few
are left, each is tried alone, and the rest is found by forbidding the sets of changes already known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from passerelle.engines.sortition.feasibility.elastic import Change, Elastic
from passerelle.engines.sortition.feasibility.narrow import EXACT, Linear, Narrow, bounded, extended, searched
from passerelle.engines.sortition.model import Floats, Ints

Relaxed = tuple[tuple[Change, ...], Ints]


@dataclass(frozen=True)
class Best:
    """A least change: slack (members,) by how much each gives way, panel (columns,) that is then possible. linear: the
    solution in fractions."""

    slack: Ints
    panel: Ints
    linear: Linear


def least_change(narrow: Narrow) -> Best | None:
    """The least change in persons, none at all included; None when no change is enough."""
    elastic = narrow.elastic
    ones, most = np.ones(len(elastic.members)), np.array(elastic.most_slack, dtype=float)
    linear = narrow.cheapest(ones, most)
    if linear is None:
        return None
    slack: Floats | None = linear.x[elastic.slack_columns]
    if np.abs(linear.x - np.rint(linear.x))[elastic.slack_columns].max() > EXACT:
        slack = _in_fractions(narrow, linear)
    if slack is not None:
        slack = np.rint(slack)
        found = narrow.panel(slack, linear.x, slack)
        if found is not None:
            return _best(elastic, found, linear)
    cost = np.zeros(elastic.model.matrix.columns)
    cost[elastic.slack_columns] = 1
    found = searched(elastic.model, cost, elastic.whole)
    return None if found is None else _best(elastic, found, linear)


def _best(elastic: Elastic, found: Floats, linear: Linear) -> Best:
    whole = np.rint(found).astype(np.int64)
    return Best(whole[elastic.slack_columns], whole[: elastic.problem.columns], linear)


def _in_fractions(narrow: Narrow, linear: Linear) -> Floats | None:
    """(members,) where the rules give way least in whole persons while people come in fractions, if that is certain."""
    model, members = narrow.model, len(narrow.elastic.members)
    mask = np.zeros(len(narrow.kept), dtype=np.int64)
    mask[len(mask) - members :] = 1
    rough = searched(model, mask, mask)
    if rough is None or rough[-members:].sum() > math.ceil(linear.value - EXACT) + EXACT:
        return None
    return rough[-members:]


def alternatives(narrow: Narrow, best: Best, number: int) -> Iterator[Relaxed]:
    """Up to `number` different sets of changes whose total is that of the best, each with a panel (columns,) that it
    makes possible; what the earlier ones change comes later in the next.

    In very large pools only some of the types take part: there may be more alternatives than are listed.
    """
    elastic, total = narrow.elastic, int(best.slack.sum())
    kinds = np.array([member.kind == "quota" for member in elastic.members])
    most = np.minimum(elastic.most_slack, total).astype(float)
    most[best.linear.spare > total - best.linear.value + EXACT] = 0
    left = np.flatnonzero(most)
    for at in sorted(left.tolist(), key=lambda at: not kinds[at]):
        if number and most[at] >= total:
            panel = _alone(narrow, at, total)
            if panel is not None:
                yield (_change(elastic, at, total),), panel
                most[at] = 0
                number -= 1
    # One person by whom the rules give way is always one member alone.
    if total > 1 and most.sum() >= total:
        yield from _together(narrow, best, most, total, number)


def _alone(narrow: Narrow, at: int, total: int) -> Ints | None:
    """(columns,) a panel when this member alone gives way."""
    elastic = narrow.elastic
    cost, most = np.ones(len(elastic.members)), np.array(elastic.most_slack, dtype=float)
    cost[at], most[at] = 0, total
    linear = narrow.cheapest(cost, most)
    if linear is None or linear.value > EXACT:
        return None
    most[:] = 0
    most[at] = total
    found = narrow.panel(most, linear.x)
    return None if found is None else np.rint(found[: elastic.problem.columns]).astype(np.int64)


def _together(narrow: Narrow, best: Best, most: Floats, total: int, number: int) -> Iterator[Relaxed]:
    """Changes of several members: most (members,) is how far each may give way."""
    elastic, first, members = narrow.elastic, len(narrow.kept), len(most)
    left = np.flatnonzero(most)
    slacks, chosen = first - members + left, first + np.arange(len(left))
    rows = [(np.array([slacks[at], chosen[at]]), np.array([1, -most[left[at]]])) for at in range(len(left))]
    rows += [(np.array([chosen[at], slacks[at]]), np.array([1, -1])) for at in range(len(left))]
    model = bounded(narrow.model, None, most)
    model = extended(model, len(left), [*rows, (slacks, np.ones(len(left)))])
    model.high[-1] = total
    model.most[chosen] = 1
    used = np.array([1 if elastic.members[at].kind == "quota" else 2 for at in left])
    whole = np.concatenate([elastic.whole[narrow.kept], np.ones(len(left), dtype=np.int64)])
    # People may come in fractions at first: where the rules then give way is mostly right.
    rough = whole.copy()
    rough[: -len(left) - members] = 0
    cost = np.zeros(first)
    for _ in range(number):
        panel = None
        found = searched(model, np.append(cost, used), rough)
        if found is not None:
            panel = _panel(narrow, found[:first])
            found = found if panel is not None else searched(model, np.append(cost, used), whole)
        if found is None:
            return
        by = np.rint(found[first - members : first]).astype(np.int64)
        changed = np.flatnonzero(by[left])
        if panel is None:
            panel = np.rint(_wide(narrow, found[:first])[: narrow.people]).astype(np.int64)
        yield tuple(_change(elastic, int(left[at]), int(by[left[at]])) for at in changed), panel
        model = extended(model, 0, [(chosen[changed], np.ones(len(changed)))])
        model.high[-1] = len(changed) - 1
        used[changed] += 4


def _panel(narrow: Narrow, rough: Floats) -> Ints | None:
    """(columns,) a panel for which the rules give way as in `rough` (columns kept)."""
    slack = np.rint(rough[-len(narrow.elastic.members) :])
    found = narrow.panel(slack, _wide(narrow, rough), slack, everybody=False)
    return None if found is None else np.rint(found[: narrow.people]).astype(np.int64)


def _wide(narrow: Narrow, x: Floats) -> Floats:
    wide = np.zeros(narrow.elastic.model.matrix.columns)
    wide[narrow.kept] = x
    return wide


def _change(elastic: Elastic, at: int, by: int) -> Change:
    member = elastic.members[at]
    return Change(member, member.value - by if member.bound == "min" else member.value + by)

"""When people leave a panel: the draw of those who take their seats, and what is possible when quotas no longer are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from passerelle.engines.sortition.model import DrawError, Ints, Pool, Problem, Target
from passerelle.engines.sortition.numbered.homes import classes
from passerelle.engines.sortition.numbered.places import in_homes, in_turn
from passerelle.engines.sortition.problem import problem
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, lp_of, sparse

LOT = 1e-3
"""All together, the random prices that decide between equally near panels cost less than one person missed."""


def remaining(
    pool: Pool, panel: Iterable[int], gone: Mapping[int, str], among: Iterable[int] | None = None
) -> Pool:
    """The pool of the draw of replacements: the same target, whoever stayed is inside, whoever left is outside.

    A leximin draw from it gives those who can come in chances as equal as the seats that are left allow.
    panel: pool rows; gone: rows that left, with the reason; among: who may come in, by default everybody who may be
    drawn (give the alternates to draw from them alone).
    Raises DrawError "not_on_panel" when somebody left who did not sit.
    """
    sitting = set(panel)
    strangers = sorted(set(gone) - sitting)
    if strangers:
        raise DrawError(
            "not_on_panel", "Only people who are on the panel can leave it.", rows=list(strangers)
        )
    inside = frozenset(sitting - set(gone))
    outside = {**pool.outside, **gone}
    if among is not None:
        may = inside | set(among)
        outside |= {row: "not_an_alternate" for row in range(len(pool)) if row not in may | set(outside)}
    return replace(
        pool, inside=inside, outside={row: why for row, why in outside.items() if row not in inside}
    )


@dataclass(frozen=True)
class Miss:
    """A rule the nearest panel breaks. count: how many it has; available: how many there are at all, those inside
    included. With fewer than `least` available nothing could be done; else other rules stand against it."""

    category: str
    feature: str
    least: int
    most: int
    count: int
    available: int


@dataclass(frozen=True)
class Nearest:
    """rows: a panel that breaks the rules as little as possible; misses: which, and by how much; empty when none.

    distance: people too few or too many, summed over all quotas and empty seats; nothing has less.
    """

    rows: tuple[int, ...]
    misses: tuple[Miss, ...]
    distance: int


def nearest(pool: Pool, target: Target, rng: np.random.Generator, limit: int | None = None) -> Nearest:
    """The panel that comes nearest to the quotas, by lot among those equally near; whoever is inside stays.

    Seats stay empty when nobody is left who may sit. Household limits hold in any case.
    Raises DrawError "inside" when those inside alone are too many or break a household limit.
    """
    draw = problem(pool, [target], limit)
    rules = [row for row in draw.rows if row.kind in ("size", "quota")]
    firm = [row for row in draw.rows if row.kind not in ("size", "quota")]
    hard = lp_of(replace(draw, rows=(*rules, *firm)))
    slack = np.arange(draw.columns, draw.columns + 2 * len(rules))
    # Every rule r may have slack[2r] people too few and slack[2r + 1] too many; of the size only too few.
    entries = [(row.columns, row.coefficients.astype(float)) for row in (*rules, *firm)]
    for r in range(len(rules)):
        where, what = entries[r]
        entries[r] = np.append(where, slack[2 * r : 2 * r + 2]), np.append(what, [1.0, -1.0])
    free = np.array([0.0 if row.kind == "size" else INFINITY for row in rules])
    model = Polytope(
        sparse(entries, draw.columns + len(slack)),
        hard.low,
        hard.high,
        np.concatenate([hard.least, np.zeros(len(slack))]),
        np.concatenate([hard.most, np.column_stack([np.full(len(rules), INFINITY), free]).ravel()]),
    )
    price = rng.random(draw.columns) * LOT / max(target.size, 1)
    cost = np.concatenate([price, np.ones(len(slack))])
    solved = Solver(model, cost, integer=True, maximise=False).solve(gap=0.0)
    if not solved.found:
        raise DrawError("inside", "Those who stay are too many, or too many of one household.")
    counts = np.rint(solved.x[: draw.columns]).astype(np.int64)
    misses = [
        Miss(
            category,
            feature,
            row.low,
            row.high,
            int(counts[row.columns].sum()),
            _available(draw, row.columns),
        )
        for row in rules
        for category, feature in [("size", "") if row.kind == "size" else (str(row.key[1]), str(row.key[2]))]
        if not row.low <= counts[row.columns].sum() <= row.high
    ]
    distance = sum(max(miss.least - miss.count, miss.count - miss.most) for miss in misses)
    return Nearest(_people(draw, pool, counts, rng), tuple(misses), distance)


def _available(draw: Problem, columns: Ints) -> int:
    return int(draw.counts[draw.type_of[columns]].sum())


def _people(draw: Problem, pool: Pool, counts: Ints, rng: np.random.Generator) -> tuple[int, ...]:
    """People for the counts, by lot within a type."""
    grouped = classes(draw, pool)
    together = {t for group in grouped for t in group.types}
    seats = counts[None, :, None]
    rows: list[Sequence[int]] = [
        in_homes(seats[:, list(group.types)], group, rng).row.tolist() for group in grouped
    ]
    rows += [
        in_turn(seats[:, t], draw.members[t], rng).row.tolist()
        for t in range(draw.types)
        if t not in together and counts[t]
    ]
    return tuple(sorted(row for each in rows for row in each))

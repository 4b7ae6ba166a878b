"""The lottery really drawn: many equal panels with numbers, one of which three dice pick.

Nobody can weigh a panel by hand, so the exact lottery is rounded to M panels that are equally likely (Flanigan, Kehne,
Procaccia 2021, "Fair sortition made transparent"). What a person is told is the number of panels they stand in, over M.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.model import Floats, Ints, Pool, Problem, Progress, TypeLottery, silent
from passerelle.engines.sortition.numbered.homes import classes
from passerelle.engines.sortition.numbered.places import in_homes, in_turn
from passerelle.engines.sortition.numbered.rounding import rounded


class Uniform(NamedTuple):
    """Equal panels; their number is their place.

    panels: (many, seats) pool rows, rising within each panel; seats: the same shape, the target each person sits for.
    """

    panels: Ints
    seats: Ints

    def counts(self, people: int) -> Ints:
        """(people,) in how many panels each row of the pool stands."""
        return np.bincount(self.panels.ravel(), minlength=people)


def uniform(
    problem: Problem,
    pool: Pool,
    lottery: TypeLottery,
    many: int,
    rng: np.random.Generator,
    progress: Progress = silent,
) -> Uniform:
    """`many` legal panels, repeats allowed, in random order, in which people stand about as often as `lottery` says.

    Aims, in this order: nobody who can be drawn stands in none; the person worst served relative to their chance is
    served as well as can be; the counts are near many * chance. Within a type they differ by at most one, except that
    household limits may force a difference of more between people who live together in equal households.
    """
    panels = rounded(problem, lottery, many, rng, progress)
    panels = panels[rng.permutation(many)]
    demand = panels.reshape(many, len(problem.sizes), problem.types)
    grouped = classes(problem, pool)
    together = {t for group in grouped for t in group.types}
    places = [in_homes(demand[:, :, list(group.types)].transpose(0, 2, 1), group, rng) for group in grouped]
    places += [
        in_turn(demand[:, :, t], problem.members[t], rng)
        for t in range(problem.types)
        if t not in together and demand[:, :, t].any()
    ]
    panel = np.concatenate([each.panel for each in places])
    row = np.concatenate([each.row for each in places])
    target = np.concatenate([each.target for each in places])
    order = np.lexsort((row, panel))
    shape = (many, sum(problem.sizes))
    return Uniform(row[order].reshape(shape), target[order].reshape(shape))


class Unavoidable(NamedTuple):
    """What no M equal panels can better, whatever the method.

    lowest: nobody's guarantee is higher: the person worst served stands in at most so many panels.
    rounding_loss: somebody's count over M is at least this far from their chance.
    """

    lowest: int
    rounding_loss: float


def unavoidable(chances: Floats, bound: float, many: int) -> Unavoidable:
    """Limits set by whole numbers alone.

    chances: of those who can be drawn. bound: proven upper bound on the lowest chance over all lotteries; M equal panels
    are a lottery too, so M * bound, rounded down, bounds the lowest count. A chance is never nearer to count / M than to
    the next multiple of 1 / M.
    """
    due = many * np.asarray(chances, dtype=float)
    return Unavoidable(
        int(np.floor(many * bound + 1e-9)), float(np.abs(due - np.rint(due)).max(initial=0.0) / many)
    )

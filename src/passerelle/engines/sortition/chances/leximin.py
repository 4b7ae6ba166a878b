"""The fair lottery: the lowest chance as high as the quotas allow, then the next lowest, and so on.

Leximin as in Flanigan, Gölz, Gupta, Hennig, Procaccia 2021 ("Fair algorithms for selecting citizens' assemblies"),
by types of people: first the chances that divided people would have, then a lottery over real panels with just these
chances. If there is none, a cut says so and the first step is asked again.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from passerelle.engines.sortition.chances.relaxation import Relaxed, relax
from passerelle.engines.sortition.model import (
    SCALE,
    Cut,
    Floats,
    Ints,
    Problem,
    Progress,
    Stage,
    TypeLottery,
    silent,
)
from passerelle.engines.sortition.panels.master import whole_weights
from passerelle.engines.sortition.panels.realisation import NEAR, Outside, Realised, realise

CUT_ROUNDS = 100
CROWD = 1000
"""Columns from which on the panels are kept and weighed without a matrix."""
DENSE = 3000
"""Columns up to which more panels are searched for, in a matrix, where that misses its target."""
BLOCK = 1000


def leximin(problem: Problem, rng: np.random.Generator, progress: Progress = silent) -> TypeLottery:
    """The leximin lottery and its proof.

    Raises DrawError "infeasible" when no panel fulfils the quotas. If the target cannot be reached within sensible
    effort, the lottery is still valid and the bounds of its stages, though wider, are true.
    """
    return _lottery(*_search(problem, rng, progress))


def maximin(problem: Problem, rng: np.random.Generator, progress: Progress = silent) -> TypeLottery:
    """The same with a proof of the lowest chance alone, in one stage; what the others have is not proven."""
    found = _lottery(*_search(problem, rng, progress))
    lowest = found.stages[0]
    everybody = np.flatnonzero(problem.eligible)
    return found._replace(stages=(lowest._replace(types=everybody),))


Found: TypeAlias = tuple[Problem, tuple[Cut, ...], Relaxed, Ints, tuple[int, ...]]


def _search(problem: Problem, rng: np.random.Generator, progress: Progress) -> Found:
    cuts: tuple[Cut, ...] = ()
    panels = np.zeros((0, problem.columns), dtype=np.int64)
    for _ in range(CUT_ROUNDS):
        relaxed = relax(problem, cuts, progress)
        found: Realised | Outside | None = None
        if problem.columns > CROWD:
            found = _crowd(problem, cuts, relaxed.target, rng, progress)
        if found is None:
            found = realise(problem, cuts, relaxed.target, rng, progress)
        if isinstance(found, Realised):
            return problem, cuts, relaxed, found.panels, found.weights
        # What most draws do without is loaded when it is needed.
        from passerelle.engines.sortition.chances.separation import INSIDE, separate

        panels = np.unique(np.concatenate([panels, found.panels]), axis=0)
        apart = separate(problem, cuts, relaxed.target, panels, rng, progress)
        panels = apart.panels
        if not apart.cuts:
            break
        cuts += apart.cuts
    weights = apart.weights
    if apart.miss > INSIDE:
        from passerelle.engines.sortition.chances.nearest import nearest

        panels, weights = nearest(problem, cuts, relaxed.target, panels, progress)
    return problem, cuts, relaxed, panels, whole_weights(weights)


def _crowd(
    problem: Problem, cuts: tuple[Cut, ...], target: Floats, rng: np.random.Generator, progress: Progress
) -> Realised | None:
    from passerelle.engines.sortition.panels.crowd import realise_crowd

    found = realise_crowd(problem, cuts, target, rng, progress)
    if found is not None and found.miss > NEAR and problem.columns <= DENSE:
        return None
    return found


def _lottery(
    problem: Problem, cuts: tuple[Cut, ...], relaxed: Relaxed, panels: Ints, weights: tuple[int, ...]
) -> TypeLottery:
    used = [i for i, weight in enumerate(weights) if weight]
    if len(used) < len(weights):
        panels, weights = panels[used], tuple(weights[i] for i in used)
    chances = exact_chances(problem, panels, weights)
    stages: list[Stage] = []
    rest = problem.eligible.copy()
    for stage in relaxed.stages:
        stages.append(Stage(stage.types, float(chances[rest].min()), stage.y, stage.pi))
        rest[stage.types] = False
    return TypeLottery(panels, weights, tuple(stages), cuts)


def exact_chances(problem: Problem, panels: Ints, weights: tuple[int, ...]) -> Floats:
    """(types,) the chance of each person of a type: correctly rounded from whole numbers."""
    whole = np.array(weights, dtype=np.int64)
    sums = np.zeros(problem.types, dtype=np.int64)
    for first in range(0, len(panels), BLOCK):
        sums += whole[first : first + BLOCK] @ problem.by_type(panels[first : first + BLOCK])
    return sums / (problem.counts * float(SCALE))

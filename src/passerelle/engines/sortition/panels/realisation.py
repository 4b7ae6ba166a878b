"""A lottery over legal panels that gives everybody the chance aimed at, or the evidence that there is none.

Column generation for the hull of panels, as in Flanigan, Gölz, Gupta, Hennig, Procaccia (Nature 2021), but on counts by
type, inside the face of the target, and beginning with panels that already surround it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.model import SCALE, Cut, Floats, Ints, Problem, Progress, silent
from passerelle.engines.sortition.panels.face import face_at
from passerelle.engines.sortition.panels.herding import herd
from passerelle.engines.sortition.panels.master import Mix, mix, whole_weights
from passerelle.engines.sortition.panels.pricing import Pricing

PER_COLUMN = 1.5
CLOSE = 1e-9
NEAR = 1e-6
BETTER = 1e-9
ROUNDS = 100
"""Rounds of column generation. A few are enough nearly always, and together they are no more than ten herdings."""


class Realised(NamedTuple):
    """panels: (panels, columns) legal, all different. weights: numerators over SCALE, at least 1, that sum to SCALE.

    miss: largest |chance - target chance| / target chance over the columns.
    """

    panels: Ints
    weights: tuple[int, ...]
    miss: float


class Outside(NamedTuple):
    """No lottery with this target was found. panels: (panels, columns) legal ones found on the way, perhaps none.

    normal: (columns,) weights of which every panel on the face of the target has less than the target: there is none.
    None when there is no panel on that face at all, or when the search was given up.
    """

    panels: Ints
    normal: Floats | None


def realise(
    problem: Problem,
    cuts: Sequence[Cut],
    target: Floats,
    rng: np.random.Generator,
    progress: Progress = silent,
) -> Realised | Outside:
    """A lottery whose expected counts by column are `target` (columns,), a point of the quota polytope.

    target: as exact as the relaxation can: rules whose slack is below 1e-6 count as tight.
    """
    face = face_at(problem, cuts, target)
    pricing = Pricing(face)
    if not face.free:
        if pricing.possible():
            return Realised(face.base[None, :], (SCALE,), 0.0)
        return Outside(face.base[None, :][:0], None)
    number = int(np.ceil(PER_COLUMN * face.free)) + 2
    found = herd(pricing, number, rng, progress)
    if not found:
        return Outside(face.base[None, :][:0], None)
    panels = np.array(list({panel.tobytes(): panel for panel in found}.values()))
    del found
    for turn in range(ROUNDS):
        progress("weights", 0.0)
        mixed = mix(panels, face.target, face.people)
        progress("weights", 1.0)
        miss = _miss(panels, mixed.weights, face.target)
        if miss <= CLOSE:
            break
        more, bound = _better(pricing, panels, mixed, miss, rng, progress)
        if len(more) and turn < ROUNDS - 1:
            panels = np.concatenate([panels, more])
        elif miss <= NEAR:
            break
        else:
            normal = np.zeros(problem.columns)
            normal[face.columns] = mixed.prices
            sure = bound < mixed.prices @ face.target
            return Outside(face.panel(panels), normal if sure else None)
    weights = whole_weights(mixed.weights)
    used = np.array(weights) > 0
    kept = tuple(weight for weight in weights if weight)
    return Realised(face.panel(panels[used]), kept, miss)


def _miss(panels: Ints, weights: Floats, target: Floats) -> float:
    return float((np.abs(weights @ panels - target) / target).max())


def _better(
    pricing: Pricing, panels: Ints, mixed: Mix, miss: float, rng: np.random.Generator, progress: Progress
) -> tuple[Ints, float]:
    """Panels that bring the mean nearer, none of them known, and what is proven: no panel has more of the prices.

    A target that is near enough (`miss`) is not worth the exact search.
    """
    face = pricing.face
    least = mixed.top + BETTER * max(mixed.miss, CLOSE)
    known = {each.tobytes() for each in panels}
    fresh: dict[bytes, Ints] = {}
    tries = 2 + face.free // 8
    largest = float(np.abs(mixed.prices).max())
    for attempt in range(tries):
        if not attempt % 20:
            progress("panels", attempt / tries)
        noise = largest * rng.uniform(0.03, 0.6) * (attempt > 0)
        panel = pricing.panel(mixed.prices + noise * rng.standard_normal(face.free), rng)
        if panel is not None:
            panel = panel.astype(face.small)
            fresh[panel.tobytes()] = panel
    fresh = {key: panel for key, panel in fresh.items() if key not in known}
    if any(mixed.prices @ panel > least for panel in fresh.values()):
        return np.array(list(fresh.values())), np.inf
    if miss <= NEAR:
        return panels[:0], np.inf
    panel, bound = pricing.exact(mixed.prices, watch=lambda: progress("panels", 1.0))
    if panel is None or bound < mixed.prices @ face.target:
        return panels[:0], bound
    panel = panel.astype(face.small)
    return (panels[:0] if panel.tobytes() in known else np.array([*fresh.values(), panel])), bound

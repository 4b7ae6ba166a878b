"""Panels whose running mean follows the target: the next one is the panel of most weight where much is still owed.

Herding (Welling 2009) keeps the sum of the panels within a few people of so many times the target, so that already
one and a half panels per column nearly always have the target in their hull.
"""

from __future__ import annotations

import numpy as np

from passerelle.engines.sortition.model import Ints, Progress
from passerelle.engines.sortition.panels.pricing import Pricing

NOISE = 0.3
PATIENCE = 10
"""Failed tries in a row before the exact search is asked."""
ASKED = 5
"""Answers of the exact search after which herding ends early: there are few panels, and the weights tell which matter."""


def herd(pricing: Pricing, number: int, rng: np.random.Generator, progress: Progress) -> list[Ints] | None:
    """`number` panels (free,) of the face, repeats included, whose mean is near its target; None: it has no panel.

    They are fewer, or even none, where panels are hard to find.
    They are kept as the smallest whole numbers that hold a count: thousands of panels of thousands of types add up.
    """
    target = pricing.face.target
    panels: list[Ints] = []
    small = pricing.face.small
    owed = np.zeros_like(target)
    failed = asked = 0
    while len(panels) < number and asked < ASKED:
        if not len(panels) % 50:
            progress("panels", len(panels) / number)
        # A failed try must leave what is owed as it was: else everybody is owed more and more, and the weights drift.
        weights = owed + target + NOISE * rng.standard_normal(len(target))
        panel = pricing.panel(weights, rng)
        if panel is None:
            failed += 1
            if failed < PATIENCE:
                continue
            asked += 1
            panel, bound = pricing.exact(weights, watch=lambda: progress("panels", len(panels) / number))
            if panel is None and bound == -np.inf:
                return None
            if panel is None:
                continue
        failed = 0
        panels.append(panel.astype(small))
        owed = owed + target - panel
    return panels

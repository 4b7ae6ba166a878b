"""A lottery for pools of so many types that a matrix of panels by type would fill the memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from passerelle.engines.sortition.model import Cut, Floats, Ints, Problem, Progress
from passerelle.engines.sortition.panels.balancing import balance
from passerelle.engines.sortition.panels.face import Face, face_at
from passerelle.engines.sortition.panels.herding import PATIENCE
from passerelle.engines.sortition.panels.master import whole_weights
from passerelle.engines.sortition.panels.realisation import Realised
from passerelle.engines.sortition.panels.sifting import Sifted

PER_COLUMN = (1.4, 2.0)
"""Panels per column: enough nearly always, and what is tried when it was not."""
CLOSE = 1e-7
NOISE = 0.03
TRIES = 3
"""Tries per panel asked for: small faces have few different ones."""


def realise_crowd(
    problem: Problem, cuts: Sequence[Cut], target: Floats, rng: np.random.Generator, progress: Progress
) -> Realised | None:
    """As `realise`, without column generation: what is missed at the end is told, not searched for.

    None when no panel was found, or none with some column of the target, or there is nothing to choose. The panels are
    of the smallest type of whole number that holds their counts.
    """
    face = face_at(problem, cuts, target)
    if not face.free:
        return None
    found = _Found(face)
    for per_column in PER_COLUMN:
        if not found.herd(int(per_column * face.free), rng, progress):
            return None
        seats = found.seats()
        if len(np.unique(seats)) < face.free:
            return None
        weights, miss = balance(seats, face.target, progress)
        if miss <= CLOSE:
            break
    whole = whole_weights(weights)
    used = np.flatnonzero(np.array(whole) > 0)
    return Realised(found.panels(used), tuple(whole[i] for i in used), miss)


class _Found:
    """Panels by what is not zero on the free columns of a face, and what they owe to the target so far."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.pricing = Sifted(face)
        self.owed = np.zeros(face.free)
        # What is owed counts more where the target is small: a seat too many is a larger share of it.
        self.urgency = np.sqrt(face.target.mean() / face.target)
        self.entries: dict[bytes, tuple[Ints, Ints]] = {}

    def herd(self, number: int, rng: np.random.Generator, progress: Progress) -> bool:
        """Herding (see `herding`) up to so many different panels, or as many as there seem to be.

        False when too often none was found, and when there are none.
        """
        failed = 0
        for _ in range(TRIES * number):
            if len(self.entries) >= number:
                break
            if not len(self.entries) % 50:
                progress("panels", len(self.entries) / number)
            weights = self.owed + self.face.target + NOISE * rng.standard_normal(self.face.free)
            panel = self.pricing.panel(self.urgency * weights, rng)
            if panel is None:
                failed += 1
                if failed > PATIENCE:
                    return False
                continue
            failed = 0
            self.owed += self.face.target - panel
            where = np.flatnonzero(panel)
            key = where.tobytes() + panel[where].tobytes()
            self.entries[key] = (where, panel[where])
        return bool(self.entries)

    def seats(self) -> Ints:
        """(panels, seats) the free column of each seat."""
        return np.array([np.repeat(where, count) for where, count in self.entries.values()])

    def panels(self, used: Ints) -> Ints:
        """(used, problem columns) the panels as whole counts."""
        entries = list(self.entries.values())
        most = max(int(count.max(initial=0)) for _, count in entries) + int(self.face.base.max())
        small = np.min_scalar_type(-most - 1)
        whole = np.tile(self.face.base.astype(small), (len(used), 1))
        for row, number in enumerate(used):
            where, count = entries[number]
            whole[row, self.face.columns[where]] += count.astype(small)
        return whole

"""From a task to a pattern: several ways through it, and the one that hides least."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from passerelle.engines.disclosure.suppression.design import Late, Pattern, Search
from passerelle.engines.disclosure.suppression.moves import Moves
from passerelle.engines.disclosure.suppression.pruning import pruned
from passerelle.engines.disclosure.suppression.task import Key, Refused, Task


def never() -> bool:
    """Never stop."""
    return False


def suppress(
    task: Task,
    rng: np.random.Generator,
    *,
    again: Callable[[], bool] = never,
    stop: Callable[[], bool] = never,
) -> Pattern:
    """The pattern with the fewest hidden cells of some rounds: one, and others as long as `again` says so.

    rng: its seed is to be a secret, else a reader who runs the same program learns from what it chose.
    Raises Refused: audit, when a number cannot be kept safe beside what was published before; late, when `stop` said so
    before the first round was over.
    """
    best: Pattern | None = None
    moves = Moves(task, rng)
    while best is None or again():
        search = Search(task, moves, rng, stop)
        try:
            search.run()
        except Late:
            if best is None:
                raise Refused("late") from None
            break
        found = pruned(search, rng)
        if best is None or found.hidden.sum() < best.hidden.sum():
            best = found
    return best


def exposed_to(
    pattern: Pattern, reader: Task, rng: np.random.Generator, *, stop: Callable[[], bool] = never
) -> list[Key]:
    """The numbers of which a reader can tell what is left when they take away the people they know.

    reader: `task.without` these people. Raises Refused("late").
    """
    moves = Moves(reader, rng)
    search = Search(reader, moves, rng, stop)
    search.hidden = pattern.hidden | (search.must & ~search.fresh)
    found = []
    for number in np.flatnonzero(search.small | search.concealed(search.hidden)).tolist():
        try:
            if not search.stands(number):
                found.append(moves.keys[number])
        except Late:
            raise Refused("late") from None
    return found

"""Of all tables that were found only those it takes; what none of them changes is printed after all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from passerelle.engines.disclosure.suppression.design import Mask, Pattern, Search

ORDERS = 40


def pruned(search: Search, rng: np.random.Generator) -> Pattern:
    """The pattern with the fewest hidden cells among some ways of choosing from the tables of a finished search.

    Proofs stay good: more is printed, not less."""
    changes = np.array([move.changes for move in search.found], dtype=np.int64).reshape(-1, len(search.true))
    values = search.true + changes
    serves = (values == 0, values >= search.threshold, changes != 0)
    best = (list(range(len(changes))), search.hidden)
    for _ in range(ORDERS):
        chosen, hidden = _chosen(search, changes != 0, serves, rng)
        if (hidden.sum(), len(chosen)) < (best[1].sum(), len(best[0])):
            best = (chosen, hidden)
    chosen, hidden = best
    concealed = search.concealed(hidden)
    return Pattern(
        search.task,
        search.keys,
        hidden & search.fresh,
        np.flatnonzero(concealed).tolist(),
        [search.found[number] for number in chosen],
        {number: proof for number, proof in search.proofs.items() if concealed[number]},
    )


def _chosen(
    search: Search, changed: npt.NDArray[np.bool_], serves: tuple[Mask, Mask, Mask], rng: np.random.Generator
) -> tuple[list[int], Mask]:
    """Need by need the table that hides the least that is not hidden yet; ties and order by chance."""
    hidden = search.must.copy()
    chosen: list[int] = []
    order = rng.permutation(len(hidden))
    met = [np.zeros(len(hidden), dtype=bool) for _ in serves]
    while True:
        needs = search.needs(hidden)
        unmet = [need & ~done for need, done in zip(needs, met, strict=True)]
        kind = next((k for k, need in enumerate(unmet) if need.any()), None)
        if kind is None:
            return chosen, hidden
        number = next(n for n in order if unmet[kind][n])
        able = np.flatnonzero(serves[kind][:, number])
        opened = (changed[able] & search.fresh & ~hidden).sum(axis=1) + rng.uniform(0, 0.5, len(able))
        move = int(able[np.argmin(opened)])
        chosen.append(move)
        hidden |= changed[move] & search.fresh
        for done, table in zip(met, serves, strict=True):
            done |= table[move]

"""A small draw made by hand in which everything occurs that a record can hold, and its exact answer is plain."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from passerelle.engines.sortition.model import (
    SCALE,
    Branch,
    Cut,
    Leaf,
    Pool,
    Quota,
    Stage,
    Target,
    TypeLottery,
)
from passerelle.engines.sortition.problem import bar, problem
from passerelle.engines.sortition.proof.record import scrutineers

CATEGORIES = ("gender", "Âge")
FEATURES = ("woman", "old"), ("woman", "young"), ("woman", "old"), ("man", "young"), ("man", "old")
PEOPLE = (*FEATURES, ("man", "young"), ("man", "old"), ("other", "young"), ("man", "old"))
POOL = Pool(
    CATEGORIES,
    PEOPLE,
    households=(None, 1, None, 2, 2, 1, None, None, 3),
    inside=frozenset({0}),
    outside={8: "moved away"},
)
QUOTAS = (
    Quota("gender", "woman", 2, 2),
    Quota("gender", "man", 1, 1),
    Quota("gender", "other", 0, 0),
    Quota("Âge", "young", 0, 2),
    Quota("Âge", "old", 1, 3),
)
TARGET = Target(3, QUOTAS)
LOTTERY = [(SCALE // 4, (0, 2, 5)), (SCALE // 4, (0, 1, 3)), (SCALE // 4, (0, 1, 4)), (SCALE // 4, (0, 2, 6))]
PANELS = [rows for count, (_, rows) in zip((3, 3, 2, 2), LOTTERY, strict=True) for _ in range(count)]


def bytes_of(seed: int) -> Any:
    """Salts that are the same in every run."""
    return random.Random(seed).randbytes


def parts() -> tuple[Any, ...]:
    """problem, lottery by type and proofs of those who fit no panel."""
    whole = problem(POOL, [TARGET], limit=1)
    place = {(row.kind, row.key): r for r, row in enumerate(whole.rows)}
    woman, man = place["quota", (0, "gender", "woman")], place["quota", (0, "gender", "man")]
    nobody = place["quota", (0, "gender", "other")]
    type_of = {int(row): t for t, rows in enumerate(whole.members) for row in rows}
    barred = {type_of[7]: Leaf({nobody: SCALE})}
    given = bar(whole, barred, "fits no panel")
    home = next(r for r, row in enumerate(whole.rows) if row.kind == "household" and type_of[1] in row.key)
    pair = sorted((type_of[1], type_of[5]))
    proof = Branch(pair[0], 0, Leaf({}), Branch(pair[1], 0, Leaf({}), Leaf({home: SCALE}, weight=0)))
    cut = Cut(np.array(pair), np.array([1, 1]), 1, proof)
    men = {type_of[row]: SCALE for row in (3, 4, 5, 6)}
    women = {type_of[row]: SCALE for row in (1, 2)}
    stages = (
        Stage(np.array(sorted(men)), 0.25, men, {man: SCALE}),
        Stage(np.array(sorted(women)), 0.5, women, {woman: SCALE}),
        Stage(np.array([type_of[0]]), 1.0, {}, {}),
    )
    panels = np.zeros((len(LOTTERY), given.columns), dtype=np.int64)
    for panel, (_, rows) in zip(panels, LOTTERY, strict=True):
        for row in rows:
            panel[type_of[row]] += 1
    fair = TypeLottery(panels, tuple(weight for weight, _ in LOTTERY), stages, (cut,))
    return given, fair, barred


def small_record(**changes: Any) -> dict[str, Any]:
    """The scrutineers' record of it."""
    given, fair, barred = parts()
    words: dict[str, Any] = {"method": "leximin", "barred": barred, "limit": 1, "household_column": "address"}
    words |= {"seed": 7, "random": bytes_of(1)}
    return scrutineers(POOL, [TARGET], given, fair, LOTTERY, PANELS, **(words | changes))


PAIR = (Quota("gender", "woman", 1, 1), Quota("gender", "man", 1, 1))
PAIRS = Pool(("gender",), (("woman",),) * 3 + (("man",),) * 3)


def two_panels() -> dict[str, Any]:
    """The scrutineers' record of two panels drawn at once, each of one woman and one man out of three and three."""
    targets = [Target(2, PAIR, "Riga"), Target(2, PAIR, "Tartu")]
    whole = problem(PAIRS, targets)
    place = {(row.kind, row.key): r for r, row in enumerate(whole.rows)}
    pi = {place["quota", (p, "gender", g)]: SCALE for p in (0, 1) for g in ("woman", "man")}
    fair = TypeLottery(
        np.array([[1, 1, 1, 1]]),
        (SCALE,),
        (Stage(np.array([0, 1]), 2 / 3, {0: SCALE, 1: SCALE}, pi),),
    )
    turns = [(0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2)]
    lottery = [
        (SCALE // 6 + (i < SCALE % 6), ((a, 3 + a, b, 3 + b), (0, 0, 1, 1))) for i, (a, b) in enumerate(turns)
    ]
    panels = [lottery[i % 6][1] for i in range(10)]
    return scrutineers(PAIRS, targets, whole, fair, lottery, panels, method="maximin", random=bytes_of(3))

"""Whatever is drawn is written so that a stranger finds it right, and its picked page too."""

from __future__ import annotations

import json

import numpy as np
import pytest

from passerelle.engines.sortition.draw import Draw, Method, draw
from passerelle.engines.sortition.model import SCALE, DrawError, Pool, Quota, Target
from passerelle.engines.sortition.proof import checker, record
from passerelle.engines.sortition.proof.verification import confirm, matches, verify

from .small_record import bytes_of

CATEGORIES = {"place": ("north", "south", "isle"), "age": ("young", "middle", "old"), "work": ("yes", "no")}


def pool_and_target(seed: int) -> tuple[Pool, Target, int | None]:
    """Twelve to thirty people with tight quotas; some share a home, stay on the panel or were kept out."""
    rng = np.random.default_rng(seed)
    number, size = int(rng.integers(12, 30)), int(rng.integers(3, 6))
    people = tuple(tuple(str(rng.choice(each)) for each in CATEGORIES.values()) for _ in range(number))
    model = rng.choice(number, size, replace=False)  # somebody's panel, around which the quotas are drawn
    quotas = []
    for place, (category, features) in enumerate(CATEGORIES.items()):
        for feature in features:
            count = sum(people[row][place] == feature for row in model)
            quotas.append(
                Quota(
                    category,
                    feature,
                    max(0, count - int(rng.integers(0, 2))),
                    count + int(rng.integers(0, 2)),
                )
            )
    homes = tuple(int(home) if home < number // 2 else None for home in rng.integers(0, number, number))
    others = [row for row in range(number) if row not in model]
    outside = {int(others[0]): "on holiday"} if rng.random() < 0.5 else {}
    inside = frozenset({int(model[0])}) if rng.random() < 0.4 else frozenset()
    limit = int(rng.integers(1, 3)) if rng.random() < 0.6 else None
    return Pool(tuple(CATEGORIES), people, homes, inside, outside), Target(size, tuple(quotas)), limit


def drawn_or_none(pool: Pool, target: Target, limit: int | None, method: Method, seed: int) -> Draw | None:
    """None when somebody in the model panel was fixed out, or two of them share a home, and nobody can stand in."""
    try:
        return draw(pool, [target], np.random.default_rng(seed), method=method, limit=limit, panels=10)
    except DrawError as error:
        if error.code == "infeasible":
            return None
        raise


def test_every_draw_verifies_and_every_panel_can_be_picked():
    drawn, kinds = 0, set()
    for seed in range(40):
        pool, target, limit = pool_and_target(seed)
        method: Method = "maximin" if seed % 2 else "leximin"
        found = drawn_or_none(pool, target, limit, method, seed)
        if found is None:
            continue
        private = json.loads(json.dumps(record.scrutineers(**found.as_record(), random=bytes_of(seed))))
        assert verify(private, [target.quotas], pool) == []
        picked = record.pick(private, str(seed % 10))
        shown = confirm(record.public(picked), picked, "Aino", "mayor")
        assert verify(shown, [target.quotas], pool, private["commitment"]) == []
        assert matches(shown, picked) == []
        assert max(stage["gap"] for stage in private["stages"]) < 1e-6
        drawn += 1
        proof = private["certificate"]
        kinds |= {name for name in ("barred", "cuts") if proof[name]}
        kinds |= {row["kind"] for row in proof["rows"]} | ({"inside"} if private["inside"] else set())
    assert drawn > 25
    assert {"barred", "household", "inside"} <= kinds


def test_a_proof_of_another_draw_is_no_proof():
    """The certificate of one pool, put into the record of another, is refused."""
    found = []
    for seed in (1, 3):
        pool, target, limit = pool_and_target(seed)
        each = draw(pool, [target], np.random.default_rng(seed), limit=limit, panels=10)
        found.append(record.scrutineers(**each.as_record(), random=bytes_of(seed)))
    assert checker.check(found[0] | {"certificate": found[1]["certificate"]})


def test_a_lottery_that_favours_somebody_is_not_written_as_fair():
    """The same panels with other weights: no leximin any more, and as maximin the record states the gap."""
    pool, target, limit = pool_and_target(1)
    each = draw(
        pool, [target], np.random.default_rng(1), method="maximin", limit=limit, panels=10
    ).as_record()
    fair = record.scrutineers(**each)
    (first, one), *rest = each["lottery"]
    tilted = [(first + SCALE // 2, one), *((weight // 2, panel) for weight, panel in rest)]
    tilted[0] = (SCALE - sum(weight for weight, _ in tilted[1:]), one)
    crooked = record.scrutineers(**(each | {"lottery": tilted}))
    assert fair["relative_gap"] < 1e-9
    assert crooked["relative_gap"] > 0.1
    assert crooked["bound"] == fair["bound"]
    assert verify(crooked) == []
    with pytest.raises(DrawError, match="different chances"):
        record.scrutineers(**(each | {"lottery": tilted, "method": "leximin"}))

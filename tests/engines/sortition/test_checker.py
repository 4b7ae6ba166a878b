"""A proof in a record is accepted only when what it says is true."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.proof import checker

from .small_record import POOL, TARGET, small_record

RECORD = json.loads(json.dumps(small_record()))
TYPES = RECORD["certificate"]["types"]
RULES = len(RECORD["certificate"]["rows"])
MULTIPLIERS = st.lists(
    st.tuples(st.integers(0, RULES - 1), st.sampled_from([-2, -1, 1, 2, 3])),
    max_size=3,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: [[r, m * 10**12] for r, m in sorted(pairs)])


def legal_panels() -> list[tuple[int, ...]]:
    """Every panel, by looking at every set of people."""
    found = []
    for rows in combinations([row for row in range(len(POOL)) if row not in POOL.outside], TARGET.size):
        homes = [POOL.households[row] for row in rows if POOL.households[row] is not None]
        people = [dict(zip(POOL.categories, POOL.features[row], strict=True)) for row in rows]
        counts = [sum(person[q.category] == q.feature for person in people) for q in TARGET.quotas]
        quotas = all(q.least <= count <= q.most for q, count in zip(TARGET.quotas, counts, strict=True))
        if quotas and len(homes) == len(set(homes)) and POOL.inside <= set(rows):
            found.append(rows)
    return found


PANELS = legal_panels()


def trees(depth: int):
    leaf = st.builds(lambda weight, pi: {"weight": weight, "pi": pi}, st.integers(0, 1), MULTIPLIERS)
    if not depth:
        return leaf
    below = trees(depth - 1)
    split = st.builds(
        lambda c, v, one, other: {"column": c, "value": v, "below": one, "above": other},
        st.integers(0, 7),
        st.integers(-1, 1),
        below,
        below,
    )
    return st.one_of(leaf, split)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True).map(sorted),
    st.lists(st.integers(-1, 2), min_size=3, max_size=3),
    st.integers(-1, 3),
    trees(3),
)
def test_a_cut_that_excludes_a_legal_panel_cannot_be_proven(columns, coefficients, beta, proof):
    cut = {"columns": columns, "coefficients": coefficients[: len(columns)], "beta": beta, "proof": proof}
    changed = copy.deepcopy(RECORD)
    changed["certificate"]["cuts"] = [cut]
    if not checker.check(changed):
        weights = dict(zip(columns, cut["coefficients"], strict=True))
        assert all(sum(weights.get(TYPES[row], 0) for row in rows) <= beta for rows in PANELS)


def test_a_true_cut_can_be_proven_and_used():
    """Nobody of rows 1 and 5 together: it needs a branch each, and then closes a stage in place of the quota."""
    changed = copy.deepcopy(RECORD)
    changed["certificate"]["stages"][1]["pi"].append([RULES, 0])
    assert not checker.check(changed)
    changed["certificate"]["stages"][1]["pi"][-1][1] = -1
    assert checker.check(changed)[0]["reason"] == "a cut is used the wrong way round"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=5),
    st.lists(st.tuples(st.integers(0, RULES + 1), st.sampled_from([-2, -1, 1, 2, 3])), max_size=4),
    st.integers(0, 2),
    st.sampled_from(["household", "person"]),
    st.lists(st.integers(-2, 9), max_size=3),
)
def test_wrong_multipliers_and_wrong_rules_never_prove_too_much(y, pi, stage, kind, key):
    """The true optimum of each stage of the small draw is known; nothing leads to a bound below it."""
    changed = copy.deepcopy(RECORD)
    changed["certificate"]["rows"].append({"kind": kind, "key": key})
    scaled = [
        [r, m * 10**12] for r, m in pi if r <= RULES or m > 0
    ]  # the last is the cut, which has no lower side
    # Everybody has some weight: a stage in which somebody has none is refused before its bound is looked at.
    weights = {t: 1 for t in range(7)} | {t: v * 10**12 + 1 for t, v in y}
    changed["certificate"]["stages"][stage] = {"y": [list(pair) for pair in weights.items()], "pi": scaled}
    if len(set(key)) < len(key) or not set(key) <= set(range(8)):
        with pytest.raises(checker.Wrong):
            checker.exact(changed)
        return
    bounds = [float(found["bound"]) for found in checker.exact(changed)["stages"]]
    levels = [stage["level"] for stage in RECORD["stages"]]
    assert all(bound >= level for bound, level in zip(bounds, levels, strict=True))


def test_nobody_stands_in_a_stage_of_leximin_without_a_proof():
    """Whoever has no weight in their stage could have had more in a later one, and all gaps would still be 0."""
    changed = copy.deepcopy(RECORD)
    t = TYPES[changed["stages"][0]["rows"][0]]
    kept = [pair for pair in changed["certificate"]["stages"][0]["y"] if pair[0] != t]
    changed["certificate"]["stages"][0]["y"] = kept
    assert {"check": "stages", "reason": "somebody stands in a stage without a proof"} in checker.check(
        changed
    )


def test_halves_prove_nothing():
    """Between at most 0.5 and at least 1.5 somebody would be lost."""
    changed = copy.deepcopy(RECORD)
    changed["certificate"]["cuts"][0]["proof"]["value"] = 0.5
    assert checker.check(changed) == [{"check": "shape", "reason": "there is a broken number"}]


def test_a_type_number_out_of_all_proportion_costs_nothing():
    changed = copy.deepcopy(RECORD)
    changed["certificate"]["types"][0] = 10**7
    assert checker.check(changed)[0]["check"] == "certificate"


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 6), trees(2))
def test_nobody_who_fits_a_panel_can_be_barred(t, proof):
    changed = copy.deepcopy(RECORD)
    row = TYPES.index(t)
    changed["certificate"]["barred"].append({"type": t, "proof": proof})
    changed["excluded"] = sorted(
        [*changed["excluded"], {"row": row, "reason": checker.FITS_NONE}], key=lambda e: e["row"]
    )
    checks = {failure["check"] for failure in checker.check(changed)}
    assert checks
    with pytest.raises(checker.Wrong):
        checker.exact(changed)


def test_a_stage_of_leximin_is_one_level():
    """Maximin may leave the others where they are; leximin may not be claimed for it."""
    merged = copy.deepcopy(RECORD)
    merged["stages"] = [merged["stages"][0] | {"rows": list(range(7)), "spread": 0.75}]
    merged["certificate"]["stages"] = merged["certificate"]["stages"][:1]
    assert checker.check(merged)[0]["check"] == "stages"
    assert not checker.check(merged | {"method": "maximin"})


def test_it_runs_alone_with_nothing_but_python(tmp_path: Path):
    whole, broken = tmp_path / "R.json", tmp_path / "B.json"
    whole.write_text(json.dumps(RECORD))
    broken.write_text(json.dumps(RECORD | {"bound": 0.2}))
    answers = [run(path) for path in (whole, broken, tmp_path / "none.json")]
    assert [code for code, _ in answers] == [0, 1, 2]
    assert answers[0][1] == {"failed": []}
    assert answers[1][1]["failed"][0]["check"] == "bound"


def run(path: Path) -> tuple[int, dict]:
    """Outside the project and without its packages."""
    words = [sys.executable, "-I", "-S", checker.__file__, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=path.parent, timeout=60)
    return done.returncode, json.loads(done.stdout)

"""The certificate of a record: types, names of rules, cuts and stages with their multipliers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from passerelle.engines.sortition.model import SCALE, Branch, Leaf, Problem, Row, TypeLottery

Record = dict[str, Any]


def certificate(
    people: int, problem: Problem, fair: TypeLottery, barred: Mapping[int, Branch | Leaf]
) -> Record:
    """What proves the fairness of a lottery, as the checker reads it: whole numbers, and rules by their names alone.

    barred: for each barred type the proof that it fits no panel.
    """
    types: list[int | None] = [None] * people
    for t, rows in enumerate(problem.members):
        for row in rows:
            types[int(row)] = t
    return {
        "scale": SCALE,
        "types": types,
        "rows": [{"kind": row.kind, "key": _key(row)} for row in problem.rows],
        "barred": [{"type": int(t), "proof": _tree(proof)} for t, proof in sorted(barred.items())],
        "cuts": [
            {
                "columns": [int(column) for column in cut.columns],
                "coefficients": [int(coefficient) for coefficient in cut.coefficients],
                "beta": int(cut.beta),
                "proof": _tree(cut.proof),
            }
            for cut in fair.cuts
        ],
        "stages": [{"y": _pairs(stage.y), "pi": _pairs(stage.pi)} for stage in fair.stages],
    }


def _key(row: Row) -> list[Any]:
    parts: list[Any] = [part if isinstance(part, str) else int(part) for part in row.key]  # type: ignore[call-overload]
    return sorted(parts) if row.kind == "household" else parts


def _pairs(multipliers: Mapping[int, int]) -> list[list[int]]:
    return [[int(place), int(value)] for place, value in sorted(multipliers.items()) if value]


def _tree(proof: Branch | Leaf) -> Record:
    if isinstance(proof, Leaf):
        return {"weight": int(proof.weight), "pi": _pairs(proof.multipliers)}
    return {
        "column": int(proof.column),
        "value": int(proof.value),
        "below": _tree(proof.below),
        "above": _tree(proof.above),
    }

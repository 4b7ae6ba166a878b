"""The proof that a suppression keeps: tables that print the same, and sums of printed numbers. Private: the tables lie
near the truth. `checker` reads it without any of this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from passerelle.engines.disclosure.release import Release
from passerelle.engines.disclosure.suppression.blocks import Ints, glued
from passerelle.engines.disclosure.suppression.design import Pattern
from passerelle.engines.disclosure.suppression.proofs import Proof
from passerelle.engines.disclosure.suppression.task import Key, Task

VERSION = 1


def certificate(
    pattern: Pattern,
    releases: Sequence[Release],
    *,
    count: str | None = None,
    period_column: str | None = None,
) -> dict[str, Any]:
    """What `check-release` needs beside the register.

    releases: those of before and the new one. spans: periods that the releases cover alike. witnesses: each a list of
    [span, values, people more or less than in the register]; the first is the register itself. numbers: for each hidden
    cell and each difference of releases that is not printed, the witness in which it is 0 (`zero`) and the one in which
    it reaches the threshold (`high`), or the proof: denominator * sign * number >= sum of multiple * printed number,
    and a witness in which it is another number than in the register (`other`).
    """
    task = pattern.task
    moves = [_people(task, move.moved) for move in pattern.moves]
    changes = [[0] * len(pattern.keys), *(move.changes.tolist() for move in pattern.moves)]
    numbers = []
    for number in pattern.concealed:
        entry = {
            **_where(task, pattern.keys[number]),
            "threshold": task.numbers[pattern.keys[number]].threshold,
        }
        numbers.append(entry | _shown(pattern, number, changes))
    return {
        "certificate": VERSION,
        "count": count,
        "period_column": period_column,
        "dimensions": list(task.layout.dimensions),
        "spans": [list(span) for span in task.spans],
        "witnesses": [[], *moves],
        "numbers": numbers,
        "releases": [release.as_json() for release in releases],
    }


def _shown(pattern: Pattern, number: int, changes: Sequence[Sequence[int]]) -> dict[str, Any]:
    of = pattern.task.numbers[pattern.keys[number]]
    values = [of.true + change[number] for change in changes]
    found: dict[str, Any] = {}
    if 0 in values:
        found["zero"] = values.index(0)
    if max(values) >= of.threshold:
        found["high"] = next(n for n, value in enumerate(values) if value >= of.threshold)
    if len(found) < 2:
        found["proof"] = _proof(pattern, pattern.proofs[number])
    if (
        "proof" in found
        and (other := next((n for n, value in enumerate(values) if value != of.true), None)) is not None
    ):
        found["other"] = other
    return found


def _proof(pattern: Pattern, proof: Proof) -> dict[str, Any]:
    sums = [
        [multiple, _where(pattern.task, pattern.keys[n])] for n, multiple in sorted(proof.multiples.items())
    ]
    return {"sign": proof.sign, "denominator": proof.denominator, "sum": sums}


def _where(task: Task, key: Key) -> dict[str, Any]:
    return {"spans": list(key[0]), "at": task.layout.at(key[1])}


def _people(task: Task, moved: Ints) -> list[list[Any]]:
    """A move as people of the table of all dimensions."""
    found: list[list[Any]] = []
    for span, columns in enumerate(moved):
        if not columns.any():
            continue
        before: Mapping[tuple[int, ...], int] = task.people[span]
        after = glued(task.blocks, before, task.truth[span] + columns, len(task.layout.dimensions))
        for values in sorted({*before, *after}):
            change = after.get(values, 0) - before.get(values, 0)
            if change:
                names = [domain[v] for domain, v in zip(task.layout.domains, values, strict=True)]
                found.append([span, names, change])
    return found

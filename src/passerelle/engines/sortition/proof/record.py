"""The two records of a draw: the scrutineers' with features, from which everything can be checked, and the public one.

The public record promises, before anybody throws dice, which numbered panels they can pick. It names nobody and no
feature of anybody, and no two of its panels can be compared: a person has another code on each of them, and is besides
only a salted hash in a list.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from passerelle.engines.sortition.model import (
    SCALE,
    Branch,
    DrawError,
    Leaf,
    Pool,
    Problem,
    Target,
    TypeLottery,
)
from passerelle.engines.sortition.proof import checker, commitment
from passerelle.engines.sortition.proof.certificate import certificate

Record = dict[str, Any]
Drawn = Sequence[int] | tuple[Sequence[int], Sequence[int]]
"""A panel: its rows; with several targets its rows and, in parallel, the target each of them sits on."""

AFTER = ("commitment", "pick", "drawn", "confirmations")
"""What is no part of the promise: the promise itself and what comes later."""
DERIVED = (
    "chances",
    "panel_counts",
    "rounding_loss",
    "lowest_chance",
    "lowest_panel_chance",
    "bound",
    "relative_gap",
)
"""What every reader of the scrutineers' record computes again; hashed by what it follows from."""
STATED = ("lowest_chance", "bound", "relative_gap", "rounding_loss")
OPEN = ("method", "size", "targets", "categories", "quotas", "household", "committed_first")
"""What both records say in the same words."""


def read(data: bytes) -> Record:
    """A record from a file. Raises DrawError `record_unreadable`, also when a field stands twice in one object."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a field stands twice")
        return found

    def refused(word: str) -> float:
        raise ValueError(f"{word} is no number")

    try:
        record = json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_constant=refused)
    except (ValueError, RecursionError) as error:
        raise DrawError("record_unreadable", f"This file is no record of a draw: {error}") from error
    if not isinstance(record, dict):
        raise DrawError("record_unreadable", "This file is no record of a draw: it is not a JSON object.")
    return record


def scrutineers(*drawn: Any, **facts: Any) -> Record:
    """R alone; see `both`."""
    return both(*drawn, **facts)[0]


def both(
    pool: Pool,
    targets: Sequence[Target],
    problem: Problem,
    fair: TypeLottery,
    lottery: Sequence[tuple[int, Drawn]],
    panels: Sequence[Drawn],
    *,
    method: str,
    barred: Mapping[int, Branch | Leaf] | None = None,
    limit: int | None = None,
    household_column: str = "",
    seed: int | None = None,
    committed_first: bool = True,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[Record, Record]:
    """R and P, not yet picked from.

    problem: the draw in numbers, after barring; fair: the lottery by type with its proof; lottery: the same over people,
    weights are numerators over SCALE; panels: the 10, 100 or 1000 that are really drawn from, in their order.
    barred: for each barred type the proof that it fits no panel. seed: what the search was started with.
    Raises DrawError `record_wrong` when what is passed does not belong together: a lottery that is not legal, say.
    """
    several = len(targets) > 1
    numbered = [_entry(drawn, several) for drawn in panels]
    salts, codes = commitment.new_salts(len(pool), [_rows(entry) for entry in numbered], random)
    record: Record = {
        "format": commitment.SCRUTINEERS_FORMAT,
        "version": 1,
        "method": method,
        "size": sum(target.size for target in targets),
        **(
            {"targets": [{"name": target.name, "size": target.size} for target in targets]} if several else {}
        ),
        "seed": seed,
        "categories": list(pool.categories),
        "quotas": _quotas(targets),
        "household": None if limit is None else {"column": household_column, "limit": limit},
        "people": [list(features) for features in pool.features],
        "households": list(pool.households) or [None] * len(pool),
        "inside": sorted(pool.inside),
        "excluded": [{"row": row, "reason": why} for row, why in sorted(problem.excluded.items())],
        "salts": salts,
        "lottery": _lottery(lottery, several),
        "panels": numbered,
        "stages": [
            {"rows": sorted(int(row) for t in stage.types for row in problem.members[t])}
            for stage in fair.stages
        ],
        "certificate": certificate(len(pool), problem, fair, barred or {}),
        "committed_first": committed_first,
        "pick": None,
        "drawn": None,
    }
    try:
        exact = checker.exact(record)
    except checker.Wrong as wrong:
        raise DrawError("record_wrong", f"The draw does not hold: {wrong}", check=wrong.check) from wrong
    stated = checker.stated(exact)
    rows = [stage["rows"] for stage in record["stages"]]
    stated["stages"] = [stage | {"rows": those} for stage, those in zip(stated["stages"], rows, strict=True)]
    record |= stated
    shown = public(record, exact, codes)
    record["commitment"] = shown["commitment"]
    return record, shown


def public(
    record: Record, exact: Mapping[str, Any] | None = None, codes: Sequence[Sequence[str]] | None = None
) -> Record:
    """P of an R that holds: of people, a sorted list of commitments, and on each panel codes that stand there alone.

    How often somebody stands is not in it, since that betrays their type; whoever has the salt can count. Numbers are
    decimals with twelve places, rounded so that they promise no more than was proven.
    exact, codes: what checker.exact(record) and `commitment.codes` gave, if that was computed already.
    Raises checker.Wrong and the errors of a malformed R; `verify` never does.
    """
    found = checker.exact(record) if exact is None else exact
    salts = record["salts"]
    if codes is None:
        codes = commitment.codes(salts, [_rows(entry) for entry in record["panels"]])
    panels = [_coded(entry, of_rows) for entry, of_rows in zip(record["panels"], codes, strict=True)]
    out = {entry["row"] for entry in record["excluded"]}
    taking_part = [row for row in range(len(salts)) if row not in out]
    bound = {"lowest_chance": False, "bound": True, "relative_gap": True, "rounding_loss": True}
    body: Record = {
        "format": commitment.PUBLIC_FORMAT,
        "version": 1,
        **{name: record[name] for name in OPEN if name in record},
        "people": sorted(
            commitment.people(
                [salts[row] for row in taking_part],
                record["categories"],
                (record["people"][row] for row in taking_part),
            )
        ),
        "excluded": [
            {"reason": reason, "people": people}
            for reason, people in sorted(Counter(entry["reason"] for entry in record["excluded"]).items())
        ],
        "panels": panels,
        **{name: decimals(found[name], up) for name, up in bound.items()},
        "stage_gap": decimals(max(stage["gap"] for stage in found["stages"]), True),
        "fewest_panels": min(found["panel_counts"][row] for row in taking_part),
        "scrutineers": commitment.digest(hashed(record)),
    }
    return body | {
        "commitment": commitment.digest(body),
        "pick": record["pick"],
        "drawn": None if record["pick"] is None else panels[number(record["pick"], len(panels))],
        "confirmations": [],
    }


def hashed(record: Record) -> Record:
    """The part of a record that its hash binds."""
    body = {name: part for name, part in record.items() if name not in AFTER}
    if record.get("format") == commitment.SCRUTINEERS_FORMAT:
        body = {name: part for name, part in body.items() if name not in DERIVED}
        body["stages"] = [stage["rows"] for stage in record["stages"]]
    return body


def number(digits: str, panels: int) -> int:
    """Which panel the digits pick: as a number below one, times the panels, rounded down.

    Raises DrawError `pick_digits`: three digits are asked for, or as many as number the panels (two for 100).
    """
    wanted = {3, len(str(panels)) - 1}
    if len(digits) not in wanted or not (digits.isascii() and digits.isdigit()):
        words = " or ".join(map(str, sorted(wanted)))
        raise DrawError(
            "pick_digits", f"Give {words} digits, for instance from ten-sided dice.", digits=digits
        )
    return int(digits) * panels // 10 ** len(digits)


def pick(record: Record, digits: str) -> Record:
    """R or P with the panel that the digits pick, and nothing else changed.

    Raises DrawError `picked_already` and `pick_digits`.
    """
    if record["pick"] is not None or record["drawn"] is not None:
        raise DrawError("picked_already", f"A panel was picked already, with {record['pick']}. It stays.")
    return record | {"pick": digits, "drawn": record["panels"][number(digits, len(record["panels"]))]}


def slips(record: Record) -> list[dict[str, Any]]:
    """What each person who takes part is told, for a mail merge: never to be published.

    By row: salt in groups of four; in how many of how many panels they stand; the number of each of these with their
    code on it, as in the printed table. After a pick also `drawn`: empty, or "yes", with several targets the name of
    theirs.
    """
    out = {entry["row"] for entry in record["excluded"]}
    places: dict[int, list[str]] = {row: [] for row in range(len(record["salts"])) if row not in out}
    for label, entry in zip(commitment.labels(len(record["panels"])), record["panels"], strict=True):
        for row in _rows(entry):
            places[row].append(f"{label} {commitment.legible(commitment.code(record['salts'][row], label))}")
    return [
        {
            "row": row,
            "salt": " ".join(salt[i : i + 4] for i in range(0, len(salt), 4)),
            "panels": len(found),
            "of": len(record["panels"]),
            "codes": ", ".join(found),
            **({} if record["pick"] is None else {"drawn": _drawn(record, row)}),
        }
        for row, found in places.items()
        for salt in [record["salts"][row]]
    ]


def decimals(value: Fraction, up: bool) -> str:
    """Twelve decimals, rounded up or down."""
    scaled = (
        -((-value.numerator * SCALE) // value.denominator)
        if up
        else value.numerator * SCALE // value.denominator
    )
    return f"{scaled // SCALE}.{scaled % SCALE:012d}"


def _quotas(targets: Sequence[Target]) -> list[Record]:
    return [
        {"category": quota.category, "feature": quota.feature, "min": quota.least, "max": quota.most}
        | ({"target": place} if len(targets) > 1 else {})
        for place, target in enumerate(targets)
        for quota in target.quotas
    ]


def _lottery(lottery: Sequence[tuple[int, Drawn]], several: bool) -> list[Record]:
    """In the order of their rows, each panel once: the order in which they were found means nothing."""
    weights: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
    for weight, drawn in lottery:
        entry = _entry(drawn, several)
        key = (tuple(entry["rows"]), tuple(entry["seats"])) if several else (tuple(entry), ())
        weights[key] += int(weight)
    shares = [(Fraction(weight, SCALE), rows, seats) for (rows, seats), weight in sorted(weights.items())]
    return [
        {"weight": f"{share.numerator}/{share.denominator}", "rows": list(rows)}
        | ({"seats": list(seats)} if several else {})
        for share, rows, seats in shares
    ]


def _entry(drawn: Drawn, several: bool) -> Any:
    if not several:
        return sorted(int(row) for row in drawn)  # type: ignore[arg-type]
    seated = sorted((int(row), int(seat)) for row, seat in zip(*drawn, strict=True))
    return {"rows": [row for row, _ in seated], "seats": [seat for _, seat in seated]}


def _rows(entry: Any) -> list[int]:
    return list(entry["rows"] if isinstance(entry, dict) else entry)


def _coded(entry: Any, codes: Sequence[str]) -> Any:
    """Sorted by code (by panel first, with several), so that nothing of the order of the pool shows."""
    if not isinstance(entry, dict):
        return sorted(codes)
    seated = sorted(zip(entry["seats"], codes, strict=True))
    return {"codes": [code for _, code in seated], "seats": [seat for seat, _ in seated]}


def _drawn(record: Record, row: int) -> str:
    entry = record["drawn"]
    if row not in _rows(entry):
        return ""
    if not isinstance(entry, dict):
        return "yes"
    return str(record["targets"][entry["seats"][entry["rows"].index(row)]]["name"])

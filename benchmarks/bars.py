"""The bars of the draw: each is met, missed, or not measured. The worst pool counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

Result = dict[str, Any]
FAILED = math.inf
EXACT = 1e-6


def verdicts(told: Result) -> list[Result]:
    """One entry per bar: what it asks, the worst value, the verdict."""
    maximin, leximin = told["maximin"], told["leximin"]
    a, cca, e = ["syn_a_35"], ["syn_cca_75"], ["syn_e_110"]
    small, three, large = (_seeds(shape) for shape in ("150-22", "200-20", "10000-150"))
    exact = [*a, *cca, *e, *large]
    every = exact + small + three
    found = [
        _bar(
            "maximin: the rival's lowest chance less ours",
            "≤",
            EXACT,
            _shortfalls(maximin, a + small + three),
        ),
        _bar("maximin, the whole command: CPU ratio on syn_a_35", "≥", 20, _ratios(maximin, a)),
        _bar("maximin, the whole command: CPU ratio on 150/22", "≥", 20, _ratios(maximin, small)),
        _bar(
            "maximin, the whole command: CPU ratio on 150/22, all 7 features",
            "≥",
            20,
            _ratios(maximin, _seeds("150-22-all")),
        ),
        _bar("maximin, the whole command: CPU ratio on 200/20 of 3 types", "≥", 100, _ratios(maximin, three)),
        *(
            _bar(
                f"maximin, the lottery alone: CPU ratio on {name}",
                "≥",
                least,
                _ratios(maximin, rows, "ratio_computing"),
            )
            for name, least, rows in (
                ("syn_a_35", 20, a),
                ("150/22", 20, small),
                ("150/22, all 7 features", 20, _seeds("150-22-all")),
                ("200/20 of 3 types", 100, three),
            )
        ),
        _bar("leximin: |chance − level of its stage|", "≤", EXACT, _values(leximin, exact, "level_error")),
        _bar("leximin: gap of a stage", "≤", EXACT, _values(leximin, exact, "stage_gap")),
        _bar("leximin: CPU s on syn_a_35 and syn_cca_75", "≤", 5, _values(leximin, a + cca, "cpu_s")),
        _bar("leximin: CPU s on syn_e_110", "≤", 20, _values(leximin, e, "cpu_s")),
        _bar("leximin: MB on syn_e_110", "≤", 400, _values(leximin, e, "memory_mb")),
        _bar("leximin: CPU s on 10,000/150", "≤", 90, _values(leximin, large, "cpu_s")),
        _bar(
            "stretch, syn_100k_150: relative gap",
            "≤",
            0.02,
            _values(leximin, ["syn_100k_150"], "relative_gap"),
        ),
        _bar("stretch, syn_100k_150: CPU s", "≤", 600, _values(leximin, ["syn_100k_150"], "cpu_s")),
        _bar(
            "drawn lottery: kept of the lowest chance", "≥", 0.97, _values(leximin, a + cca, "kept_of_lowest")
        ),
        _bar("drawn lottery: people in no panel", "≤", 0, _values(leximin, a + cca, "in_no_panel")),
        _bar("one per address on syn_a_35: CPU s", "≤", 15, _values(told["household"], a, "cpu_s")),
        _bar(
            "one per address on syn_a_35: gap of a stage",
            "≤",
            EXACT,
            _values(told["household"], a, "stage_gap"),
        ),
        _bar("infeasible: CPU s until it is explained", "≤", 1, _explained(told["infeasible"], every)),
        _bar("start of the command: CPU s", "≤", 1.5, _started(told["start"])),
        _bar("records that do not verify", "≤", 0, _unverified(every, leximin, told["household"])),
        _bar(
            "records with faults, counted again",
            "≤",
            0,
            _faulty(every, leximin, told["household"], _ours(maximin)),
        ),
    ]
    return found


def _bar(name: str, sign: str, limit: float, values: Iterable[float | None]) -> Result:
    known = list(values)
    if not known or any(value is None for value in known):
        return {"bar": name, "asks": f"{sign} {limit:g}", "worst": None, "verdict": "not measured"}
    numbers = [value for value in known if value is not None]
    worst = max(numbers) if sign == "≤" else min(-v if v == FAILED else v for v in numbers)
    met = worst <= limit if sign == "≤" else worst >= limit
    return {
        "bar": name,
        "asks": f"{sign} {limit:g}",
        "worst": worst if math.isfinite(worst) else "failed",
        "verdict": "met" if met else "missed",
    }


def _seeds(shape: str) -> list[str]:
    return [f"{shape}-{seed}" for seed in (1, 2, 3)]


def _values(rows: Result, names: Iterable[str], key: str) -> list[float | None]:
    return [_value(rows[name], key) if name in rows else None for name in names]


def _value(row: Result, key: str) -> float:
    """A draw that failed has no figures, and is a bar missed whatever it cost."""
    return FAILED if any(fault.startswith("exit") for fault in row["faults"]) else float(row[key])


def _ratios(rows: Result, names: Iterable[str], key: str = "ratio") -> list[float | None]:
    """key: "ratio" of whole processes, "ratio_computing" of the same task without the start and imports of both."""
    return [
        None if name not in rows or "rival" not in rows[name]
        else FAILED if rows[name]["ours"]["faults"]
        else rows[name].get(key)
        for name in names
    ]  # fmt: skip


def _shortfalls(rows: Result, names: Iterable[str]) -> list[float | None]:
    return [
        None if name not in rows or "rival" not in rows[name]
        else rows[name]["rival"]["lowest_chance"] - _lowest(rows[name]["ours"])
        for name in names
    ]  # fmt: skip


def _lowest(row: Result) -> float:
    return -FAILED if row["faults"] else float(row["lowest_chance"])


def _explained(rows: Result, pools: Iterable[str]) -> list[float | None]:
    found: list[float | None] = [
        row["cpu_s"] if row["exits_3"] and row["explained"] else FAILED for row in rows.values()
    ]
    return found + [None for pool in pools if not any(name.startswith(f"{pool},") for name in rows)]


def _started(rows: Result) -> list[float | None]:
    return [
        row["cpu_s"] if row["as_expected"] else FAILED
        for name, row in rows.items()
        if name.startswith("draw")
    ]


def _ours(maximin: Result) -> Result:
    return {name: row["ours"] for name, row in maximin.items()}


def _unverified(pools: Iterable[str], leximin: Result, *others: Result) -> list[float | None]:
    """How many records do not verify; not measured when a pool was left out."""
    checks = ("verify", "verify_public")
    return _count(
        pools, leximin, *others, wrong=lambda row: not all(row.get(one, {}).get("verified") for one in checks)
    )


def _faulty(pools: Iterable[str], leximin: Result, *others: Result) -> list[float | None]:
    return _count(pools, leximin, *others, wrong=lambda row: bool(row["faults"]))


def _count(
    pools: Iterable[str], leximin: Result, *others: Result, wrong: Callable[[Result], bool]
) -> list[float | None]:
    if any(pool not in leximin for pool in pools):
        return []
    return [sum(wrong(row) for rows in (leximin, *others) for row in rows.values())]

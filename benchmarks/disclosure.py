"""Numbers that expose nobody: the ledger and suppression with their bars, and pytauargus beside them.

`python -m benchmarks disclosure --rivals PYTHON`: a Python with pytauargus (`pip install pytauargus==0.6.0` in an
environment of its own). It protects each table alone; what readers work out of all its tables together is told by our
attacker, as for our own releases. Without it our figures are told alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.process import having, run

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).parent / "passerelle"
RIVAL = Path(__file__).with_name("disclosure_rival.py")
FILE = "synthetic_1300.csv"
THREE = ["city", "service", "gender"]
TASKS = {
    "3 dimensions, 252 cells": ([THREE], 2, 111),
    "4 linked tables, 644 cells": (
        [["origin", "service"], ["city", "gender", "origin"], THREE, ["city", "age", "gender"]],
        40,
        293,
    ),
}
"""Tables, CPU seconds at most, hidden cells at most."""
KEYS = 20
LEVELS = ("total", "one dimension", "two", "three")


def measure(house: object, args: argparse.Namespace) -> dict[str, Any]:
    """Both ways on the invented register, if it is there."""
    folders = [
        *([args.data, args.data / "disclosure"] if args.data else []),
        ROOT.parent / "shared/data/disclosure",
    ]
    file = next((folder / FILE for folder in folders if (folder / FILE).exists()), None)
    if file is None:
        return {"rival": f"not measured: {FILE} is in no folder (--data)", "bars": []}
    python = having(args.rivals, "pytauargus")
    with tempfile.TemporaryDirectory(prefix="disclosure-") as folder:
        work = Path(folder)
        told: dict[str, Any] = {"ledger": _ledger(file, work)}
        told["suppression"] = {
            name: {"ours": _ours(file, tables, work)}
            | ({"theirs": _theirs(python, file, tables)} if python else {})
            for name, (tables, _, _) in TASKS.items()
        }
    versions = {one["theirs"].get("version") for one in told["suppression"].values() if "theirs" in one}
    told["rival"] = (
        f"pytauargus {', '.join(map(str, versions))}" if python else "pytauargus not found (--rivals)"
    )
    return told | {"bars": _bars(told)}


def _halves(file: Path) -> list[dict[str, str]]:
    """The register with twelve periods: the rows of each in turn in its first and second half."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    seen: Counter[str] = Counter()
    for row in rows:
        half = seen[row["period"]] % 2
        seen[row["period"]] += 1
        row["period"] += "ab"[half]
    return rows


def _ledger(file: Path, work: Path) -> dict[str, Any]:
    from passerelle.engines.disclosure.ledger.book import Ledger, freeze, publish
    from passerelle.engines.disclosure.micro import Columns, read
    from passerelle.engines.sortition.intake.findings import Findings

    rows = _halves(file)
    halves = work / "halves.csv"
    with halves.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    periods = sorted({row["period"] for row in rows})
    columns = Columns(tuple(THREE), {}, "n", "period")
    whole = read(halves.read_bytes(), columns, Findings(halves.name))
    assert whole is not None
    known = {period: whole.until(period) for period in periods}
    first: list[dict[str, float]] = []
    last: list[dict[str, float]] = []
    seconds = []
    for number in range(KEYS):
        began = time.process_time()
        ledger = Ledger("r", number.to_bytes(32, "big"), 5, 5, tuple(THREE))
        for period in periods:
            ledger = freeze(ledger, known[period], period, [(0, 1, 2)])
        seconds.append(time.process_time() - began)
        for found, period in ((first, periods[0]), (last, periods[-1])):
            release = publish(ledger, period, [(0, 1, 2)])
            true = known[period].totals(release.layout)
            found.append(
                _errors({place: (value or 0) - true[place] for place, value in release.values.items()})
            )
    return {
        "periods": len(periods),
        "keys": KEYS,
        "cpu_s": round(statistics.median(seconds), 3),
        "commands_cpu_s": round(_commands(halves, periods, work), 2),
        "twelfth": _median(last),
        "one_period": _median(first),
    }


def _commands(halves: Path, periods: Sequence[str], work: Path) -> float:
    """CPU seconds of all twelve as commands, with the start of each."""
    cost = 0.0
    for period in periods:
        asked = [
            "--dimensions",
            ",".join(THREE),
            "--count",
            "n",
            "--period-column",
            "period",
            "--period",
            period,
        ]
        words = [
            "protect",
            "--micro",
            str(halves),
            *asked,
            "--mode",
            "ledger",
            "--ledger",
            str(work / "state"),
        ]
        done = run([COMMAND, *words, "--out", work / f"{period}.json"])
        cost += done.cpu if done.code == 0 else float("inf")
    return cost


def _errors(errors: dict[tuple[int | None, ...], int]) -> dict[str, float]:
    levels: list[list[int]] = [[], [], [], []]
    for place, error in errors.items():
        levels[sum(value is not None for value in place)].append(abs(error))
    return {
        **{f"mean, {name}": statistics.mean(level) for name, level in zip(LEVELS, levels, strict=True)},
        "max": max(map(max, levels)),
    }


def _median(found: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in found), 2) for name in found[0]}


def _ours(file: Path, tables: list[list[str]], work: Path) -> dict[str, Any]:
    names = sorted({name for table in tables for name in table})
    out, proof = work / "release.json", work / "proof.json"
    words = ["--dimensions", ",".join(names), "--tables", ";".join(map("*".join, tables)), "--count", "n"]
    made = run(
        [
            COMMAND,
            "protect",
            "--micro",
            file,
            *words,
            "--mode",
            "suppress",
            "--out",
            out,
            "--certificate",
            proof,
        ]
    )
    if made.code:
        return {"code": made.code, "said": made.err[-300:] or made.out[-300:]}
    checked = run([COMMAND, "check-release", out, "--micro", file, "--certificate", proof])
    attacked = run([COMMAND, "attack", out, "--json"])
    found = json.loads(attacked.out)
    hidden = sum("hidden" in cell for cell in json.loads(out.read_text(encoding="utf-8"))["cells"])
    return {
        "cpu_s": round(made.cpu, 2),
        "memory_mb": round(made.memory),
        "hidden": hidden,
        "exact": len(found["exact"]),
        "small": len(found["small"]),
        "accepted": checked.code == 0,
        "check_cpu_s": round(checked.cpu, 2),
        "attack_cpu_s": round(attacked.cpu, 2),
    }


def _theirs(python: str, file: Path, tables: list[list[str]]) -> dict[str, Any]:
    from passerelle.engines.disclosure import release
    from passerelle.engines.disclosure.attacker.attack import attack

    with tempfile.TemporaryDirectory(prefix="disclosure-rival-") as folder:
        words = [Path(python).absolute(), RIVAL, file.absolute(), json.dumps(tables)]
        cost = run(words, folder=Path(folder))
    if cost.code:
        return {"code": cost.code, "said": (cost.err.strip().splitlines() or [""])[-1]}
    told = json.loads(cost.out)
    found = attack([release.read(json.dumps(one).encode()) for one in _releases(tables, told["cells"])])
    hidden = {tuple(sorted(at.items())) for at, value in told["cells"] if value is None}
    return {
        "version": told["version"],
        "cpu_s": round(cost.cpu, 2),
        "memory_mb": round(cost.memory),
        "hidden": len(hidden),
        "exact": len({finding.item.at for finding in found.exact}),
        "small": len({finding.item.at for finding in found.small}),
    }


def _releases(tables: list[list[str]], cells: list[list[Any]]) -> list[dict[str, Any]]:
    """A release per table of the rival's, all of the same people."""
    made = []
    rest = iter(cells)
    sizes: Counter[str] = Counter()
    values: dict[str, dict[str, None]] = {}
    for at, _ in cells:
        for name, value in at.items():
            values.setdefault(name, {})[value] = None
    sizes.update({name: len(found) for name, found in values.items()})
    for table in tables:
        number = 1
        for name in table:
            number *= sizes[name] + 1
        own = [next(rest) for _ in range(number)]
        made.append(
            {
                "register": "theirs",
                "mode": "suppress",
                "threshold": 5,
                "dimensions": {name: sorted(values[name]) for name in table},
                "tables": [table],
                "cells": [{"at": at} | ({"hidden": True} if n is None else {"value": n}) for at, n in own],
            }
        )
    return made


def _bars(told: dict[str, Any]) -> list[dict[str, Any]]:
    ledger, twelfth = told["ledger"], told["ledger"]["twelfth"]
    worst = max(twelfth[f"mean, {name}"] for name in LEVELS[1:])
    bars = [
        _bar("ledger, twelve periods: error of the total", twelfth["mean, total"], 2),
        _bar("ledger, twelve periods: largest mean error of a level", worst, 2),
        _bar("ledger, twelve periods: largest error", twelfth["max"], 10),
        _bar("ledger, all twelve: CPU s of computing", ledger["cpu_s"], 2),
    ]
    for name, (_, seconds, hidden) in TASKS.items():
        ours = told["suppression"][name]["ours"]
        if "code" in ours:
            bars.append(_bar(f"{name}: published", float("inf"), 0))
            continue
        bars += [
            _bar(f"{name}: CPU s", ours["cpu_s"], seconds),
            _bar(f"{name}: hidden", ours["hidden"], hidden),
            _bar(f"{name}: recomputable or known to be small", ours["exact"] + ours["small"], 0),
            _bar(f"{name}: certificates not accepted", int(not ours["accepted"]), 0),
        ]
    return bars


def _bar(name: str, value: float, most: float) -> dict[str, Any]:
    return {"bar": f"{name} (at most {most:g})", "value": value, "held": value <= most}


def readable(told: dict[str, Any]) -> list[list[list[Any]]]:
    """Tables for people; the first row of each is the head."""
    if not told["bars"]:
        return []
    ledger = told["ledger"]
    errors = [["ledger, median of keys", *ledger["twelfth"]]]
    errors += [
        ["after the twelfth period", *ledger["twelfth"].values()],
        ["one period", *ledger["one_period"].values()],
    ]
    keys = ("cpu_s", "memory_mb", "hidden", "exact", "small", "accepted", "check_cpu_s", "attack_cpu_s")
    rows: list[list[Any]] = [["suppression", *(key.replace("_", " ") for key in keys)]]
    for name, both in told["suppression"].items():
        rows += [[f"{name}: {who}", *(one.get(key, "–") for key in keys)] for who, one in both.items()]
    bars = [["bar", "value", "held"], *([bar["bar"], bar["value"], bar["held"]] for bar in told["bars"])]
    costs = [
        ["all twelve, CPU s", "computing", "as twelve commands"],
        ["", ledger["cpu_s"], ledger["commands_cpu_s"]],
    ]
    return [errors, costs, rows, bars]

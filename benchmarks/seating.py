"""Seating beside groupselect-lib: `python -m benchmarks.seating --out benchmarks/results`, or a part of the whole run.

groupselect-lib (MIT) is on no package index. `--fetch` clones it at a pinned commit into .cache; the comparison runs it
as a process of its own. For its worth it gets the best of three seeds, we get the worst. Its balance is a wish, ours is
a rule: people too many or too few of a value are counted for both. Without it, our figures are told alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.process import run

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).parent / "passerelle"
RIVAL = Path(__file__).with_name("seating_rival.py")
ADDRESS = "https://github.com/sortitionfoundation/groupselect-lib"
COMMIT = "282fe9ea36e60b15722a71bf46bceb0885983c05"
CACHE = ROOT / ".cache" / f"groupselect-{COMMIT[:12]}"
SEEDS = (1, 2, 3)
SECONDS = 20
PROVEN = {"6×8×4": (6, 8, 4), "8×4×7": (8, 4, 7), "5×8×4": (5, 8, 4)}
FILES = (
    ("30i_4j_3k_3d_data", "gender,age,region", 5, 4),
    ("30i_4j_3k_3d_data", "gender,age,region", 6, 4),
    ("30i_4j_3k_3d_data", "gender,age,region", 10, 3),
    ("sf_f_40", "a,b,c", 5, 4),
    ("sf_f_40", "a,b,c", 8, 4),
    ("sf_f_40", "a,b,c,d,e,f,g", 5, 4),
    ("sf_f_40", "a,b,c,d,e,f,g", 8, 4),
)
SHARES = {
    "gender": {"woman": 0.5, "man": 0.46, "other": 0.04},
    "age": {"16-29": 0.3, "30-59": 0.45, "60+": 0.25},
    "side": {"resident": 0.6, "newcomer": 0.3, "official": 0.1},
}
GENERATED = ((36, 6, 5, 0), (50, 7, 4, 0), (64, 8, 6, 8), (100, 12, 5, 12))
"""People, tables, rounds, people fixed to a table (one each, in turn)."""


@dataclass(frozen=True)
class Case:
    name: str
    people: list[dict[str, str]]
    balance: list[str]
    tables: int
    rounds: int


def generated(people: int, tables: int, rounds: int, fixed: int, seed: int) -> Case:
    """Invented people with shares as in a town meeting. The first `fixed` are interpreters with a table of their own."""
    chance = random.Random(seed)
    rows = [
        {name: chance.choices(list(shares), list(shares.values()))[0] for name, shares in SHARES.items()}
        | {"table": str(row % tables + 1) if row < fixed else ""}
        for row in range(people)
    ]
    name = f"{people} people, {tables} tables, {rounds} rounds, {fixed} fixed, seed {seed}"
    return Case(name, rows, list(SHARES), tables, rounds)


def cases(data: Path) -> Iterator[Case]:
    """Those of the data folder that are there, then the generated ones."""
    for name, balance, tables, rounds in FILES:
        file = data / f"{name}.csv"
        if file.exists():
            with file.open(encoding="utf-8", newline="") as lines:
                rows = list(csv.DictReader(lines))
            names = balance.split(",")
            yield Case(f"{name}: {balance}; {tables} tables, {rounds} rounds", rows, names, tables, rounds)
    for shape in GENERATED:
        for seed in SEEDS:
            yield generated(*shape, seed)


def measure(house: object, args: argparse.Namespace) -> dict[str, Any]:
    """Every case beside groupselect, and the three sizes whose bound is to be reached."""
    data = args.data or ROOT.parent / "shared/data/seating"
    there = (CACHE / "groupselect").is_dir()
    with tempfile.TemporaryDirectory(prefix="seating-") as folder:
        work = Path(folder)
        beside = {case.name: _beside(case, work, there) for case in cases(data)}
        proven = {
            name: _ours(
                Case(name, [{"name": str(row)} for row in range(tables * seats)], [], tables, rounds), work
            )
            for name, (tables, seats, rounds) in PROVEN.items()
        }
    told: dict[str, Any] = {
        "rival": f"groupselect-lib at {COMMIT[:12]}"
        if there
        else "not fetched: python -m benchmarks.seating --fetch",
        "seeds": list(SEEDS),
        "seconds_at_most": SECONDS,
        "beside": beside,
        "proven": proven,
    }
    return {**told, "bars": _bars(told)}


def _beside(case: Case, work: Path, there: bool) -> dict[str, Any]:
    ours = _ours(case, work)
    if not there or "repeated_pairs" not in ours:
        return {"ours": ours}
    theirs = _theirs(case)
    return {"ours": ours, "theirs": theirs, "held": ours["repeated_pairs"] <= theirs["repeated_pairs"]}


def _ours(case: Case, work: Path) -> dict[str, Any]:
    """The worst of the seeds, by repeated pairs; counted again from the plan."""
    file = work / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(case.people[0]))
        writer.writeheader()
        writer.writerows(case.people)
    words: list[str | Path] = [COMMAND, "seat", "--json", "--people", file, "--seconds", str(SECONDS)]
    words += ["--tables", str(case.tables), "--rounds", str(case.rounds), "--balance", ",".join(case.balance)]
    words += ["--nearest"] + (["--fixed", "table"] if "table" in case.people[0] else [])
    found = []
    for seed in SEEDS:
        cost = run([*words, "--seed", str(seed)])
        if cost.code not in (0, 1):
            return {"code": cost.code, "said": cost.out or cost.err}
        plan = json.loads(cost.out)
        counted = told(case, plan["rounds"])
        assert counted["repeated_pairs"] == plan["repeated_pairs"], "counted otherwise"
        own = {key: plan[key] for key in ("bound", "least_met_bound", "proven")}
        found.append(counted | own | {"cpu_s": round(cost.cpu, 2), "memory_mb": round(cost.memory)})
    return max(found, key=lambda one: (one["repeated_pairs"], -one["least_met"]))


def _theirs(case: Case) -> dict[str, Any]:
    """The best of the seeds, by repeated pairs."""
    found = []
    for seed in SEEDS:
        asked = {
            "values": [[row[name] for name in case.balance] for row in case.people],
            "seats": [-(-len(case.people) // case.tables)] * case.rounds,
            "fixed": {row: int(one["table"]) - 1 for row, one in enumerate(case.people) if one.get("table")},
            "seed": seed,
        }
        cost = run([sys.executable, RIVAL, CACHE, json.dumps(asked)])
        if cost.code:
            return {"repeated_pairs": float("inf"), "said": cost.err.strip().splitlines()[-1]}
        found.append(told(case, json.loads(cost.out)) | {"cpu_s": round(cost.cpu, 2)})
    return min(found, key=lambda one: one["repeated_pairs"])


def told(case: Case, rounds: list[list[list[int]]]) -> dict[str, Any]:
    """What a plan is worth, counted from its lists alone."""
    pairs: Counter[tuple[int, int]] = Counter()
    off = uneven = away = 0
    for tables in rounds:
        uneven += max(map(len, tables)) - min(map(len, tables)) > 1 or len(tables) != case.tables
        for number, table in enumerate(tables):
            pairs.update(combinations(sorted(table), 2))
            away += sum(case.people[row].get("table", "") not in ("", str(number + 1)) for row in table)
            for name in case.balance:
                everywhere = Counter(row[name] for row in case.people)
                here = Counter(case.people[row][name] for row in table)
                for value, count in everywhere.items():
                    off += max(0, count // case.tables - here[value], here[value] + (-count // case.tables))
    met = Counter(row for pair in pairs for row in pair)
    return {
        "repeated_pairs": sum(times - 1 for times in pairs.values()),
        "least_met": min(met[row] for row in range(len(case.people))),
        "out_of_balance": off,
        "needs_not_met": away,
        "uneven_rounds": uneven,
    }


def _bars(told: dict[str, Any]) -> list[dict[str, Any]]:
    held = [row["held"] for row in told["beside"].values() if "held" in row]
    bars = [
        {
            "bar": f"{name}: at the proven bound",
            "value": row.get("repeated_pairs"),
            "held": bool(row.get("proven")) and row["repeated_pairs"] == row["bound"],
        }
        for name, row in told["proven"].items()
    ]
    lost = len(held) - sum(held)
    return [
        {"bar": "never more repeated pairs than groupselect", "value": lost, "held": bool(held) and not lost},
        *bars,
    ]


def readable(told: dict[str, Any]) -> list[list[Any]]:
    """Rows of the table for people; the first is the head."""
    keys = ("repeated_pairs", "bound", "least_met", "least_met_bound", "proven", "out_of_balance", "cpu_s")
    theirs = ("repeated_pairs", "least_met", "out_of_balance", "needs_not_met", "cpu_s")
    rows: list[list[Any]] = [
        [
            "seating",
            *(key.replace("_", " ") for key in keys),
            *(f"theirs {key.replace('_', ' ')}" for key in theirs),
        ]
    ]
    for name, row in told["beside"].items():
        rival = row.get("theirs", {})
        rows.append(
            [name, *(row["ours"].get(key, "–") for key in keys), *(rival.get(key, "–") for key in theirs)]
        )
    for name, ours in told["proven"].items():
        rows.append([name, *(ours.get(key, "–") for key in keys), *("–" for _ in theirs)])
    return rows


def fetch(address: str) -> None:
    """Clone the rival at the pinned commit into the cache."""
    if not (CACHE / "groupselect").is_dir():
        subprocess.run(["git", "clone", "-q", "--no-checkout", address, CACHE], check=True)
        subprocess.run(["git", "-C", CACHE, "checkout", "-q", COMMIT], check=True)


def main() -> int:
    from benchmarks import tables  # which in turn shows this table

    parser = argparse.ArgumentParser(prog="python -m benchmarks.seating", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the example files")
    parser.add_argument(
        "--fetch",
        nargs="?",
        const=ADDRESS,
        metavar="ADDRESS",
        help=f"clone groupselect-lib first ({ADDRESS})",
    )
    parser.add_argument("--machine", default="", help="how to name this machine in the results")
    parser.add_argument("--out", type=Path, help="folder for seating.json and seating.md")
    args = parser.parse_args()
    if args.fetch:
        fetch(args.fetch)
    result: dict[str, Any] = {"date": time.strftime("%Y-%m-%d"), "machine": machine.described(args.machine)}
    result["seating"] = measure(None, args)
    lines = tables.readable(result)
    print(lines)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "seating.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
        (args.out / "seating.md").write_text(tables.markdown(result) + "\n")
    return 0 if all(bar["held"] for bar in result["seating"]["bars"]) else 1


if __name__ == "__main__":
    sys.exit(main())

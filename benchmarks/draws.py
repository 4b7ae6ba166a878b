"""The draw: whole processes of `passerelle draw` beside sortition-algorithms, and against the bars of the draw.

Every figure is the median of --rounds runs with the seeds 1, 2, …; a row stops early once its runs have used LONG
seconds of CPU, and says of how many it is. Fairness is counted again from the record (fairness.py), the worst run counts.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import bars, fairness, pools
from benchmarks.process import Cost, having, run

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).parent / "passerelle"
RIVAL = Path(__file__).with_name("rival.py")
SAME_TASK = Path(__file__).with_name("same_task.py")
LONG = 120.0
DATA = {"syn_a_35": 35, "syn_cca_75": 75, "syn_e_110": 110, "syn_100k_150": 150}
WORST = {"kept_of_lowest": min, "lowest_chance": min, "lowest_panel_chance": min}
HUGE = "syn_100k_150"
FLOOR = "python, numpy, highspy"


@dataclass(frozen=True)
class Pool:
    name: str
    folder: Path
    size: int
    people: list[dict[str, str]]
    quotas: list[dict[str, str]]

    @property
    def files(self) -> list[str | Path]:
        return ["--quotas", self.folder / "categories.csv", "--pool", self.folder / "respondents.csv"]


def measure(house: object, args: argparse.Namespace) -> dict[str, Any]:
    """All rows, and the verdict on each bar."""
    with tempfile.TemporaryDirectory(prefix="draws-") as folder:
        work = Path(folder)
        there = {pool.name: pool for pool in _pools(work, args.data or ROOT.parent / "shared/data/sortition")}
        if args.pools:
            there = {name: pool for name, pool in there.items() if name in args.pools}
        small = {name: pool for name, pool in there.items() if name != HUGE}
        _compile()
        start = _start(work, args.rounds)
        result: dict[str, Any] = {
            "rounds": args.rounds,
            "stopped_after_cpu_s": LONG,
            "start": start,
            "maximin": {
                name: _beside(pool, work, args, start[FLOOR]["cpu_s"])
                for name, pool in small.items()
                if name == "syn_a_35" or name.startswith(("150-22", "200-20"))
            },
            "leximin": {
                name: _drawn(pool, work, args.rounds)
                for name, pool in (there if args.long else small).items()
            },
            "household": {
                name: _drawn(
                    pool, work, args.rounds, "--household-column", "address", "--household-limit", "1"
                )
                for name, pool in small.items()
                if name == "syn_a_35"
            },
            "infeasible": {
                f"{name}, contradiction {seed}": _infeasible(pool, seed, work, args.rounds)
                for name, pool in there.items()
                for seed in pools.SEEDS
            },
        }
    result["bars"] = bars.verdicts(result)
    return result


def _compile() -> None:
    """As an installer leaves it, and left the rival: compiling at each start would add a tenth of a second."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", ROOT / "src/passerelle"], check=True)


def _pools(work: Path, data: Path) -> Iterator[Pool]:
    """Those of the data folder that are there, then the generated ones."""
    for name, size in DATA.items():
        if (data / name).is_dir():
            yield Pool(
                name,
                data / name,
                size,
                _read(data / name / "respondents.csv"),
                _read(data / name / "categories.csv"),
            )
    for name, shape in pools.SHAPES.items():
        for seed in pools.SEEDS:
            people, quotas = pools.pool(shape, seed)
            pools.write(work / f"{name}-{seed}", people, quotas)
            yield Pool(f"{name}-{seed}", work / f"{name}-{seed}", shape.seats, people, quotas)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _repeated(rounds: int, once: Callable[[int], Cost]) -> list[Cost]:
    costs: list[Cost] = []
    while len(costs) < rounds and sum(cost.cpu for cost in costs) < LONG:
        costs.append(once(len(costs) + 1))
    return costs


def _told(costs: list[Cost]) -> dict[str, Any]:
    return {
        "runs": len(costs),
        "cpu_s": round(statistics.median(cost.cpu for cost in costs), 3),
        "cpu_worst_s": round(max(cost.cpu for cost in costs), 3),
        "clock_s": round(statistics.median(cost.seconds for cost in costs), 3),
        "memory_mb": round(max(cost.memory for cost in costs)),
        "load": round(os.getloadavg()[0], 2),
    }


def _start(work: Path, rounds: int) -> dict[str, Any]:
    """The command alone, and what Python and the two libraries need before any line of ours."""
    unreadable = work / "unreadable.csv"
    unreadable.write_bytes(bytes(range(256)) * 4)
    wrong = ["draw", "--quotas", unreadable, "--pool", unreadable, "--size", "3", "--out", work / "none.json"]
    told = {}
    for name, words, code in (
        ("draw --help", [COMMAND, "draw", "--help"], 0),
        ("draw of an unreadable file", [COMMAND, *wrong], 2),
        (FLOOR, [sys.executable, "-c", "import numpy, highspy"], 0),
    ):
        costs = _repeated(rounds, lambda _, words=words: run(words))  # type: ignore[misc]
        told[name] = {**_told(costs), "as_expected": all(cost.code == code for cost in costs)}
    return told


def _draw(pool: Pool, work: Path, seed: int, *words: str | Path) -> Cost:
    record = work / "record.json"
    record.unlink(missing_ok=True)
    return run(
        [COMMAND, "draw", *pool.files, "--size", str(pool.size), "--seed", str(seed), *words, "--out", record]
    )


def _counted(pool: Pool, work: Path, rounds: int, *words: str | Path) -> dict[str, Any]:
    """Runs of one draw: what they cost, and the worst of what they gave."""
    given: list[dict[str, Any]] = []

    def once(seed: int) -> Cost:
        print(f"  {pool.name} {' '.join(map(str, words))} seed {seed}", file=sys.stderr, flush=True)
        cost = _draw(pool, work, seed, *words)
        if cost.code == 0:
            record = json.loads((work / "record.json").read_bytes())
            given.append(fairness.figures(record, pool.people, pool.quotas))
        else:
            last = cost.err.strip().rpartition("\n")[2]
            given.append({"faults": [f"exit {cost.code}: {last[:200]}"]})
        return cost

    told = _told(_repeated(rounds, once))
    told["faults"] = sorted({fault for one in given for fault in one["faults"]})
    if all(len(one) > 1 for one in given):
        told |= {
            name: WORST.get(name, max)(one[name] for one in given) for name in given[0] if name != "faults"
        }
    return told


def _drawn(pool: Pool, work: Path, rounds: int, *words: str | Path) -> dict[str, Any]:
    """Leximin with both records, and what it takes to verify them."""
    public = work / "public.json"
    told = _counted(pool, work, rounds, *words, "--public-out", public)
    if (work / "record.json").exists():
        for name, check in (
            ("verify", [work / "record.json", *pool.files]),
            ("verify_public", [public]),
        ):
            costs = _repeated(rounds, lambda _, check=check: run([COMMAND, "verify-draw", *check]))  # type: ignore[misc]
            told[name] = {**_told(costs), "verified": all(cost.code == 0 for cost in costs)}
        told["record_mb"] = round((work / "record.json").stat().st_size / 1e6, 2)
    return told


def _beside(pool: Pool, work: Path, args: argparse.Namespace, floor: float) -> dict[str, Any]:
    """Maximin by ours and by sortition-algorithms, each as a process of its own.

    floor: CPU s that Python and our libraries take before any line of ours. The bar is on whole processes; the ratio
    without the imports of both is told beside it, because on a small pool it is the imports that are compared; and the
    ratios of the same task, the lottery alone, because the command also numbers panels, commits and verifies.
    """
    ours = _counted(pool, work, args.rounds, "--method", "maximin")
    python = having(args.rivals, "sortition_algorithms")
    if python is None:
        return {"ours": ours, "why": "no Python with sortition-algorithms; name one with --rivals"}
    said: list[dict[str, Any]] = []

    def once(number: int) -> Cost:
        print(f"  {pool.name} sortition-algorithms {number}", file=sys.stderr, flush=True)
        files = [pool.folder / "categories.csv", pool.folder / "respondents.csv"]
        cost = run([python, RIVAL, *files, str(pool.size)])
        if cost.code == 0:
            said.append(json.loads(cost.out.rpartition("\n")[2]))
        return cost

    same: list[dict[str, Any]] = []

    def no_more(_: int) -> Cost:
        files = [pool.folder / "categories.csv", pool.folder / "respondents.csv"]
        cost = run([sys.executable, SAME_TASK, *files, str(pool.size)])
        same.append(json.loads(cost.out))
        return cost

    theirs = _told(_repeated(args.rounds, once))
    alike = _told(_repeated(args.rounds, no_more))
    bare = _told(
        _repeated(
            args.rounds, lambda _: run([python, "-c", "import sortition_algorithms.committee_generation"])
        )
    )
    if not said:
        return {"ours": ours, "why": "sortition-algorithms failed"}
    return {
        "ours": ours,
        "rival": {
            "name": f"sortition-algorithms {said[0]['version']}, highspy {said[0]['highspy']}",
            "tolerance": said[0]["tolerance"],
            **theirs,
            "cpu_of_its_imports_s": bare["cpu_s"],
            "lowest_chance": max(one["lowest_chance"] for one in said),
            "says": said[-1]["said"][-1],
        },
        "ratio": round(theirs["cpu_s"] / ours["cpu_s"], 1),
        "ratio_without_imports": round(
            (theirs["cpu_s"] - bare["cpu_s"]) / max(ours["cpu_s"] - floor, 0.001), 1
        ),
        "ours_same_task": {
            **alike,
            "computing_cpu_s": _median(same),
            "lowest_chance": same[0]["lowest_chance"],
        },
        "ratio_same_task": round(theirs["cpu_s"] / alike["cpu_s"], 1),
        "ratio_computing": round(_median(said) / _median(same), 1),
        "memory_ratio": round(theirs["memory_mb"] / ours["memory_mb"], 2),
    }


def _median(runs: list[dict[str, Any]]) -> float:
    """CPU s from the first line of its own code to the lottery, without Python's start and imports."""
    return round(statistics.median(one["computing_cpu_s"] for one in runs), 3)


def _infeasible(pool: Pool, seed: int, work: Path, rounds: int) -> dict[str, Any]:
    """Quotas that contradict each other by construction: exit 3, and the raised minimum is in the conflict."""
    quotas = pools.contradiction(pool.people, pool.quotas, pool.size, seed)
    raised = [new for old, new in zip(pool.quotas, quotas, strict=True) if new["min"] != old["min"]]
    path = work / "contradiction.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(quotas[0]))
        writer.writeheader()
        writer.writerows(quotas)
    words: list[str | Path] = [
        "--quotas",
        path,
        "--pool",
        pool.folder / "respondents.csv",
        "--size",
        str(pool.size),
    ]
    costs = _repeated(rounds, lambda _: run([COMMAND, "draw", *words, "--out", work / "none.json"]))
    try:
        told = json.loads(costs[-1].out)
        named = {(one["category"], one["feature"], one["bound"]) for one in told["conflict"]}
        explained = bool(told["relaxations"]) and all(
            (one["category"], one["feature"], "min") in named for one in raised
        )
        size = len(told["conflict"])
    except (ValueError, KeyError):
        explained, size = False, 0
    return {
        **_told(costs),
        "exits_3": all(cost.code == 3 for cost in costs),
        "explained": explained,
        "in_conflict": size,
        "raised": [f"{one['category']} {one['feature']} to {one['min']}" for one in raised],
    }

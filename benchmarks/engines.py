"""Engines beside rivals, where there is one, in one run."""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.house import House
from benchmarks.process import having

TIMES = 5
ROOT = Path(__file__).resolve().parents[1]
SYLLABLES = (
    "Ång",
    "ström",
    "Zo",
    "ë",
    "d’A",
    "mico",
    "ła",
    "Ø",
    "de",
    "gård",
    "Ñu",
    "ñez",
    "ber",
    "lin",
    "ia",
    "Čen",
    "ěk",
)


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """Medians in milliseconds; "agree": whether ours and the rival's results are the same, or how far."""
    chance = random.Random(7)
    return {
        "sort keys of 10,000 names": _collation(chance, args.rivals),
        "states of 60 paragraphs over 40 versions": _states(chance),
        "repeats in 400 paragraphs": _repeats(chance),
    }


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Median milliseconds, and the last result."""
    took, result = [], None
    for _ in range(TIMES):
        began = time.perf_counter()
        result = work()
        took.append(time.perf_counter() - began)
    return round(statistics.median(took) * 1000, 2), result


def names(chance: random.Random, count: int = 10_000) -> list[str]:
    return [
        " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(2))
        for _ in range(count)
    ]


def _collation(chance: random.Random, pythons: list[Path]) -> dict[str, Any]:
    """Against pyuca, which knows the root order only: so does this comparison."""
    from passerelle.engines.text.collation import sort_key

    told = names(chance)
    sort_key("warm", "root")
    ms, _keys = _timed(lambda: [sort_key(name, "root") for name in told])
    interpreter = having(pythons, "pyuca")
    if interpreter is None:
        return {"ms": ms, "why": "pyuca is not installed; name a Python that has it with --rivals"}
    script = (
        "import json, sys, time, statistics\n"
        "from pyuca import Collator\n"
        "names, key, took = json.load(sys.stdin), Collator().sort_key, []\n"
        f"for _ in range({TIMES}):\n"
        "    began = time.perf_counter()\n"
        "    keys = [key(name) for name in names]\n"
        "    took.append(time.perf_counter() - began)\n"
        "order = sorted(range(len(names)), key=lambda i: (keys[i], i))\n"
        "print(json.dumps([statistics.median(took) * 1000, order]))\n"
    )
    words = [interpreter, "-c", script]
    done = subprocess.run(words, input=json.dumps(told), capture_output=True, text=True, check=True)
    theirs, order = json.loads(done.stdout)
    ours = sorted(range(len(told)), key=lambda i: (sort_key(told[i], "root"), i))
    same = sum(a == b for a, b in zip(ours, order, strict=True)) / len(told)
    return {"ms": ms, "rival": {"name": "pyuca", "ms": round(theirs, 2)}, "agree": f"{same:.1%} of places"}


def _history(chance: random.Random) -> list[tuple[Any, ...]]:
    """Forty versions of sixty paragraphs: each changes, moves or removes a few."""
    from passerelle.engines.text.segments import Block

    def paragraph() -> str:
        return " ".join("".join(chance.choices(SYLLABLES, k=2)) for _ in range(40))

    texts = [paragraph() for _ in range(60)]
    history = []
    for _ in range(40):
        history.append(tuple(Block("paragraph", 0, text) for text in texts))
        for _change in range(3):
            place = chance.randrange(len(texts))
            words = texts[place].split()
            words[chance.randrange(len(words))] = "".join(chance.choices(SYLLABLES, k=3))
            texts[place] = " ".join(words)
        one, other = chance.randrange(len(texts)), chance.randrange(len(texts))
        texts[one], texts[other] = texts[other], texts[one]
    return history


def _states(chance: random.Random) -> dict[str, Any]:
    """Against the obvious way: for every paragraph, walk the history backwards and take the likest one each time."""
    from passerelle.engines.text.states import derive

    history = _history(chance)
    translated = {block.hash for block in history[0]}
    ms, ours = _timed(lambda: derive(history, translated))
    theirs_ms, theirs = _timed(lambda: _obvious(history, translated))
    same = sum(state.kind == kind for state, kind in zip(ours, theirs, strict=True)) / len(theirs)
    return {
        "ms": ms,
        "rival": {"name": "walk back, likest of all", "ms": theirs_ms},
        "agree": f"{same:.1%} of states",
    }


def _obvious(history: list[tuple[Any, ...]], translated: set[str]) -> list[str]:
    from passerelle.engines.text.states import ALIKE, similarity

    kinds = []
    for block in history[-1]:
        here, kind = block, "current" if block.hash in translated else "missing"
        for version in reversed(history[:-1]):
            if kind != "missing" or not here:
                break
            if any(one.hash == here.hash for one in version):
                continue
            likest = max(version, key=lambda one: similarity(one.text, here.text))
            if similarity(likest.text, here.text) < ALIKE:
                break
            here = likest
            kind = "outdated" if here.hash in translated else "missing"
        kinds.append(kind)
    return kinds


def _repeats(chance: random.Random) -> dict[str, Any]:
    """A page of 200 paragraphs pasted twice, one line of the copy changed; against comparing all pairs."""
    from rapidfuzz import fuzz, process

    from passerelle.engines.text.duplicates import repeated
    from passerelle.engines.text.segments import Block

    texts = [" ".join("".join(chance.choices(SYLLABLES, k=2)) for _ in range(30)) for _ in range(200)]
    again = [*texts]
    again[77] = again[77].replace(again[77].split()[3], "Gefunden", 1)
    blocks = [Block("paragraph", 0, text) for text in (*texts, *again)]
    ms, found = _timed(lambda: repeated(blocks))
    plain = [block.text for block in blocks]

    def all_pairs() -> set[int]:
        table = process.cdist(plain, plain, scorer=fuzz.ratio, score_cutoff=90)
        return {row for row in range(len(plain)) if any(table[row][:row] > 0)}

    try:
        theirs_ms, theirs = _timed(all_pairs)
    except ImportError:  # rapidfuzz without NumPy has no tables
        theirs_ms, theirs = _timed(
            lambda: {
                row
                for row in range(len(plain))
                if row and process.extractOne(plain[row], plain[:row], scorer=fuzz.ratio, score_cutoff=90)
            }
        )
    same = {one.index for one in found} == theirs
    return {
        "ms": ms,
        "rival": {"name": "rapidfuzz, all pairs", "ms": theirs_ms},
        "agree": "yes" if same else "no",
    }

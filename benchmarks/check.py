"""The check before publishing: runs of another language beside pycld2 and lingua, and what a page costs.

Tasks: of each pair of languages a page of `tests/data/publishing/clean` with a passage of the other in mid-sentence. With
`--data FOLDER` also the texts there that have their runs beside them (page.txt and page.json: [[start, end, language]]).
F1 counts letters. Lingua is asked in a Python that has it (`--rivals`), with the languages of the tasks.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import process
from benchmarks.house import House
from passerelle.engines.text import language
from passerelle.engines.text.publishing import check

CLEAN = Path(__file__).resolve().parents[1] / "tests/data/publishing/clean"
LANGUAGES = (
    "ar",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "fa",
    "fi",
    "fr",
    "it",
    "lt",
    "pl",
    "ro",
    "so",
    "sv",
    "tr",
    "uk",
)
PAGE_MS, START_S, PAGE_MB = 20.0, 0.5, 20.0
_SENTENCE_END = re.compile(r"(?<=[.!?؟]) ")
Spans = list[tuple[int, int, str]]
Task = tuple[str, str, Spans]
"""A text, its language, its runs."""

LINGUA = """
import json, resource, sys, time
from lingua import IsoCode639_1, LanguageDetectorBuilder
tasks = json.load(sys.stdin)
codes = sorted({main for _, main in tasks})
built = LanguageDetectorBuilder.from_iso_codes_639_1(*(getattr(IsoCode639_1, code.upper()) for code in codes)).build()
found, took = [], []
for text, main in [tasks[0], *tasks]:
    began = time.process_time()
    parts = built.detect_multiple_languages_of(text)
    took.append(time.process_time() - began)
    found.append([[p.start_index, p.end_index, p.language.iso_code_639_1.name.lower()] for p in parts])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"found": found[1:], "ms": sorted(took[1:])[len(took) // 2] * 1000, "mb": peak}))
"""


def measure(house: House | None, args: argparse.Namespace) -> dict[str, Any]:
    """See the module; `bars`: of the page that costs most, and of the command's start."""
    tasks = [*_glued(), *_given(args.data)]
    methods = {
        "function words and letters": _asked(tasks, _ours),
        "pycld2, vectors": _asked(tasks, _vectors),
        "pycld2, by sentence": _asked(tasks, _by_sentence),
    }
    interpreter = process.having(args.rivals, "lingua")
    if interpreter is not None:
        methods["lingua"] = _lingua(interpreter, tasks)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(CLEAN.glob("*.txt"))}
    pages |= (
        {path.stem: path.read_text(encoding="utf-8") for path in sorted(args.data.glob("*.txt"))}
        if args.data
        else {}
    )
    costs = {name: _cost(text) for name, text in pages.items()}
    start, memory = _start()
    slowest = max(costs, key=lambda name: costs[name])
    bars = [
        {"bar": f"the page that costs most ({slowest})", "asks": f"{PAGE_MS} ms", "value": costs[slowest]},
        {"bar": "start of the command with a page, CPU", "asks": f"{START_S} s", "value": start},
        {"bar": "memory of a page beyond the start", "asks": f"{PAGE_MB} MB", "value": memory},
    ]
    return {
        "how": f"{len(tasks)} texts; F1 by letters; CPU ms a text, median",
        "methods": methods,
        "pages ms, median": round(statistics.median(costs.values()), 1),
        "bars": [one | {"held": one["value"] <= float(one["asks"].split()[0])} for one in bars],
    }


def _glued() -> list[Task]:
    pages = {code: _paragraphs(code) for code in LANGUAGES}
    return [
        _in_mid_sentence(main, pages[main], other, pages[other])
        for main in LANGUAGES
        for other in LANGUAGES
        if main != other
    ]


def _paragraphs(code: str) -> list[str]:
    text = (CLEAN / f"{code}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if len(line) > 120]


def _in_mid_sentence(main: str, mine: list[str], other: str, theirs: list[str]) -> Task:
    first, *rest = _SENTENCE_END.split(mine[0])
    words = first.split(" ")
    head = " ".join(words[: min(10, len(words) // 2)]).rstrip(",") + ", "
    run = " ".join(_SENTENCE_END.split(theirs[1])[0].split(" ")[2:])
    text = f"{head}{run} {' '.join(rest)}\n\n{mine[1]}"
    return text, main, [(len(head), len(head) + len(run), other)]


def _given(folder: Path | None) -> list[Task]:
    found: list[Task] = []
    for path in sorted(folder.glob("*.json")) if folder else ():
        if path.with_suffix(".txt").exists():
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
            spans = [(start, end, code) for start, end, code in json.loads(path.read_text(encoding="utf-8"))]
            found.append((text, language.base(text) or "en", spans))
    return found


def _ours(text: str, main: str) -> Spans:
    return [(run.start, run.end, run.language) for run in language.runs(text, main)]


def _vectors(text: str, main: str) -> Spans:
    import pycld2

    data = text.encode()
    *_, parts = pycld2.detect(text, bestEffort=True, returnVectors=True)
    return [
        (len(data[:at].decode()), len(data[: at + size].decode()), code)
        for at, size, _, code in parts
        if code != main
    ]


def _by_sentence(text: str, main: str) -> Spans:
    import pycld2

    found: Spans = []
    at = 0
    for part in re.split(r"((?<=[.!?:,؟])\s+|\n+)", text):
        if any(map(str.isalpha, part)):
            sure, _, details = pycld2.detect(part, bestEffort=True)
            if sure and details[0][1] not in (main, "un"):
                found.append((at, at + len(part), details[0][1]))
        at += len(part)
    return found


def _asked(tasks: list[Task], method: Callable[[str, str], Spans]) -> dict[str, Any]:
    method(*tasks[0][:2])
    found, took = [], []
    for text, main, _ in tasks:
        began = time.process_time()
        found.append(method(text, main))
        took.append(time.process_time() - began)
    return _scored(tasks, found) | {"ms": round(statistics.median(took) * 1000, 2), "mb": None}


def _lingua(interpreter: str, tasks: list[Task]) -> dict[str, Any]:
    asked = json.dumps([(text, main) for text, main, _ in tasks])
    done = subprocess.run(
        [interpreter, "-c", LINGUA], input=asked, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    found = [
        [(start, end, code) for start, end, code in spans if code != main]
        for (_, main, _), spans in zip(tasks, told["found"], strict=True)
    ]
    return _scored(tasks, found) | {"ms": round(told["ms"], 2), "mb": round(told["mb"])}


def _scored(tasks: list[Task], found: list[Spans]) -> dict[str, Any]:
    right = wrong = missed = 0
    for (text, _, meant), spans in zip(tasks, found, strict=True):
        here = {at for start, end, _ in spans for at in range(start, end) if text[at].isalpha()}
        there = {at for start, end, _ in meant for at in range(start, end) if text[at].isalpha()}
        right, wrong, missed = (
            right + len(here & there),
            wrong + len(here - there),
            missed + len(there - here),
        )
    return {
        "precision": round(right / max(1, right + wrong), 4),
        "recall": round(right / max(1, right + missed), 4),
        "F1": round(2 * right / max(1, 2 * right + wrong + missed), 4),
    }


def _cost(text: str) -> float:
    """CPU ms of one check, the median of five after one that loads what it needs."""
    check(text)
    took = []
    for _ in range(5):
        began = time.process_time()
        check(text)
        took.append(time.process_time() - began)
    return round(statistics.median(took) * 1000, 1)


def _start() -> tuple[float, float]:
    """CPU s of the command with one page; MB that a page of its size adds to one without words."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "a.txt"
        empty.write_text("A.")
        words = [sys.executable, "-m", "passerelle.config.cli", "check"]
        without, with_page = process.run([*words, empty]), process.run([*words, CLEAN / "fr.txt"])
    return round(with_page.cpu, 2), round(with_page.memory - without.memory, 1)

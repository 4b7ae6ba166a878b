"""Documents: a sheet of three pages and 200 pages in five scripts, as PDF and DOCX, and what checkers say of the PDF.

Each run is a process of its own and writes the document twice: `first` with fonts and template still unread, `next`
as a server does from then on, with another title. Medians over the runs. `--outloud PATH` names the command of
outloud (AGPL, so it is asked as a process and is no dependency); pdfua (MIT) is one of the tests' packages.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from passerelle.engines.documents import (
    Document,
    Facts,
    Funder,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Part,
    Run,
    Table,
)
from passerelle.engines.documents.letters import Bundle, Letter

SAID = {
    "en": "Six waterside towns invite their residents to decide together what becomes of quays and harbours. ",
    "uk": "Шість прибережних міст запрошують мешканців разом вирішити, що буде з набережними та портами. ",
    "el": "Έξι παραθαλάσσιες πόλεις καλούν τους κατοίκους τους να αποφασίσουν μαζί για τις προκυμαίες. ",
    "ar": "ست مدن تقع على ضفاف المياه تدعو سكانها إلى أن يقرّروا معا مصير الأرصفة والضفاف والموانئ. ",
    "ti": "ሽዱሽተ ከተማታት ንነበርተን ብሓባር ብዛዕባ ወደባት ክውስኑ ይዕድማ። ሰላም ንኹሉ ሰብ። ",
}
BARS = {"sheet": 1.0, "book": 10.0}  # seconds as PDF, the first time
LEAST_PAGES = {"sheet": 3, "book": 200}
MADE = datetime(2026, 11, 22, tzinfo=UTC)
LETTERS = 2_000
LETTER_BARS = {"cpu_s": 60.0, "memory_mb": 1_500}
OFTEN = 100  # sheets, all different, after which memory is looked at


def sheet(language: str = "en") -> Document:
    """What a project's sheet holds, on three pages."""
    text = SAID[language]
    partners = tuple((f"Partner {n}", "Association", "Łódź", (Run("السويد", "ar"),)) for n in range(12))
    part = (Paragraph(text * 9), List(tuple(Item(text) for _ in range(4))), Paragraph(text * 9))
    return Document(
        text[:70],
        language,
        MADE,
        (
            Facts((("Lead", "Ville"), ("Period", "2026–2028"), ("Grant number", (Run("DEMO-0001", "zxx"),)))),
            Note("Written in French", (Paragraph("Two parts were translated by people."),)),
            Part(part, state="reviewed", word="Translated by a person"),
            Heading("Une partie en français"),
            Part(
                (Paragraph("Installé dans l’ancien château d’eau. " * 22),), "fr", "missing", "Only in French"
            ),
            Heading("Between the banks"),
            Part(part, state="outdated", word="Older than the text in French"),
            Heading("Partners"),
            Table("Partners, the lead first", ("Organisation", "Kind", "Town", "Country"), partners),
            Funder("Co-funded by the European Union", text * 3, "CERV 1", emblem="eu", emblem_says="Flag"),
        ),
        planks=12,
        short="SHEET",
    )


def book() -> Document:
    """At least 200 pages in five scripts: heads, paragraphs, tables, foreign words within lines.

    The words of each text in ever another order: lines that come again and again look like running heads."""
    blocks: list[Any] = []
    dice = Random(4)
    for chapter in range(40):
        for code, said in SAID.items():
            text = " ".join(" ".join(dice.sample(said.split(), len(said.split()))) for _ in range(7)) + " "
            mixed = (
                Run(f"{text}{chapter}: "),
                Run("Łódź", "pl"),
                Run(" – "),
                Run("العربية", "ar"),
                Run(". "),
            )
            blocks.append(Heading(text[:40].rpartition(" ")[0].strip(",.").capitalize(), language=code))
            blocks += [
                Paragraph(" ".join(dice.sample(text.split(), len(text.split()))), code) for _ in range(5)
            ]
            blocks.append(Paragraph((*mixed, Run(text[:300])), code))
            rows = tuple((text[:24], str(n), text[10:50]) for n in range(7))
            blocks.append(Table(text[:30], ("A", "B", "C"), rows, code))
    return Document("A book of two hundred pages", "en", MADE, tuple(blocks), planks=7)


def letters(many: int = LETTERS) -> Bundle:
    """Letters for window envelopes in five scripts, one in seven on two pages."""
    dice = Random(7)
    made = []
    for number in range(many):
        code, said = list(SAID.items())[number % len(SAID)]
        words = " ".join(dice.sample(said.split(), len(said.split())))
        paragraphs = [words * 3] * (14 if number % 7 == 0 else 4)
        to = (
            f"{said.split()[0]} {number}",
            f"{number % 90 + 1} Quay",
            f"{10_000 + number} Harbour",
            "FRANCE",
        )
        letter = Letter(to, words[:60], "\n\n".join(paragraphs), code, "22.11.2026", f"k4p7{number:04d}")
        made.append(letter)
    return Bundle(
        "Letters", "en", MADE, "Two Banks", ("1 Bridge", "20000 Quay"), "right", tuple(made), both_sides=False
    )


KINDS: dict[str, Callable[[], Document]] = {"sheet": sheet, "sheet-ar": lambda: sheet("ar"), "book": book}


def measure(_house: Any, args: argparse.Namespace) -> dict[str, Any]:
    """Times, pages and verdicts. The bars: first PDF within its seconds, and no fault found."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        for name in KINDS:
            for ending in ("pdf", "docx"):
                path = Path(folder) / f"{name}.{ending}"
                runs = [_apart(name, ending, path) for _ in range(args.rounds)]
                found[f"{name}.{ending}"] = {
                    "runs": len(runs),
                    **{
                        key: round(median(run[key] for run in runs), 3)
                        for key in ("first_s", "next_s", "cpu_s")
                    },
                    "memory_mb": max(run["memory_mb"] for run in runs),
                    "kB": round(path.stat().st_size / 1000),
                    **(_checked(path, args.outloud) if ending == "pdf" else {}),
                }
        sheets = _letters(Path(folder) / "letters.pdf", args.rounds)
    often = _apart("often", "pdf", Path("-"))
    return {
        "documents": found,
        "letters": sheets,
        "often": often,
        "bars": [*_bars(found), *_letter_bars(sheets)],
        "checkers": _checkers(args.outloud),
    }


def _letters(path: Path, rounds: int) -> dict[str, Any]:
    """The pile of letters: medians of seconds, the most memory, and what pdfua says of the file."""
    runs = [_apart("letters", "pdf", path) for _ in range(rounds)]
    middle = {key: round(median(run[key] for run in runs), 1) for key in ("first_s", "cpu_s")}
    return {
        "letters": LETTERS,
        "runs": rounds,
        **middle,
        "memory_mb": max(run["memory_mb"] for run in runs),
        "MB": round(path.stat().st_size / 1e6, 1),
        **_checked(path, ""),
    }


def _letter_bars(one: dict[str, Any]) -> list[dict[str, Any]]:
    name = f"{LETTERS} letters in one PDF"
    return [
        _bar(f"{name}: {key}", f"≤ {most:g}", one[key], one[key] <= most) for key, most in LETTER_BARS.items()
    ] + [_bar(f"{name}: faults pdfua finds", "0", one["pdfua"], one["pdfua"] == 0)]


def _apart(name: str, ending: str, path: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.documents", name, ending, str(path)]
    return dict(json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout))


def _checked(path: Path, outloud: str) -> dict[str, Any]:
    import pikepdf
    from pdfua import validate

    with pikepdf.open(path) as file:
        told: dict[str, Any] = {"pages": len(file.pages), "pdfua": len(list(validate(path).findings))}
    if outloud:
        words = [outloud, "--json", "-", "--quiet", "--fail-on", "never", str(path)]
        report = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        faults = [one for one in _findings(json.loads(report[report.index("{") :])) if one != "info"]
        told["outloud"] = len(faults)
    return told


def _findings(told: Any) -> list[str]:
    """The weight of each finding, wherever the report keeps them."""
    if isinstance(told, dict):
        own = [told["severity"]] if "severity" in told and "rule" in str(sorted(told)) else []
        return own + [one for value in told.values() for one in _findings(value)]
    return [one for value in told for one in _findings(value)] if isinstance(told, list) else []


def _checkers(outloud: str) -> dict[str, str]:
    told = {"pdfua": version("pdfua")}
    if outloud:
        said = subprocess.run([outloud, "--version"], capture_output=True, text=True, check=True).stdout
        told["outloud"] = said.split()[-1]
    return told


def _bars(found: dict[str, Any]) -> list[dict[str, Any]]:
    bars = []
    for name, one in found.items():
        kind, ending = name.split(".")
        if ending != "pdf":
            continue
        seconds, pages = BARS[kind.partition("-")[0]], LEAST_PAGES[kind.partition("-")[0]]
        bars.append(
            _bar(
                f"{name}: CPU s of all threads, the first time",
                f"≤ {seconds:g}",
                one["cpu_s"],
                one["cpu_s"] <= seconds,
            )
        )
        bars.append(_bar(f"{name}: pages", f"≥ {pages}", one["pages"], one["pages"] >= pages))
        for checker in ("pdfua", "outloud"):
            if checker in one:
                bars.append(_bar(f"{name}: faults {checker} finds", "0", one[checker], one[checker] == 0))
    return bars


def _bar(name: str, asks: str, value: Any, held: bool) -> dict[str, Any]:
    return {"bar": name, "asks": asks, "value": value, "held": held}


def _one(name: str, ending: str, path: str) -> dict[str, Any]:
    from passerelle.engines.documents import docx, pdf

    if name == "letters":
        return _pile(Path(path))
    write = {"pdf": pdf.write, "docx": docx.write}[ending]
    if name == "often":
        return _often(write)
    document = KINDS[name]()
    began, cpu = time.perf_counter(), time.process_time()
    made = write(document)
    first, spent = time.perf_counter() - began, time.process_time() - cpu
    Path(path).write_bytes(made)
    began = time.perf_counter()
    write(replace(document, title=f"{document.title} again"))
    told = {"first_s": first, "next_s": time.perf_counter() - began, "cpu_s": spent}
    return {**told, "memory_mb": _memory()}


def _pile(path: Path) -> dict[str, Any]:
    from passerelle.engines.documents import letters as engine

    bundle = letters()
    began, cpu = time.perf_counter(), time.process_time()
    made = engine.write(bundle)
    told = {"first_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
    path.write_bytes(made)
    return {**told, "memory_mb": _memory()}


def _often(write: Callable[[Document], bytes]) -> dict[str, Any]:
    document = sheet()
    write(document)
    before, began = _memory(), time.perf_counter()
    for number in range(OFTEN):
        write(replace(document, title=f"Number {number}", blocks=(Heading(f"H {number}"), *document.blocks)))
    seconds = (time.perf_counter() - began) / OFTEN
    return {"sheets": OFTEN, "seconds_each": round(seconds, 3), "memory_mb": [before, _memory()]}


def _memory() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    print(json.dumps(_one(*sys.argv[1:4])))

"""The importer: what a page costs, and the start of its command, on the look-alike pages of the tests."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import process
from benchmarks.house import House
from passerelle.engines.text.importer import import_page

PAGES = Path(__file__).resolve().parents[1] / "tests/data/importer"
START_S = 0.5


def measure(house: House | None, args: argparse.Namespace) -> dict[str, Any]:
    """CPU of a page, the median of five after one that loads its language; of the command with a page in three."""
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.??.txt"))}
    costs = {name: _cost(text) for name, text in pages.items()}
    starts = {
        name: round(
            process.run(
                [
                    sys.executable,
                    "-m",
                    "passerelle.config.cli",
                    "import-page",
                    PAGES / f"{name}.txt",
                    "--json",
                ]
            ).cpu,
            2,
        )
        for name in ("bryggan.sv", "most.pl", "jisr.ar")
    }
    slowest = max(starts, key=lambda name: starts[name])
    return {
        "how": f"{len(pages)} pages of {len({name[-2:] for name in pages})} languages; CPU",
        "page ms, median": round(statistics.median(costs.values()), 1),
        "page ms, most": max(costs.values()),
        "bars": [
            {
                "bar": f"start of the command with a page, CPU ({slowest})",
                "asks": f"{START_S} s",
                "value": starts[slowest],
                "held": starts[slowest] <= START_S,
            }
        ],
    }


def _cost(text: str) -> float:
    import_page(text)
    took = []
    for turn in range(5):
        began = time.process_time()
        import_page(text + "\n" * turn)  # a text of its own each time: nothing is remembered
        took.append(time.process_time() - began)
    return round(statistics.median(took) * 1000, 1)

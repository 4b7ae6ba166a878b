"""`python -m benchmarks`: JSON on stdout, readable tables on stderr, and both as files per day under --out.

With parts named, the files are called after them. Exit code 0, or 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import machine, tables
from benchmarks.house import House

PARTS = {
    "pages": "each important page beside bare Django views",
    "rows": "lists with 20 and with 2,000 rows",
    "monday": "the page that begins a week, for 12 partners and 2,000 tasks",
    "evidence": "the evidence of 20,000 check-ins of 8,000 people over 200 gatherings",
    "sheets": "a plan and gatherings of 5,000 rows, attendances of 20,000 rows from a spreadsheet",
    "gatherings": "check-in at a door beside a bare insert; numbers over 20,000 check-ins",
    "languages": "a list of 50 in 25 languages beside the same in one",
    "engines": "sorting, states of translations and repeats beside rivals",
    "memory": "translation memory over 20,000 segments; exchange files read by translate-toolkit",
    "check": "the check before publishing beside pycld2 and lingua, and what a page costs",
    "importer": "what a page costs the importer, and the start of its command",
    "archive": "backup and restore",
    "draws": "the draw beside sortition-algorithms, and its bars",
    "seating": "tables over several rounds beside groupselect-lib",
    "disclosure": "the ledger of rounded numbers, suppression beside pytauargus, and their bars",
    "documents": "PDF and DOCX: a sheet, 200 pages in five scripts, and what checkers find",
    "reports": "a report of eight events from the records to DOCX, PDF, XLSX and JSON",
    "setup": "the first set-up and what it weighs (only with --setup)",
}
# Parts that need no installation to be measured on.
ALONE = {"draws", "seating", "disclosure", "documents", "memory", "check", "importer"}


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:8} {what}" for name, what in PARTS.items()),
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--setup", action="store_true", help="also measure the first set-up, in a copy")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which the median counts (default 5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds per page and round (default 2)")
    parser.add_argument(
        "--own-load", action="store_true", help="use our own load generator even if wrk is here"
    )
    parser.add_argument(
        "--rivals",
        type=Path,
        action="append",
        default=[],
        metavar="PYTHON",
        help="a Python that has pyuca, sortition-algorithms, translate-toolkit or pytauargus (again for another)",
    )
    parser.add_argument("--data", type=Path, help="folder of the pools to draw from")
    parser.add_argument("--pools", nargs="+", default=[], metavar="POOL", help="only these pools, for trials")
    parser.add_argument("--long", action="store_true", help="also draw from 100,000 people")
    parser.add_argument(
        "--outloud", default="", metavar="PATH", help="the command of outloud, to check PDFs with"
    )
    parser.add_argument("--machine", default="", help="how to name this machine in the results")
    parser.add_argument("--out", type=Path, help="folder for <date>.json and .md")
    return parser


def main() -> int:
    """Run what was asked for."""
    parser = arguments()
    args = parser.parse_args()
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    wanted = args.parts or [name for name in PARTS if name != "setup"]
    wanted += ["setup"] if args.setup and "setup" not in wanted else []
    result: dict[str, Any] = {"date": time.strftime("%Y-%m-%d"), "machine": machine.described(args.machine)}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o711)  # the account PostgreSQL runs under must be able to pass
        needed = set(wanted) - ALONE
        with House(Path(folder)) if needed else contextlib.nullcontext() as house:
            for name in wanted:
                print(f"{PARTS[name]} …", file=sys.stderr, flush=True)
                result[name] = importlib.import_module(f"benchmarks.{name}").measure(house, args)
    readable = tables.readable(result)
    print(readable, file=sys.stderr)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        stem = "-".join([result["date"], *args.parts])
        (args.out / f"{stem}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
        (args.out / f"{stem}.md").write_text(tables.markdown(result) + "\n")
    print(json.dumps(result, indent=1))
    return 1 if tables.missed(result) else 0


if __name__ == "__main__":
    sys.exit(main())

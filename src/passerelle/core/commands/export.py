"""Write everything into one zip of JSON lines that a person can read and an empty server of this version takes in.

Sealed values travel sealed; the address and password hash of an account are sealed under their person's key on the
way. Keys are not in it. Exit code 1: written, but a file is missing or values could not be sealed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from passerelle.core.archive.export import export
from passerelle.core.commands import DONE, FINDINGS, refused, report
from passerelle.core.errors import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.zip", help="the file to write")


def run(args: argparse.Namespace) -> int:
    try:
        made = export(args.out.absolute())
    except Refused as reason:
        return refused(reason)
    without_key = {told["model"]: told["without_key"] for told in made["tables"] if told["without_key"]}
    report(
        {
            "file": str(args.out),
            "bytes": args.out.stat().st_size,
            "tables": {told["model"]: told["stored"] for told in made["tables"]},
            "files": len(made["files"]),
            "files_missing": made["files_missing"],
            "without_key": without_key,
            "left_out": made["left_out"],
            "seconds": made["seconds"],
        }
    )
    return FINDINGS if made["files_missing"] or without_key else DONE

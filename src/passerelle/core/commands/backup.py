"""Save the data and the files of this moment in one file; the server may go on working.

No key is in it: save those with `passerelle keys backup`, on a medium of its own. An older file of this name is
replaced when the new one is whole. Exit code 1: saved, but a file is missing or was altered.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from passerelle.core.archive.backup import backup
from passerelle.core.commands import DONE, FINDINGS, refused, report, say
from passerelle.core.errors import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")


def run(args: argparse.Namespace) -> int:
    try:
        made = backup(args.out.absolute())
    except Refused as reason:
        return refused(reason)
    damaged = made["files_missing"] + made["files_altered"]
    report(
        {
            "file": str(args.out),
            "bytes": args.out.stat().st_size,
            "rows": sum(table["rows"] for table in made["tables"].values()),
            "files": len(made["files"]),
            "files_missing": made["files_missing"],
            "files_altered": made["files_altered"],
            "journal_head": made["journal"]["head"],
            "keys_generation": made["keys"]["generation"],
            "seconds": made["seconds"],
        }
    )
    if not made["keys"]["generation"]:
        say("The keys were never saved: without them nobody's name can be read. Run passerelle keys backup.")
    return FINDINGS if damaged else DONE

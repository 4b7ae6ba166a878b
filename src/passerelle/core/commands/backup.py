"""Save the data and the files of this moment in one file; the server may go on working.

No key is in it: save those with `passerelle keys backup`, on a medium of its own. With --out an older file of this
name is replaced when the new one is whole. With --into each day has a file of its own, and those older than --days
are deleted: somebody who was erased must be gone from backups too. Exit code 1: saved, but a file is missing or was
altered.
"""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from passerelle.core import health, journal
from passerelle.core.actor import SystemActor
from passerelle.core.archive.backup import backup
from passerelle.core.archive.restore import examine
from passerelle.core.commands import DONE, FINDINGS, refused, report, say
from passerelle.core.errors import Refused

# The promise of the threat model: an address readable in a backup is gone after thirty days.
DAYS = 30
NAMED = re.compile(r"passerelle-(\d{4}-\d{2}-\d{2})\.tar")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, metavar="FILE", help="the file to write")
    where.add_argument("--into", type=Path, metavar="FOLDER", help="a folder with one file for each day")
    parser.add_argument(
        "--days", type=int, default=DAYS, help=f"how long --into keeps files (default {DAYS})"
    )
    parser.add_argument("--check", action="store_true", help="read the file again once it is written")


def run(args: argparse.Namespace) -> int:
    today = timezone.now().date()
    out = args.out or args.into / f"passerelle-{today}.tar"
    try:
        made = backup(out.absolute())
        checked = examine(out.absolute()) if args.check else None
    except Refused as reason:
        return refused(reason)
    _remember(made, checked is not None)
    damaged = made["files_missing"] + made["files_altered"]
    report(
        {
            "file": str(out),
            "bytes": out.stat().st_size,
            "rows": sum(table["rows"] for table in made["tables"].values()),
            "files": len(made["files"]),
            "files_missing": made["files_missing"],
            "files_altered": made["files_altered"],
            "journal_head": made["journal"]["head"],
            "keys_generation": made["keys"]["generation"],
            "read_again": checked is not None,
            "deleted": _delete_old(args.into, today - timedelta(days=args.days)) if args.into else [],
            "seconds": made["seconds"],
        }
    )
    if not made["keys"]["generation"]:
        say("The keys were never saved: without them nobody's name can be read. Run passerelle keys backup.")
    return FINDINGS if damaged else DONE


def _remember(made: dict[str, Any], checked: bool) -> None:
    """The house knows how old its newest backup is, and whether it was read again."""
    details = {"files": len(made["files"]), "checked": checked, "seconds": str(made["seconds"])}
    journal.append(SystemActor(reason="backup"), health.BACKED_UP, None, details)


def _delete_old(folder: Path, before: date) -> list[str]:
    """Only files of our own name, only after a new one was written; returns their names."""
    gone = []
    for file in sorted(folder.iterdir()):
        found = NAMED.fullmatch(file.name)
        if found and date.fromisoformat(found[1]) < before:
            file.unlink()
            gone.append(file.name)
    return gone

"""Take an export in on an empty server. Bring the newest keys back first (`passerelle keys restore`).

Compares counts and fingerprints of every table with the archive, and refuses (exit code 3) one that was altered,
naming table and row. Without the keys everything else is taken in, accounts stay behind, and you are told whose
values cannot be read (exit code 1).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from passerelle.core.archive.intake import take_in
from passerelle.core.commands import DONE, FINDINGS, refused, report, say
from passerelle.core.errors import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="the export")


def run(args: argparse.Namespace) -> int:
    try:
        told = take_in(args.file.absolute())
    except Refused as reason:
        return refused(reason)
    report(told)
    if told["signature"] != "fits":
        say(f"Signature: {told['signature']}.")
    if told["unreadable"]["people"]:
        say(f"The values of {told['unreadable']['people']} people cannot be read: their keys are not here.")
    for model, left in told["left_behind"].items():
        say(
            f"{left['rows']} rows of {model} stayed behind: their readable values were sealed for the journey."
        )
    wrong = (
        told["signature"] != "fits"
        or told["unreadable"]["people"]
        or told["left_behind"]
        or told["journal"]
        or told["files_missing"]
    )
    return FINDINGS if wrong else DONE

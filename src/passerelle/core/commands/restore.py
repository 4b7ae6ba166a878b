"""Bring a backup back onto an empty server. Bring the newest keys back first (`passerelle keys restore`).

Refuses (exit code 3) a server that holds data; there is no way to force it. Compares every table with the manifest,
then erases again everybody who has left since. Jobs and sessions do not come back; messages that still waited are
marked as unsure, and a person decides. Exit code 1: restored, but values cannot be read or the journal has findings.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from passerelle.core.archive.restore import restore
from passerelle.core.commands import DONE, FINDINGS, refused, report, say
from passerelle.core.errors import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")


def run(args: argparse.Namespace) -> int:
    try:
        told = restore(args.file.absolute())
    except Refused as reason:
        return refused(reason)
    report(told)
    if told["signature"] != "fits":
        say(f"Signature: {told['signature']}.")
    if told["unreadable"]["people"]:
        say(f"The values of {told['unreadable']['people']} people cannot be read: their keys are not here.")
    wrong = (
        told["signature"] != "fits"
        or told["unreadable"]["people"]
        or told["journal"]
        or told["files_missing"]
        or told["files_altered"]
    )
    return FINDINGS if wrong else DONE

"""Read mails that came back, and write down which messages did not arrive and which addresses are dead.

FILE is an mbox, a single mail, a Maildir folder (what is new in it is put among what was read), or - for standard
input. What fits no message of this server changes nothing; reading the same file again changes nothing either.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from passerelle.core.commands import BAD, DONE, report, say
from passerelle.messages import returned
from passerelle.messages.actions import bounces


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="an mbox, a mail, a Maildir folder, or -")


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 2 a file cannot be read."""
    found = []
    for name in args.files:
        try:
            taken = _taken(name)
        except OSError as trouble:
            say(f"{name} cannot be read: {trouble.strerror or 'it is no Maildir (no folders new and cur)'}.")
            return BAD
        found.append({"file": name, **asdict(taken)})
    report({"files": found})
    return DONE


def _taken(name: str) -> bounces.Taken:
    if name == "-":
        return bounces.take([sys.stdin.buffer.read(returned.LARGEST + 1)])
    path = Path(name)
    return bounces.take_folder(path) if path.is_dir() else bounces.take(returned.mails(path))

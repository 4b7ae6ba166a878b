"""Save the keys on a medium of their own, or bring them back. One generation only: the newest.

The passphrase comes from --passphrase-file, else from PASSERELLE_PASSPHRASE, else it is asked for. Without it nobody
can open the file, also not who wrote Passerelle. Run `keys backup` after each erasure, and at least every night.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from passerelle.core import keybox
from passerelle.core.commands import DONE, refused, report
from passerelle.core.errors import Problem, Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="backup|restore")
    save = verbs.add_parser("backup", help="write the next generation over the last one")
    save.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file, on another medium")
    back = verbs.add_parser("restore", help="put saved keys into this key store")
    back.add_argument("file", type=Path, metavar="FILE", help="the newest backup of the keys")
    for verb in (save, back):
        verb.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="a file whose first line is the passphrase"
        )


def run(args: argparse.Namespace) -> int:
    passphrase = _passphrase(args.passphrase_file, twice=args.verb == "backup")
    try:
        if args.verb == "backup":
            report({"file": str(args.out), **keybox.backup(args.out.absolute(), passphrase)})
        else:
            report({"file": str(args.file), **keybox.restore(args.file.absolute(), passphrase)})
    except Refused as reason:
        return refused(reason)
    return DONE


def _passphrase(file: Path | None, *, twice: bool) -> str:
    if file is not None:
        try:
            return next(iter(file.read_text("utf-8").splitlines()), "")
        except OSError as unreadable:
            raise Problem(
                "no file", "%(file)s cannot be read: %(why)s", file=file, why=unreadable.strerror
            ) from None
    if given := os.environ.get("PASSERELLE_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise Problem(
            "no passphrase", "Give the passphrase with --passphrase-file or in PASSERELLE_PASSPHRASE."
        )
    first = getpass.getpass("Passphrase of the keys: ", sys.stderr)
    if twice and getpass.getpass("Once more: ", sys.stderr) != first:
        raise Problem("passphrases differ", "The two passphrases are not the same.")
    return first

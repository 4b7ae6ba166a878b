"""Check releases against what is private: the file of the register, and the certificate or the ledger.

No solver is needed. Exit code 1: something is wrong; `failed` says what and where.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from passerelle.commands import files, registers

LEDGER, CERTIFICATE = "passerelle.commands.check_ledger", "passerelle.commands.check_suppress"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("releases", type=Path, nargs="+", metavar="RELEASE", help="releases of one register")
    parser.add_argument(
        "--micro", type=Path, required=True, metavar="FILE.csv", help="the file they were made of"
    )
    proof = parser.add_mutually_exclusive_group(required=True)
    proof.add_argument("--certificate", type=Path, metavar="C.json", help="the certificate of a suppression")
    proof.add_argument("--ledger", type=Path, metavar="STATE", help="the state of the ledger")
    parser.add_argument("--count", metavar="COLUMN", help="how many people a row is, if not as in the proof")
    parser.add_argument(
        "--period-column", metavar="COLUMN", help="the column of periods, if not as in the proof"
    )


def run(args: argparse.Namespace) -> int:
    return registers.answered(lambda: _check(args))


def _check(args: argparse.Namespace) -> int:
    failed = importlib.import_module(LEDGER if args.ledger else CERTIFICATE).failed(args)
    files.tell({"failed": failed})
    return files.FINDINGS if failed else files.DONE

"""Publish the numbers of a register so that nobody is exposed.

With a ledger each period is rounded once and kept; by suppression the true numbers are printed, and hidden where
anybody could work out a small one. Exit code 3: not published, the reason and what would help are printed.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from passerelle.commands import files, registers

MODES = {"ledger": "passerelle.commands.protect_ledger", "suppress": "passerelle.commands.protect_suppress"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    registers.add_arguments(parser)
    parser.add_argument(
        "--register",
        default="register",
        metavar="NAME",
        help="what the register is called (default register)",
    )
    parser.add_argument(
        "--threshold",
        type=int,
        default=5,
        metavar="T",
        help="counts from 1 to T - 1 are not to be known (default 5)",
    )
    parser.add_argument(
        "--mode", choices=MODES, required=True, help="rounded by a ledger, or true with holes"
    )
    parser.add_argument("--ledger", type=Path, metavar="STATE", help="the ledger; private, made when missing")
    parser.add_argument(
        "--earlier",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="RELEASE",
        help="every release of this register until now",
    )
    parser.add_argument(
        "--knows",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="OWN.csv",
        help="people that one reader knows, a row each; a file per reader (suppression)",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="RELEASE.json", help="where the release goes"
    )
    parser.add_argument(
        "--certificate",
        type=Path,
        metavar="C.json",
        help="where the proof goes; private, it lies near the truth",
    )
    parser.add_argument(
        "--rename",
        action="append",
        default=[],
        metavar="DIMENSION:OLD=NEW",
        help="a value of the ledger has a new name (again for another)",
    )


def run(args: argparse.Namespace) -> int:
    if args.threshold < 1:
        files.tell(
            {"errors": [files.error("--threshold must be at least 1.", proposal="1 or more; 5 is usual.")]}
        )
        return files.BAD
    return registers.answered(lambda: int(importlib.import_module(MODES[args.mode]).run(args)))

"""Verify a record of a draw, the scrutineers' or the public one. Nothing is solved again: everything is recomputed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from passerelle.commands import files, tables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", type=Path, metavar="FILE", help="R.json or P.json")
    tables.add_arguments(parser, required=False)
    parser.add_argument("--commitment", metavar="HASH", help="the commitment as you noted it before the dice")


def run(args: argparse.Namespace) -> int:
    from passerelle.engines.sortition.model import DrawError
    from passerelle.engines.sortition.record import read
    from passerelle.engines.sortition.verification import verify

    try:
        given = read(files.read(args.record))
        compared: dict[str, Any] = {}
        if args.quotas or args.pool:
            found = _compared(args, given)
            if isinstance(found, int):
                return found
            compared = found
        failed = verify(given, promised=args.commitment, **compared)
    except files.Unreadable as problem:
        files.tell({"errors": [problem.error]})
        return files.BAD
    except DrawError as problem:
        files.tell({"errors": [files.error(str(problem), args.record)]})
        return files.BAD
    files.tell({"failed": failed})
    if not failed and given.get("committed_first") is False:
        files.say("This was a trial: the panel was picked before anything was promised.")
    return files.FINDINGS if failed else files.DONE


def _compared(args: argparse.Namespace, given: dict[str, Any]) -> dict[str, Any] | int:
    """Quotas and pool of the files, as `verify` takes them; or the exit code when they cannot be read."""
    if not (args.quotas and args.pool):
        files.tell({"errors": [files.error("Name both --quotas and --pool, or neither.")]})
        return files.BAD
    household = given.get("household")
    if args.household_column is None and isinstance(household, dict):
        args.household_column = household.get("column") or None
    size = given.get("size")
    # What was accepted then is accepted now; what differs from the record is found by comparing.
    inputs = tables.inputs(args, size if isinstance(size, int) else 0, accept=True)
    if inputs.errors or inputs.pool is None or inputs.target is None:
        files.tell(inputs.as_json())
        return files.BAD
    return {"quotas": [inputs.target.quotas], "pool": inputs.pool}

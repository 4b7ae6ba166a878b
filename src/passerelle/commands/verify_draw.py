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
    from passerelle.engines.sortition.proof.record import read
    from passerelle.engines.sortition.proof.verification import verify

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
    from passerelle.engines.sortition.intake.quota_panels import OTHER_PANELS
    from passerelle.engines.sortition.proof.schema import faults

    if not (args.quotas and args.pool):
        files.tell({"errors": [files.error("Name both --quotas and --pool, or neither.")]})
        return files.BAD
    if faults(given):
        return {}
    if args.household_column is None and given["household"]:
        args.household_column = given["household"]["column"] or None
    targets = given.get("targets", [{"name": "", "size": given["size"]}])
    # What was accepted then is accepted now; what differs from the record is found by comparing.
    inputs = tables.inputs(args, {target["name"]: target["size"] for target in targets}, accept=True)
    others = [error.problem for error in inputs.errors if error.code in OTHER_PANELS]
    if others and len(others) == len(inputs.errors):
        files.tell({"failed": [{"check": "quotas", "reason": reason} for reason in others]})
        return files.FINDINGS
    if inputs.errors or inputs.pool is None:
        files.tell(inputs.as_json())
        return files.BAD
    return {"quotas": [target.quotas for target in inputs.targets], "pool": inputs.pool}

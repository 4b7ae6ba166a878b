"""Tell what a reader of all these releases together can work out.

--knows names a file of people whom the reader knows, a row each, with the columns of the register. Exit code 1:
something can be worked out exactly, or is known to be small.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelle.commands import files, registers

if TYPE_CHECKING:
    from passerelle.engines.disclosure.attacker.attack import Attack
    from passerelle.engines.disclosure.attacker.items import Finding
    from passerelle.engines.disclosure.attacker.knowledge import People


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "releases", type=Path, nargs="+", metavar="RELEASE", help="everything published so far"
    )
    parser.add_argument(
        "--knows", type=Path, metavar="OWN.csv", help="people whom the reader knows, a row each"
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of sentences")


def run(args: argparse.Namespace) -> int:
    return registers.answered(lambda: _attack(args))


def _attack(args: argparse.Namespace) -> int:
    from passerelle.engines.disclosure.attacker.attack import attack
    from passerelle.engines.disclosure.attacker.words import sentence

    found = attack(registers.releases(args.releases), _people(args.knows))
    names = [str(path) for path in args.releases]
    _say(found)
    if args.json:
        files.tell(_as_json(found, names))
    else:
        for finding in (*found.exact, *found.small):
            sys.stdout.write(sentence(finding, names) + "\n")
        if not (found.exact or found.small):
            sys.stdout.write(f"Nothing: none of {found.checked} numbers can be worked out.\n")
    return files.FINDINGS if found.exact or found.small else files.DONE


def _people(path: Path | None) -> People:
    from passerelle.engines.disclosure.attacker.knowledge import NOBODY, read
    from passerelle.engines.sortition.intake.findings import Findings

    if path is None:
        return NOBODY
    findings = Findings(path.name)
    people = read(files.read(path), findings)
    if people is None:
        raise registers.Refused([error.as_json() for error in findings.found])
    return people


def _as_json(found: Attack, names: list[str]) -> dict[str, Any]:
    return {
        "exact": _once([{**_where(one, names), "value": one.low} for one in found.exact]),
        "small": _once([{**_where(one, names), "low": one.low, "high": one.high} for one in found.small]),
        "checked": found.checked,
    }


def _where(finding: Finding, names: list[str]) -> dict[str, Any]:
    return {"release": names[finding.item.release], "at": dict(finding.item.at)}


def _once(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without repeats: a cell and what came into it are often the same number."""
    found: list[dict[str, Any]] = []
    seen = set()
    for entry in entries:
        key = repr(entry)
        if key not in seen:
            seen.add(key)
            found.append(entry)
    return found


def _say(found: Attack) -> None:
    for name in found.apart:
        files.say(f"The releases of {name!r} do not fit together; each was looked at alone.")
    if found.unsettled:
        files.say(f"{found.unsettled} numbers could not be decided.")

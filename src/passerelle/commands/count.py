"""Count an attendance sheet: different people, attendances and heads, three numbers that are never added up.

A person is a code of their own; the same code twice at one gathering is one attendance. Heads have no code. A row with
a number in "correction-of" stands for that row (the first below the header is 0). Exit code 2: some rows make no sense;
all of them are told, and nothing is counted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelle.commands import files

if TYPE_CHECKING:
    from passerelle.engines.evidence.counting import Registered
    from passerelle.engines.evidence.sheets import Gathering, Sheet
    from passerelle.engines.sortition.intake.findings import Finding, Findings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--attendance",
        type=Path,
        required=True,
        metavar="FILE",
        help="a row per person or count (CSV or XLSX)",
    )
    parser.add_argument(
        "--registrations", type=Path, metavar="R", help="a row per registration (CSV or XLSX)"
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of a table for people")


def run(args: argparse.Namespace) -> int:
    from passerelle.engines.evidence import sheets
    from passerelle.engines.sortition.intake.findings import Findings

    findings = Findings(args.attendance.name)
    announced = Findings(args.registrations.name if args.registrations else "")
    registered: list[Registered] = []
    try:
        sheet = sheets.attendance(files.read(args.attendance), findings)
        if args.registrations:
            registered = sheets.registrations(files.read(args.registrations), sheet.gatherings, announced)
    except files.Unreadable as problem:
        files.tell({"errors": [problem.error]})
        return files.BAD
    if errors := [one.as_json() for one in (*_in_order(findings), *_in_order(announced))]:
        files.tell({"errors": errors})
        return files.BAD
    for warning in (*findings.warnings, *announced.warnings):
        files.say(f"{warning.file}: {warning.warning} Rows: {', '.join(map(str, warning.rows))}.")
    if sheet.replaced:
        files.say(f"{args.attendance.name}: rows that a correction replaces: {sheet.replaced}.")
    counted = _counted(sheet, registered)
    if args.json:
        files.tell(counted)
    else:
        sys.stdout.write(_table(counted))
    return files.DONE


def _in_order(findings: Findings) -> list[Finding]:
    """What is wrong with the whole file, then row by row."""
    return sorted(findings.found, key=lambda one: -1 if one.row is None else one.row)


def _counted(sheet: Sheet, registered: list[Registered]) -> dict[str, Any]:
    from passerelle.engines.evidence.counting import tally
    from passerelle.engines.evidence.sheets import kinds

    def told(among: Collection[Gathering] | None = None) -> dict[str, int]:
        return asdict(tally(sheet.present, registered, among=among))

    return {
        **told(),
        "by_kind": [{"kind": kind, "events": len(those), **told(those)} for kind, those in kinds(sheet)],
        "by_event": _by_event(sheet, registered),
        "errors": [],
    }


def _by_event(sheet: Sheet, registered: list[Registered]) -> list[dict[str, Any]]:
    """Every gathering with its own numbers, those that are parts of an event under it; each line is looked at once."""
    from passerelle.engines.evidence.counting import Present, tally
    from passerelle.engines.evidence.sheets import Gathering, Told

    told = {where.whole: known for where, known in reversed(sheet.gatherings.items())}
    came: dict[Any, list[Present]] = {where.whole: [] for where in sheet.gatherings}
    said: dict[Any, list[Registered]] = {where.whole: [] for where in sheet.gatherings}
    for line in sheet.present:
        assert isinstance(line.where, Gathering)
        came[line.where.whole].append(line)
    for one in registered:
        assert isinstance(one.where, Gathering)
        said.setdefault(one.where.whole, []).append(one)
    found = []
    for where, announced in said.items():
        known = told.get(where) or Told(where.event, "", where.city, where.date)
        found.append({**known._asdict(), **asdict(tally(came.get(where, []), announced))})
    return found


def _table(counted: dict[str, Any]) -> str:
    names = ("people", "attendances", "heads", "registrations", "walk_ins", "no_shows")
    rows = [("", *(name.replace("_", "-") for name in names))]
    rows += [
        (
            " · ".join(filter(None, (one["event"], one["city"], one["date"]))),
            *(str(one[name]) for name in names),
        )
        for one in counted["by_event"]
    ]
    rows.append(("all", *(str(counted[name]) for name in names)))
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))]
        )
        + "\n"
        for row in rows
    )

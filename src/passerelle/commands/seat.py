"""Seat people at tables over several rounds.

Every table is mixed by the columns named in --balance, people with a table of their own keep it, everybody meets as
many others as possible, and as few pairs as possible meet twice. The order is this one, and what is proven is said.
Exit code 1: with --nearest, some tables are not as mixed as asked; the plan says where.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelle.commands import files

if TYPE_CHECKING:
    from passerelle.engines.seating.model import Impossible, Task
    from passerelle.engines.seating.people_table import People
    from passerelle.engines.seating.planning import Seated


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--people", type=Path, required=True, metavar="P", help="a row per person (CSV or XLSX)"
    )
    parser.add_argument("--tables", type=int, required=True, metavar="T", help="tables in each round")
    parser.add_argument("--rounds", type=int, required=True, metavar="R", help="rounds")
    parser.add_argument(
        "--balance", default="", metavar="A,B", help="columns by which every table is mixed, by commas"
    )
    parser.add_argument(
        "--fixed", metavar="COLUMN", help="the table somebody needs in every round, or nothing"
    )
    parser.add_argument(
        "--first-table",
        type=int,
        choices=(0, 1),
        help="the number of the first table there (0, or 1 when the number of tables stands there and no 0)",
    )
    parser.add_argument("--name-column", metavar="COLUMN", help="what to call people on the printed list")
    parser.add_argument(
        "--nearest",
        action="store_true",
        help="if the tables cannot be mixed as asked, come as near as possible",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="S", help="another seed, another plan (default 0)"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=60.0,
        metavar="S",
        help="stop at the latest after so long (default 60)",
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of lists for the wall")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="write the JSON into a file as well")


def run(args: argparse.Namespace) -> int:
    from passerelle.engines.seating.model import Impossible, task
    from passerelle.engines.seating.people_table import people
    from passerelle.engines.sortition.intake.findings import Findings

    findings = Findings(args.people.name)
    _check_numbers(args, findings)
    try:
        found = people(
            files.read(args.people),
            findings,
            args.tables,
            balance=tuple(name for name in args.balance.split(",") if name.strip()),
            fixed=args.fixed,
            label=args.name_column,
            first_table=args.first_table,
        )
        if found is not None and args.tables > len(found):
            problem = f"There are {len(found)} people and {args.tables} tables."
            findings.error("tables", problem, f"At most {len(found)} tables.", value=str(args.tables))
        if found is None or findings.found:
            files.tell({"errors": [error.as_json() for error in findings.found]})
            return files.BAD
        for warning in findings.warnings:
            files.say(f"{warning.column}, row {warning.rows[0]}: {warning.warning}")
        wanted = task(
            len(found),
            args.tables,
            args.rounds,
            attributes=[values for _, values in found.attributes],
            fixed=found.fixed,
        )
        return _seat(args, found, wanted, [note.as_json() for note in findings.notes])
    except files.Unreadable as problem:
        files.tell({"errors": [problem.error]})
        return files.BAD
    except Impossible as problem:
        return _refuse(problem, found)  # type: ignore[arg-type]


def _check_numbers(args: argparse.Namespace, findings: Any) -> None:
    for name in ("tables", "rounds"):
        number = getattr(args, name)
        if number < 1:
            findings.error(name, f"--{name} must be at least 1.", "1 or more.", value=str(number))
    if args.seed < 0:
        findings.error("seed", "--seed must not be negative.", "0 or more.", value=str(args.seed))


def _seat(args: argparse.Namespace, found: People, wanted: Task, notes: list[Any]) -> int:
    import numpy as np

    from passerelle.engines.seating.balance import nearest
    from passerelle.engines.seating.model import Impossible
    from passerelle.engines.seating.planning import seat

    until = time.monotonic() + args.seconds
    departures: list[dict[str, Any]] = []

    def late() -> bool:
        return time.monotonic() > until

    try:
        seated = seat(wanted, np.random.default_rng(args.seed), stop=late)
    except Impossible as problem:
        near = nearest(wanted) if args.nearest and problem.code == "unbalanced" else None
        if near is None:
            raise
        departures = _departures(near.cells, found)
        seated = seat(near.task, np.random.default_rng(args.seed), stop=late)
    plan = _as_json(seated, found, wanted, departures, notes)
    if args.out:
        files.write({args.out: files.dump(plan)})
    if args.json:
        files.tell(plan)
    else:
        sys.stdout.write(_lists(plan, found))
    files.say(_verdict(seated))
    return files.FINDINGS if departures else files.DONE


def _as_json(
    seated: Seated, found: People, wanted: Task, departures: list[dict[str, Any]], notes: list[Any]
) -> dict[str, Any]:
    from passerelle.engines.seating.model import tables_of

    got = seated.score
    return {
        "rounds": tables_of(seated.plan, wanted.tables),
        "repeated_pairs": got.repeated_pairs,
        "bound": seated.bound,
        "proven": seated.proven,
        "least_met": got.least_met,
        "least_met_bound": seated.least_met_bound,
        "met": got.met.tolist(),
        "unmet_needs": [
            {
                "row": need.person,
                "table": need.table + found.first_table,
                "rounds": list(need.rounds),
                "reason": "Sits elsewhere in these rounds.",
            }
            for need in got.unmet_needs
        ],
        "unbalanced": departures,
        "first_table": found.first_table,
        "notes": notes,
    }


def _departures(cells: Any, found: People) -> list[dict[str, Any]]:
    """Counts that leave their limits, in the words of the file."""
    values = [sorted(set(column)) for _, column in found.attributes]
    return [
        {
            "attribute": found.attributes[cell.attribute][0],
            "value": values[cell.attribute][cell.value],
            "table": cell.table + found.first_table,
            "least": cell.least,
            "most": cell.most,
            "seated": seated,
        }
        for cell, seated in cells
    ]


def _refuse(problem: Impossible, found: People) -> int:
    """Say why there is no plan, and what would help."""
    facts: dict[str, Any] = problem.facts
    reasons: list[dict[str, Any]] = []
    needs: list[dict[str, Any]] = []
    for full in facts.get("tables", []):
        number = full["table"] + found.first_table
        said = f"{len(full['rows'])} people need table {number}, which has {full['seats']} seats."
        help_ = "Let some of them sit elsewhere, or take fewer tables."
        reasons.append({"code": problem.code, "problem": said, "proposal": help_, **full, "table": number})
        needs += [{"row": row, "table": number, "reason": said} for row in full["rows"]]
    if problem.code == "unbalanced":
        names = [name for name, _ in found.attributes]
        reasons.append(
            {
                "code": problem.code,
                "problem": str(problem),
                "proposal": "Leave one of these columns out, or come as near as possible with --nearest.",
                "conflict": [names[k] for k in facts["attributes"]],
                "leave_out": [names[k] for k in facts["drops"]],
                "nearest": _departures(facts["cells"], found),
            }
        )
    if not reasons:
        reasons.append({"code": problem.code, "problem": str(problem), "proposal": "Balance fewer columns."})
    files.tell({"reasons": reasons, "unmet_needs": needs})
    return files.REFUSED


def _verdict(seated: Seated) -> str:
    got = seated.score
    said = f"Everybody meets at least {got.least_met} others; {got.repeated_pairs} pairs meet again."
    if seated.proven:
        return f"{said} It is proven that no plan is better."
    most = f"nobody can promise more than {seated.least_met_bound} to all"
    return (
        f"{said} Not proven best: {most}, and with {got.least_met} at least {seated.bound} pairs meet again."
    )


def _lists(plan: dict[str, Any], found: People) -> str:
    """A list per round for the wall, and one per person to hand out."""
    first, lines = plan["first_table"], []
    where: dict[int, list[int]] = {row: [] for row in range(len(found))}
    for number, tables in enumerate(plan["rounds"], 1):
        lines.append(f"Round {number}")
        for table, rows in enumerate(tables, first):
            lines.append(f"  table {table}: " + ", ".join(found.labels[row] for row in rows))
            for row in rows:
                where[row].append(table)
        lines.append("")
    lines.append("Who sits where")
    for row, tables in where.items():
        seats = ", ".join(f"round {number}: table {table}" for number, table in enumerate(tables, 1))
        lines.append(f"  {found.labels[row]}: {seats}")
    return "\n".join(lines) + "\n"

"""Registers and releases, as the commands about disclosure take them: the same options and errors everywhere."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from passerelle.commands import files

if TYPE_CHECKING:
    from passerelle.engines.disclosure.layout import Layout
    from passerelle.engines.disclosure.micro import Columns, Micro
    from passerelle.engines.disclosure.release import Release


class Refused(Exception):
    """A register makes no sense; `errors` say where."""

    def __init__(self, errors: list[dict[str, object]]) -> None:
        super().__init__(errors)
        self.errors = errors


def answered(work: Callable[[], int]) -> int:
    """The exit code of this work, or what cannot be read, and why."""
    from passerelle.engines.disclosure.release import Unusable

    try:
        return work()
    except files.Unreadable as problem:
        errors = [problem.error]
    except Refused as problem:
        errors = problem.errors
    except Unusable as problem:
        errors = [files.error(str(problem), proposal=problem.proposal)]
    files.tell({"errors": errors})
    return files.BAD


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that say what is counted."""
    parser.add_argument(
        "--micro", type=Path, required=True, metavar="FILE.csv", help="a row per person or group"
    )
    parser.add_argument("--dimensions", required=True, metavar="A,B,C", help="columns to count by")
    parser.add_argument("--domains", type=Path, metavar="D.json", help='their values, {"a": ["x", "y"]}')
    parser.add_argument("--tables", metavar='"A*B;A*C"', help="the tables (default: one of all dimensions)")
    parser.add_argument("--count", metavar="COLUMN", help="how many people a row is (default: one)")
    parser.add_argument("--period-column", metavar="COLUMN", help="the column with the period of a row")
    parser.add_argument(
        "--period", metavar="VALUE", help="the period to publish; all before it are counted in"
    )


def paired(args: argparse.Namespace) -> None:
    """A period and its column are named together. Raises Refused."""
    if (args.period_column is None) != (args.period is None):
        raise Refused(
            [files.error("--period-column and --period belong together.", proposal="Name both, or neither.")]
        )


def micro(args: argparse.Namespace, others: Sequence[Release] = ()) -> tuple[Micro, Layout]:
    """The register that the options name, without later periods, and the tables asked for.

    others: earlier releases, whose dimensions, values and periods are read too, after those asked for.
    Raises files.Unreadable, Refused, Unusable."""
    from dataclasses import replace

    from passerelle.engines.disclosure.micro import Columns, domains_of, in_time, tables_of

    paired(args)
    dimensions = tuple(name.strip() for name in args.dimensions.split(","))
    tables = tables_of(args.tables, dimensions)
    domains = domains_of(files.read(args.domains)) if args.domains else {}
    known: dict[str, tuple[str, ...]] = {}
    for release in others:
        for name, values in zip(release.layout.dimensions, release.layout.domains, strict=True):
            known[name] = (*known.get(name, ()), *values)
    until = args.period
    if until is not None and args.period_column not in domains:
        until = max([until, *(period for release in others for period in release.covers)], key=in_time)
    every = tuple(dict.fromkeys((*dimensions, *known)))
    if len(set(dimensions)) < len(dimensions):
        every = dimensions  # said twice: the file's reader tells
    found = read(args.micro, Columns(every, domains, args.count, args.period_column, until, known))
    layout = found.layout(tables)
    width = len(dimensions)
    return found, replace(layout, dimensions=dimensions, domains=layout.domains[:width])


def read(path: Path, columns: Columns) -> Micro:
    """A register from its file. Raises files.Unreadable, Refused."""
    from passerelle.engines.disclosure.micro import read as read_micro
    from passerelle.engines.sortition.intake.findings import Findings

    findings = Findings(path.name)
    found = read_micro(files.read(path), columns, findings)
    if found is None:
        raise Refused([error.as_json() for error in findings.found])
    return found


def releases(paths: Iterable[Path]) -> list[Release]:
    """Releases from their files. Raises files.Unreadable."""
    from passerelle.engines.disclosure.release import Unusable
    from passerelle.engines.disclosure.release import read as read_release

    found = []
    for path in paths:
        try:
            found.append(read_release(files.read(path)))
        except Unusable as problem:
            raise files.Unreadable(path, str(problem), problem.proposal) from None
    return found


def people(register: Micro) -> list[tuple[str | None, dict[str, str], int]]:
    """The rows as the checker reads them: period, values, how many."""
    rows = zip(register.codes.tolist(), register.counts.tolist(), register.when.tolist(), strict=True)
    return [
        (
            register.periods[when] if register.periods else None,
            {
                name: values[code]
                for name, values, code in zip(register.dimensions, register.domains, codes, strict=True)
            },
            count,
        )
        for codes, count, when in rows
    ]


def has_column(path: Path, name: str) -> bool:
    """Whether a file has this column."""
    from passerelle.engines.sortition.intake.findings import Findings
    from passerelle.engines.sortition.intake.reading import read as read_sheet

    sheet = read_sheet(files.read(path), Findings(path.name))
    return sheet is not None and name in [column.strip() for column in sheet.header]

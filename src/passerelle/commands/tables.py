"""The tables of a draw, as the commands take them."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelle.commands import files

if TYPE_CHECKING:
    from passerelle.engines.sortition.intake.cleaning import Inputs


def add_arguments(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument(
        "--quotas",
        type=Path,
        required=required,
        metavar="Q",
        help="category, feature, min, max (CSV or XLSX); with several panels also panel (empty: for each)",
    )
    parser.add_argument(
        "--pool",
        type=Path,
        required=required,
        metavar="P",
        help="a row per person, a column per category (CSV or XLSX)",
    )
    parser.add_argument(
        "--household-column", metavar="C", help="who lives together or comes from one organisation"
    )
    parser.add_argument("--inside-column", metavar="C", help="yes: on the panel in any case")
    parser.add_argument("--outside-column", metavar="C", help="yes: not to be drawn")
    parser.add_argument("--id-column", metavar="C", help="a value of its own for each person")
    parser.add_argument(
        "--members", type=Path, metavar="M", help="members of the panel who stay, in columns like the pool's"
    )
    parser.add_argument(
        "--accept-proposals", action="store_true", help="mend errors as proposed; what was done is listed"
    )


class Sizes(argparse.Action):
    """`--size 20`, or for several panels at once `--size spring=20 --size autumn=15`: people by panel."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, value: Any, option: Any = None
    ) -> None:
        name, written = _named(str(value))
        given: dict[str, int] = getattr(namespace, self.dest) or {}
        if not written.strip().isdecimal() or int(written) < 1:
            raise argparse.ArgumentError(self, f"{written!r} is no number of people from 1")
        if given and ("" in given or not name):
            raise argparse.ArgumentError(self, "of several panels each size names its own, as in spring=20")
        if name.casefold() in map(str.casefold, given):
            raise argparse.ArgumentError(self, f"the panel {name!r} has two sizes")
        setattr(namespace, self.dest, {**given, name: int(written)})


def _named(size: str) -> tuple[str, str]:
    name, _, number = size.rpartition("=")
    return " ".join(name.split()), number


def limit(args: argparse.Namespace) -> int | None:
    """People per household; None for no limit."""
    if args.household_limit is None:
        return 1 if args.household_column else None
    return int(args.household_limit)


def inputs(args: argparse.Namespace, sizes: Mapping[str, int], *, accept: bool | None = None) -> Inputs:
    """What the files say about panels of these sizes; a single one may have no name. Raises files.Unreadable."""
    from passerelle.engines.sortition.intake.cleaning import File, Wanted, read_inputs

    def file(path: Path) -> File:
        return File(path.name, files.read(path))

    return read_inputs(
        file(args.quotas),
        file(args.pool),
        sizes,
        columns=Wanted(
            household=args.household_column,
            inside=args.inside_column,
            outside=args.outside_column,
            ids=(args.id_column,) if args.id_column else (),
        ),
        staying=file(args.members) if args.members else None,
        accept=args.accept_proposals if accept is None else accept,
    )


def slips(record: dict[str, Any]) -> str:
    """A CSV for the mail merge: everybody's secret, panels and codes. Never to be published."""
    from passerelle.engines.sortition.proof.record import slips as rows

    out = io.StringIO()
    found = rows(record)
    writer = csv.DictWriter(out, list(found[0]) if found else ["row"])
    writer.writeheader()
    writer.writerows(found)
    return "\ufeff" + out.getvalue()

"""`passerelle import-sheet KIND FILE --as EMAIL`: a table is looked at and taken in whole, or not at all."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from passerelle.core.commands import BAD, DONE, report
from passerelle.core.errors import Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", help="organisations, people, figures, gatherings or plan")
    parser.add_argument("file", type=Path, help="CSV or XLSX, or - for standard input")
    parser.add_argument("--as", dest="who", metavar="EMAIL", required=True, help="whose table it is")
    parser.add_argument("--project", metavar="CODE", help="where the rows go, for people and plan")
    parser.add_argument("--dry-run", action="store_true", help="only look; nothing is changed")
    parser.add_argument("--language", default="en", help="of the sentences in the report (default en)")


def run(args: argparse.Namespace) -> int:
    """Prints rows, new, changed, same, errors, notes and taken as JSON; a row is counted from 0 as in the file.

    Exit 0 taken in (or nothing wrong on a dry run), 2 errors: then nothing was changed."""
    from django.utils import translation

    with translation.override(args.language):
        return _run(args)


def _run(args: argparse.Namespace) -> int:
    from passerelle.core.importables import Context
    from passerelle.core.rooms import importables
    from passerelle.importing import actions
    from passerelle.network.commands.import_page import actor_of

    actor, known = actor_of(args.who), importables()
    if args.kind not in known:
        raise Problem("kind", "There is no such kind of table. There are: %(kinds)s.", kinds=", ".join(known))
    importable = known[args.kind]
    place = _place(importable, actor, args)
    try:
        raw = sys.stdin.buffer.read() if str(args.file) == "-" else args.file.read_bytes()
    except OSError as problem:
        raise Problem(
            "file", "%(file)s cannot be read: %(why)s.", file=args.file, why=problem.strerror
        ) from None
    sheet = actions.give(actor, importable, place, name=args.file.name, raw=raw)
    seen = actions.seen_by(sheet, Context(actor, args.language, place))
    told: dict[str, Any] = {
        "rows": len(seen.texts),
        **{state: seen.count(state) for state in ("new", "changed", "same")},
        "columns": {str(n): key for n, key in sorted(seen.head.mapping.items())},
        "errors": [_told(one) for one in seen.stopping],
        "notes": [_told(one) for one in seen.wrong if not one.stops],
        "taken": None,
    }
    if seen.stopping or args.dry_run:
        actions.throw_away(actor, sheet)
    else:
        told["taken"] = actions.take_in(actor, sheet, args.language).code
    report(told)
    return BAD if seen.stopping else DONE


def _told(one: Any) -> dict[str, Any]:
    """As everywhere on the command line: row, column, value, problem, proposal."""
    return {
        "row": one.row,
        "column": one.field,
        "value": one.value,
        "problem": one.problem,
        "proposal": one.instead,
    }


def _place(importable: Any, actor: Any, args: argparse.Namespace) -> Any:
    if importable.places is None:
        return None
    open_to = {place.code: place.id for place in importable.places(actor, args.language)}
    if args.project not in open_to:
        raise Problem(
            "project",
            "Name with --project where the rows go. Open to you: %(codes)s.",
            codes=", ".join(open_to) or "none",
        )
    return open_to[args.project]

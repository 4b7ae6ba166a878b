"""Pick the panel that the digits name: three from ten-sided dice, a public lottery or a beacon. It is done once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from passerelle.commands import files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", type=Path, metavar="R.json", help="the scrutineers' record")
    parser.add_argument("digits", metavar="DDD", help="000 to 999")
    parser.add_argument("--public-out", type=Path, metavar="P.json", help="the public record")
    parser.add_argument(
        "--page-out", type=Path, metavar="PAGE.html", help="the public record as a page that checks it"
    )


def run(args: argparse.Namespace) -> int:
    from passerelle.engines.sortition.model import DrawError
    from passerelle.engines.sortition.proof.record import pick, public, read
    from passerelle.engines.sortition.proof.verification import verify

    try:
        given = read(files.read(args.record))
        if failed := verify(given):
            files.tell({"failed": failed})
            return files.FINDINGS
        picked = pick(given, args.digits)
        shown = public(picked)
        # Confirmations were given to what was promised, and the promise stays.
        shown["confirmations"] = _confirmed(args.public_out, shown)
        out: dict[Path, str | bytes] = {args.record: files.dump(picked)}
        if args.public_out:
            out[args.public_out] = files.dump(shown)
        if args.page_out:
            from passerelle.engines.sortition.proof.page import page

            out[args.page_out] = page(shown)
        files.write(out, secret=[args.record])
    except files.Unreadable as problem:
        files.tell({"errors": [problem.error]})
        return files.BAD
    except DrawError as problem:
        files.tell({"errors": [files.error(str(problem), args.record)]})
        return files.FINDINGS if problem.code == "picked_already" else files.BAD
    files.tell({"pick": picked["pick"], "drawn": picked["drawn"], "codes": shown["drawn"]})
    return files.DONE


def _confirmed(path: Path | None, shown: dict[str, Any]) -> list[Any]:
    """The confirmations in the public record that is about to be replaced, if it is of the same promise."""
    from passerelle.engines.sortition.proof.record import read

    if path is None or not path.exists():
        return []
    before = read(files.read(path))
    same = before.get("commitment") == shown["commitment"]
    found = before.get("confirmations")
    return found if same and isinstance(found, list) else []

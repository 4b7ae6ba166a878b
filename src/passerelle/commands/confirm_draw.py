"""Add a named observer's confirmation to the public record, after verifying both records in full."""

from __future__ import annotations

import argparse
from pathlib import Path

from passerelle.commands import files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", type=Path, metavar="R.json", help="the scrutineers' record")
    parser.add_argument("public", type=Path, metavar="P.json", help="the public record, which is changed")
    parser.add_argument("--name", required=True, help="who verified it")
    parser.add_argument("--office", required=True, help="as what: notary, member of the council, citizen …")
    parser.add_argument(
        "--page-out", type=Path, metavar="PAGE.html", help="the public record as a page that checks it"
    )


def run(args: argparse.Namespace) -> int:
    from passerelle.engines.sortition.model import DrawError
    from passerelle.engines.sortition.proof.record import read
    from passerelle.engines.sortition.proof.verification import confirm, matches, verify

    try:
        given, shown = read(files.read(args.record)), read(files.read(args.public))
        failed = verify(given) + verify(shown)
        failed = failed or matches(shown, given)
        if failed:
            files.tell({"failed": failed})
            return files.FINDINGS
        confirmed = confirm(shown, given, args.name, args.office)
        out: dict[Path, str | bytes] = {args.public: files.dump(confirmed)}
        if args.page_out:
            from passerelle.engines.sortition.proof.page import page

            out[args.page_out] = page(confirmed)
        files.write(out)
    except files.Unreadable as problem:
        files.tell({"errors": [problem.error]})
        return files.BAD
    except DrawError as problem:
        files.tell({"errors": [files.error(str(problem))]})
        return files.BAD
    files.tell({"failed": [], "confirmations": confirmed["confirmations"]})
    return files.DONE

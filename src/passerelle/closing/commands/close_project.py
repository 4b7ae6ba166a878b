"""`passerelle close-project CODE --out FILE`: write what a closed project left into one zip.

The project is closed on its desk, by its lead coordinator; here its file is made, without a worker or a browser.
Prints JSON. Exit 0 written, 2 no such project or a file that cannot be written, 3 the project is still open.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from passerelle.core.commands import DONE, report, say
from passerelle.core.errors import Problem, Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="the project's code, as in its address")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.zip", help="the file to write")


def run(args: argparse.Namespace) -> int:
    from passerelle.closing import leaving
    from passerelle.network.models import Project

    found = Project.objects.unscoped(reason="command").filter(code=args.code).first()
    if found is None:
        raise Problem("project", "There is no project with the code %(given)s.", given=args.code)
    if found.closed_at is None:
        raise Refused("open", "The project is open. Its lead coordinator closes it on the project's desk.")
    content, manifest = leaving.bundle(found)
    try:
        args.out.write_bytes(content)
    except OSError as trouble:
        raise Problem(
            "file", "%(file)s cannot be written: %(why)s.", file=args.out, why=trouble.strerror
        ) from None
    say(f"{len(manifest['files'])} files of {found.acronym}")
    report(
        {
            "file": str(args.out),
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "project": found.code,
            "closed_on": manifest["closed_on"],
            "languages": manifest["languages"],
            "files": len(manifest["files"]),
        }
    )
    return DONE

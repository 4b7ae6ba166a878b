"""Look after the files: how much is used, what is wrong, and what belongs to nobody any more.

`sweep` removes orphans older than a day, as the nightly job does; with --dry-run it says what it would remove. Exit
code 1: `check` found bytes that are missing or were altered.
"""

from __future__ import annotations

import argparse

from passerelle.core import files, orphans, quotas
from passerelle.core.commands import DONE, FINDINGS, report, say
from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="usage|check|sweep|scan")
    verbs.add_parser("usage", help="what is used, and what is free")
    verbs.add_parser("check", help="read every file and hold it against its fingerprint")
    sweep = verbs.add_parser("sweep", help="remove what belongs to nobody any more")
    sweep.add_argument("--dry-run", action="store_true", help="only say what would go")
    verbs.add_parser("scan", help="show the virus scanner what it has not judged yet")


def run(args: argparse.Namespace) -> int:
    return {"usage": _usage, "check": _check, "sweep": _sweep, "scan": _scan}[args.verb](args)


def _usage(args: argparse.Namespace) -> int:
    house = quotas.house()
    told = dict.fromkeys(StoredFile.Scan.values, 0)
    for scan in StoredFile.objects.values_list("scan", flat=True):
        told[scan] += 1
    report({"used": house.used, "limit": house.limit, "free": house.free, "files": told})
    return DONE


def _check(args: argparse.Namespace) -> int:
    altered = []
    for file in StoredFile.objects.exclude(scan=StoredFile.Scan.REFUSED).iterator():
        try:
            files.opened(file)
        except Problem:
            altered.append(str(file.pk))
    missing = orphans.find().as_json()["rows_without_bytes"]
    report({"files": StoredFile.objects.count(), "altered": altered, "missing": missing})
    return FINDINGS if altered or missing else DONE


def _sweep(args: argparse.Namespace) -> int:
    found = orphans.find()
    told = found.as_json()
    if found.some and not args.dry_run:
        orphans.remove(orphans.HOUSE, found)
    report({"removed": not args.dry_run, **told})
    if args.dry_run:
        say("Nothing was removed. Run it again without --dry-run to remove what is listed.")
    return DONE


def _scan(args: argparse.Namespace) -> int:
    report({"asked": files.inspect_waiting()})
    return DONE

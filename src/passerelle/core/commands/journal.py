"""Verify the journal, show its sealed heads, or seal what is not sealed yet.

`verify --heads FILE` holds the journal against heads that left the house: a page of /journal/heads.json that
somebody kept, or what `heads --out` wrote. Exit code 1: something does not fit; each finding names its row.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from passerelle.core import durable, journal, verification
from passerelle.core.commands import DONE, FINDINGS, report, say
from passerelle.core.models import Entry, Seal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify|heads|seal")
    verify = verbs.add_parser("verify", help="recompute every sealed block")
    verify.add_argument("--heads", type=Path, metavar="FILE", help="heads as they left the house")
    heads = verbs.add_parser("heads", help="everything that is published of the journal")
    heads.add_argument("--out", type=Path, metavar="FILE", help="write it to a file instead of stdout")
    verbs.add_parser("seal", help="seal what is not sealed yet")


def run(args: argparse.Namespace) -> int:
    return {"verify": _verify, "heads": _heads, "seal": _seal}[args.verb](args)


def _verify(args: argparse.Namespace) -> int:
    published = verification.read_published(args.heads.absolute()) if args.heads else None
    findings = verification.verify(published)
    newest = Seal.objects.order_by("-number").values_list("last", flat=True).first() or 0
    report(
        {
            "whole": not findings,
            "held_against": "its own seals" if published is None else "published heads",
            "blocks": journal.newest_number() if published is None else len(published),
            "not_sealed_yet": Entry.objects.filter(id__gt=newest).count(),
            "findings": [finding.as_json() for finding in findings],
        }
    )
    for finding in findings[:20]:
        row = "" if finding.row is None else f", row {finding.row}"
        say(f"Block {finding.block}{row}: {finding.kind}.")
    return FINDINGS if findings else DONE


def _heads(args: argparse.Namespace) -> int:
    blocks = journal.published_blocks()
    told = {
        "journal": "passerelle",
        "public_key": journal.public_key(),
        "newest": len(blocks),
        "blocks": blocks,
    }
    if args.out is None:
        report(told)
        return DONE
    with durable.replacing(args.out.absolute()) as handle:
        handle.write(json.dumps(told).encode())
    report({"file": str(args.out), "blocks": len(blocks), "head": journal.newest_head()})
    return DONE


def _seal(args: argparse.Namespace) -> int:
    report({"sealed_blocks": journal.seal_pending(), "head": journal.newest_head()})
    return DONE

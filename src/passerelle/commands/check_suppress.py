"""`check-release --certificate`."""

from __future__ import annotations

import argparse
import json
from typing import Any

from passerelle.commands import files, registers

NONE = "This is no certificate.", "Give the one that protect wrote."


def failed(args: argparse.Namespace) -> list[dict[str, Any]]:
    """What does not hold of releases with holes. Raises files.Unreadable, Refused."""
    from passerelle.engines.disclosure.checker import check
    from passerelle.engines.disclosure.micro import Columns

    releases = [release.as_json() for release in registers.releases(args.releases)]
    try:
        certificate = json.loads(files.read(args.certificate).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise files.Unreadable(args.certificate, *NONE) from None
    if not isinstance(certificate, dict) or not isinstance(certificate.get("dimensions"), list):
        raise files.Unreadable(args.certificate, *NONE)
    names = [str(name) for name in certificate["dimensions"]]
    count = args.count or certificate.get("count")
    period = args.period_column or certificate.get("period_column")
    register = registers.read(args.micro, Columns(tuple(names), {}, count, period))
    return check(releases, registers.people(register), certificate)

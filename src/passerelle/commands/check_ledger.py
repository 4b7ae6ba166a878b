"""`check-release --ledger`: every printed number is a sum of frozen values."""

from __future__ import annotations

import argparse
from typing import Any

from passerelle.commands import files, registers


def failed(args: argparse.Namespace) -> list[dict[str, Any]]:
    """What is wrong with the releases. Raises files.Unreadable, registers.Refused, Unusable."""
    from passerelle.engines.disclosure.ledger.checking import check, moved
    from passerelle.engines.disclosure.ledger.state import load
    from passerelle.engines.disclosure.micro import Columns

    ledger = load(files.read(args.ledger))
    releases = registers.releases(args.releases)
    if ledger.frozen:
        columns = Columns(ledger.dimensions, {}, ledger.count, ledger.when, ledger.periods[-1])
        if people := moved(ledger, registers.read(args.micro, columns)):
            files.say(
                f"Rows have changed since the last period was frozen ({people}); they count with the next one."
            )
    return check(ledger, {str(path): release for path, release in zip(args.releases, releases, strict=True)})

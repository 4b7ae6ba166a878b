"""Let go what has been kept long enough, as the retention clock does every night.

--dry-run changes nothing: it says per category what would go now, what a legal hold keeps back, and what goes in
which month from now on. Counts only, nobody's name.
"""

from __future__ import annotations

import argparse

from django.utils import timezone

from passerelle.core import clock
from passerelle.core.commands import DONE, report, say
from passerelle.core.models import Hold


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")


def run(args: argparse.Namespace) -> int:
    """Print {"at", "holds", "rules": […]}, and after a real run "gone": {rule: rows}."""
    told = {
        "at": timezone.now().isoformat(timespec="seconds"),
        "dry_run": args.dry_run,
        "holds": Hold.in_force().count(),
        "rules": [one.as_json() for one in clock.plan()],
    }
    if args.dry_run:
        report(told)
        say("Nothing was changed. Run it again without --dry-run to let go what is due.")
    else:
        report({**told, "gone": clock.run()})
    return DONE

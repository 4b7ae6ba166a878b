"""`protect --mode ledger`."""

from __future__ import annotations

import argparse

from passerelle.commands import files


def run(args: argparse.Namespace) -> int:
    files.tell({"errors": [files.error("The ledger is not built yet.")]})
    return files.BAD

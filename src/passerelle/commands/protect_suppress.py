"""`protect --mode suppress`."""

from __future__ import annotations

import argparse

from passerelle.commands import files


def run(args: argparse.Namespace) -> int:
    files.tell({"errors": [files.error("Suppression is not built yet.")]})
    return files.BAD

"""The worker alone, for both queues: `passerelle run` starts it, or one's own process manager."""

from __future__ import annotations

import argparse
import os

from passerelle.config import parent, surroundings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(args: argparse.Namespace) -> int:
    """Run jobs until a signal comes."""
    parent.die_with_it()
    if surroundings.is_embedded():
        raise surroundings.Unfit("The worker alone needs DATABASE_URL; passerelle run starts everything.")
    surroundings.use_data(args.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    from passerelle.core.worker import main

    return int(main())

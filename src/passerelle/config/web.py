"""The web server alone, on the loopback address: `passerelle run` starts it, or one's own process manager."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from passerelle.config import parent, surroundings

# Pages are bound by the template's processor time: a process per core, and one thread, so that each process
# holds one connection per database instead of one for each of granian's 512 possible threads.
WORKERS = 2
THREADS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The port and the number of processes."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PASSERELLE_PORT", "8000")))
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"web processes (default {WORKERS})")


def run(args: argparse.Namespace) -> int:
    """Become the web server."""
    parent.die_with_it()
    if surroundings.is_embedded():
        raise surroundings.Unfit("The web server alone needs DATABASE_URL; passerelle run starts everything.")
    os.environ["PASSERELLE_PORT"] = str(args.port)
    data = surroundings.use_data(args.data)
    if os.environ.get("PASSERELLE_METRICS_TOKEN"):
        _count_anew(data / "metrics" / str(args.port))
    options = {
        "--interface": "wsgi",
        "--host": "127.0.0.1",
        "--port": args.port,
        "--workers": args.workers,
        "--blocking-threads": THREADS,
        "--log-level": "warning",
        "--workers-kill-timeout": "10s",
    }
    words = [str(word) for option in options.items() for word in option]
    application = "passerelle.config.wsgi:application"
    os.execv(  # noqa: S606 - no shell is what we want
        sys.executable,
        [sys.executable, "-m", "granian", *words, "--respawn-failed-workers", application],
    )


def _count_anew(folder: Path) -> None:
    """An empty folder in which every web process counts, so that any of them can tell the sum of all."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)

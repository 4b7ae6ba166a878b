"""The first set-up in a fresh copy: seconds until everything is installed, until a page answers, and what it weighs."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from benchmarks.house import ROOT, House
from soak.kills.installation import Installation

LEFT_OUT = (".git", ".venv", ".cache", "passerelle-data", "__pycache__", ".mypy_cache", ".ruff_cache")


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """Needs the package index, or pip's cache of it."""
    copy = house.folder / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT, "*.pyc"))
    began = time.monotonic()
    subprocess.run(["make", "setup"], cwd=copy, check=True, capture_output=True)
    installed = time.monotonic() - began
    first = _until_ready(copy, house.folder / "fresh")
    return {
        "setup_seconds": round(installed, 1),
        "first_start_seconds": round(first, 1),
        "second_start_seconds": round(_until_ready(copy, house.folder / "fresh"), 1),
        "environment_MB": round(_bytes(copy / ".venv") / 1e6, 1),
        "data_MB": round(_bytes(house.folder / "fresh" / "data") / 1e6, 1),
    }


def _until_ready(copy: Path, folder: Path) -> float:
    """Seconds from the command until the web server answers; stopped again."""
    folder.mkdir(mode=0o711, exist_ok=True)
    installation = Installation(folder, None)
    installation.environment["PYTHONPATH"] = str(copy / "src")
    installation.words = lambda: [str(copy / ".venv" / "bin" / "passerelle")]  # type: ignore[method-assign]
    try:
        return installation.start(300)
    finally:
        if installation.process is not None:
            os.kill(installation.process.pid, signal.SIGINT)
            installation.process.wait(60)


def _bytes(folder: Path) -> int:
    return sum(f.lstat().st_size for f in folder.rglob("*") if not f.is_dir())

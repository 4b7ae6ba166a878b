"""Seconds and size of a backup and its restore, of the house as the parts before have left it."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.house import House


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """With the keys, onto an empty server; "whole" when counts and fingerprints are equal."""
    archive, keys = house.folder / "saved.backup", house.folder / "keys.backup"
    saved = _command(house, house.data, "backup", "--out", str(archive))
    keyed = _command(house, house.data, "keys", "backup", "--out", str(keys))
    elsewhere = house.folder / "elsewhere"
    _command(house, elsewhere, "keys", "restore", str(keys))
    restored = _command(house, elsewhere, "restore", str(archive))
    return {
        "rows": saved["rows"],
        "backup_seconds": saved["seconds"],
        "backup_MB": round(saved["bytes"] / 1e6, 2),
        "keys_MB": round(keys.stat().st_size / 1e6, 2),
        "people_with_keys": keyed.get("keys"),
        "restore_seconds": restored["seconds"],
        "whole": restored["counts_equal"] and restored["hashes_equal"],
    }


def _command(house: House, data: Path, *words: str) -> dict[str, Any]:
    """One of the house's commands on a data folder with its own database server."""
    environment = house.environment | {"PASSERELLE_DATA": str(data)}
    if data != house.data:
        for name in ("DATABASE_URL", "KEYS_DATABASE_URL"):
            environment.pop(name)
    done = subprocess.run(
        [sys.executable, "-m", "passerelle.config.cli", *words],
        env=environment,
        cwd=house.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"passerelle {words[0]} ended with {done.returncode}: {done.stderr.strip()[-300:]}"
        )
    told: dict[str, Any] = json.loads(done.stdout)
    return told

"""What a whole process costs: CPU seconds and peak memory, its children included.

`python -I -S process.py WORD…` starts the words and prints what they cost on the last line of stdout. It is a small
process of its own because the kernel counts the memory of the one that starts a process as that process's first peak.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Cost:
    """cpu, seconds: s; memory: MB at the peak; code: exit code, or None when it was stopped at the limit."""

    cpu: float
    seconds: float
    memory: float
    code: int | None
    out: str
    err: str


def run(words: Sequence[str | Path], limit: float = 3600, folder: Path | None = None) -> Cost:
    """Run to the end, at most `limit` seconds, with one thread per library; in a folder, for who leaves files behind."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", __file__, str(limit), *map(str, words)],
        env={**os.environ, **ONE_THREAD},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    out, _, last = done.stdout.rstrip("\n").rpartition("\n")
    cpu, seconds, memory, code = json.loads(last)
    return Cost(cpu, seconds, memory, code, out, done.stderr)


def having(pythons: Sequence[Path], module: str) -> str | None:
    """The first of these Pythons, or else this one, that can find the module."""
    find = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    for python in [*map(str, pythons), sys.executable]:
        if subprocess.run([python, "-c", find], capture_output=True).returncode == 0:
            return python
    return None


def main() -> None:
    limit, words = float(sys.argv[1]), sys.argv[2:]
    began = time.perf_counter()
    code: int | None
    try:
        code = subprocess.run(words, timeout=limit).returncode
    except subprocess.TimeoutExpired:
        code = None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.perf_counter() - began
    print("\n" + json.dumps([used.ru_utime + used.ru_stime, seconds, used.ru_maxrss / 1024, code]))


if __name__ == "__main__":
    main()

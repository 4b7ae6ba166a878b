"""`make check`: every tool that reads the code without running it, all of them even when one complains."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOUSE_RULES = ROOT / "tools" / "lint.py"

STEPS = [
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("types", [str(BIN / "mypy")]),
    ("walls", [str(BIN / "lint-imports")]),
]


def main() -> int:
    """Run every step; what a step says is shown only when it complains. 0 when all are content, else 1."""
    steps = STEPS + ([("house rules", [sys.executable, str(HOUSE_RULES)])] if HOUSE_RULES.exists() else [])
    failed = []
    for name, words in steps:
        began = time.monotonic()
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        print(
            f"{name:12} {'failed' if done.returncode else 'ok':7}{time.monotonic() - began:5.1f} s",
            flush=True,
        )
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).strip(), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

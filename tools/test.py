"""`make test`: the whole suite, in a real browser. `tools/test.py --no-browser` leaves it out and says so.

Exit codes: 0 all passed; 3 passed, but the browser tests were left out; otherwise pytest's own, or 2 when
Chromium is missing. (`make` turns every code but 0 into its own 2 and names the true one in its last line;
whoever needs the code itself calls this file.)
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("chromium", "fonts-noto-core", "libatomic1")
PARTIAL = 3


def chromium() -> str | None:
    """The browser to test with: PASSERELLE_CHROMIUM, else Debian's or the one on the path."""
    if named := os.environ.get("PASSERELLE_CHROMIUM"):
        return named if os.access(named, os.X_OK) else None
    return shutil.which("chromium", path=f"/usr/bin:{os.environ.get('PATH', '')}")


def driver_runs() -> bool:
    """Whether what drives the browser starts: its Node needs libatomic, which a minimal Debian lacks."""
    found = importlib.util.find_spec("playwright")
    if found is None or found.origin is None:
        return False
    node = Path(found.origin).parent / "driver" / "node"
    return subprocess.run([node, "--version"], capture_output=True).returncode == 0


def fetch_chromium() -> str | None:
    """Install Debian's browser, what drives it and the fonts of our scripts; None when that cannot be done here."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None or os.environ.get("PASSERELLE_CHROMIUM"):
        return None
    print("Installing Chromium for the browser tests (once)", file=sys.stderr, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run([apt, "-qq", *words], env=quiet, capture_output=True, text=True)
        if done.returncode:
            print((done.stderr.strip().splitlines() or ["apt-get failed"])[-1], file=sys.stderr)
            return None
    return chromium() if driver_runs() else None


def main() -> int:
    """Run pytest with what was asked for; further words go to pytest."""
    words = sys.argv[1:]
    partial = "--no-browser" in words
    words = [word for word in words if word != "--no-browser"]
    # Small matrices on several threads cost many times the CPU; NumPy reads this when it is first imported.
    environment = {"OPENBLAS_NUM_THREADS": "1"} | dict(os.environ)
    # Tests start the command hundreds of times: it is compiled once, not each time, whatever the caller has set.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if partial:
        words += ["-m", "not browser"]
    else:
        browser = (driver_runs() and chromium()) or fetch_chromium()
        if browser is None:
            print(
                f"The browser tests need Chromium: apt install {' '.join(PACKAGES)}, or name one in "
                "PASSERELLE_CHROMIUM, or leave them out with make test BROWSER=0.",
                file=sys.stderr,
            )
            return 2
        environment["PASSERELLE_CHROMIUM"] = browser
    # Three files at a time on two cores, for a quarter of the time a test waits: for a browser, a command, a copy of a
    # database. In their order: a file's tests share what is dear to set up (the demo, an installation), and the long
    # ones come before the many.
    together = (
        ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"] if (os.cpu_count() or 1) > 1 else []
    )
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *together, *words], cwd=ROOT, env=environment
    ).returncode
    if code or not partial:
        return code
    print("Passed WITHOUT the browser tests: this is not the whole suite.", flush=True)
    return PARTIAL


if __name__ == "__main__":
    sys.exit(main())

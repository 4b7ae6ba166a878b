"""A part that `passerelle run` started does not outlive it, not even when that was killed without warning."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT = "PASSERELLE_PARENT"

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_it() -> None:
    """Ask the kernel for SIGTERM when the process that PASSERELLE_PARENT names ends. Linux only."""
    expected = os.environ.pop(PARENT, None)
    if expected is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(expected):  # it ended before we asked
        sys.exit(128 + signal.SIGTERM)

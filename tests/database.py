"""Loaded before Django's settings: gives the suite a real PostgreSQL of its own, unless one is named.

Of several test processes each has a server to itself: what one of them changes is nothing that another could notice.
What is dear to make and the same for all, the demo as the journeys find it, they may lay into a folder they share.
"""

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from passerelle.config import embedded

CACHE = Path(__file__).resolve().parent.parent / ".cache"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
SHARED = "PASSERELLE_SHARED_TEST_FOLDER"
NAMES = {"DATABASE_URL": "passerelle", "KEYS_DATABASE_URL": "passerelle_keys"}


def processes() -> int:
    """How many processes share the tests: what stands behind -n, else this one alone."""
    asked = sys.argv[sys.argv.index("-n") + 1] if "-n" in sys.argv[:-1] else "1"
    return max(1, int(asked)) if asked.isdigit() else 1


def of_worker(name: str, worker: str) -> str:
    """Where a test process that is not the first finds the address of its own server."""
    return f"PASSERELLE_TEST_{worker.upper()}_{name}"


os.environ.setdefault("PASSERELLE_DATA", str(CACHE / "data"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
if "DATABASE_URL" not in os.environ:
    # The process that hands out the tests keeps the servers: it is the one that surely ends in good order.
    running = contextlib.ExitStack()
    atexit.register(running.close)
    places = [CACHE / (f"postgres-{number + 1}" if number else "postgres") for number in range(processes())]
    with ThreadPoolExecutor() as together:
        servers = together.map(lambda place: running.enter_context(embedded.ensure(place, test=True)), places)
    for number, server in enumerate(servers):
        for name, database in NAMES.items():
            os.environ[of_worker(name, f"gw{number}") if number else name] = server.url(database)
    if processes() > 1:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="passerelle-shared-")
        running.callback(shutil.rmtree, os.environ[SHARED], ignore_errors=True)
elif of_worker("DATABASE_URL", WORKER) in os.environ:
    os.environ.update({name: os.environ[of_worker(name, WORKER)] for name in NAMES})

"""Loaded before Django's settings: gives the suite a real PostgreSQL of its own, unless one is named.

Of two test processes each has a server to itself: what one of them changes is nothing that the other could notice. What
is dear to make and the same for both, the demo as the journeys find it, they may lay into a folder they share.
"""

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from passerelle.config import embedded

CACHE = Path(__file__).resolve().parent.parent / ".cache"
SECOND = "PASSERELLE_SECOND_TEST_SERVER_"
SHARED = "PASSERELLE_SHARED_TEST_FOLDER"
NAMES = {"DATABASE_URL": "passerelle", "KEYS_DATABASE_URL": "passerelle_keys"}

os.environ.setdefault("PASSERELLE_DATA", str(CACHE / "data"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
if "DATABASE_URL" not in os.environ:
    # The process that hands out the tests keeps the servers: it is the one that surely ends in good order.
    running = contextlib.ExitStack()
    atexit.register(running.close)
    servers = {"": "postgres", SECOND: "postgres-second"} if "-n" in sys.argv else {"": "postgres"}
    for prefix, folder in servers.items():
        server = running.enter_context(embedded.ensure(CACHE / folder, test=True))
        os.environ.update({prefix + name: server.url(database) for name, database in NAMES.items()})
    if SECOND in servers:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="passerelle-shared-")
        running.callback(shutil.rmtree, os.environ[SHARED], ignore_errors=True)
elif os.environ.get("PYTEST_XDIST_WORKER") == "gw1" and f"{SECOND}DATABASE_URL" in os.environ:
    os.environ.update({name: os.environ[SECOND + name] for name in NAMES})

"""Loaded before Django's settings: gives the suite a real PostgreSQL of its own, unless one is named."""

import atexit
import contextlib
import os
from pathlib import Path

from passerelle.config import embedded

CACHE = Path(__file__).resolve().parent.parent / ".cache"
os.environ.setdefault("PASSERELLE_DATA", str(CACHE / "data"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
if "DATABASE_URL" not in os.environ:
    running = contextlib.ExitStack()
    server = running.enter_context(embedded.ensure(CACHE / "postgres", test=True))
    atexit.register(running.close)
    os.environ["DATABASE_URL"] = server.url("passerelle")
    os.environ["KEYS_DATABASE_URL"] = server.url("passerelle_keys")

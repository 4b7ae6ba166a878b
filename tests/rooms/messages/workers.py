"""A worker in a process of its own, at work in the test's own databases; it can be killed."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings
from django.db import connections

BEGIN = """
import django; django.setup()
from pathlib import Path
from django.conf import settings
settings.EMAIL_URL, settings.MEDIA_ROOT = {email!r}, Path({media!r})
"""
WORK = """
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
    worker.run_worker(queues=[{queue!r}], wait=False, listen_notify=False)
"""


def start(code: str) -> subprocess.Popen[bytes]:
    """Run code in another process, with Django set up as in the test."""
    begin = BEGIN.format(email=settings.EMAIL_URL, media=str(settings.MEDIA_ROOT))
    return subprocess.Popen([sys.executable, "-c", begin + code], env=_environment())


def work(queue: str = "quick") -> None:
    """Run every job that waits in a queue, as the worker does."""
    worker = start(WORK.format(queue=queue))
    assert worker.wait(60) == 0


def _environment() -> dict[str, str]:
    variables = {"DATABASE_URL": "default", "KEYS_DATABASE_URL": "keys"}
    address = "postgresql:///{NAME}?host={HOST}&user={USER}&password={PASSWORD}&port={PORT}".format
    return os.environ | {v: address(**connections[a].settings_dict) for v, a in variables.items()}

"""A job that fails is found again in the log by its number, not by whom it was about."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.rooms.messages import workers

NAME, MAIL = "Zelmira Quixwood", "zelmira@quixwood.example"
FAILING = f"""
import logging
logging.getLogger().setLevel(logging.DEBUG)
from passerelle.core.jobs import job
@job(attempts=1)
def greet(message):
    who = {NAME!r}
    raise ValueError("cannot greet " + who + " at " + {MAIL!r})
greet.enqueue(message=7)
"""


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_a_job_that_fails_is_named_without_its_words():
    code = workers.BEGIN.format(email="", media="/nowhere") + FAILING + workers.WORK.format(queue="quick")
    done = subprocess.run(
        [sys.executable, "-c", code], env=workers._environment(), capture_output=True, text=True, timeout=60
    )
    written = [line for line in done.stderr.splitlines() if line.startswith("{")]
    failed = [
        line
        for line in map(json.loads, written)
        if line.get("error", {}).get("kind") == "builtins.ValueError"
    ]
    assert failed, done.stderr
    assert failed[0]["task"].endswith("greet")
    assert "job" in failed[0]
    assert [mark for mark in ("Zelmira", "quixwood") if mark in done.stderr] == []

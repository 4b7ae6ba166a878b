"""Waiting for the moment and striking in it. Every hook watches from outside: the database, the mail server, files.

An action is caught in the open: some web process has changed rows and not committed. Sending, sealing and backups
take milliseconds, so the world outside holds still for one: the mail server does not answer, or a lock stands in
the way. Then the blow falls after a short seeded delay.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from soak.kills import peers, postbox
from soak.kills.installation import Installation
from soak.kills.notebook import Notebook
from soak.kills.observer import Observer, wait_for
from soak.kills.plan import ACTION, BACKUP, JOB, SEAL, Aim

PATIENCE = 40.0
SETTLES = 'UPDATE "outbox_message"'
SEALS = 'INSERT INTO "core_seal"'


@dataclass
class Stage:
    """Everything a trial works with."""

    installation: Installation
    observer: Observer
    postbox: postbox.Postbox
    notebook: Notebook
    chance: random.Random
    archive: Path
    kills: list[dict[str, Any]] = field(default_factory=list)
    backups: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)


Strike = Callable[..., dict[str, Any]]


def strike(stage: Stage, whom: str, *, pids: list[int] | None = None, **seen: Any) -> dict[str, Any]:
    """Kill, and tell what was under way."""
    in_flight = stage.notebook.in_flight()
    at = time.time()
    killed: list[int] = []
    for part in ("web", "worker") if whom == "web and worker" else (whom,):
        which = stage.chance.randrange(8) if part == "web worker" and pids is None else None
        killed += _kill(pids) if pids else stage.installation.kill(part, which)
    with contextlib.suppress(psycopg.Error):
        seen.setdefault("jobs", stage.observer.jobs_under_way())
    return {
        "at": at,
        "killed": len(killed),
        "requests": sorted(w.kind for w in in_flight),
        "open": [w.number for w in in_flight],
        **seen,
    }


def _kill(pids: list[int]) -> list[int]:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return pids


def seize(stage: Stage, aim: Aim) -> dict[str, Any]:
    """Wait for the moment of this aim, strike, and return what was hit ("hit": False when it never came)."""
    time.sleep(stage.chance.uniform(0.5, 3.0))
    return {ACTION: _in_an_action, JOB: _in_a_job, SEAL: _in_a_seal, BACKUP: _in_a_backup}.get(
        aim.what, _any_time
    )(stage, aim)


def _any_time(stage: Stage, aim: Aim) -> dict[str, Any]:
    time.sleep(stage.chance.uniform(0.0, 1.5))
    return {"hit": True, **strike(stage, aim.whom)}


def _in_an_action(stage: Stage, aim: Aim) -> dict[str, Any]:
    """Some web process has a transaction open that has changed rows."""
    web = [p.pid for p in stage.installation.part("web worker")]
    clients = peers.servers_of(web, [b.pid for b in stage.observer.activity()])
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        writing = [b for b in stage.observer.activity() if b.writes and (b.pid in clients or not clients)]
        if writing and stage.notebook.in_flight():
            own = [clients[writing[0].pid]] if aim.whom == "web worker" and clients else None
            return {"hit": True, **strike(stage, aim.whom, pids=own, statement=writing[0].query)}
    return {"hit": False, **strike(stage, aim.whom)}


def _in_a_job(stage: Stage, aim: Aim) -> dict[str, Any]:
    """The worker is sending a mail: before, while or after the mail server takes it."""
    where = postbox.NAMED if aim.how == "not handed over" else postbox.HANDED_OVER
    stage.postbox.stop_at(where)
    try:
        if not stage.postbox.reached.wait(PATIENCE):
            return {"hit": False, **strike(stage, aim.whom)}
        if aim.how != "answered, not written down":
            time.sleep(stage.chance.uniform(0, 0.05))
            return {"hit": True, **strike(stage, aim.whom, mail=stage.postbox.held)}
        row = "SELECT 1 FROM outbox_message WHERE message_id = %s FOR UPDATE"
        with stage.observer.holding(row, [stage.postbox.held]):
            stage.postbox.release()
            reached = wait_for(lambda: stage.observer.stuck_at(SETTLES), 10, 0.002)
            time.sleep(stage.chance.uniform(0, 0.05))
            return {"hit": bool(reached), **strike(stage, aim.whom, mail=stage.postbox.held)}
    finally:
        stage.postbox.release()


def _in_a_seal(stage: Stage, aim: Aim) -> dict[str, Any]:
    """The worker has locked the journal, read and signed it, and is about to write the seal."""
    with stage.observer.holding("LOCK TABLE core_seal IN SHARE MODE"):
        stage.observer.enqueue("seal_journal")
        reached = wait_for(lambda: stage.observer.stuck_at(SEALS), PATIENCE, 0.002)
        time.sleep(stage.chance.uniform(0, 0.05))
        return {"hit": bool(reached), **strike(stage, aim.whom)}


def _in_a_backup(stage: Stage, aim: Aim) -> dict[str, Any]:
    """`passerelle backup` has begun to write; it, or the server beside it, is killed."""
    backup = begin_backup(stage)
    reached = wait_for(lambda: partials(stage) or backup.poll() is not None, PATIENCE, 0.002)
    time.sleep(stage.chance.uniform(0, 0.12))  # a small house is saved in half a second
    writing = bool(reached and partials(stage) and backup.poll() is None)
    own = [backup.pid] if aim.whom == "backup" else None
    told = {"hit": writing, **strike(stage, aim.whom, pids=own, partial_files=len(partials(stage)))}
    _out, said = backup.communicate(timeout=120)
    stage.backups.append(
        {
            "killed": backup.returncode < 0,
            "exit": backup.returncode,
            "said": said[-300:],
            **digest_of(stage.archive),
        }
    )
    return told


def begin_backup(stage: Stage) -> subprocess.Popen[str]:
    return stage.installation.command("backup", "--out", str(stage.archive))


def partials(stage: Stage) -> list[Path]:
    """What a backup under way, or a killed one, has beside its place."""
    return list(stage.archive.parent.glob(f".{stage.archive.name}.*"))


def digest_of(file: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file, None when there is none."""
    if not file.exists():
        return {"bytes": 0, "sha256": None}
    with open(file, "rb") as handle:
        return {"bytes": file.stat().st_size, "sha256": hashlib.file_digest(handle, "sha256").hexdigest()}

"""What PostgreSQL says is going on, seen through a connection of its own, and locks that hold a moment still."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

ACTIVITY = """
SELECT pid, state, wait_event_type, left(query, 120) AS query, backend_xid IS NOT NULL AS writes
FROM pg_stat_activity
WHERE datname = 'passerelle' AND pid <> pg_backend_pid() AND application_name LIKE 'passerelle%%'
"""


@dataclass(frozen=True, slots=True)
class Backend:
    """One server process. writes: its open transaction has changed something already."""

    pid: int
    state: str
    waits_for: str | None
    query: str
    writes: bool


class Observer:
    """Looks, and comes back by itself when PostgreSQL was killed."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._connection: psycopg.Connection[Any] | None = None

    def rows(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Raises psycopg.Error while the server is away."""
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(
                self.address, autocommit=True, connect_timeout=5, application_name="soak"
            )
        try:
            return self._connection.execute(query, values).fetchall()
        except psycopg.OperationalError:
            self._connection.close()
            raise

    def one(self, query: str, values: Any = None) -> Any:
        return self.rows(query, values)[0][0]

    def activity(self) -> list[Backend]:
        return [Backend(*row) for row in self.rows(ACTIVITY)]

    def jobs_under_way(self) -> list[str]:
        return [
            task for (task,) in self.rows("SELECT task_name FROM procrastinate_jobs WHERE status = 'doing'")
        ]

    def enqueue(self, name: str) -> None:
        """Ask for a job of the clock out of turn, as the clock would: "seal_journal", "rescue_jobs"."""
        task = f"core.upkeep.{name}"
        # Where one waits already, that one is as good.
        with contextlib.suppress(psycopg.errors.UniqueViolation):
            self.rows(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args) "
                "VALUES ('quick', %s, %s, %s) RETURNING id",
                [task, task, json.dumps({"timestamp": int(time.time())})],
            )

    @contextlib.contextmanager
    def holding(self, statement: str, values: Any = None) -> Iterator[None]:
        """Hold the locks that a statement takes, for the length of a `with`."""
        with psycopg.connect(self.address, application_name="soak") as other:
            other.execute(statement, values)
            try:
                yield
            finally:
                with contextlib.suppress(psycopg.Error):
                    other.rollback()

    def stuck_at(self, beginning: str) -> bool:
        """Whether somebody waits for a lock with a statement that begins so."""
        return any(b.waits_for == "Lock" and b.query.startswith(beginning) for b in self.activity())


def wait_for(what: Callable[[], Any], patience: float, pause: float = 0.01) -> Any:
    """The first true answer, or the last false one when the time is up."""
    until = time.monotonic() + patience
    while True:
        answer = what()
        if answer or time.monotonic() > until:
            return answer
        time.sleep(pause)

"""A thin seam over Procrastinate: jobs live in the same database and transaction as the change that asks for them.

Two queues: quick (mail, seals) and heavy (engines, exports). Arguments are ids only. Every job is safe to run twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager

QUEUES = ("quick", "heavy")
STALLED_AFTER = 30  # seconds without a heartbeat before a job of a dead worker is given to another


class Job:
    """A function that runs in the background."""

    def __init__(self, task: Any) -> None:
        self.task = task

    def __call__(self, **ids: Any) -> Any:
        return self.task.func(**ids)

    def enqueue(self, *, once: str | None = None, **ids: Any) -> None:
        """Ask for the job inside the transaction under way. once: a key that at most one waiting job may hold."""
        with suppress(AlreadyEnqueued), transaction.atomic():
            self._deferrer(once).defer(**_arguments(ids))

    def enqueue_many(self, each: Sequence[dict[str, Any]]) -> None:
        """Ask for the job once for each of these arguments, in one query."""
        if each:
            self._deferrer(None).batch_defer(*map(_arguments, each))

    def _deferrer(self, once: str | None) -> Any:
        deferrer = self.task.configure(queueing_lock=once)
        # Inside a worker the app speaks through a connection of its own; what is asked for here must stand or
        # fall with Django's transaction.
        deferrer.job_manager = JobManager(DjangoConnector())
        return deferrer


def _arguments(ids: dict[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, int) else str(value) for key, value in ids.items()}


def job(
    *, queue: str = "quick", attempts: int = 8, every: str | None = None
) -> Callable[[Callable[..., Any]], Job]:
    """Make a function a job. every: a cron line for jobs that also run by the clock.

    A job of the clock that fails is not tried again before the clock comes round: a try put off for minutes would
    hold its place in the queue, and the clock would find it taken.
    """
    if queue not in QUEUES:
        raise ValueError(f"no such queue: {queue}")

    def furnish(function: Callable[..., Any]) -> Job:
        name = f"{function.__module__}.{function.__name__}".removeprefix("passerelle.")
        if every is None:
            retry = RetryStrategy(max_attempts=attempts, exponential_wait=3)
            return Job(app.task(name=name, queue=queue, retry=retry)(function))

        def by_the_clock(timestamp: int) -> Any:
            return function()

        task = app.task(name=name, queue=queue, queueing_lock=name)(by_the_clock)
        app.periodic(cron=every)(task)
        return Job(task)

    return furnish

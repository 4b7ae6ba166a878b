"""What the house does by the clock: seal the journal, sweep up, hand jobs of dead workers to living ones."""

from __future__ import annotations

import asyncio

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from passerelle.core import clock, files, journal, nearness, orphans
from passerelle.core.jobs import STALLED_AFTER, job


@job(queue="quick", every="* * * * *")
def seal_journal() -> int:
    """Seal the journal once a minute, so that at most a minute of it is unsealed."""
    return journal.seal_pending()


@job(queue="heavy", every="23 3 * * *")
def sweep_files() -> int:
    """Remove uploads whose transaction failed or whose record is gone, once a night. Returns how many."""
    return orphans.sweep()


@job(queue="heavy", every="*/10 * * * *")
def ask_the_scanner() -> int:
    """Every ten minutes, show the virus scanner what it has not judged: it was away, or was set up later."""
    return files.inspect_waiting()


@job(queue="heavy", every="*/10 * * * *")
def read_meanings() -> int:
    """Every ten minutes, where the extra is on: turn new public pages into numbers. Returns how many."""
    return nearness.catch_up()


@job(queue="heavy", every="11 3 * * *")
def let_go() -> int:
    """Once a night, what has been kept long enough goes (core.clock). Returns how many rows."""
    return sum(clock.run().values())


@job(queue="heavy", every="47 3 * * *")
def forget_jobs() -> None:
    """Remove jobs that were done three days ago or failed a month ago, once a night."""
    asyncio.run(forget())


@job(queue="quick", every="* * * * *")
def rescue_jobs() -> int:
    """Give jobs whose worker died back to the queue. Returns how many."""
    return asyncio.run(rescue())


async def rescue() -> int:
    """Uses a connection of its own: the worker's belongs to another event loop."""
    connector = DjangoConnector().get_worker_connector()
    await connector.open_async()
    try:
        manager = JobManager(connector)
        stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER)
        return sum([await _given_back(manager, lost) for lost in stalled])
    finally:
        await connector.close_async()


async def forget() -> None:
    connector = DjangoConnector().get_worker_connector()
    await connector.open_async()
    try:
        manager = JobManager(connector)
        await manager.delete_old_jobs(nb_hours=3 * 24)
        await manager.delete_old_jobs(
            nb_hours=30 * 24, include_failed=True, include_cancelled=True, include_aborted=True
        )
    finally:
        await connector.close_async()


async def _given_back(manager: JobManager, lost: Job) -> bool:
    """Put one job back. Where another of its kind waits already (the clock's do), that one does the work."""
    try:
        await manager.retry_job(lost)
    except UniqueViolation:
        await manager.finish_job(job=lost, status=Status.ABORTED, delete_job=False)
        return False
    return True

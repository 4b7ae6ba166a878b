"""Jobs of a worker that died come back, whatever else waits; the clock never loses its place."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from passerelle.core import upkeep

pytestmark = pytest.mark.django_db(transaction=True)
SEAL = "core.upkeep.seal_journal"


def put(task: str, status: str, lock: str | None = None) -> int:
    """A job as a worker that is gone left it (no worker is registered, so nobody's heart beats)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status) "
            "VALUES ('quick', %s, %s, %s) RETURNING id",
            [task, lock, status],
        )
        return int(cursor.fetchone()[0])


def states() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("id", "status"))


@pytest.fixture(autouse=True)
def no_jobs(transactional_db: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def test_job_of_a_dead_worker_is_given_to_another() -> None:
    lost = put("messages.jobs.send", "doing")
    assert asyncio.run(upkeep.rescue()) == 1
    assert states() == {lost: "todo"}


def test_clock_job_whose_successor_waits_does_not_hold_up_the_letters() -> None:
    seal = put(SEAL, "doing", SEAL)
    letter = put("messages.jobs.send", "doing")
    successor = put(SEAL, "todo", SEAL)
    assert asyncio.run(upkeep.rescue()) == 1
    assert states() == {seal: "aborted", letter: "todo", successor: "todo"}


def test_failing_clock_job_leaves_its_place_to_the_next_stroke() -> None:
    """Tried again after ever longer waits, it would keep the clock out for half an hour."""
    periodic = {one.task.name: one.task for one in app.periodic_registry.periodic_tasks.values()}
    assert SEAL in periodic
    for task in periodic.values():
        assert task.retry_strategy is None

"""No job is lost, none is left half done, and what was asked for once was done once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from soak.kills.checks import Before, Finding
from soak.kills.moments import Stage

CLOCK = "core.upkeep."


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """Job by job."""
    rows = stage.observer.rows(
        "SELECT j.id, j.task_name, j.status::text, j.args, j.attempts, j.scheduled_at < now() - interval '1 minute' "
        "FROM procrastinate_jobs j"
    )
    starts = Counter(
        dict(
            stage.observer.rows(
                "SELECT job_id, count(*) FROM procrastinate_events WHERE type = 'started' GROUP BY 1"
            )
        )
    )
    before.told["jobs"] = dict(Counter(f"{task} {status}" for _id, task, status, *_ in rows))
    before.told["jobs_begun_again"] = sum(starts[row[0]] > 1 for row in rows)
    for pk, task, status, _args, attempts, late in rows:
        clock = task.startswith(CLOCK)
        if status in ("failed", "aborted", "cancelled") and not clock:
            yield {"what": f"job {pk} ({task}) {status} after {attempts} attempts"}
        if status in ("todo", "doing") and (not clock or late):
            yield {"what": f"job {pk} ({task}) is still {status}"}
    yield from _one_each(stage, rows)
    yield from _clock(stage)


def _one_each(stage: Stage, rows: list[tuple]) -> Iterator[Finding]:
    """One job per mail and per erasure: asked for in the same transaction, so neither without the other.

    A letter or a text to pass on waits for somebody's hands and has none."""
    asked = Counter(args.get("message") for _i, task, _s, args, *_ in rows if task == "messages.jobs.send")
    for (message,) in stage.observer.rows(
        "SELECT id::text FROM outbox_message WHERE state NOT IN ('letter', 'paste')"
    ):
        if asked.pop(message, 0) != 1:
            yield {"what": f"message {message} has not exactly one job"}
    for message in asked:
        yield {"what": f"a job wants to send message {message}, which is not there"}
    finishing = {
        args.get("person") for _i, task, _s, args, *_ in rows if task == "people.erasure.finish_erasure"
    }
    for (person,) in stage.observer.rows("SELECT id::text FROM people_person WHERE erased_at IS NOT NULL"):
        if person not in finishing:
            yield {"what": f"the erasure of {person} has no job that finishes it"}


def _clock(stage: Stage) -> Iterator[Finding]:
    """The clock goes on after every death: the newest run of each minutely job is young and succeeded."""
    for task in ("core.upkeep.seal_journal", "core.upkeep.rescue_jobs"):
        young = stage.observer.one(
            "SELECT count(*) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id "
            "WHERE task_name = %s AND e.type = 'succeeded' AND e.at > now() - interval '130 seconds'",
            [task],
        )
        if not young:
            yield {"what": f"{task} has not succeeded for two minutes"}

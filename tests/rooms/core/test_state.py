"""Whoever keeps the house sees what does not work, and what to do; a monitor reads the same numbers."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import Error, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from passerelle.config import checks, cli
from passerelle.core import health, journal
from passerelle.core.actor import SystemActor
from passerelle.core.models import Entry, StoredFile

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOUSE = SystemActor(reason="test")
TOKEN = "a word that only the monitor knows"


def reading(key):
    return next(one for one in health.readings() if one.key == key)


def beat(ago):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now() - ago]
        )


def put(status, minutes):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) "
            "VALUES ('quick', 'a', %s, %s)",
            [status, timezone.now() - timedelta(minutes=minutes)],
        )


def test_a_worker_that_fell_silent_is_said_with_what_to_do():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert reading("worker").state == "bad"
    beat(timedelta(seconds=4))
    assert reading("worker").state == "good"
    beat(timedelta(minutes=3))
    assert reading("worker").state == "bad"
    assert "passerelle worker" in reading("worker").do
    assert 170 < reading("worker").numbers["worker_heartbeat_age_seconds"] < 200


def test_a_queue_that_does_not_move_is_worse_than_a_job_that_failed():
    left_over = reading("worker").numbers["jobs_waiting_quick"]  # by tests that really enqueue
    assert reading("jobs").state == "good"
    put("failed", 5)
    assert reading("jobs").state == "wait"
    put("todo", 30)
    assert reading("jobs").state == "bad"
    assert reading("worker").numbers["jobs_waiting_quick"] == left_over + 1
    assert reading("worker").numbers["jobs_failed"] == 1


def test_a_backup_grows_old():
    assert reading("backup").state == "bad"
    journal.append(HOUSE, health.BACKED_UP, None, {"checked": True})
    assert reading("backup").state == "good"
    assert "read again" in reading("backup").says
    journal.append(HOUSE, health.BACKED_UP, None, {"checked": False})
    assert reading("backup").state == "wait"


@pytest.mark.parametrize(("hours", "state"), [(20, "good"), (30, "wait"), (80, "bad")])
def test_a_backup_is_late_after_a_night_and_missing_after_three(hours, state):
    Entry.objects.create(
        at=timezone.now() - timedelta(hours=hours),
        action=health.BACKED_UP,
        reason="test",
        details={"checked": True},
    )
    assert reading("backup").state == state


def test_a_journal_nobody_seals_is_noticed():
    journal.append(HOUSE, "something", None, {})
    assert reading("journal").state == "good"
    Entry.objects.create(at=timezone.now() - timedelta(minutes=9), action="older", reason="test")
    journal.seal_pending()
    assert reading("journal").state == "good"
    Entry.objects.create(at=timezone.now() - timedelta(minutes=9), action="newer", reason="test")
    assert reading("journal").state == "bad"


def test_a_scanner_that_does_not_answer_holds_files_back_and_that_is_said(settings):
    assert reading("scanner").state == "good"
    settings.SCANNER = "unix:/run/clamav/clamd.ctl"
    file = StoredFile.objects.create(
        owner_kind="project", owner=uuid4(), media_type="text/plain", size=1, name="a"
    )
    assert reading("scanner").state == "good"
    StoredFile.objects.filter(pk=file.pk).update(at=timezone.now() - timedelta(minutes=20))
    assert reading("scanner").state == "bad"
    assert reading("scanner").numbers == {"files_not_scanned": 1.0}


def test_a_database_of_an_older_version_is_not_ready(monkeypatch):
    assert Client().get("/readyz").content == b"ready\n"
    monkeypatch.setattr(health, "_known", lambda: frozenset({("core", "9999_to_come")}))
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert "migrate" in reading("database").do


def test_one_part_that_cannot_be_asked_does_not_hide_the_others(monkeypatch):
    def lost():
        raise Error("gone")

    lost.__module__ = "passerelle.core.health"
    monkeypatch.setattr(health, "work", lost)
    found = {one.key: one.state for one in health.readings()}
    assert found["core.health.lost"] == "bad"
    assert {"database", "keys_database", "journal", "disk", "mail"} <= set(found)


def test_the_page_says_every_reading_within_its_budget(sit_down):
    browser = sit_down("administrator")
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        page = browser.get("/en/desk/state/").content.decode()
    assert len(data) + len(keys) <= 12
    for one in health.readings():
        assert str(one.label) in page
    assert page.index(">does not work") < page.index(">in order")


def test_metrics_are_closed_without_a_token_and_hold_no_path(settings, sit_down):
    assert Client().get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert Client().get("/metrics").status_code == 401
    assert Client().get("/metrics", headers={"authorization": "Bearer no"}).status_code == 401
    fresh = Client()
    fresh.get("/en/join/some-secret-of-somebody/?mail=zelmira")
    answer = fresh.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'passerelle_requests_total{name="join",status="' in text
    assert re.search(r"^passerelle_jobs_failed \d", text, re.M)
    assert re.search(r"^passerelle_mail_sent \d", text, re.M)
    assert 'passerelle_state{what="worker"} 2.0' in text
    assert "secret-of-somebody" not in text
    assert "zelmira" not in text


def test_the_command_says_the_same_and_ends_with_findings(capsys):
    parser = cli._common()
    checks.add_arguments(parser)
    assert checks.run(parser.parse_args(["--running"])) == 1
    told = json.loads(capsys.readouterr().out)
    assert {"worker", "backup"} <= {one["code"] for one in told["findings"]}
    assert {"key", "state", "says", "numbers"} == set(told["readings"][0])

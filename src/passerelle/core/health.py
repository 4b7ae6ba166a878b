"""How the house is: what a page, a monitor and a command say about it are the same readings.

About ten short queries. Nothing here is personal: states, counts and times.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from babel.dates import format_timedelta
from django.conf import settings
from django.db import Error, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from passerelle.core.rooms import Reading, rooms

DATABASES = ("default", "keys")
BACKED_UP = "data backed up"
KEYS_BACKED_UP = "keys backed up"
# A worker's heart beats every five seconds; the clock's jobs run every minute.
SILENT = timedelta(minutes=1)
STUCK = timedelta(minutes=10)
UNSEALED = timedelta(minutes=5)
# A night that was missed is worth a look, a second one is not an accident.
BACKUP_LATE, BACKUP_MISSING = timedelta(hours=26), timedelta(days=3)
TIGHT, FULL = 0.15, 0.05  # parts of the disk that are free

_JOBS = """
SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers),
       (SELECT max(at) FROM procrastinate_events WHERE type = 'succeeded'),
       count(*) FILTER (WHERE status = 'todo' AND due <= now() AND queue_name = 'quick'),
       count(*) FILTER (WHERE status = 'todo' AND due <= now() AND queue_name = 'heavy'),
       count(*) FILTER (WHERE status = 'doing'),
       count(*) FILTER (WHERE status = 'failed'),
       min(due) FILTER (WHERE status = 'todo' AND due <= now() AND queue_name = 'quick')
FROM (
    SELECT j.status, j.queue_name, coalesce(j.scheduled_at, (
        SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'deferred'
    )) AS due
    FROM procrastinate_jobs j WHERE j.status IN ('todo', 'doing', 'failed')
) AS open_jobs
"""


def readings() -> Iterator[Reading]:
    """All of them, the foundations first; one that cannot be read says so instead of ending the list."""
    own: tuple[Callable[[], Iterable[Reading]], ...] = (databases, work, journal, backups, disk, scanner)
    theirs = (room.readings for room in rooms() if room.readings is not None)
    for ask in (*own, *theirs):
        try:
            yield from list(ask())
        except Error:
            yield Reading(
                f"{ask.__module__}.{ask.__name__}".removeprefix("passerelle."),
                _("A part that could not be asked"),
                "bad",
                _("The database did not answer the question."),
                _("See the log. If tables are missing, run passerelle migrate."),
            )


def databases() -> Iterator[Reading]:
    """Whether both databases answer, and hold the tables of this version."""
    for alias in DATABASES:
        label = _("Database of the data") if alias == "default" else _("Database of the keys")
        key = "database" if alias == "default" else "keys_database"
        try:
            waiting = len(pending(alias))
        except Error:
            yield Reading(
                key,
                label,
                "bad",
                _("It does not answer."),
                _("Look whether PostgreSQL runs and has room on its disk."),
                {f"{key}_up": 0},
            )
            continue
        numbers = {f"{key}_up": 1.0, f"{key}_migrations_pending": float(waiting)}
        if waiting:
            says = ngettext(
                "%(n)d step to this version is missing.", "%(n)d steps to this version are missing.", waiting
            ) % {"n": waiting}
            yield Reading(key, label, "bad", says, _("Back up, then run passerelle migrate."), numbers)
        else:
            yield Reading(key, label, "good", _("It answers and is of this version."), numbers=numbers)


def pending(alias: str) -> list[str]:
    """The migrations this version knows and this database does not, as "app.0001_name". Raises Error."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return sorted(f"{app}.{name}" for app, name in _known() - applied)


@cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def work() -> Iterator[Reading]:
    """Whether a worker lives, whether jobs wait too long, and which of them failed."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_JOBS)
        beat, done, quick, heavy, running, failed, oldest = cursor.fetchone()
    now = timezone.now()
    numbers = {
        "jobs_waiting_quick": float(quick),
        "jobs_waiting_heavy": float(heavy),
        "jobs_running": float(running),
        "jobs_failed": float(failed),
    }
    if beat is not None:
        numbers["worker_heartbeat_age_seconds"] = (now - beat).total_seconds()
    if done is not None:
        numbers["job_done_age_seconds"] = (now - done).total_seconds()
    if beat is None or now - beat > SILENT:
        yield Reading(
            "worker",
            _("Worker"),
            "bad",
            _("No worker gives a sign of life: no letter leaves and nothing is sealed."),
            _("Start passerelle worker, or look why it ended."),
            numbers,
        )
    else:
        says = (
            _("Alive.") if done is None else _("Alive. The last job was done %(ago)s.") % {"ago": ago(done)}
        )
        yield Reading("worker", _("Worker"), "good", says, numbers=numbers)
    waiting = quick + heavy
    says = ngettext("%(n)d job waits.", "%(n)d jobs wait.", waiting) % {"n": waiting}
    if failed:
        says += " " + ngettext("%(n)d has failed.", "%(n)d have failed.", failed) % {"n": failed}
    if oldest is not None and now - oldest > STUCK:
        yield Reading("jobs", _("Jobs"), "bad", says, _("The queue does not move: look at the worker's log."))
    elif failed:
        yield Reading("jobs", _("Jobs"), "wait", says, _("The log names the job and where it failed."))
    else:
        yield Reading("jobs", _("Jobs"), "good", says)


def journal() -> Iterator[Reading]:
    """Until when the journal is sealed."""
    from passerelle.core.models import Entry, Seal

    seal = Seal.objects.order_by("-number").values_list("number", "at", "last").first()
    open_since = (
        Entry.objects.filter(id__gt=seal[2] if seal else 0)
        .order_by("id")
        .values_list("at", flat=True)
        .first()
    )
    numbers = {"journal_blocks": float(seal[0] if seal else 0)}
    late = open_since is not None and timezone.now() - open_since > UNSEALED
    if seal is None:
        says = _("Nothing is sealed yet.")
    else:
        says = _("Block %(number)d was sealed %(ago)s.") % {"ago": ago(seal[1]), "number": seal[0]}
    if late:
        do = _("Sealing is the worker's task: look at it. passerelle journal seal does it by hand.")
        yield Reading("journal", _("Journal"), "bad", says, do, numbers)
    else:
        yield Reading("journal", _("Journal"), "good", says, numbers=numbers)


def backups() -> Iterator[Reading]:
    """How old the newest backups are, and whether the data's was read again after it was written."""
    data, keys = last(BACKED_UP), last(KEYS_BACKED_UP)
    yield _backup(
        "backup",
        _("Backup of the data"),
        data,
        _("Run passerelle backup, every night by a timer."),
        checked=bool(data and data[1].get("checked")),
    )
    yield _backup(
        "keys_backup",
        _("Backup of the keys"),
        keys,
        _("Run passerelle keys backup, to another medium than the data's."),
    )


def last(action: str) -> tuple[datetime, dict[str, Any]] | None:
    """When the journal last spoke of this, and its codes."""
    from passerelle.core.models import Entry

    return Entry.objects.filter(action=action).order_by("-id").values_list("at", "details").first()


def _backup(
    key: str, label: str, found: tuple[datetime, Any] | None, do: str, checked: bool | None = None
) -> Reading:
    if found is None:
        return Reading(key, label, "wait" if settings.DEMO else "bad", _("There is none yet."), do)
    age = timezone.now() - found[0]
    numbers = {f"{key}_age_seconds": age.total_seconds()}
    says = _("Made %(ago)s.") % {"ago": ago(found[0])}
    if checked:
        says += " " + _("It was read again and is whole.")
    if age > BACKUP_LATE:
        return Reading(key, label, "bad" if age > BACKUP_MISSING else "wait", says, do, numbers)
    if checked is False:
        return Reading(
            key,
            label,
            "wait",
            f"{says} " + _("It was not read again."),
            _("passerelle backup --check reads it once more; a restore elsewhere is the true test."),
            numbers,
        )
    return Reading(key, label, "good", says, numbers=numbers)


def disk() -> Iterator[Reading]:
    """How much room is left where files are kept."""
    usage = shutil.disk_usage(settings.DATA)
    free = usage.free / usage.total
    says = _("%(free)d of %(all)d GB are free.") % {"free": usage.free / 1e9, "all": usage.total / 1e9}
    state = "bad" if free < FULL else "wait" if free < TIGHT else "good"
    do = _("Make room, or give the data folder a larger disk.") if state != "good" else ""
    yield Reading("disk", _("Disk"), state, says, do, {"disk_free_bytes": float(usage.free)})


def scanner() -> Iterator[Reading]:
    """Whether the virus scanner judges what comes in; nothing to say where none is set."""
    from passerelle.core.models import StoredFile

    if not settings.SCANNER:
        says = _(
            "None is set: types are told from their bytes, and files are given back as attachments only."
        )
        yield Reading("scanner", _("Virus scanner"), "good", says)
        return
    states = StoredFile.Scan
    waiting = StoredFile.objects.filter(scan__in=[states.NONE, states.UNREACHABLE])
    oldest, count = waiting.order_by("at").values_list("at", flat=True).first(), waiting.count()
    says = ngettext("%(n)d file waits for it.", "%(n)d files wait for it.", count) % {"n": count}
    late = oldest is not None and timezone.now() - oldest > STUCK
    do = _("Files are not given out before it has seen them: look whether the scanner runs.") if late else ""
    numbers = {"files_not_scanned": float(count)}
    yield Reading("scanner", _("Virus scanner"), "bad" if late else "good", says, do, numbers)


def ago(moment: datetime) -> str:
    """How long ago, in the reader's language: "3 minutes ago". Words and plurals are CLDR's."""
    locale = (get_language() or "en").replace("-", "_")
    return str(format_timedelta(moment - timezone.now(), add_direction=True, locale=locale))

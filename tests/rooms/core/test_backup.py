"""A backup is one moment, whole or not there; a restore is that moment, or nothing."""

from __future__ import annotations

import io
import json
import shutil
import signal
import tarfile
import time
import uuid

import pytest
from django.db import connection, transaction

from passerelle.core import files, journal, keybox
from passerelle.core.archive import aftermath, postgres, restore, tables
from passerelle.core.archive.backup import backup
from passerelle.core.archive.export import export
from passerelle.core.errors import Problem, Refused
from passerelle.core.jobs import job
from passerelle.core.models import Entry, StoredFile
from passerelle.people.models import Person
from tests.rooms.core.houses import HOUSE, LEAVES, PASSPHRASE, move_in, upload

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def fingerprints():
    with transaction.atomic(), connection.cursor() as cursor:
        return tables.fingerprints(cursor, without=tables.not_kept(list(tables.all_tables(cursor))))


def rows():
    """What people would miss, without the bookkeeping of migrations, whose clock differs."""
    return {name: told for name, told in fingerprints().items() if name not in postgres.BOOKKEEPING}


def stored(house):
    return [path for path in house.media.rglob("*") if path.is_file()]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "passerelle.tar"


@pytest.fixture
def old(story, build):
    """A house that is lived in, to do with as one likes."""
    return build("old", of=story.last_week)


def test_everything_comes_back_the_same(story, new):
    with story.last_week.inside():
        before = fingerprints()
    with new.inside():
        keybox.restore(story.old_keys, PASSPHRASE)
        told = restore.restore(story.backup)
        assert (told["counts_equal"], told["hashes_equal"], told["journal"]) == (True, True, [])
        assert told["tables"] == {name: table["rows"] for name, table in before.items()}
        assert sum(told["tables"].values()) > 20
        after = fingerprints()
        # The restore itself is the only thing that was written since.
        assert tables.differences(before, after) == ["core_entry"]
        assert after["core_entry"]["rows"] == before["core_entry"]["rows"] + 1
        assert Entry.objects.latest("id").action == "restored"
        assert len(stored(new)) == 3
        for file in StoredFile.objects.all():
            assert files.read(file) is not None
        journal.append(HOUSE, "life goes on", None, {})
        upload()


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_beside_it(story):
    assert story.backup.stat().st_mode & 0o777 == 0o600
    assert not list(story.folder.glob(".*"))


def test_a_server_that_holds_data_is_left_alone(story, new):
    with new.inside():
        move_in(LEAVES)
        before = fingerprints()
        with pytest.raises(Refused, match="holds data already"):
            restore.restore(story.backup)
        assert fingerprints() == before


def test_a_backup_is_one_moment_whatever_happens_meanwhile(old, new, out, monkeypatch):
    plain = postgres.dump

    def busy(*words, **more):
        upload("late.txt", b"too late")
        files.remove(StoredFile.objects.get(name="plan.txt"))
        Person.objects.create(code="latecomer")
        plain(*words, **more)

    with old.inside():
        monkeypatch.setattr(postgres, "dump", busy)
        made = backup(out)
        assert (made["files_missing"], made["files_altered"]) == ([], [])
    with new.inside():
        assert restore.restore(out)["hashes_equal"]
        assert not Person.objects.filter(code="latecomer").exists()
        assert not StoredFile.objects.filter(name="late.txt").exists()


def test_files_that_are_not_what_they_were_are_named(old, out):
    with old.inside():
        lost, changed = upload("a.txt"), upload("b.txt")
        files.path_of(lost.pk).unlink()
        files.path_of(changed.pk).write_bytes(b"other")
        made = backup(out)
    assert made["files_missing"] == [str(lost.pk)]
    assert made["files_altered"] == [str(changed.pk)]


def test_jobs_and_sessions_do_not_come_back_and_no_mail_goes_twice(old, new, out):
    from passerelle.messages.models import Message

    with old.inside(), connection.cursor() as cursor:
        waits = Message.objects.create(
            code="waits",
            receiver_kind="person",
            receiver=uuid.uuid4(),
            purpose="test",
            language="en",
            message_id="m1",
        )
        nothing.enqueue()
        cursor.execute("INSERT INTO django_session VALUES ('s', 'd', now())")
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone()[0] > 0
        made = backup(out)
        assert {"django_session", "procrastinate_jobs"} <= set(made["not_kept"])
    with new.inside():
        restore.restore(out)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM procrastinate_jobs), (SELECT count(*) FROM django_session)"
            )
            assert cursor.fetchone() == (0, 0)
        assert Message.objects.get(pk=waits.pk).state == Message.State.UNSURE
        nothing.enqueue()  # the queue works


def rewrite(archive, change):
    """Unpack a backup, let `change` alter the members, pack it again."""
    with tarfile.open(archive) as tar:
        members = {m.name: tar.extractfile(m).read() for m in tar.getmembers()}
    change(members)
    with tarfile.open(archive, "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def in_manifest(alter):
    def change(members):
        told = json.loads(members["manifest.json"])
        alter(told)
        members["manifest.json"] = json.dumps(told).encode()

    return change


def dump(members):
    members["database.dump"] = members["database.dump"][:-1] + b"x"


def media(members):
    name = next(name for name in members if name.startswith("media/"))
    members[name] += b"x"


def lost(members):
    del members[next(name for name in members if name.startswith("media/"))]


def test_an_altered_backup_is_refused_and_nothing_is_touched(story, new, out):
    changes = [
        dump,
        media,
        lost,
        in_manifest(lambda told: told["tables"]["people_person"].update(rows=1)),
        in_manifest(lambda told: told["keys"]["withdrawn"].append(str(uuid.uuid4()))),
        in_manifest(lambda told: told["keys"].update(generation=0)),
    ]
    with new.inside():
        keybox.restore(story.old_keys, PASSPHRASE)
        empty = fingerprints()
        for change in changes:
            shutil.copy(story.backup, out)
            rewrite(out, change)
            with pytest.raises(Refused, match="altered"):
                restore.restore(out)
            assert fingerprints() == empty


def test_rows_that_differ_from_the_manifest_are_refused_and_named(story, new, out):
    shutil.copy(story.backup, out)
    rewrite(out, in_manifest(lambda told: told["tables"]["people_person"].update(sha256="0" * 64)))
    with new.inside():  # without keys the signature tells nothing
        empty = fingerprints()
        with pytest.raises(Refused, match="people_person"):
            restore.restore(out)
        assert fingerprints() == empty
        assert stored(new) == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"\0" * 10_240])
def test_any_other_file_is_said_to_be_none(content, out):
    out.write_bytes(content)
    with pytest.raises(Problem):
        restore.restore(out)


@pytest.mark.parametrize("write", [backup, export, lambda out: keybox.backup(out, PASSPHRASE)])
def test_a_place_that_cannot_be_written_is_said_before_anything_is_done(write, tmp_path):
    for out in (tmp_path, tmp_path / "nowhere" / "file"):
        with pytest.raises(Problem, match="folder"):
            write(out)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_a_newer_version_is_refused_and_says_so(story, new, out):
    shutil.copy(story.backup, out)
    rewrite(out, in_manifest(lambda told: told["migrations"].append("core.0099_later")))
    with new.inside(), pytest.raises(Refused, match=r"newer: core\.0099_later"):
        restore.restore(out)


def test_a_restore_that_fails_leaves_an_empty_server(story, new, monkeypatch):
    with new.inside():
        empty = fingerprints()
        with monkeypatch.context() as broken:
            broken.setattr(aftermath.search, "rebuild", lambda: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                restore.restore(story.backup)
        assert fingerprints() == empty
        assert stored(new) == []
        assert restore.restore(story.backup)["restored"]


def test_a_restore_that_is_killed_never_happened(story, new):
    with new.inside():
        empty = fingerprints()
    process = new.command("restore", str(story.backup))
    deadline = time.monotonic() + 60
    with connection._nodb_cursor() as elsewhere:
        while process.poll() is None and time.monotonic() < deadline:
            elsewhere.execute(
                "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                " WHERE d.datname = %s AND l.mode = 'AccessExclusiveLock' AND l.granted",
                [new.name],
            )
            if elsewhere.fetchone()[0] > 20:  # the empty tables are gone, the full ones are coming
                break
            time.sleep(0.005)
        else:
            pytest.fail("it was over before it could be killed")
        process.send_signal(signal.SIGKILL)
        process.communicate()
    with new.inside():
        assert fingerprints() == empty
        assert restore.restore(story.backup)["hashes_equal"]


def test_nobody_else_may_be_connected(story, new, monkeypatch):
    monkeypatch.setattr(postgres, "PATIENCE", 0.2)
    with new.inside(), postgres.snapshot() as somebody:
        somebody.execute("SELECT 1")
        with pytest.raises(Refused, match="Stop Passerelle first"):
            restore.restore(story.backup)


def test_a_killed_backup_leaves_the_old_one_and_the_next_sweeps_up(old, out):
    with old.inside():
        for _ in range(10):
            upload("big.txt", b"x" * 2_000_000)
        backup(out)
    before = out.read_bytes()
    process = old.command("backup", "--out", str(out))
    deadline = time.monotonic() + 60
    while not list(out.parent.glob(f".{out.name}.*")) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert out.read_bytes() == before
    assert list(out.parent.glob(f".{out.name}.*"))
    with old.inside():
        backup(out)
    assert not list(out.parent.glob(f".{out.name}.*"))


def test_the_command_refuses_in_json_with_exit_code_3(story):
    process = story.today.command("restore", str(story.backup))
    said, complained = process.communicate(timeout=120)
    assert process.returncode == 3, complained
    assert json.loads(said)["errors"][0]["code"] == "not empty"
    assert complained == "This server holds data already: restore onto an empty one.\n"


@job(queue="heavy")
def nothing() -> int:
    return 0

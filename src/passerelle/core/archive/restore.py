"""Restore: a backup onto an empty server, held against its manifest, and everybody who has left erased once more.

The order is the promise: newest keys first (`passerelle keys restore`), then the data; counts and fingerprints are
compared before anything is changed; then withdrawals are replayed, all in one transaction. A restore that was cut
off never happened.
"""

from __future__ import annotations

import json
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction

from passerelle.core import files, journal
from passerelle.core.archive import aftermath, postgres, tables
from passerelle.core.archive import manifest as manifests
from passerelle.core.archive.backup import DUMP, KIND, MANIFEST, MEDIA
from passerelle.core.errors import Problem, Refused


def restore(source: Path) -> dict[str, Any]:
    """Bring a backup back. Returns what was restored and how it compares; see `passerelle restore --help`.

    Raises Problem when the file is no backup, Refused when the server is not empty, somebody is connected, the keys
    are older than the data, or the archive was altered; then nothing has changed.
    """
    began = time.monotonic()
    call_command(
        "migrate", database="keys", interactive=False, verbosity=0
    )  # whoever lost the keys has none yet
    with _opened(source) as tar:
        manifest = _manifest(tar)
        signed = manifests.check(manifest, KIND)
        manifests.refuse_older_keys(manifest)
        manifests.refuse_unknown_schema(manifest)
        if (here := postgres.major()) < manifest["postgresql"]:
            raise Refused(
                "older server",
                "This backup was made on PostgreSQL %(made)s, here is %(here)s: bring the data over with export and "
                "import.",
                made=manifest["postgresql"],
                here=here,
            )
        _refuse_altered(tar, manifest)
        if not postgres.is_empty():
            raise Refused("not empty", "This server holds data already: restore onto an empty one.")
        postgres.refuse_unless_alone()
        try:
            with transaction.atomic():
                found = _bring_back(tar, manifest)
                withdrawn = manifests.withdraw_again(manifest) if signed else 0
                block = manifest["journal"]["block"]
                put_right = aftermath.settle("restored", generation=manifests.generation(), block=block)
        except BaseException:
            files.discard(UUID(name) for name in manifest["files"])
            raise
    _tidy()
    return {
        "restored": True,
        "made_at": manifest["made_at"],
        "signature": "fits" if signed else "cannot be checked: the key that signed it is not here",
        "tables": {name: one["rows"] for name, one in found.items()},
        "counts_equal": True,
        "hashes_equal": True,
        "files": len(manifest["files"]),
        "files_missing": manifest["files_missing"],
        "files_altered": manifest["files_altered"],
        "withdrawn_again": withdrawn,
        "put_right": put_right,
        "unreadable": aftermath.unreadable(),
        "journal": [finding.as_json() for finding in journal.verify()],
        "seconds": round(time.monotonic() - began, 2),
    }


def examine(source: Path) -> dict[str, Any]:
    """Read a backup again, from the first byte to the last, without touching the database.

    Every part is held against the manifest, its signature against our own key, and PostgreSQL's tool reads the
    dump's table of contents. Returns {"files", "bytes", "signature_fits"}. Raises Problem, and Refused where a part
    is not what was saved. What it cannot show is that a restore works: only a restore shows that.
    """
    with _opened(source) as tar:
        manifest = _manifest(tar)
        signed = manifests.check(manifest, KIND)
        _refuse_altered(tar, manifest)
        postgres.read_contents(_member(tar, DUMP))
    return {"files": len(manifest["files"]), "bytes": source.stat().st_size, "signature_fits": signed}


def _bring_back(tar: tarfile.TarFile, manifest: dict[str, Any]) -> dict[str, Any]:
    postgres.clear()
    postgres.load(_member(tar, DUMP))
    with connection.cursor() as cursor:
        found = tables.fingerprints(cursor, without=manifest["not_kept"])
    if wrong := tables.differences(manifest["tables"], found):
        raise Refused(
            "rows differ", "These tables are not what the manifest says: %(tables)s.", tables=", ".join(wrong)
        )
    for name in manifest["files"]:
        files.write(UUID(name), _member(tar, MEDIA + name).read())
    with connection.cursor() as cursor:
        # A table whose rows still wait for a check cannot be altered: check at once while tables may change.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        call_command("migrate", database="default", interactive=False, verbosity=0)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return found


def _tidy() -> None:
    """Rows deleted by the replay stay on their pages until vacuumed; the planner wants fresh figures anyway."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:") as tar:
            yield tar
    except OSError as unreadable:
        raise Problem(
            "no file", "%(file)s cannot be read: %(why)s", file=source, why=unreadable.strerror
        ) from None
    except (tarfile.TarError, EOFError):
        raise Problem("not an archive", "%(file)s is no whole backup of Passerelle.", file=source) from None


def _manifest(tar: tarfile.TarFile) -> Any:
    try:
        found = tar.extractfile(MANIFEST)
        return json.loads(found.read() if found else b"")
    except (KeyError, ValueError):
        raise Problem("not an archive", "This tar is no backup of Passerelle.") from None


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        found = tar.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        raise Refused("altered", "The archive was altered: %(member)s is not in it.", member=name)
    return found


def _refuse_altered(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """Hold every member against the manifest before the database is touched."""
    expected = {DUMP: manifest["database"]} | {
        MEDIA + str(UUID(n)): one for n, one in manifest["files"].items()
    }
    for name, told in expected.items():
        if manifests.sha256_of(_member(tar, name)) != told["sha256"]:
            raise Refused(
                "altered", "The archive was altered: %(member)s is not what was saved.", member=name
            )

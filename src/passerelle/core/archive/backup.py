"""Backup: the data database and the files of one moment in one file, without any key.

A tar of `database.dump` (pg_dump's custom format), `media/<id>` and `manifest.json`. What PostgreSQL and the manifest
say comes from one exported snapshot, so counts and fingerprints fit the dump to the row while others go on writing.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import time
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from passerelle.core import durable, files
from passerelle.core.archive import manifest as manifests
from passerelle.core.archive import postgres, tables
from passerelle.core.models import StoredFile

KIND = "backup"
MANIFEST, DUMP, MEDIA = "manifest.json", "database.dump", "media/"


def backup(out: Path) -> dict[str, Any]:
    """Write a backup to `out`, whole or not at all; an older file there is replaced at the very end.

    Returns the manifest with "seconds". `files_missing` and `files_altered` name files that are not what they were
    when they were kept. Raises Problem.
    """
    began = time.monotonic()
    durable.make_ready(out)
    with (
        durable.replacing(out) as handle,
        tarfile.open(fileobj=handle, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        with postgres.snapshot() as moment, durable.scratch(out) as dump:
            cursor = moment.cursor()
            found = tables.all_tables(cursor)
            left_out = tables.not_kept(list(found))
            manifest = manifests.begin(KIND, cursor) | {
                "postgresql": moment.info.server_version // 10_000,
                "not_kept": left_out,
            }
            postgres.dump(moment, dump, without_data=list(left_out))
            manifest["tables"] = tables.fingerprints(cursor, without=left_out)
            manifest["database"] = _add(tar, DUMP, dump)
            cursor.execute("SELECT id, sha256 FROM core_storedfile WHERE scan <> 'refused' ORDER BY id")
            manifest |= _add_media(tar, dict(cursor.fetchall()))
        manifest = manifests.sign(manifest)
        _add_text(tar, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    return {**manifest, "seconds": round(time.monotonic() - began, 2)}


def _add_media(tar: tarfile.TarFile, rows: dict[UUID, str]) -> dict[str, Any]:
    """Every file with a row; one removed since the snapshot was taken is no fault."""
    taken, missing, altered = {}, [], []
    for pk, expected in rows.items():
        try:
            taken[str(pk)] = _add(tar, f"{MEDIA}{pk}", files.path_of(pk))
        except FileNotFoundError:
            missing.append(pk)
            continue
        if taken[str(pk)]["sha256"] != expected:
            altered.append(str(pk))
    still = set(StoredFile.objects.filter(pk__in=missing).values_list("pk", flat=True))
    return {
        "files": taken,
        "files_missing": sorted(str(pk) for pk in missing if pk in still),
        "files_altered": altered,
    }


def _add(tar: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    with open(path, "rb") as source:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = path.stat().st_size, 0o600, int(time.time())
        reader = Hashing(source)
        tar.addfile(info, reader)
    return {"size": info.size, "sha256": reader.digest.hexdigest()}


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(data), 0o600, int(time.time())
    tar.addfile(info, io.BytesIO(data))


class Hashing:
    """A file that remembers the SHA-256 of what was read from it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.digest.update(chunk)
        return chunk

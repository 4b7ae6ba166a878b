"""Bytes nobody asks for any more, and rows whose record is gone: found, counted, and swept after a time of grace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from passerelle.core import durable, files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.models import StoredFile
from passerelle.core.rooms import rooms

GRACE = timedelta(days=1)  # no upload's transaction takes that long
HOUSE = SystemActor(reason="orphans swept")


@dataclass(frozen=True, slots=True)
class Orphans:
    """What a sweep would remove, and what it cannot mend."""

    bytes_without_row: tuple[Path, ...]
    rows_without_record: tuple[StoredFile, ...]
    rows_without_bytes: tuple[UUID, ...]  # told, never removed: somebody may bring the bytes back

    @property
    def some(self) -> bool:
        return bool(self.bytes_without_row or self.rows_without_record)

    def as_json(self) -> dict[str, Any]:
        return {
            "bytes_without_row": sorted(path.name for path in self.bytes_without_row),
            "bytes": sum(path.stat().st_size for path in self.bytes_without_row if path.exists()),
            "rows_without_record": sorted(str(file.pk) for file in self.rows_without_record),
            "rows_without_bytes": sorted(map(str, self.rows_without_bytes)),
        }


def find() -> Orphans:
    """What is older than the time of grace and belongs to nothing."""
    before = time.time() - GRACE.total_seconds()
    there = {path.name: path for path in stored()}
    old = {name: path for name, path in there.items() if _written(path) < before}
    ids = {UUID(name): path for name, path in old.items() if _is_id(name)}
    refused = StoredFile.Scan.REFUSED
    known = dict(StoredFile.objects.values_list("pk", "scan"))
    loose = [path for pk, path in ids.items() if known.get(pk, refused) == refused]
    loose += [path for name, path in old.items() if name.endswith(durable.PARTIAL)]
    missing = [pk for pk, scan in known.items() if scan != refused and str(pk) not in there]
    return Orphans(tuple(loose), tuple(_without_record()), tuple(missing))


def sweep() -> int:
    """Remove them; returns how many. Safe to run twice."""
    found = find()
    return remove(HOUSE, found) if found.some else 0


@action(may=files.is_house, says="orphans swept")
def remove(actor: Actor, found: Orphans) -> int:
    """Remove what `find` found."""
    for path in found.bytes_without_row:
        path.unlink(missing_ok=True)
    for file in found.rows_without_record:
        files.remove(file)
    journal.tell(bytes=len(found.bytes_without_row), rows=len(found.rows_without_record))
    return len(found.bytes_without_row) + len(found.rows_without_record)


def stored() -> Iterator[Path]:
    """Every file of the media folder."""
    with suppress(FileNotFoundError):
        for folder in Path(settings.MEDIA_ROOT).iterdir():
            if folder.is_dir() and len(folder.name) == 2:
                yield from folder.iterdir()


def _without_record() -> Iterator[StoredFile]:
    """Files of records that are gone. Only kinds whose room can say which records there are."""
    for room in rooms():
        for kind, which in room.file_owners.items():
            old = StoredFile.objects.filter(owner_kind=kind, at__lt=timezone.now() - GRACE)
            there = which(set(old.values_list("owner", flat=True)))
            yield from old.exclude(owner__in=there)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False

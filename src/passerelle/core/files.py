"""Uploads: taken after a look at their bytes, kept under random names, given back as attachments by policy.

The bytes of file `abcd…` lie in `<media>/ab/abcd…`, those of a personal file sealed under the person's key. The bytes
are durable before the row is committed, so a row never points at nothing; when the transaction fails, the bytes are
an orphan that `sweep` removes.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from passerelle.core import durable, keys, sniffing
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile
from passerelle.core.rooms import rooms

ORPHAN_AGE = 24 * 3600  # seconds; no upload's transaction takes that long


def may_store(actor: Actor, **about: Any) -> bool:
    """Whoever may act at all; which files belong to what is for the action of the room that calls."""
    return actor.signed_in or isinstance(actor, SystemActor)


@action(may=may_store, says="file stored")
def store(
    actor: Actor,
    *,
    owner_kind: str,
    owner: UUID,
    upload: Any,
    person: UUID | None = None,
    public: bool = False,
) -> StoredFile:
    """Keep an upload (a Django UploadedFile) for the record `owner`.

    person: whose file it is; then its name and bytes are sealed under that person's key, and it is never public.
    Raises Problem: empty, larger than settings.UPLOAD_LIMIT bytes, of no known type, or named as another type.
    """
    if person is not None and public:
        raise ValueError("a personal file is never public")
    content = _taken(upload)
    kind = sniffing.recognise(content, upload.name or "")
    name = sniffing.clean_name(upload.name or "", kind)
    file = StoredFile(
        id=uuid4(),
        owner_kind=owner_kind,
        owner=owner,
        person=person,
        media_type=kind.media_type,
        size=len(content),
        public=public,
    )
    if person is None:
        file.name = name
    else:
        file.sealed_name = keys.seal(person, name, _place(file, "sealed_name"))
        content = keys.encrypt_bytes(person, content, _place(file, "content"))
    file.sha256 = hashlib.sha256(content).hexdigest()
    write(file.pk, content)
    file.save(force_insert=True)
    return file


def read(file: StoredFile) -> bytes | None:
    """The bytes, or None when they or their key are gone. Raises Problem when they were altered."""
    try:
        content = path_of(file.pk).read_bytes()
    except FileNotFoundError:
        return None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Problem("file altered", _("This file was altered since it was kept; it is not given out."))
    return (
        content if file.person is None else keys.decrypt_bytes(file.person, content, _place(file, "content"))
    )


def name_of(file: StoredFile) -> str | None:
    """The name it came with; None when the key of its person is gone."""
    if file.person is None:
        return file.name
    sealed = bytes(file.sealed_name) if file.sealed_name else None
    return keys.unseal(file.person, sealed, _place(file, "sealed_name"))


def remove(file: StoredFile) -> None:
    """Forget a file: its row in the transaction under way, its bytes once that is committed."""
    pk = file.pk
    file.delete()
    transaction.on_commit(partial(discard, [pk]))


def remove_of(person: UUID) -> None:
    """Forget all files of a person."""
    for file in StoredFile.objects.filter(person=person):
        remove(file)


def discard(ids: Iterable[UUID]) -> None:
    """Remove the bytes of files whose rows are gone. Safe to run twice."""
    for pk in ids:
        path_of(pk).unlink(missing_ok=True)


def visible(actor: Actor, pk: UUID) -> StoredFile | None:
    """The file, when it is public or the room its record belongs to lets this actor have it."""
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None or file.public:
        return file
    resolvers = (room.files[file.owner_kind] for room in rooms() if file.owner_kind in room.files)
    return file if any(may(actor, file.owner) is True for may in resolvers) else None


def sweep() -> int:
    """Remove bytes without a row, and half-written ones, older than a day; returns how many."""
    before = time.time() - ORPHAN_AGE
    old = {path.name: path for path in _stored() if path.stat().st_mtime < before}
    ids = {UUID(name): path for name, path in old.items() if _is_id(name)}
    kept = set(StoredFile.objects.filter(pk__in=ids).values_list("pk", flat=True))
    gone = [path for pk, path in ids.items() if pk not in kept]
    gone += [path for name, path in old.items() if name.endswith(durable.PARTIAL)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def path_of(pk: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / pk.hex[:2] / str(pk)


def write(pk: UUID, content: bytes) -> None:
    """Put stored bytes in their place, durably, readable by the owner of the process only."""
    path = path_of(pk)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with durable.replacing(path) as out:
        out.write(content)


def _taken(upload: Any) -> bytes:
    limit = settings.UPLOAD_LIMIT
    taken = bytearray()
    for chunk in upload.chunks():
        taken += chunk
        if len(taken) > limit:
            raise Problem(
                "file too large",
                _("This file is too large: at most %(limit)s MB can be taken."),
                field="file",
                limit=f"{limit / 1024 / 1024:g}",
            )
    if not taken:
        raise Problem("file empty", _("This file is empty."), field="file")
    return bytes(taken)


def _stored() -> Iterator[Path]:
    with suppress(FileNotFoundError):
        for folder in Path(settings.MEDIA_ROOT).iterdir():
            if folder.is_dir() and len(folder.name) == 2:
                yield from folder.iterdir()


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _place(file: StoredFile, field: str) -> str:
    return f"{file._meta.label_lower}.{field}:{file.pk}"
